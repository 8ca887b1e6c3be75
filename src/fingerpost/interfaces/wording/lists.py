"""Dates and lists as each language writes them.

Not by Babel, which knows both: loading its dates takes 55 ms and 10 MB in every process that serves pages, for twelve
names that stand as well in the catalogues; and its Welsh list ends in "a(c)", which nobody would write.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fingerpost.interfaces.wording.spoken import known, language, say

_VOWELS = tuple("aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü")
_ASPIRATED = {"c": "ch", "p": "ph", "t": "th"}


def day(moment: date) -> str:
    """Return a date as the language spoken now writes it: ``3 April 2026``, ``3 Ebrill 2026``."""
    return say("date", day=moment.day, month=say(f"month.{moment.month}"), year=moment.year)


def listed(items: Sequence[str]) -> str:
    """Return items as a person would list them: ``a, b and c``; nothing for no items."""
    if len(items) < 2:
        return "".join(items)
    first, last = ", ".join(items[:-1]), items[-1]
    if language().partition("-")[0] == "cy":
        return f"{first} {welsh_and(last)}"
    return say("list.and", first=first, last=last)


def removed(kinds: Sequence[str]) -> str:
    """Return what was taken out of a question, as a person would say it: ``your email and your phone number``."""
    keys = [f"removed.{kind}" for kind in kinds]
    return listed([say(key) if known(key) else say("removed.other") for key in keys])


def welsh_and(following: str) -> str:
    """Return ``following`` after the Welsh "and".

    It is *ac* before a vowel and *a* before a consonant, of which c, p and t then change (the aspirate mutation); it
    runs together with *eich*, "your", as *a’ch* (Peter Wynn Thomas, *Gramadeg y Gymraeg*).
    """
    your, _, owned = following.partition(" ")
    if your == "eich":
        return f"a’ch {owned}"
    initial, second = following[:1].lower(), following[1:2].lower()
    if initial in _VOWELS:
        return f"ac {following}"
    if initial in _ASPIRATED and second != "h" and following[:1].islower():
        return f"a {_ASPIRATED[initial]}{following[1:]}"
    return f"a {following}"
