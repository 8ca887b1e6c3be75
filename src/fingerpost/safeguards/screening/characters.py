"""Characters that hide words or dress them up: invisible ones, and letters of another script inside a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.safeguards.screening.caught import Caught, Kind, shown

# Sources: Unicode Technical Report 36 (Unicode Security Considerations) and Technical Standard 39 (mixed scripts).
_TAGS = re.compile("[\U000e0020-\U000e007e]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,10}\U000e007f")
_ZERO_WIDTH_INSIDE = re.compile("(?<=[A-Za-z])[\u200b\u200c\u200d\u2060\ufeff\u180e]+(?=[A-Za-z])")
_ZERO_WIDTH_RUN = re.compile("[\u200b\u200c\u200d\u2060\u2061-\u2064\ufeff\u180e]{8,}")
_BIDI_OVERRIDE = re.compile("[\u202d\u202e]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")
_MOST_ZERO_WIDTH = 3
"""Zero-width characters inside Latin words on one page: word processors leave a stray one or two."""

_WORD = re.compile(r"[^\W\d_]{2,}")
# Letters of these scripts can be taken for Latin ones. Greek stands alone as a symbol ("μg", "Ωmega") and is counted
# only where it looks like a Latin letter.
_LIKE_LATIN = frozenset("аеорсухіјѕһԁԛԝӏАВЕКМНОРСТХУІЈЅԌαονρυικχΑΒΕΖΗΙΚΜΝΟΡΤΥΧաօսհոցզԼՏՕꓐꓑꓓꓖꓗꓙꓚꓝꓠꓡꓢꓣꓤꓥꓦꓪꓫꓬꓮꓰꓲꓳꓴ")


def hidden_characters(text: str) -> Iterator[Caught]:
    """Yield what is written in characters that nobody sees: tags, overrides of direction, zero-width runs."""
    if text.isascii():
        return
    tags = _TAGS.findall(_FLAG.sub("", text))
    if tags:
        spelt = "".join(chr(ord(tag) - 0xE0000) for tag in tags)
        yield Caught(
            Kind.HIDDEN_CHARACTERS, "rules", "words are spelt in tag characters, which nobody sees", shown(spelt)
        )
    override = _BIDI_OVERRIDE.search(text)
    if override and not _RIGHT_TO_LEFT.search(text):
        yield Caught(
            Kind.HIDDEN_CHARACTERS,
            "rules",
            "a control character turns round the direction of the words, so that they read other than they look",
            shown(text[max(0, override.start() - 40) : override.end() + 80]),
        )
    inside = _ZERO_WIDTH_INSIDE.findall(text)
    run = _ZERO_WIDTH_RUN.search(text) or _VARIATION.search(text)
    if len(inside) > _MOST_ZERO_WIDTH or run:
        first = run or _ZERO_WIDTH_INSIDE.search(text)
        at = first.start() if first else 0
        yield Caught(
            Kind.HIDDEN_CHARACTERS,
            "rules",
            "zero-width characters stand inside words, where they can only hide something",
            shown(text[max(0, at - 40) : at + 80]),
        )


def look_alikes(text: str) -> Iterator[Caught]:
    """Yield one finding when a word mixes Latin letters with letters of another script that look like them."""
    if text.isascii():
        return
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii() or not any(letter in _LIKE_LATIN for letter in word):
            continue
        # One Greek letter before a unit or a name ("αTest") is a symbol; look-alikes are strewn in, or stand inside.
        foreign = [letter in _LIKE_LATIN for letter in word]
        latin = sum(letter.isascii() for letter in word)
        if latin and (sum(foreign) > 1 or any(foreign[1:-1])):
            yield Caught(
                Kind.LOOK_ALIKE,
                "rules",
                "a word mixes letters of two alphabets that look alike",
                shown(text[max(0, match.start() - 40) : match.end() + 40]),
            )
            return
