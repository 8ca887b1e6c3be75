"""A journey in the conversation: each question a turn of the thread, answered by its buttons. No JavaScript.

It is the same journey, with the same answers, as on its own pages: whoever began in one place goes on in the other. A
cookie holds which journey is followed here and after which turn it began, and no answer. The person can ask something
else at any time: the journey waits where it was, and is taken up again after the newest answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from fingerpost.interfaces.journey_words import error_words, spoken
from fingerpost.interfaces.web.calculators import Sent, sent_form
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.form_token import FIELD as TOKEN
from fingerpost.interfaces.web.form_token import from_elsewhere
from fingerpost.interfaces.web.journey_keeping import JourneyKeeping
from fingerpost.interfaces.web.journeys_view import (
    FIELD,
    AnsweredQuestion,
    ShownSection,
    ShownSource,
    answered,
    country_items,
    kept_as_typed,
    outcome_title,
    sections,
    sources,
    typed_answer,
)
from fingerpost.interfaces.web.pages import JOURNEY_HERE_COOKIE, Pages
from fingerpost.interfaces.web.plan_filling import filled_question
from fingerpost.interfaces.wording import say
from fingerpost.services.journeys import Journey, Kind, Question, journeys_in
from fingerpost.services.journeys.answering import AnswerRefusedError
from fingerpost.services.journeys.model import Words, said

PATH = "/conversation/journey"
LEAVE, DELETE = "leave", "delete"
_NOW = "/conversation#journey-now"
_MOST_BUTTONS = 6
"""The most choices that are buttons: more are easier to read as a list to pick from."""


@dataclass(frozen=True, slots=True)
class JourneyHere:
    """A journey as the conversation shows it.

    Attributes:
        name: the journey's.
        title: what it is called.
        locale: the language of its words.
        turn: the number of the turn it stands after.
        newest: whether that is the newest turn; otherwise it waits.
        rows: the questions answered and their answers.
        question: what is asked now; ``None`` at the end.
        buttons: whether it is answered by a button for each choice: pairs of what is sent and what is read.
        from_plan: whether the answer shown comes from what the person keeps in their plan. It is none until it is sent.
        typed: what was typed, to be shown again.
        chosen: the choices ticked.
        countries: the countries to choose from, where one is asked for.
        error: what is wrong with the answer sent.
        outcome: what the end is called, or nothing before it.
        sections: what it says.
        sources: the pages it rests on.
        sends: whether it ends in something that is sent in, which is checked and sent on the journey's own pages.
        keep_hours: how long the answers are kept.
        words: a text of the journey in its language.
    """

    name: str
    title: str
    locale: str
    turn: int
    newest: bool
    rows: tuple[AnsweredQuestion, ...]
    question: Question | None
    buttons: tuple[tuple[str, str], ...]
    from_plan: bool
    typed: Mapping[str, str]
    chosen: Sequence[str]
    countries: Sequence[Mapping[str, Any]]
    error: str
    outcome: str
    sections: tuple[ShownSection, ...]
    sources: tuple[ShownSource, ...]
    sends: bool
    keep_hours: int
    words: Callable[[Words | None], str]


def journeys_in_conversation_routes(pages: Pages) -> APIRouter:
    """Return the routes of journeys in the conversation, and have the conversation's page show them.

    Raises:
        JourneyFileError: the file of a journey can't be used.
        UnknownJourneyError: ``journeys.offered`` names one that is not there.
    """
    router = APIRouter(include_in_schema=False)
    thread = _Thread(pages)
    if not thread.journeys:
        return router
    pages.journey_here = thread.here
    pages.forget_journey_here = thread.forget

    @router.post(PATH)
    def begin(request: Request, sent: Sent = Depends(sent_form)) -> Response:  # noqa: B008 - FastAPI's way
        if _not_ours(pages, request, sent):
            return refused(pages, request)
        return thread.begin(request, "".join(sent.get("journey", ())[:1]))

    @router.get(PATH + "/{step}")
    def change(request: Request, step: str) -> Response:
        return thread.change(request, step)

    @router.post(PATH + "/{step}")
    def answer(request: Request, step: str, sent: Sent = Depends(sent_form)) -> Response:  # noqa: B008 - FastAPI's way
        if _not_ours(pages, request, sent):
            return refused(pages, request)
        if step in {LEAVE, DELETE}:
            return thread.leave(request, forget=step == DELETE)
        return thread.answer(request, step, sent)

    return router


class _Thread:
    """Follows journeys in visitors' conversations. Holds nothing of any visitor."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._keeping = JourneyKeeping(pages)
        settings = pages.service.settings
        self.journeys = journeys_in(settings.folder, settings.journeys.offered)

    def here(self, request: Request, turns: int) -> JourneyHere | None:
        """Return the journey that a visitor follows in a conversation of so many turns, or ``None``."""
        journey, turn = self._place(request, turns)
        return self._shown(request, journey, turn, turns) if journey else None

    def begin(self, request: Request, name: str) -> Response:
        """Begin a journey after the newest turn, or take it up again there."""
        turns = len(self._pages.turns(request))
        if name not in self.journeys or not turns:
            raise HTTPException(404)
        response = RedirectResponse(_NOW, status_code=303)
        self._pages.set_cookie(request, response, JOURNEY_HERE_COOKIE, f"{name}.{turns}")
        return response

    def change(self, request: Request, step: str) -> Response:
        """Return the conversation with a question that was answered before asked again."""
        turns = len(self._pages.turns(request))
        journey, turn = self._place(request, turns)
        question = _question(journey, step) if journey else None
        if journey is None or question is None:
            return RedirectResponse("/conversation", status_code=303)
        shown = self._shown(request, journey, turns, turns, question)
        if shown.question is not question:
            return RedirectResponse(_NOW, status_code=303)
        return self._conversation(request, shown if turn == turns else replace(shown, turn=turns))

    def answer(self, request: Request, step: str, sent: Sent) -> Response:
        """Take an answer and go on, or show the question again with what is wrong."""
        turns = len(self._pages.turns(request))
        journey, _ = self._place(request, turns)
        question = _question(journey, step) if journey else None
        if journey is None or question is None:
            return RedirectResponse("/conversation", status_code=303)
        shown = self._shown(request, journey, turns, turns, question)
        if shown.question is not question:
            return RedirectResponse(_NOW, status_code=303)
        given, typed = typed_answer(question, sent)
        response = RedirectResponse(_NOW, status_code=303)
        try:
            self._keeping.take(request, response, journey, question, given)
        except AnswerRefusedError as problem:
            wrong = error_words(question, problem, spoken(journey))
            again = replace(shown, typed=typed, chosen=tuple(sent.get(FIELD, ())), error=wrong)
            return self._conversation(request, again, status=400)
        self._pages.set_cookie(request, response, JOURNEY_HERE_COOKIE, f"{journey.name}.{turns}")
        return response

    def leave(self, request: Request, *, forget: bool) -> Response:
        """Take the journey out of the conversation; its answers stay for its own pages unless they are to go too."""
        response = RedirectResponse("/conversation", status_code=303)
        if forget:
            self.forget(request, response)
        else:
            self._pages.forget_cookie(request, response, JOURNEY_HERE_COOKIE)
        return response

    def forget(self, request: Request, response: Response) -> None:
        """Delete the answers of the journey followed in the conversation, and the place it had there."""
        name = request.cookies.get(JOURNEY_HERE_COOKIE, "").partition(".")[0]
        if name in self.journeys:
            self._keeping.delete(request, self.journeys[name])
        self._pages.forget_cookie(request, response, JOURNEY_HERE_COOKIE)

    def _place(self, request: Request, turns: int) -> tuple[Journey | None, int]:
        """Return the journey followed and the number of the turn it stands after."""
        name, _, number = request.cookies.get(JOURNEY_HERE_COOKIE, "").partition(".")
        turn = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
        journey = self.journeys.get(name)
        return (journey, turn) if journey and 1 <= turn <= turns else (None, 0)

    def _shown(
        self, request: Request, journey: Journey, turn: int, turns: int, asked: Question | None = None
    ) -> JourneyHere:
        given = self._keeping.kept(request, journey)
        progress = self._keeping.progress(journey, given)
        again = asked if asked in progress.path else None
        question = again or progress.question
        locale = spoken(journey)
        known = filled_question(self._pages, request, question) if question and question.key not in given else None
        typed, chosen = kept_as_typed(question, given.get(question.key, known)) if question else ({}, ())
        place = progress.path.index(again) if again else len(progress.path)
        ended = progress.outcome if again is None else None
        return JourneyHere(
            name=journey.name,
            title=said(journey.title, locale),
            locale=locale,
            turn=turn,
            newest=turn == turns,
            rows=answered(progress, locale)[:place],
            question=question,
            # What is filled in has to be seen before it is sent, and a button sends at once.
            buttons=_buttons(question, locale) if question and known is None else (),
            from_plan=known is not None,
            typed=typed,
            chosen=chosen,
            countries=country_items(typed.get(FIELD, ""), locale) if question and question.kind is Kind.COUNTRY else (),
            error="",
            outcome=outcome_title(progress, locale) if ended else "",
            sections=sections(progress, locale) if ended and not ended.submission else (),
            sources=sources(progress, locale) if ended else (),
            sends=bool(ended and ended.submission),
            keep_hours=round(self._pages.service.settings.journeys.keep_hours),
            words=lambda words: said(words, locale),
        )

    def _conversation(self, request: Request, shown: JourneyHere, *, status: int = 200) -> Response:
        target = "#answer-day" if shown.question and shown.question.kind is Kind.DATE else "#answer"
        errors = ({"text": shown.error, "href": "#journey-now" if shown.buttons else target},) if shown.error else ()
        page = self._pages.conversation(request, status=status, errors=errors, journey=shown)
        return page or RedirectResponse("/", status_code=303)


def _buttons(question: Question, locale: str) -> tuple[tuple[str, str], ...]:
    if question.kind is Kind.YES_NO:
        return ("yes", say("field.yes")), ("no", say("field.no"))
    few = len(question.options) <= _MOST_BUTTONS and not any(option.hint for option in question.options)
    if question.kind is Kind.RADIO and few:
        return tuple((option.value, said(option.label, locale)) for option in question.options)
    return ()


def _question(journey: Journey | None, slug: str) -> Question | None:
    return next((question for question in journey.questions if question.slug == slug), None) if journey else None


def _not_ours(pages: Pages, request: Request, sent: Sent) -> bool:
    return from_elsewhere(request) or not pages.tokens.accepts(request, "".join(sent.get(TOKEN, ())[:1]))
