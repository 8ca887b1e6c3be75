"""A worked result in words: its figures, what they were worked out from, and how. Marked as what it is: no guidance."""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.domain import Offer, WorkedResult
from fingerpost.interfaces.offer_words import SaidValue, form_values, said_values
from fingerpost.interfaces.wording import day, say


def worked_from(result: WorkedResult) -> tuple[SaidValue, ...]:
    """Return what a result was worked out from, as it is read, in the form's order and the language spoken."""
    return said_values(_form_of(result))


def worked_fields(result: WorkedResult) -> tuple[tuple[str, str], ...]:
    """Return the fields of its form that hold what it was worked out from. See ``form_values``."""
    return form_values(_form_of(result))


def worked_text(result: WorkedResult) -> str:
    """Return a whole result as plain text, in the language spoken."""
    return "\n".join(_lines(result))


def _form_of(result: WorkedResult) -> Offer:
    return Offer("calculator", result.name, result.title, result.url, result.given, result.locale)


def _lines(result: WorkedResult) -> Iterator[str]:
    yield f"{say('worked.caption')}: {result.title}"
    yield from (f"{each.label}: {each.words}" for each in result.figures)
    yield from (*result.notes, say("calc.marked"), say("worked.told"))
    yield from (f"- {each.question} {each.words}" for each in worked_from(result))
    yield f"{say('worked.change')}: {result.url}"
    yield say("calc.working")
    yield from (f"- {each.label}: {each.words}. {each.rule}. {each.source}: {each.url}" for each in result.working)
    if result.rates:
        yield say("calc.rates")
    for each in result.rates:
        starts, ends = day(each.starts), day(each.ends) if each.ends else ""
        dates = say("calc.rates.dates", starts=starts, ends=ends) if ends else say("calc.rates.from", starts=starts)
        yield f"- {each.source}. {dates}. {each.url}"
