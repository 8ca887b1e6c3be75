"""Journeys in web pages: one question a page, each at its own address, answers never in one, no JavaScript.

The patterns are those of the GOV.UK Design System: question pages, check answers, error summary, back link. Answers are
kept in the store under a random id in a cookie, until they expire or are deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    answered,
    country_items,
    kept_as_typed,
    outcome_title,
    sections,
    sources,
    typed_answer,
)
from fingerpost.interfaces.web.pages import Pages
from fingerpost.interfaces.web.plan_filling import filled_question
from fingerpost.interfaces.web.submissions import SEND, SENT, SubmissionDesk
from fingerpost.interfaces.wording import say
from fingerpost.services.journeys import Journey, Kind, Progress, Question, journeys_in
from fingerpost.services.journeys.answering import AnswerRefusedError
from fingerpost.services.journeys.model import said

PATH = "/journeys"
CHECK, RESULT, DELETE = "check-your-answers", "result", "delete"


def journey_routes(pages: Pages) -> APIRouter:
    """Return the routes of the journeys a service offers.

    Raises:
        JourneyFileError: the file of one can't be used.
        UnknownJourneyError: ``journeys.offered`` names one that is not there.
    """
    router = APIRouter(include_in_schema=False)
    desk = _Desk(pages)
    if not desk.journeys:
        return router

    @router.get(PATH)
    def every(request: Request) -> Response:
        return pages.page(request, "journeys.html", journeys=tuple(desk.journeys.values()), words=_Words)

    @router.get(PATH + "/{name}")
    def start(request: Request, name: str) -> Response:
        return desk.start(request, desk.journey(name))

    @router.get(PATH + "/{name}/{step}")
    def step(request: Request, name: str, step: str) -> Response:
        return desk.step(request, desk.journey(name), step)

    @router.post(PATH + "/{name}/{step}")
    def answer(request: Request, name: str, step: str, sent: Sent = Depends(sent_form)) -> Response:  # noqa: B008 - FastAPI's way
        journey = desk.journey(name)
        if from_elsewhere(request):
            return refused(pages, request)
        fresh = pages.tokens.accepts(request, "".join(sent.get(TOKEN, ())[:1]))
        if step == DELETE:
            return desk.delete(request, journey) if fresh else refused(pages, request)
        if step == SEND:
            return desk.send(request, journey, sent) if fresh else refused(pages, request)
        return desk.answer(request, journey, _question(journey, step), sent, fresh=fresh)

    return router


class _Words:
    """A journey's own words, for the templates."""

    spoken = staticmethod(spoken)
    said = staticmethod(said)


class _Desk:
    """Shows a journey's pages and keeps what is answered."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        settings = pages.service.settings
        self.journeys = journeys_in(settings.folder, settings.journeys.offered)
        self._keeping = JourneyKeeping(pages)
        self._submissions = SubmissionDesk(pages, self.journeys, self._page)

    def journey(self, name: str) -> Journey:
        """Return a journey that is offered. Raises ``HTTPException`` 404."""
        if name not in self.journeys:
            raise HTTPException(404)
        return self.journeys[name]

    def start(self, request: Request, journey: Journey) -> Response:
        progress = self._keeping.progress(journey, self._keeping.kept(request, journey))
        goes_on = _place(journey, progress) if progress.path else ""
        first = f"{PATH}/{journey.name}/{journey.questions[0].slug}"
        return self._page(request, journey, "journey_start.html", goes_on=goes_on, first=first)

    def step(self, request: Request, journey: Journey, step: str) -> Response:
        """Return the page at a step's address: a question's own, or one of those that every journey has."""
        own = {CHECK: self.checked, RESULT: self.result, SENT: self.sent}
        if step in own:
            return own[step](request, journey)
        if step in {DELETE, SEND}:
            # Pages that were never shown: what a form was sent to, opened again from an address bar.
            return RedirectResponse(f"{PATH}/{journey.name}{f'/{SENT}' if step == SEND else ''}", status_code=303)
        return self.question(request, journey, _question(journey, step))

    def question(self, request: Request, journey: Journey, question: Question) -> Response:
        given = self._keeping.kept(request, journey)
        progress = self._keeping.progress(journey, given)
        if question not in progress.path and question is not progress.question:
            return RedirectResponse(_place(journey, progress), status_code=303)
        from_plan = None if question.key in given else filled_question(self._pages, request, question)
        typed, chosen = kept_as_typed(question, given.get(question.key, from_plan))
        return self._ask(request, journey, question, progress, typed, chosen, from_plan=from_plan is not None)

    def answer(self, request: Request, journey: Journey, question: Question, sent: Sent, *, fresh: bool) -> Response:
        """Take an answer and go on, or show the question again with what is wrong."""
        given = self._keeping.kept(request, journey)
        progress = self._keeping.progress(journey, given)
        if question not in progress.path and question is not progress.question:
            return RedirectResponse(_place(journey, progress), status_code=303)
        written, typed = typed_answer(question, sent)
        chosen = tuple(sent.get(FIELD, ()))
        if not fresh:
            stale = say("journey.error.stale")
            return self._ask(request, journey, question, progress, typed, chosen, error=stale, status=403)
        response = RedirectResponse("", status_code=303)
        try:
            after = self._keeping.take(request, response, journey, question, written)
        except AnswerRefusedError as problem:
            words = error_words(question, problem, spoken(journey))
            return self._ask(request, journey, question, progress, typed, chosen, error=words, status=400)
        response.headers["location"] = _place(journey, after)
        return response

    def checked(self, request: Request, journey: Journey) -> Response:
        progress = self._keeping.progress(journey, self._keeping.kept(request, journey))
        if not progress.path:
            # Gone back to, once it was sent; or never reached.
            confirmed = self._submissions.confirmed(request, journey, self._keeping.visitor(request))
            return confirmed or RedirectResponse(_place(journey, progress), status_code=303)
        if progress.outcome is None:
            return RedirectResponse(_place(journey, progress), status_code=303)
        if progress.outcome.submission:
            return self._submissions.check(request, journey, progress, self._keeping.visitor(request))
        back = f"{PATH}/{journey.name}/{progress.path[-1].slug}"
        rows = answered(progress, spoken(journey))
        return self._page(request, journey, "journey_check.html", rows=rows, back=back)

    def result(self, request: Request, journey: Journey) -> Response:
        progress = self._keeping.progress(journey, self._keeping.kept(request, journey))
        if progress.outcome is None or progress.outcome.submission:
            return RedirectResponse(_place(journey, progress), status_code=303)
        locale = spoken(journey)
        return self._page(
            request,
            journey,
            "journey_result.html",
            outcome_title=outcome_title(progress, locale),
            sections=sections(progress, locale),
            sources=sources(progress, locale),
            rows=answered(progress, locale),
        )

    def send(self, request: Request, journey: Journey, sent: Sent) -> Response:
        """Take what was shown on the page that checks the answers, and go on to what confirms it."""
        shown = "".join(sent.get("shown", ())[:1])
        return self._submissions.send(request, journey, self._keeping.visitor(request), shown, self._keeping.today())

    def sent(self, request: Request, journey: Journey) -> Response:
        """Return what confirms the last submission; without one, the journey's start."""
        shown = self._submissions.confirmed(request, journey, self._keeping.visitor(request))
        return shown or RedirectResponse(f"{PATH}/{journey.name}", status_code=303)

    def delete(self, request: Request, journey: Journey) -> Response:
        self._keeping.delete(request, journey)
        return self._page(request, journey, "journey_deleted.html")

    def _ask(
        self,
        request: Request,
        journey: Journey,
        question: Question,
        progress: Progress,
        typed: Mapping[str, str],
        chosen: Sequence[str] = (),
        *,
        error: str = "",
        status: int = 200,
        from_plan: bool = False,
    ) -> Response:
        locale = spoken(journey)
        keys = [each.key for each in progress.path]
        place = keys.index(question.key) if question.key in keys else len(keys)
        before = progress.path[place - 1].slug if place else ""
        target = f"#{FIELD}-day" if question.kind is Kind.DATE else f"#{FIELD}"
        country = country_items(typed.get(FIELD, ""), locale) if question.kind is Kind.COUNTRY else []
        return self._page(
            request,
            journey,
            "journey_question.html",
            status=status,
            question=question,
            typed=typed,
            chosen=chosen,
            countries=country,
            errors=[{"text": error, "href": target}] if error else [],
            error=error,
            from_plan=from_plan,
            back=f"{PATH}/{journey.name}/{before}".rstrip("/"),
        )

    def _page(self, request: Request, journey: Journey, template: str, *, status: int = 200, **shown: Any) -> Response:
        locale = spoken(journey)

        def in_locale(words: dict[str, str] | None) -> str:
            return said(words, locale)

        return self._pages.page(
            request,
            template,
            status=status,
            journey=journey,
            locale=locale,
            words=in_locale,
            base=f"{PATH}/{journey.name}",
            keep_hours=round(self._pages.service.settings.journeys.keep_hours),
            **shown,
        )


def _question(journey: Journey, slug: str) -> Question:
    found = next((question for question in journey.questions if question.slug == slug), None)
    if found is None:
        raise HTTPException(404)
    return found


def _place(journey: Journey, progress: Progress) -> str:
    """Return the address of where somebody is: the next question, or the page that checks the answers."""
    return f"{PATH}/{journey.name}/{progress.question.slug if progress.question else CHECK}"
