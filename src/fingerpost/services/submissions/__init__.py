"""Submissions: what somebody sends in at the end of a journey, and how it reaches whoever deals with it.

``request`` is what is sent, ``reference`` the number that is given for it, ``sending`` brings it to its destination
once, and ``worker`` goes on until it has arrived.
"""
