"""An answer as an adviser sees it: beside the passages it rests on, and with what to ask the caller next.

Pure: records in, plain records out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from fingerpost.domain import Answer, Citation, EasyRead, Link, Section

_CONDITION = re.compile(r"(?:only |even )?(?:if|when|unless|until|os|pan|oni bai|nes)\b", re.IGNORECASE)
_MOST_ASKED = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a passage. ``citations`` are the numbers of the quotations that these words are in, if any."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageView:
    """A stored section that an answer rests on, whole, with its quotations marked.

    ``whole`` is false where the section is no longer as it was quoted: then only the quotations are shown.
    """

    title: str
    heading_path: tuple[str, ...]
    url: str
    locale: str
    updated_at: datetime | None
    pieces: tuple[Piece, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """Something to ask the caller: a choice of the question back, a condition as it stands, or a page to look at."""

    text: str
    question: str = ""
    url: str = ""
    locale: str = "en"
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NextQuestions:
    """What to ask the caller next, and why: the answer is one of ``clarify``, or turns on it, or is only near."""

    kind: Literal["clarify", "turns_on", "nearest", "nothing"]
    items: tuple[Asked, ...] = ()
    lead: str = ""
    locale: str = "en"


def passages_of(answer: Answer, sections: Mapping[str, Section]) -> tuple[PassageView, ...]:
    """Return the sections an answer quotes, in the order it first quotes each.

    Args:
        answer: the answer.
        sections: the stored sections by id, as far as they are still there.
    """
    by_section: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_section.setdefault(citation.section_id, []).append(citation)
    return tuple(_passage(quoted, sections.get(name)) for name, quoted in by_section.items())


def sureness(answer: Answer, *, whole: float, partial: float) -> str:
    """Return ``high``, ``medium`` or ``low`` for an answer's confidence, or nothing where nothing was searched.

    Args:
        answer: the answer.
        whole: the confidence from which an answer may be whole, as ``answers.answer_threshold``.
        partial: the confidence from which there is one at all, as ``answers.partial_threshold``.
    """
    if not (answer.citations or answer.nearest or answer.confidence):
        return ""
    return "high" if answer.confidence >= whole else "medium" if answer.confidence >= partial else "low"


def next_questions(answer: Answer, easy: EasyRead | None = None) -> NextQuestions:
    """Return what to ask the caller next.

    Args:
        answer: the answer.
        easy: the same answer in easy read, which tells a condition from what holds under it.
    """
    if answer.clarification is not None:
        asked = answer.clarification
        options = (*asked.options, asked.unsure)
        items = tuple(Asked(each.label, question=each.question, locale=each.locale) for each in options)
        return NextQuestions("clarify", items, asked.question, asked.locale)
    conditions = tuple(_conditions(answer, easy))[:_MOST_ASKED]
    if conditions:
        return NextQuestions("turns_on", conditions)
    if answer.nearest:
        return NextQuestions("nearest", tuple(_page(link) for link in answer.nearest))
    return NextQuestions("nothing")


def _passage(quoted: Sequence[Citation], section: Section | None) -> PassageView:
    first = quoted[0]
    url = first.url.partition("#")[0]
    whole = section is not None and all(section.text[each.start : each.end] == each.quote for each in quoted)
    pieces = (
        tuple(_marked(section.text, quoted))
        if section is not None and whole
        else tuple(Piece(each.quote, (each.number,)) for each in quoted)
    )
    return PassageView(first.title, first.heading_path, url, first.locale, first.updated_at, pieces, whole)


def _marked(text: str, quoted: Iterable[Citation]) -> Iterable[Piece]:
    """Yield a text cut where quotations begin and end. They may lie in one another, as rows do in a table."""
    spans = [(each.start, each.end, each.number) for each in quoted]
    edges = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    for begins, ends in pairwise(edges):
        numbers = tuple(number for start, end, number in spans if start <= begins and ends <= end)
        yield Piece(text[begins:ends], numbers)


def _conditions(answer: Answer, easy: EasyRead | None) -> Iterable[Asked]:
    """Yield what the answer says it depends on, in the guidance's own words, each once."""
    seen: set[str] = set()
    for part in answer.parts:
        numbers = next((statement.citations for statement in part.statements), ())
        for heading in part.heading_path:
            if _CONDITION.match(heading) and heading.casefold() not in seen:
                seen.add(heading.casefold())
                yield Asked(heading, locale=part.locale, citations=numbers)
    for block in (*easy.first, *easy.more) if easy else ():
        for line in block.lines:
            for piece in line.pieces if not line.labels else ():
                words = piece.strip().rstrip(",.;:")
                alone = len(line.pieces) > 1 or words.casefold() != piece.strip().casefold()
                if _CONDITION.match(words) and alone and words.casefold() not in seen:
                    seen.add(words.casefold())
                    yield Asked(words, locale=block.locale, citations=line.citations)


def _page(link: Link) -> Asked:
    return Asked(link.text, url=link.url, locale=link.locale)
