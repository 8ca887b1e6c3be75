"""Words that are nobody's name: what a service's guidance talks of, and what everybody in the country does."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_CAPITALS = re.compile(r"(?<![\w'-])[A-Z][\w'-]*(?:[ ](?:(?:of|and|the|for|in|to|on|&)[ ])?[A-Z][\w'-]*)+")
# A capital word of the guidance's text counts once this many sections have it: a service's own words come again and
# again, an example's "Sarah" does not.
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words and phrases that are not a person's name.

    ``words`` are in small letters and hold no given name; ``phrases`` are as they are written ("Victoria Park").
    """

    words: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()

    def __or__(self, other: KnownWords) -> KnownWords:
        return KnownWords(self.words | other.words, self.phrases | other.phrases)


def read_known(titles: Iterable[str], texts: Iterable[str] = ()) -> KnownWords:
    """Return what guidance talks of.

    Args:
        titles: titles and headings: each of their words and capital phrases counts.
        texts: the guidance itself: its words in small letters count, and those capital ones that come often.
    """
    words: set[str] = set()
    phrases: set[str] = set()
    often: Counter[str] = Counter()
    for title in titles:
        words.update(word.lower() for word in _WORD.findall(title))
        phrases.update(_CAPITALS.findall(title))
    for text in texts:
        found = set(_WORD.findall(text))
        words.update(word for word in found if word.islower())
        often.update(word for word in found if not word.islower())
        often.update(set(_CAPITALS.findall(text)))
    for word, count in often.items():
        if count >= _OFTEN:
            (phrases.add if " " in word else words.add)(word if " " in word else word.lower())
    given = given_names()
    return KnownWords(frozenset(words - given), frozenset(phrases))


@functools.cache
def given_names() -> frozenset[str]:
    """Return the given names that are known, in small letters."""
    return frozenset(name.rstrip("*") for name in _given())


@functools.cache
def names_that_are_words() -> frozenset[str]:
    """Return the given names that are ordinary words too, such as "will" and "grace"."""
    return frozenset(name[:-1] for name in _given() if name.endswith("*"))


@functools.cache
def everywhere() -> KnownWords:
    """Return the words known in every service, from ``public_words.txt``: places, peoples, months, benefits, bodies."""
    lines = [line for line in _read("public_words.txt") if not line.startswith("#")]
    entries = [entry.strip() for line in lines for entry in line.split(",") if entry.strip()]
    words = {word.lower() for entry in entries for word in _WORD.findall(entry) if " " not in entry}
    return KnownWords(frozenset(words), frozenset(entry for entry in entries if " " in entry))


def word_list(name: str) -> frozenset[str]:
    """Return the words of one of this package's files. Lines that start with "#" are about them."""
    return frozenset(word for line in _read(name) if not line.startswith("#") for word in line.split())


def _given() -> frozenset[str]:
    return word_list("given_names.txt")


def _read(name: str) -> list[str]:
    return (_FOLDER / name).read_text(encoding="utf-8").splitlines()
