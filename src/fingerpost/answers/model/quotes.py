"""From a model's sentence to a statement that can be proved: what it quotes is looked up in the passages it was sent.

A model may copy a part of a line, or a dash for a hyphen. What a statement rests on is always the whole stored
sentence, character for character; whether that carries it is for ``ground`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from fingerpost.answers.model.message import ESCAPED
from fingerpost.answers.model.reading import Spoken
from fingerpost.domain import DraftStatement, Quote, Section

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", ESCAPED: "<"})
_WORD = re.compile(r"\w+")
_NOWHERE = Quote("", "")
"""Rests on nothing that is stored, so that ``ground`` drops the sentence and counts it."""


def statements_of(
    spoken: Spoken, sections: Mapping[str, Section], said: Sequence[DraftStatement]
) -> Iterator[DraftStatement]:
    """Yield what a model's sentence proposes: itself, after the lead-ins it can't be read without.

    Args:
        spoken: the sentence.
        sections: the passages the model was sent, by the ids they had there.
        said: the statements before it; what they have said is not said again.
    """
    found = [_found(sections.get(passage), quote, spoken.text) for passage, quote in spoken.rests_on]
    quotes = tuple(dict.fromkeys(quote or _NOWHERE for quote in found)) or (_NOWHERE,)
    if len(quotes) == 1 and _plain(quotes[0].text) == _plain(spoken.text):
        section = next(section for section in sections.values() if section.id == quotes[0].section_id)
        for statement in (*_leads(section, quotes[0]), DraftStatement(quotes[0].text, quotes)):
            if statement not in said:
                yield statement
        return
    statement = DraftStatement(spoken.text, quotes)
    if statement not in said:
        yield statement


def _found(section: Section | None, quote: str, text: str) -> Quote | None:
    """Return the whole sentences that hold a quotation: the fewest, and of several the nearest to what is said."""
    wanted = _plain(quote)
    if section is None or not wanted:
        return None
    lines = [_plain(section.text[s.start : s.end]) for s in section.sentences]
    within = [index for index, line in enumerate(lines) if wanted in line]
    if within:
        words = set(_WORD.findall(_plain(text)))
        best = max(within, key=lambda index: (lines[index] == wanted, len(words & set(_WORD.findall(lines[index])))))
        return _quote(section, best, best)
    for first in range(len(lines)):
        run = lines[first]
        for last in range(first + 1, len(lines)):
            run = f"{run} {lines[last]}"
            if wanted in run:
                return _quote(section, _last_start(lines, last, wanted), last)
    return None


def _last_start(lines: Sequence[str], last: int, wanted: str) -> int:
    """Return the nearest line before ``last`` from which on the lines hold what is wanted."""
    return next(first for first in range(last, -1, -1) if wanted in " ".join(lines[first : last + 1]))


def _quote(section: Section, first: int, last: int) -> Quote:
    start, end = section.sentences[first].start, section.sentences[last].end
    return Quote(section.id, section.text[start:end], start)


def _leads(section: Section, quote: Quote) -> Iterator[DraftStatement]:
    at = next(index for index, sentence in enumerate(section.sentences) if sentence.start == quote.start)
    chain: list[int] = []
    while (lead := section.sentences[at].lead) is not None:
        chain.insert(0, lead)
        at = lead
    for index in chain:
        whole = _quote(section, index, index)
        yield DraftStatement(whole.text, (whole,))


def _plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).split()).casefold()
