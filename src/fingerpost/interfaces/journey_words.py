"""A step of a journey as data and as words, for every way in that is not a web page: the API, MCP and the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.errors import JourneyAnswerError
from fingerpost.interfaces.wording import language, say
from fingerpost.services.calculators import Unit
from fingerpost.services.journeys import Journey, Kind, Progress, Question, follow
from fingerpost.services.journeys.answering import AnswerRefusedError, Given, kept, read_answer, values_of
from fingerpost.services.journeys.model import Link, Source, said
from fingerpost.services.journeys.words import answer_words, day_words, figure_words, filled


def spoken(journey: Journey, wanted: str = "") -> str:
    """Return the language a journey's own words are said in: the one wanted, or spoken, where the journey has it."""
    asked = wanted or language()
    bare = asked.partition("-")[0]
    return next((each for each in (asked, bare) if each in journey.languages), journey.languages[0])


def error_words(question: Question, problem: AnswerRefusedError, locale: str) -> str:
    """Return what is said of an answer that can't be taken."""
    if problem.key == "journey.error.missing":
        return said(question.missing, locale) or say(f"journey.error.missing_{question.kind.value}")
    return say(problem.key, **{name: _limit(value, question, locale) for name, value in problem.values.items()})


def step(journey: Journey, given: Mapping[str, Given], locale: str, today: date) -> dict[str, Any]:
    """Return where answers lead: the next question or the outcome, and the answers that count.

    Args:
        journey: the journey.
        given: answers by question, as text, ticked choices or JSON's true, false and whole numbers.
        locale: the language of the words.
        today: the day it is.

    Raises:
        JourneyAnswerError: an answer is to no question of the journey, or to one on the path and can't be taken.
        JourneyStuckError: the journey's file leads nowhere from here.
    """
    progress = progress_of(journey, given, locale, today)
    return {
        "journey": journey.name,
        "title": said(journey.title, locale),
        "locale": locale,
        "answers": [_answer(each, progress, locale) for each in progress.path],
        "question": _question(progress.question, locale) if progress.question else None,
        "outcome": _outcome(progress, locale) if progress.outcome else None,
    }


def progress_of(journey: Journey, given: Mapping[str, Given], locale: str, today: date) -> Progress:
    """Return where answers lead.

    Raises:
        JourneyAnswerError: an answer is to no question of the journey, or to one on the path and can't be taken.
        JourneyStuckError: the journey's file leads nowhere from here.
    """
    answers = values_of(given)
    for key in answers:
        if journey.question(key) is None:
            raise JourneyAnswerError(
                "an answer is to no question of this journey",
                where="answers",
                fix=f"answer one of: {', '.join(question.key for question in journey.questions)}",
            )
    progress = follow(journey, answers, today=today)
    if progress.question is not None and progress.question.key in answers:
        check_answer(progress.question, answers[progress.question.key], locale, today)
    return progress


def check_answer(question: Question, given: Given, locale: str, today: date) -> None:
    """Return if an answer can be taken.

    Raises:
        JourneyAnswerError: it can't; the error says why, in the language's words.
    """
    try:
        read_answer(question, given, today=today)
    except AnswerRefusedError as problem:
        words = error_words(question, problem, locale)
        raise JourneyAnswerError(words, where=question.key, fix="answer it another way") from None


def listed(journey: Journey, locale: str) -> dict[str, Any]:
    """Return what a list of journeys says of one."""
    return {
        "name": journey.name,
        "title": said(journey.title, locale),
        "description": said(journey.description, locale),
        "languages": list(journey.languages),
        "questions": len(journey.questions),
    }


def outcome_text(step: Mapping[str, Any]) -> str:
    """Return the outcome of a step as text that can be passed on as it stands, with its sources."""
    outcome = step["outcome"]
    parts: list[str] = [outcome["title"], outcome["body"]]
    for section in outcome["sections"]:
        parts += [section["title"], section["body"], *_links(section)]
    parts += _links(outcome)
    if outcome["submission"]:
        parts += [outcome["submission"]["declaration"], outcome["submission"]["notice"]]
    else:
        parts.append(say("journey.only_your_answers"))
    return "\n\n".join(part for part in parts if part)


def _links(said_part: Mapping[str, Any]) -> list[str]:
    start = said_part["start"]
    own = [f"{start['label']}: {start['url']}"] if start else []
    return own + [f"{source['title']}: {source['url']} ({source['as_of']})" for source in said_part["sources"]]


def _answer(question: Question, progress: Progress, locale: str) -> dict[str, Any]:
    value = progress.answers.get(question.key)
    return {
        "key": question.key,
        "title": said(question.title, locale),
        "value": kept(value),
        "words": answer_words(question, value, locale) or say("journey.no_answer"),
    }


def _question(question: Question, locale: str) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind.value,
        "title": said(question.title, locale),
        "hint": said(question.hint, locale),
        "body": said(question.body, locale),
        "optional": question.optional,
        "options": [
            {"value": option.value, "label": said(option.label, locale), "hint": said(option.hint, locale)}
            for option in question.options
        ],
    }


def _outcome(progress: Progress, locale: str) -> dict[str, Any]:
    outcome, known = progress.outcome, progress.known
    assert outcome is not None  # noqa: S101 - the caller looked; this tells the type checker
    return {
        "key": outcome.key,
        "title": filled(said(outcome.title, locale), known, locale, markdown=False),
        "body": filled(said(outcome.body, locale), known, locale),
        "start": _start(outcome.start, locale),
        "sources": _sources(outcome.sources),
        "submission": _submission(progress, locale),
        "sections": [
            {
                "title": filled(said(section.title, locale), known, locale, markdown=False),
                "body": filled(said(section.body, locale), known, locale),
                "start": _start(section.start, locale),
                "sources": _sources(section.sources),
            }
            for section in progress.sections
        ],
    }


def _submission(progress: Progress, locale: str) -> dict[str, str] | None:
    """Return what the person is asked before their answers are sent in; ``None`` where nothing is."""
    taken = progress.outcome.submission if progress.outcome else None
    if taken is None:
        return None
    declared = filled(said(taken.declaration, locale), progress.known, locale)
    return {
        "declaration": declared or say("submission.declare"),
        "button": said(taken.button, locale) or say("submission.button"),
        "notice": say("submission.can_be_sent"),
    }


def _start(start: Link | None, locale: str) -> dict[str, str] | None:
    return {"label": said(start.label, locale), "url": start.address(locale)} if start else None


def _sources(sources: Sequence[Source]) -> list[dict[str, str]]:
    return [{"title": each.title, "url": each.url, "as_of": each.as_of.isoformat()} for each in sources]


def _limit(value: object, question: Question, locale: str) -> str:
    if isinstance(value, date):
        return day_words(value, locale)
    if isinstance(value, Decimal):
        return figure_words(value, Unit.POUNDS if question.kind is Kind.MONEY else Unit.COUNT, locale)
    return str(value)
