"""Read a text as the patterns know it, with the way back to where each character stood."""

from __future__ import annotations

import unicodedata

_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
_APOSTROPHES = frozenset("\u2018\u2019\u02bc")


def as_plain(text: str) -> tuple[str, list[int]]:
    """Return ``text`` in plain characters, and each of its characters' index in ``text``.

    Full-width digits, no-break spaces, typographic hyphens and apostrophes become plain ones; invisible characters go.
    """
    if text.isascii():
        return text, list(range(len(text)))
    characters: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        if character in _HYPHENS:
            plain = "-"
        elif character in _APOSTROPHES:
            plain = "'"
        elif unicodedata.category(character) in {"Cf", "Mn"}:
            continue
        elif character.isdecimal():
            plain = str(unicodedata.decimal(character))
        else:
            folded = unicodedata.normalize("NFKC", character)
            plain = folded if len(folded) == 1 else character
        characters.append(plain)
        offsets.append(index)
    return "".join(characters), offsets
