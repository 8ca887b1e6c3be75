"""The words of the pages. They stand in the catalogues of ``fingerpost.interfaces.wording``, where more are added."""

from fingerpost.interfaces.wording import known, say

__all__ = ["known", "say"]
