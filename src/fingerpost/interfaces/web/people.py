"""Talking to a person: the ways there are, and asking to be called back or chatted with, without JavaScript."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from fingerpost import __version__
from fingerpost.conversations.store import StoredTurn
from fingerpost.domain import Answer, Contact, Intent, Outcome, Record
from fingerpost.errors import HandOverError
from fingerpost.insights.visitors import BROWSER
from fingerpost.interfaces.answer_words import answer_words
from fingerpost.interfaces.api.rate_limit import address_of
from fingerpost.interfaces.counted import account
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.form_token import COOKIE as FORM_COOKIE
from fingerpost.interfaces.web.form_token import from_elsewhere
from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE, Pages
from fingerpost.interfaces.web.pages import question as shown_question
from fingerpost.interfaces.web.people_form import GivenForm, Wanted, problems, read_form
from fingerpost.interfaces.wording import language, say
from fingerpost.interfaces.wording.hours import opening_words
from fingerpost.services.people.hand_over import HandOver, SaidTurn, same_transcript
from fingerpost.services.people.routes import Route, routes_at
from fingerpost.services.people.webhook import Receipt, send

PATH = "/talk-to-someone"
HAND_OVERS_PER_HOUR = 10
"""The most hand-overs an hour from one address: people answer them, and a library's visitors share an address."""
_REMEMBERED = 1_000


def people_routes(pages: Pages) -> APIRouter:
    """Return the routes of the page that lists the ways to reach a person, and of a hand-over's three steps."""
    router = APIRouter(include_in_schema=False)
    desk = _Desk(pages)

    @router.get(PATH)
    def routes(request: Request) -> Response:
        return pages.page(request, "people.html", routes=desk.routes(), now=datetime.now(UTC))

    @router.get(PATH + "/{number}")
    def form(request: Request, number: int) -> Response:
        return desk.form(request, desk.route(number))

    @router.post(PATH + "/{number}")
    def check(request: Request, number: int, given: Annotated[GivenForm, Form()]) -> Response:
        if from_elsewhere(request):
            return refused(pages, request)
        route = desk.route(number)
        if not pages.tokens.accepts(request, given.form_token):
            stale = {"text": say("reach.error.stale"), "href": "#reach"}
            return desk.form(request, route, read_form(given), (stale,), status=403)
        return desk.check(request, route, given)

    @router.post(PATH + "/{number}/send")
    def hand_over(request: Request, number: int, given: Annotated[GivenForm, Form()]) -> Response:
        if from_elsewhere(request):
            return refused(pages, request)
        route, wanted = desk.route(number), read_form(given)
        wrong = problems(wanted, route.kind)
        if wrong or not pages.tokens.accepts(request, given.form_token):
            stale = {"text": say("reach.error.stale"), "href": "#reach"}
            return desk.form(request, route, wanted, wrong or (stale,), status=400 if wrong else 403)
        return desk.send(request, route, wanted)

    @router.get(PATH + "/{number}/send")
    def sent_already(number: int) -> Response:
        return RedirectResponse(f"{PATH}/{number}", status_code=303)

    return router


class _Desk:
    """Where a person is asked for. Remembers what was sent by its id alone, so that a second press sends nothing."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._sent: OrderedDict[str, Receipt] = OrderedDict()
        self._lock = threading.Lock()

    def routes(self) -> tuple[Route, ...]:
        settings = self._pages.service.settings
        return routes_at(
            settings.people,
            datetime.now(UTC),
            nation=settings.service.nation,
            locale=language(),
            own_locale=settings.service.locale,
        )

    def route(self, number: int) -> Route:
        """Return a route that is handed over. Raises ``HTTPException`` 404 when there is none of that number."""
        route = next((each for each in self.routes() if each.number == number and each.handed_over), None)
        if route is None:
            raise HTTPException(404)
        return route

    def form(
        self,
        request: Request,
        route: Route,
        wanted: Wanted | None = None,
        errors: tuple[dict[str, str], ...] = (),
        status: int = 200,
    ) -> Response:
        if not route.can_be_handed_over:
            return self._closed(request, route)
        said = self._said(self._pages.turns(request))
        given: Mapping[str, str] = wanted.again() if wanted else {}
        return self._pages.page(
            request, "reach.html", status=status, route=route, transcript=said, given=given, errors=errors
        )

    def check(self, request: Request, route: Route, given: GivenForm) -> Response:
        wanted = read_form(given)
        wrong = () if given.change else problems(wanted, route.kind)
        if wrong or given.change:
            return self.form(request, route, wanted, wrong, status=400 if wrong else 200)
        return self._check(request, route, wanted)

    def send(self, request: Request, route: Route, wanted: Wanted) -> Response:
        said = self._said(self._pages.turns(request)) if wanted.transcript else ()
        if wanted.transcript and same_transcript(said) != wanted.shown:
            changed = {"text": say("reach.error.changed"), "href": "#transcript"}
            return self._check(request, route, wanted, (changed,))
        with self._lock:
            before = self._sent.get(wanted.request_id)
        if before is not None:
            return self._confirmed(request, route, wanted, before, said)
        if not route.can_be_handed_over:
            return self._closed(request, route)
        if not self._limiter.hit(RateLimitItemPerHour(HAND_OVERS_PER_HOUR), address_of(request)):
            return self._failed(request, route, wanted, said, key="busy", status=429)
        settings = self._pages.service.settings
        sending = HandOver(
            id=wanted.request_id,
            kind=route.kind,
            route=settings.people.routes[route.number - 1].name,
            service=settings.service.name,
            organisation=settings.service.organisation,
            locale=language(),
            person=wanted.person,
            sent_at=datetime.now(UTC),
            transcript=said if wanted.transcript and said else None,
        )
        try:
            receipt = send(sending, settings.people)
        except HandOverError:
            return self._failed(request, route, wanted, said, key="failed", status=502)
        with self._lock:
            self._sent[wanted.request_id] = receipt
            while len(self._sent) > _REMEMBERED:
                self._sent.popitem(last=False)
        conversation_id = self._record(request, sending)
        response = self._confirmed(request, route, wanted, receipt, said)
        self._pages.set_cookie(request, response, CONVERSATION_COOKIE, conversation_id)
        return response

    def _check(
        self, request: Request, route: Route, wanted: Wanted, errors: tuple[dict[str, str], ...] = ()
    ) -> Response:
        if not route.can_be_handed_over:
            return self._closed(request, route)
        said = self._said(self._pages.turns(request)) if wanted.transcript else ()
        return self._pages.page(
            request,
            "reach_check.html",
            status=409 if errors else 200,
            route=route,
            wanted=wanted,
            transcript=said,
            shown=same_transcript(said),
            errors=errors,
        )

    def _confirmed(
        self, request: Request, route: Route, wanted: Wanted, receipt: Receipt, said: tuple[SaidTurn, ...]
    ) -> Response:
        return self._pages.page(
            request, "reach_sent.html", route=route, wanted=wanted, receipt=receipt, transcript=said
        )

    def _failed(
        self, request: Request, route: Route, wanted: Wanted, said: tuple[SaidTurn, ...], *, key: str, status: int
    ) -> Response:
        others = [each for each in self.routes() if each.phone]
        return self._pages.page(
            request,
            "reach_failed.html",
            status=status,
            route=route,
            wanted=wanted,
            shown=same_transcript(said),
            key=key,
            phones=others,
            now=datetime.now(UTC),
        )

    def _closed(self, request: Request, route: Route) -> Response:
        return self._pages.page(
            request,
            "people.html",
            status=409,
            routes=self.routes(),
            now=datetime.now(UTC),
            closed=opening_words(route.opening, datetime.now(UTC)),
        )

    @staticmethod
    def _said(turns: list[StoredTurn]) -> tuple[SaidTurn, ...]:
        """Return a conversation in words, as it is kept: what is shown is what is sent, letter for letter."""
        return tuple(
            SaidTurn(
                question=shown_question(turn.answer),
                answer=answer_words(turn.answer).text,
                asked_at=turn.asked_at,
            )
            for turn in turns
        )

    def _record(self, request: Request, sent: HandOver) -> str:
        """Keep that a hand-over was made, and nothing of whom or how. Returns the conversation it is kept in."""
        store = self._pages.service.store
        here = request.cookies.get(CONVERSATION_COOKIE) if self._pages.turns(request) else None
        conversation_id = here or store.start(
            self._pages.languages.asked_in(),
            account=account(self._pages.service.settings, BROWSER, request.cookies.get(FORM_COOKIE)),
        )
        consent = "transcript" if sent.transcript is not None else "no_transcript"
        answer = Answer(
            outcome=Outcome.HANDOFF,
            question=say(f"handed_over.asked.{sent.kind}"),
            # No guidance was read for it, so it was made from no index.
            record=Record(index_version="", content_version="", embedder="", composer="none", release=__version__),
            reason=f"handed over: {sent.kind}",
            contact=Contact(**self._pages.service.settings.service.contact.model_dump()),
            notices=(f"handed_over.{sent.kind}", f"handed_over.{consent}"),
            intent=Intent.CONTACT_A_PERSON,
            language=language(),
        )
        store.add(conversation_id, answer)
        return conversation_id
