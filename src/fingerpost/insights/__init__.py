"""What people need, without who they are.

Conversations go in; figures about many people come out, through ``release`` and by no other way.
"""
