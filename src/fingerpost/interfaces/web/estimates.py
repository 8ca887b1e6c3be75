"""Waiting for a benefits estimate, without JavaScript: a page that looks again by itself, then the result.

The answers are sent by POST and never stand in an address. What is kept of them, and for how long, is said before they
are sent (``estimate_tickets``).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from fingerpost.errors import EstimateBusyError, EstimateUnavailableError, FingerpostError
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.estimate_tickets import Tickets
from fingerpost.interfaces.web.form_fields import FormField, GivenAnswers, fields_of, read_answers, sent_form
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import ESTIMATE_COOKIE, Pages
from fingerpost.services.calculators import offered, offered_names
from fingerpost.services.calculators.model import Calculation, Unit
from fingerpost.services.calculators.written import written
from fingerpost.services.estimate import BenefitsEstimate, HouseholdInputs
from fingerpost.services.estimate.line import Ticket
from fingerpost.services.estimate.process import Engine

NAME = BenefitsEstimate.name
PATH = f"/calculators/{NAME}/result"
LOOK_AGAIN_SECONDS = 5
"""How soon the waiting page looks again, by the ``Refresh`` header that every browser knows."""
Sent = Mapping[str, Sequence[str]]


class WaitingRoom:
    """Lets a person into the line, says where they are in it, and shows what came of it.

    Args:
        pages: what makes a page.
        estimate: the estimate as the service has set it.
    """

    def __init__(self, pages: Pages, estimate: BenefitsEstimate) -> None:
        self._pages, self.estimate = pages, estimate
        settings = pages.service.settings
        self.keep_minutes = round(settings.calculators.estimate.keep_minutes)
        self._one_at_a_time = threading.Lock()
        self.tickets = Tickets(settings.path(".fingerpost/estimates"), settings.calculators.estimate.keep_minutes * 60)

    def enter(self, given: HouseholdInputs, answers: GivenAnswers) -> str:
        """Return the id of a new place in the line. Raises what ``BenefitsEstimate.join`` raises."""
        ticket = Tickets.new_id()
        kept = {
            "inputs": given.model_dump(mode="json"),
            "typed": dict(answers.typed),
            "chosen": {key: list(each) for key, each in answers.chosen.items()},
        }
        # Written first, so that what the line says of it has somewhere to go.
        self.tickets.write(ticket, {**kept, "ahead": 0, "by": os.getpid()})

        def told(place: Ticket) -> None:
            with self._one_at_a_time:
                self.tickets.change(ticket, _state(place, given))

        try:
            place = self.estimate.join(given, told)
        except FingerpostError:
            self.tickets.delete(ticket)
            raise
        with self._one_at_a_time:
            if not place.ended:
                self.tickets.change(ticket, {"ahead": place.ahead})
        return ticket

    def entered(self, request: Request, ticket: str) -> Response:
        """Return what sends a person on to the waiting page, with the cookie that shows them theirs."""
        self.tickets.delete(request.cookies.get(ESTIMATE_COOKIE, ""))
        response = RedirectResponse(PATH, status_code=303)
        self._pages.set_cookie(request, response, ESTIMATE_COOKIE, ticket)
        return response

    def shown(self, request: Request) -> Response:
        """Return the waiting page, the result, or why there is none."""
        held = self.tickets.read(request.cookies.get(ESTIMATE_COOKIE, ""))
        if held is None:
            return RedirectResponse(f"/calculators/{NAME}", status_code=303)
        if "failed" in held:
            return self.failed(request, held["failed"], status=200)
        if "values" not in held and not _is_running(int(held["by"])):
            return self.failed(request, EstimateUnavailableError.slug, status=200)
        if "values" not in held:
            page = self._pages.page(
                request, "estimate_waiting.html", ahead=int(held["ahead"]), seconds=LOOK_AGAIN_SECONDS
            )
            page.headers["refresh"] = str(LOOK_AGAIN_SECONDS)
            return page
        return self._result(request, held)

    def failed(self, request: Request, slug: str, *, status: int = 503) -> Response:
        """Return the page that says that there is no estimate now, and what else helps."""
        return self._pages.page(
            request,
            "estimate_failed.html",
            status=status,
            busy=slug == EstimateBusyError.slug,
            can_check=self._can_check(),
        )

    def _can_check(self) -> bool:
        return "check-benefits" in offered_names(self._pages.service.settings.calculators.offered)

    def _result(self, request: Request, held: Mapping[str, Any]) -> Response:
        given = HouseholdInputs.model_validate(held["inputs"])
        engine = Engine(held["engine"], {key: tuple(each) for key, each in held["areas"].items()})
        try:
            calculation = self.estimate.read(given, engine, held["values"])
        except EstimateUnavailableError as problem:
            return self.failed(request, problem.slug, status=200)
        fields = fields_of(HouseholdInputs)
        return self._pages.page(
            request,
            "estimate_result.html",
            can_check=self._can_check(),
            estimate=self.estimate,
            calculation=calculation,
            total=total_in_words(calculation),
            answers=_answered(fields, held),
            typed=held["typed"],
            chosen=held["chosen"],
            keep_minutes=self.keep_minutes,
        )


def estimate_routes(pages: Pages) -> APIRouter:
    """Return the routes of the waiting page and the result; none where the service does not offer the estimate."""
    router = APIRouter(include_in_schema=False)
    room = waiting_room(pages)
    if room is None:
        return router

    @router.get(PATH)
    def result(request: Request) -> Response:
        return room.shown(request)

    @router.post(PATH)
    def delete(request: Request, sent: Sent = Depends(sent_form)) -> Response:  # noqa: B008 - FastAPI's way
        fresh = pages.tokens.accepts(request, "".join(sent.get(FIELD, ())[:1]))
        if from_elsewhere(request) or not fresh:
            return refused(pages, request)
        room.tickets.delete(request.cookies.get(ESTIMATE_COOKIE, ""))
        response = pages.page(request, "estimate_deleted.html")
        pages.forget_cookie(request, response, ESTIMATE_COOKIE)
        return response

    return router


def waiting_room(pages: Pages) -> WaitingRoom | None:
    """Return the waiting room of a service, or ``None`` where it does not offer the estimate."""
    settings = pages.service.settings.calculators
    if NAME not in offered_names(settings.offered):
        return None
    estimate = offered((NAME,), settings)[NAME]
    return WaitingRoom(pages, estimate) if isinstance(estimate, BenefitsEstimate) else None


def total_in_words(calculation: Calculation) -> str:
    """Return all benefits together, in words; nothing where there are none."""
    low, high = calculation["total_low"], calculation["total_high"]
    return f"{written(low, Unit.POUNDS)} to {written(high, Unit.PER_MONTH)}" if high else ""


def _is_running(process: int) -> bool:
    """Return whether the server's process that holds a line is still there: its line has gone with it."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _answered(fields: Sequence[FormField], held: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    from fingerpost.interfaces.web.calculators import shown_answers

    sent = {**{key: [each] for key, each in held["typed"].items()}, **held["chosen"]}
    return shown_answers(fields, read_answers(fields, sent))


def _state(told: Ticket, given: HouseholdInputs) -> dict[str, Any]:
    """Return what a place in the line has come to, as it is kept."""
    if told.problem is not None:
        return {"failed": told.problem.slug}
    if told.values is None or told.engine is None:
        return {"ahead": told.ahead}
    region = given.region.replace("-", "_").upper()
    areas = {region: list(told.engine.areas.get(region, ()))}
    return {"values": dict(told.values), "engine": told.engine.name, "areas": areas}
