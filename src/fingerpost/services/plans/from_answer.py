"""What can be saved from an answer: its next step, the things its lists say to do, what it offers, and its pages.

A list item is never saved without the sentence it can't be read without. Nothing is chosen for the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fingerpost.domain import Answer, AnswerPart, Citation, SentenceKind, Statement
from fingerpost.services.plans.dates import due_in
from fingerpost.services.plans.model import (
    LONGEST_DOCUMENT,
    LONGEST_TEXT,
    MOST_DOCUMENTS,
    MOST_LINKS,
    Origin,
    PlanLink,
    Step,
)
from fingerpost.services.plans.written import clipped, is_web_address, joined, last_sentence, needs_documents

_LISTED = frozenset({SentenceKind.ITEM, SentenceKind.STEP})


@dataclass(slots=True)
class _Entry:
    """A list item or step with the items under it."""

    statement: Statement
    under: list[Statement] = field(default_factory=list[Statement])


def steps_from_answer(answer: Answer, today: date, read_more: str = "Read: {title}") -> tuple[Step, ...]:
    """Return the steps an answer can be saved as, in its own order, each with the pages it rests on.

    Args:
        answer: as it was shown.
        today: the day it is; a date that has passed is no step's date.
        read_more: the words of a step that is to read a page, with ``{title}``.
    """
    cited = {citation.number: citation for citation in answer.citations}
    found: list[Step] = []
    if answer.next_step and is_web_address(answer.next_step.url):
        link = PlanLink(clipped(answer.next_step.text), answer.next_step.url, answer.next_step.locale)
        first = answer.parts[0] if answer.parts else None
        pages = _links(first.statements[:1], cited) if first else ()
        found.append(
            Step(
                id="",
                text=link.text,
                links=(link, *pages)[:MOST_LINKS],
                origin=Origin.ANSWER,
                origin_title=first.title if first else "",
                locale=link.locale or (first.locale if first else ""),
            )
        )
    for part in answer.parts:
        found += _listed(part, cited, today)
    for offer in answer.offers:
        link = PlanLink(offer.title, offer.url, offer.locale)
        found.append(Step(id="", text=clipped(offer.title), links=(link,), origin=Origin.ANSWER, locale=offer.locale))
    found += _pages(answer, cited, read_more)
    return tuple({(step.text, step.documents): step for step in found}.values())


def _listed(part: AnswerPart, cited: Mapping[int, Citation], today: date) -> Iterator[Step]:
    """Yield the steps of one part's lists. A list of documents is one step that holds them."""
    lead: Statement | None = None
    entries: list[_Entry] = []
    for statement in (*part.statements, None):
        if statement is not None and statement.kind in _LISTED:
            if statement.level and entries:
                entries[-1].under.append(statement)
            else:
                entries.append(_Entry(statement))
            continue
        yield from _steps(part, lead, entries, cited, today)
        entries = []
        lead = statement


def _steps(
    part: AnswerPart,
    lead: Statement | None,
    entries: Sequence[_Entry],
    cited: Mapping[int, Citation],
    today: date,
) -> Iterator[Step]:
    if not entries:
        return
    opening = last_sentence(lead.text) if lead and lead.text.rstrip().endswith(":") else ""
    leading = (lead,) if lead and opening else ()
    if opening and needs_documents(opening) and entries[0].statement.kind is SentenceKind.ITEM:
        rested_on = (*leading, *(each for entry in entries for each in (entry.statement, *entry.under)))
        yield _step(part, opening.rstrip(":").rstrip(), rested_on, cited, today, documents=_documents(entries))
        return
    for entry in entries:
        own = entry.statement.text
        # The steps of a numbered list stand by themselves; a bullet is the end of the sentence that leads it in.
        text = joined(opening, own) if entry.statement.kind is SentenceKind.ITEM else own
        documents: tuple[str, ...] = ()
        note = ""
        if entry.under and needs_documents(own):
            documents = _documents([_Entry(under) for under in entry.under])
        elif entry.under:
            note = "\n".join(f"- {under.text}" for under in entry.under)
        rested_on = (*leading, entry.statement, *entry.under)
        yield _step(part, text, rested_on, cited, today, documents=documents, note=note)


def _step(
    part: AnswerPart,
    text: str,
    rested_on: Sequence[Statement],
    cited: Mapping[int, Citation],
    today: date,
    *,
    documents: tuple[str, ...] = (),
    note: str = "",
) -> Step:
    whole = " ".join(text.split())
    return Step(
        id="",
        text=clipped(whole),
        note=note or (whole if len(whole) > LONGEST_TEXT else ""),
        due=due_in(whole, today),
        documents=documents,
        links=_links(rested_on, cited),
        origin=Origin.ANSWER,
        origin_title=part.title,
        locale=part.locale,
    )


def _documents(entries: Sequence[_Entry]) -> tuple[str, ...]:
    texts = (
        joined(entry.statement.text, "; ".join(each.text for each in entry.under))
        if entry.under
        else entry.statement.text
        for entry in entries
    )
    return tuple(clipped(re.sub(r"[,;]?(?: and| or)?$", "", text.strip()), LONGEST_DOCUMENT) for text in texts)[
        :MOST_DOCUMENTS
    ]


def _pages(answer: Answer, cited: Mapping[int, Citation], read_more: str) -> Iterator[Step]:
    for part in answer.parts:
        links = _links(part.statements[:1], cited)
        if links:
            yield Step(
                id="",
                text=clipped(read_more.format(title=part.title)),
                links=(PlanLink(part.title, links[0].url.partition("#")[0], part.locale, links[0].as_of),),
                origin=Origin.ANSWER,
                origin_title=part.title,
                locale=part.locale,
            )


def _links(rested_on: Sequence[Statement], cited: Mapping[int, Citation]) -> tuple[PlanLink, ...]:
    """Return the places on the pages that statements rest on, each section once."""
    found: dict[tuple[str, tuple[str, ...]], PlanLink] = {}
    for statement in rested_on:
        for citation in (cited[number] for number in statement.citations if number in cited):
            if is_web_address(citation.url):
                changed = citation.updated_at or citation.published_at
                title = " › ".join((citation.title, *citation.heading_path))
                link = PlanLink(clipped(title), citation.url, citation.locale, changed.date() if changed else None)
                found.setdefault((citation.title, citation.heading_path), link)
    return tuple(found.values())[:MOST_LINKS]
