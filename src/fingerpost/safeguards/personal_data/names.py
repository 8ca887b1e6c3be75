"""Names of people: by the words around them, and by spaCy where nothing introduces them.

Real questions are full of capital words that are nobody. spaCy alone calls 8% of them a person, so what it finds counts
only with a given name in it, or as two words that stand in no dictionary; never where the service's own guidance, or
everybody, uses the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from fingerpost.domain import Finding
from fingerpost.safeguards.personal_data import kinds, loading, name_cues
from fingerpost.safeguards.personal_data.known_words import (
    KnownWords,
    everywhere,
    given_names,
    names_that_are_words,
    word_list,
)
from fingerpost.safeguards.personal_data.name_cues import Judge, bare, is_acronym

if TYPE_CHECKING:
    from fingerpost.safeguards.personal_data.entities import Entity

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_CAPITAL = re.compile(r"(?<![\w'-])[A-Z][\w'-]*")
_TWO_CAPITALS = re.compile(r"[A-Z][\w'-]*[ ](?:\w{2,3}[ ])?[A-Z]")
_PAIR = re.compile(r"(?<![\w'-])([A-Z][\w'-]+)[ ]+((?:[A-Z]\.?[ ]+)?[A-Z][\w'-]+)")
_SENTENCE = re.compile(
    r"(?:[^.!?\n]|[.](?=\S|(?<=\b[A-Z][.])"
    r"|(?<=\bMr[.])|(?<=\bMs[.])|(?<=\bDr[.])|(?<=\bMrs[.])))+[.!?\n]*"
)
# "Beth" is "what" in Welsh, and the commonest way that a Welsh question begins.
_WELSH_WHAT = re.compile(
    r"Beth(?= (?:yw|ydy|ydi|ydw|mae|sy|sydd|oedd|oes|os|ddylwn|ddylai|ddylem|fydd|fyddai|fydda|alla|allaf|all|allwn|am"
    r"|gaf|gawn|wna|wnaf|wnawn|ddigwydd|ddigwyddodd|ga|i'w|i|nesaf|nawr|rŵan|petai|pe)(?![\w-]))"
)
# What a name is followed by in the name of a place, a body or a law.
_NO_PERSON = word_list("places_and_bodies.txt")
_NEITHER = frozenset({"GPE", "LOC", "FAC", "ORG", "NORP", "LAW", "PRODUCT", "EVENT", "DATE", "LANGUAGE", "WORK_OF_ART"})


def find(text: str, known: Callable[[], KnownWords] = KnownWords) -> Iterator[Finding]:
    """Yield the names in ``text``, with overlaps.

    Args:
        text: the text.
        known: what the service's guidance talks of, asked for when it matters; what everybody does is known anyway.
    """
    every = everywhere()

    def is_known(word: str) -> bool:
        return word in every.words or word in known().words

    phrases: list[tuple[int, int]] = []
    if _TWO_CAPITALS.search(text):
        phrases = _phrases(text, every.phrases, known().phrases)
    introduced = [span for span in name_cues.find(text, is_known) if not _within(span, phrases)]
    yield from (Finding(kinds.NAME, start, end, 0.9) for start, end in introduced)
    left = [
        match
        for match in _CAPITAL.finditer(text)
        if not _within(match.span(), introduced) and not _within(match.span(), phrases)
        if not _WELSH_WHAT.match(text, match.start())
    ]
    # Sentence by sentence: spaCy takes 0.3 ms a word, and most sentences hold nobody.
    for sentence in _SENTENCE.finditer(text):
        begin, end = sentence.span()
        here = [match for match in left if begin <= match.start() < end]
        if _may_be_names(text, here, is_known):
            within = [(a - begin, b - begin) for a, b in phrases]
            for each in _by_entities(sentence.group(), is_known, within):
                yield Finding(each.label, each.start + begin, each.end + begin, each.score)


def _may_be_names(text: str, capitals: Sequence[re.Match[str]], is_known: Judge) -> bool:
    """Return whether spaCy is worth asking: a given name is there, or two capital words side by side."""
    unknown = [match for match in capitals if not is_known(bare(match.group()).lower())]
    if any(bare(match.group()).lower() in given_names() for match in unknown):
        return True
    return any(
        text[first.end() : second.start()] == " " and not (first.group().isupper() or second.group().isupper())
        for first, second in pairwise(unknown)
    )


def _by_entities(text: str, is_known: Judge, phrases: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    found = loading.read_entities(text)
    for each in found:
        if each.label != "PERSON":
            continue
        span = _name_in(text, each, is_known, loading.is_word)
        if span and not _within(span, phrases):
            yield Finding(kinds.NAME, *span, 0.7)
    for match in _PAIR.finditer(text):
        if _is_pair(match, found, is_known) and not _within(match.span(), phrases):
            yield Finding(kinds.NAME, match.start(), match.start() + len(bare(match.group())), 0.6)


def _name_in(text: str, entity: Entity, is_known: Judge, is_word: Judge) -> tuple[int, int] | None:
    """Return the stretch of an entity that is a name, or ``None`` where it is more likely something else."""
    words = list(_WORD.finditer(text, entity.start, entity.end))
    lower = [bare(word.group()).lower() for word in words]
    given = given_names()

    def is_something_else(place: int) -> bool:
        return lower[place] not in given and (is_known(lower[place]) or words[place].group().islower())

    first, last = 0, len(words) - 1
    while first <= last and is_something_else(first):
        first += 1
    while last >= first and is_something_else(last):
        last -= 1
    kept = lower[first : last + 1]
    if not kept or any(is_acronym(word.group()) for word in words[first : last + 1]) or kept[-1] in _NO_PERSON:
        return None
    if not _is_a_persons(kept, text, words[first].start(), is_known, is_word):
        return None
    return words[first].start(), words[last].start() + len(bare(words[last].group()))


def _is_a_persons(kept: Sequence[str], text: str, start: int, is_known: Judge, is_word: Judge) -> bool:
    given = [word for word in kept if word in given_names()]
    if len(kept) == 1:
        (word,) = kept
        if not given or is_known(word) or not text[start].isupper():
            return False
        return word not in names_that_are_words() or not _opens_a_sentence(text, start)
    if given:
        return not all(is_known(word) for word in kept)
    return not any(is_known(word) or is_word(word) for word in kept)


def _is_pair(match: re.Match[str], found: Sequence[Entity], is_known: Judge) -> bool:
    """Return whether two capital words are a given name and a surname that spaCy calls nothing else."""
    first, second = match[1].lower(), bare(match[2].split()[-1]).lower()
    if first not in given_names() or first in names_that_are_words() or is_known(first):
        return False
    if is_known(second) or second in _NO_PERSON or second in name_cues.STOPS or is_acronym(match[2]):
        return False
    return not any(each.label in _NEITHER and each.start < match.end() and match.start() < each.end for each in found)


def _phrases(text: str, *known: frozenset[str]) -> list[tuple[int, int]]:
    """Return where known phrases stand in ``text``."""
    words = list(_WORD.finditer(text))
    spans: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        if not word.group()[0].isupper():
            continue
        for length in range(2, 7):
            if place + length > len(words):
                break
            span = (word.start(), words[place + length - 1].end())
            if any(text[slice(*span)] in phrases for phrases in known):
                spans.append(span)
    return spans


def _within(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _opens_a_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'(")
    return not before or before[-1] in ".?!:\n"
