"""The pieces of a section that must be read together.

A list item means nothing without its lead-in; half of a list misleads, all the more under "you must" or "if"; "however"
takes back part of what stands before it; a paragraph's sentences say one thing between them. A unit holds such pieces
together, so that a composer can choose units and never tears one apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fingerpost.domain import Section, Sentence, SentenceKind

_LISTED = {SentenceKind.ITEM, SentenceKind.STEP, SentenceKind.ROW}

# A sentence that opens with one of these limits the sentence before it.
_LIMITS = re.compile(
    r"^(however|but|unless|except|otherwise|if not|if you do not|if you don't|this does not|this only|it does not"
    r"|there are exceptions|fodd bynnag|ond|oni bai|heblaw|fel arall|os na)\b",
    re.IGNORECASE,
)
# A sentence that opens with one of these points back at the sentence before it.
_POINTS_BACK = re.compile(
    r"^(this|these|that|those|it|it's|it’s|they|they're|they’re|them|he|she|also|mae hyn|mae’r rhain|hwn|hon)\b",
    re.IGNORECASE,
)
_LONGEST_WHOLE_LIST = 12
_LONGEST_RUN = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences of one section that are chosen together, as indices into ``section.sentences``, in reading order.

    ``required`` are shown whenever the unit is. ``optional`` are shown one by one, where they answer: the rows of a
    table, the items of a very long list.
    """

    section: Section
    required: tuple[int, ...]
    optional: tuple[int, ...] = ()

    @property
    def members(self) -> tuple[int, ...]:
        """Every sentence of the unit, in reading order."""
        return tuple(sorted(self.required + self.optional))

    @property
    def is_open_list(self) -> bool:
        """Whether the unit is a whole list that reaches the section's end, and so may go on in the next one."""
        last = self.members[-1]
        kind = self.section.sentences[last].kind
        return kind in {SentenceKind.ITEM, SentenceKind.STEP} and last == len(self.section.sentences) - 1


def leans_back(sentence: str) -> bool:
    """Return whether a sentence limits the one before it or points back at it, and so can't be read without it."""
    return bool(_LIMITS.match(sentence) or _POINTS_BACK.match(sentence))


def units_of(section: Section) -> tuple[Unit, ...]:
    """Cut a section into units. Every sentence is in exactly one."""
    runs: list[list[int]] = []
    home: dict[int, int] = {}
    for index, sentence in enumerate(section.sentences):
        run = _run_it_joins(section, index, sentence, runs, home)
        if run is None:
            runs.append([])
            run = len(runs) - 1
        runs[run].append(index)
        home[index] = run
    return tuple(_unit(section, run) for run in runs)


def _run_it_joins(
    section: Section, index: int, sentence: Sentence, runs: list[list[int]], home: dict[int, int]
) -> int | None:
    if sentence.lead is not None:
        return home[sentence.lead]
    if not runs or not index:
        return None
    previous = section.sentences[index - 1]
    if sentence.kind is SentenceKind.STEP and previous.kind is SentenceKind.STEP:
        return home[index - 1]
    if sentence.kind is not SentenceKind.SENTENCE:
        return None
    text = section.text[sentence.start : sentence.end]
    if _LIMITS.match(text):
        return home[index - 1]
    one_paragraph = "\n" not in section.text[previous.end : sentence.start]
    joins = previous.kind is SentenceKind.SENTENCE and (one_paragraph or _POINTS_BACK.match(text))
    if joins and len(runs[home[index - 1]]) < _LONGEST_RUN:
        return home[index - 1]
    return None


def _unit(section: Section, run: list[int]) -> Unit:
    listed = [index for index in run if section.sentences[index].kind in _LISTED]
    if not listed or _stays_whole(section, listed):
        return Unit(section, tuple(run))
    parents = {section.sentences[index].lead for index in listed}
    free = tuple(index for index in listed if index not in parents)
    return Unit(section, tuple(index for index in run if index not in free), free)


def _stays_whole(section: Section, listed: list[int]) -> bool:
    kinds = {section.sentences[index].kind for index in listed}
    return SentenceKind.ROW not in kinds and len(listed) <= _LONGEST_WHOLE_LIST
