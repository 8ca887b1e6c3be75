"""Composers propose an answer; ``ground`` decides what of it is shown.

The default one is extractive: it chooses sentences of the guidance and arranges them. It can't say anything the
guidance does not say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.units import Unit, units_of
from fingerpost.domain import Draft, DraftStatement, Link, Passage, Quote, Section, SentenceKind, Turn
from fingerpost.search.embed import Embedder
from fingerpost.search.readings import sentence_vectors
from fingerpost.search.telling import telling_words

PageSections = Callable[[str], Sequence[Section]]
"""Returns all sections of the page with this id, in reading order."""

_READ = 5
_OPTIONAL_MARGIN = 0.12
_UNIT_MARGIN = 0.3
_OTHER_PAGE_MARGIN = 0.02
_MOST_PAGES = 3
_PLACE_WEIGHT = 0.5
_CLOSER_LOOK = 0.25
_SAME = 0.95
_FIGURE_WORTH = 0.06
_WORDS_WORTH = 0.15
# "Band D" and "zone C" are told apart by a letter.
_LETTER = re.compile(r"(?<![\w'’])[B-HJ-Z]\b")
# A question that asks for a figure or a time is answered by a sentence that holds one.
_ASKS_FOR_A_FIGURE = re.compile(
    r"\b(how (much|many|long|far|old|soon|often|late|early|quickly)|what time|when|costs?|price|fees?|charges?|deadline"
    r"|faint|sawl|pryd|pa mor|ffi|tâl)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")


class Composer(Protocol):
    """Proposes an answer to a question from the passages found for it."""

    @property
    def name(self) -> str:
        """What the record calls this composer, with its version."""
        ...

    @property
    def prompt(self) -> str | None:
        """The version of the prompt in use, or ``None`` for a composer that has none."""
        ...

    def compose(self, question: str, passages: Sequence[Passage]) -> Draft:
        """Return a draft resting on these passages; an empty one when nothing in them answers."""
        ...


@runtime_checkable
class StreamingComposer(Composer, Protocol):
    """A composer that gives its statements while it is still at work, and has another to fall back on."""

    @property
    def fallback(self) -> Composer:
        """Composes where nothing that this one proposes can be proved."""
        ...

    def compose_stream(self, question: str, passages: Sequence[Passage]) -> Iterator[DraftStatement | Draft]:
        """Begin at once; yield each statement as it is made, and last the whole draft, which has the same ones."""
        ...


@runtime_checkable
class TurnComposer(StreamingComposer, Protocol):
    """A streaming composer whose tools may know of the turn what it may not say, such as a date of birth."""

    def compose_turn(self, turn: Turn) -> Iterator[DraftStatement | Draft]:
        """Do for a turn, with its query and its passages, as ``compose_stream`` does."""
        ...


QUOTED_INSTEAD = "model.quoted_instead"
"""The notice that a model had no answer that could be shown, and that the guidance is quoted instead."""


def quoted_instead(fallback: Composer, question: str, passages: Sequence[Passage], *, of: Draft | None = None) -> Draft:
    """Return what the fallback composes, named as its own, with the notice that says so.

    ``of`` is the draft that it takes the place of: what that took, and what it said, is still recorded.
    """
    draft = fallback.compose(question, passages)
    before = of or draft
    return replace(
        draft,
        notices=(*draft.notices, QUOTED_INSTEAD),
        composer=fallback.name,
        worked=before.worked,
        offers=before.offers,
        usage=before.usage,
        proposed=before.proposed,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """A unit with those of its optional sentences worth showing, best first; how directly it answers; what it means."""

    unit: Unit
    optional: tuple[int, ...]
    score: float
    meaning: NDArray[np.float32]

    @property
    def shown(self) -> tuple[int, ...]:
        return tuple(sorted((*self.unit.required, *self.optional)))

    @property
    def page(self) -> str:
        return self.unit.section.page.id

    def cut_to(self, room: int) -> _Choice:
        """Leave out the least direct rows of a table that is too long for the room there is."""
        return replace(self, optional=self.optional[: max(1, room - len(self.unit.required))])


class ExtractiveComposer:
    """Chooses the sentences that answer and arranges them: best page first, then in the page's reading order.

    Lead-ins, conditions and whole lists stay with what they govern (see ``units``). The most direct unit leads. The
    next step is the start link of the page that leads.

    Args:
        embedder: measures how close each sentence, read in its section, is to the question.
        page_sections: the index's sections of a page, to take up a list that goes on in the next section.
        most: the most sentences to choose. A list that must stay whole may go over it.
    """

    name = "extractive-1"
    prompt = None

    def __init__(self, embedder: Embedder, page_sections: PageSections, *, most: int) -> None:
        self._embedder = embedder
        self._page_sections = page_sections
        self._most = most

    def compose(self, question: str, passages: Sequence[Passage]) -> Draft:
        """Return the sentences that answer best, in an order that reads well."""
        read = passages[:_READ]
        if not read:
            return Draft()
        vector = self._embedder.embed_questions([question])[0]
        places = _places(read)
        worth = _worth_beside_meaning(question, [p.section for p in read])
        weighed = [
            choice
            for passage, place in zip(read, places, strict=True)
            for choice in self._weigh(passage, vector, worth, place=place)
        ]
        chosen = self._choose(weighed)
        if not chosen:
            return Draft()
        ordered = _in_reading_order(chosen)
        statements = tuple(statement for choice in ordered for statement in self._statements(choice))
        return Draft(statements=statements, complete=True, next_step=_start_link(ordered))

    def _weigh(
        self, passage: Passage, vector: NDArray[np.float32], worth: Callable[[str], float], *, place: float
    ) -> list[_Choice]:
        """Score each unit of a passage by its best sentence and by where the passage ranks."""
        section = passage.section
        meanings = sentence_vectors(passage, self._embedder)
        likeness = meanings @ vector
        likeness += np.array([worth(_text(section, index)) for index in range(len(meanings))], dtype=np.float32)
        choices: list[_Choice] = []
        for unit in units_of(section):
            direct = max(unit.members, key=lambda index: float(likeness[index]))
            best = float(likeness[direct])
            near = [index for index in unit.optional if likeness[index] >= best - _OPTIONAL_MARGIN]
            kept = sorted(near or unit.optional, key=lambda index: -float(likeness[index]))[: self._most]
            choices.append(_Choice(unit, tuple(kept), best + _PLACE_WEIGHT * place, meanings[direct]))
        return choices

    def _choose(self, weighed: Sequence[_Choice]) -> list[_Choice]:
        """Take the best units while they stay near the best one and there is room for them."""
        ranked = _lists_from_their_start(sorted(weighed, key=lambda c: (-c.score, c.unit.section.id, c.unit.members)))
        chosen: list[_Choice] = []
        told: set[str] = set()
        room = self._most
        for weighed_choice in ranked:
            choice = weighed_choice.cut_to(room)
            if chosen and not self._belongs(choice, chosen, room):
                continue
            texts = {_text(choice.unit.section, index) for index in choice.shown}
            if texts <= told or any(float(choice.meaning @ other.meaning) > _SAME for other in chosen):
                continue
            told |= texts
            chosen.append(choice)
            room -= len(choice.shown)
        return chosen

    @staticmethod
    def _belongs(choice: _Choice, chosen: Sequence[_Choice], room: int) -> bool:
        if len(choice.shown) > room:
            return False
        pages = {other.page for other in chosen}
        margin = _UNIT_MARGIN if choice.page == chosen[0].page else _OTHER_PAGE_MARGIN
        if choice.page not in pages and len(pages) >= _MOST_PAGES:
            return False
        return choice.score >= chosen[0].score - margin

    def _statements(self, choice: _Choice) -> list[DraftStatement]:
        statements = [_statement(choice.unit.section, index) for index in choice.shown]
        if choice.unit.is_open_list and choice.shown == choice.unit.members:
            statements += self._rest_of_list(choice.unit)
        return statements

    def _rest_of_list(self, unit: Unit) -> list[DraftStatement]:
        """Return the items of a list that goes on in the next section, which opens by repeating its lead-in."""
        first = unit.section.sentences[unit.members[0]]
        lead = unit.section.text[first.start : first.end]
        following = [s for s in self._page_sections(unit.section.page.id) if s.position == unit.section.position + 1]
        if not following or following[0].heading_path != unit.section.heading_path:
            return []
        section = following[0]
        opening = units_of(section)[0] if section.sentences else None
        if opening is None or _text(section, opening.members[0]) != lead:
            return []
        return [_statement(section, index) for index in opening.members[1:]]


def _lists_from_their_start(ranked: list[_Choice]) -> list[_Choice]:
    """Let the start of a list that goes on in the next section go before the rest of it, which scores much alike."""
    ordered: list[_Choice] = []
    for choice in ranked:
        start = next((other for other in ranked if _goes_on_in(other.unit, choice.unit)), None)
        ordered += [one for one in (start, choice) if one is not None and one not in ordered]
    return ordered


def _goes_on_in(start: Unit, rest: Unit) -> bool:
    """Return whether a list is the rest of another: it opens the next section by repeating the other's lead-in."""
    before, after = start.section, rest.section
    return (
        start.is_open_list
        and rest.members[0] == 0
        and before.page.id == after.page.id
        and before.position + 1 == after.position
        and before.heading_path == after.heading_path
        and _text(before, start.members[0]) == _text(after, 0)
    )


def _places(read: Sequence[Passage]) -> list[float]:
    """Return how near the best passage each one ranks, 1 for the best: by the closer look where there was one."""
    looked = [passage.scores.evidence for passage in read]
    if None not in looked:
        scores = [score for score in looked if score is not None]
        return [math.exp(_CLOSER_LOOK * (score - max(scores))) for score in scores]
    top = max(passage.scores.fused for passage in read) or 1.0
    return [passage.scores.fused / top for passage in read]


def _worth_beside_meaning(question: str, sections: Sequence[Section]) -> Callable[[str], float]:
    """Return what a sentence is worth to a question beside what it means.

    That is the share of the question's telling words that stand in it, those rare in ``sections`` counting most, and
    whether it holds a figure where the question asks for one.
    """
    asked = telling_words(question) | {letter.lower() for letter in _LETTER.findall(question.upper())}
    told = [_told(_text(section, index)) for section in sections for index in range(len(section.sentences))]
    rarity = {word: math.log1p(len(told) / (1 + sum(word in words for words in told))) for word in asked}
    whole = sum(rarity.values()) or 1.0
    figure = _FIGURE_WORTH if _ASKS_FOR_A_FIGURE.search(question) else 0.0

    def worth(text: str) -> float:
        shared = sum(rarity[word] for word in sorted(asked & _told(text)))
        return _WORDS_WORTH * shared / whole + (figure if _FIGURE.search(text) else 0.0)

    return worth


def _told(text: str) -> set[str]:
    return telling_words(text) | {letter.lower() for letter in _LETTER.findall(text)}


def _text(section: Section, index: int) -> str:
    sentence = section.sentences[index]
    return section.text[sentence.start : sentence.end]


def _statement(section: Section, index: int) -> DraftStatement:
    sentence = section.sentences[index]
    text = _text(section, index)
    return DraftStatement(
        text=text,
        quotes=(Quote(section.id, text, sentence.start),),
        kind=SentenceKind(sentence.kind),
        number=sentence.number,
        level=sentence.level,
    )


def _in_reading_order(chosen: Sequence[_Choice]) -> list[_Choice]:
    """Put the most direct unit first, then the rest of its section, then its page as it reads, then other pages."""
    best = chosen[0]
    page_order = list(dict.fromkeys(choice.page for choice in chosen))

    def place(choice: _Choice) -> tuple[int, bool, bool, int, int]:
        section = choice.unit.section
        beside = section.id != best.unit.section.id
        return page_order.index(choice.page), choice is not best, beside, section.position, choice.unit.members[0]

    return sorted(chosen, key=place)


def _start_link(ordered: Sequence[_Choice]) -> Link | None:
    return ordered[0].unit.section.page.start_link
