"""What the interface itself says, in every language it speaks.

The words stand in gettext catalogues, ``locales/LANGUAGE/LC_MESSAGES/fingerpost.po``: how to add a phrase is written at
the top of each. Only what Fingerpost itself says stands there: guidance is quoted from its pages.
"""

from fingerpost.interfaces.wording.catalogue import Catalogue, shipped, shipped_locales
from fingerpost.interfaces.wording.lists import day, listed, removed
from fingerpost.interfaces.wording.notices import Notice, notices
from fingerpost.interfaces.wording.own import open_catalogues
from fingerpost.interfaces.wording.spoken import known, language, say, speaking
from fingerpost.interfaces.wording.urgent import UrgentWords, first_words, urgent_words

__all__ = [
    "Catalogue",
    "Notice",
    "UrgentWords",
    "day",
    "first_words",
    "known",
    "language",
    "listed",
    "notices",
    "open_catalogues",
    "removed",
    "say",
    "shipped",
    "shipped_locales",
    "speaking",
    "urgent_words",
]
