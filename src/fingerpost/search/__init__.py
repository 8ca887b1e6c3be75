"""Sections into an index, and questions into ranked passages.

``embed`` turns text into vectors, ``writer`` makes an index of sections and switches to it at once, ``index`` reads it,
``rank`` puts what it finds in order.
"""
