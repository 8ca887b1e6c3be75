"""What a journey's pages show: the words of a question, an answer typed into its form, an outcome with its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from fingerpost.interfaces.web.markdown_html import markdown_html
from fingerpost.interfaces.wording import say
from fingerpost.services.journeys import Kind, Progress, Question
from fingerpost.services.journeys.answering import Given
from fingerpost.services.journeys.countries import countries
from fingerpost.services.journeys.model import MANY, Link, Source, Words, said
from fingerpost.services.journeys.words import answer_words, day_words, filled

FIELD = "answer"
DATE_PARTS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source, and the day its words here are from, as people read it."""

    title: str
    url: str
    as_of: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A piece of an outcome."""

    title: str
    body: Markup
    start: tuple[str, str] | None
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question of the path with its answer, as on the page that checks them."""

    slug: str
    title: str
    answer: str


def answered(progress: Progress, locale: str) -> tuple[AnsweredQuestion, ...]:
    """Return the questions of a path and their answers, in order."""
    return tuple(
        AnsweredQuestion(
            question.slug,
            said(question.title, locale),
            answer_words(question, progress.answers.get(question.key), locale) or say("journey.no_answer"),
        )
        for question in progress.path
    )


def sections(progress: Progress, locale: str) -> tuple[ShownSection, ...]:
    """Return an outcome's body and its sections that apply, in order."""
    outcome = progress.outcome
    if outcome is None:
        return ()
    own = [ShownSection("", _html(outcome.body, progress, locale), _start(outcome.start, locale), ())]
    return (
        *(own if outcome.body or outcome.start else ()),
        *(
            ShownSection(
                filled(said(section.title, locale), progress.known, locale, markdown=False),
                _html(section.body, progress, locale),
                _start(section.start, locale),
                _sources(section.sources, locale),
            )
            for section in progress.sections
        ),
    )


def sources(progress: Progress, locale: str) -> tuple[ShownSource, ...]:
    """Return the pages an outcome as a whole rests on, and those its calculations name, once each."""
    return _sources(progress.outcome.sources if progress.outcome else (), locale)


def outcome_title(progress: Progress, locale: str) -> str:
    """Return what an outcome is called."""
    outcome = progress.outcome
    return filled(said(outcome.title, locale), progress.known, locale, markdown=False) if outcome else ""


def typed_answer(question: Question, form: Mapping[str, Sequence[str]]) -> tuple[Given, dict[str, str]]:
    """Return what was sent for a question: as an answer to be read, and as typed, to be shown again."""
    if question.kind is Kind.DATE:
        typed = {part: "".join(form.get(f"{FIELD}-{part}", ())[:1]).strip()[:30] for part in DATE_PARTS}
        given = "-".join(typed[part] for part in ("year", "month", "day")) if any(typed.values()) else ""
        return given, typed
    if question.kind in MANY:
        return list(form.get(FIELD, ())), {}
    sent = "".join(form.get(FIELD, ())[:1])
    return sent, {FIELD: sent}


def kept_as_typed(question: Question, kept: Any) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return a kept answer as its form shows it: the texts typed, and the choices ticked."""
    if kept is None:
        return {}, ()
    if isinstance(kept, bool):
        return {FIELD: "yes" if kept else "no"}, ()
    if question.kind in MANY and isinstance(kept, list):
        return {}, tuple(str(each) for each in kept)  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
    if question.kind is Kind.DATE and str(kept).count("-") == 2:
        year, month, day = str(kept).split("-")
        return {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}, ()
    return {FIELD: str(kept)}, ()


def country_items(chosen: str, locale: str) -> list[dict[str, Any]]:
    """Return the countries to choose from."""
    return [
        {"value": "", "text": say("journey.choose_country")},
        *({"value": code, "text": name, "selected": code == chosen} for code, name in countries(locale).items()),
    ]


def _html(words: Words | None, progress: Progress, locale: str) -> Markup:
    return markdown_html(filled(said(words, locale), progress.known, locale))


def _start(start: Link | None, locale: str) -> tuple[str, str] | None:
    return (said(start.label, locale), start.address(locale)) if start else None


def _sources(found: Sequence[Source], locale: str) -> tuple[ShownSource, ...]:
    return tuple(ShownSource(each.title, each.url, day_words(each.as_of, locale)) for each in found)
