"""Saving to a plan: what an answer says to do, where a journey led, and what somebody writes themselves.

Nothing is chosen beforehand and nothing is kept until it is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from fingerpost.interfaces.journey_words import spoken
from fingerpost.interfaces.web.calculators import Sent, sent_form
from fingerpost.interfaces.web.error_pages import error_page, refused
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import JOURNEY_COOKIE
from fingerpost.interfaces.web.plan_desk import PATH, PlanDesk, first, own_form
from fingerpost.interfaces.web.plan_forms import read_step
from fingerpost.interfaces.wording import say
from fingerpost.services.journeys import follow, journeys_in
from fingerpost.services.journeys.model import said
from fingerpost.services.plans import Step
from fingerpost.services.plans.changes import PlanFullError
from fingerpost.services.plans.facts import facts_in_journey
from fingerpost.services.plans.from_answer import steps_from_answer
from fingerpost.services.plans.from_journey import steps_from_journey


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be saved from one place: ``title`` is what it is called, ``locale`` the language of that."""

    title: str
    locale: str
    back: str
    steps: tuple[Step, ...]
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


def plan_saving_routes(desk: PlanDesk) -> APIRouter:
    """Return the routes of saving steps."""
    router = APIRouter(include_in_schema=False)
    sources, ours = _Sources(desk), own_form(desk.pages)

    @router.get(PATH + "/add")
    def by_hand(request: Request) -> Response:
        return _step_form(desk, request, {}, ())

    @router.post(PATH + "/add")
    def add(request: Request, sent: Sent = Depends(sent_form)) -> Response:  # noqa: B008 - FastAPI's way
        return refused(desk.pages, request) if from_elsewhere(request) else _add_own(desk, request, sent)

    @router.get(PATH + "/add/answer/{turn_id}")
    def choose_of_answer(request: Request, turn_id: str) -> Response:
        return _choose(desk, request, sources.answer(request, turn_id))

    @router.post(PATH + "/add/answer/{turn_id}")
    def add_of_answer(request: Request, turn_id: str, sent: Sent = Depends(ours)) -> Response:  # noqa: B008
        return _add(desk, request, sources.answer(request, turn_id), sent)

    @router.get(PATH + "/add/journey/{name}")
    def choose_of_journey(request: Request, name: str) -> Response:
        return _choose(desk, request, sources.journey(request, name))

    @router.post(PATH + "/add/journey/{name}")
    def add_of_journey(request: Request, name: str, sent: Sent = Depends(ours)) -> Response:  # noqa: B008
        return _add(desk, request, sources.journey(request, name), sent)

    return router


class _Sources:
    """Finds what can be saved, only ever among the visitor's own answers and journeys."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        settings = desk.pages.service.settings
        self._journeys = journeys_in(settings.folder, settings.journeys.offered)

    def answer(self, request: Request, turn_id: str) -> Choice:
        """Return what an answer says to do. Raises ``HTTPException`` 404 where it is not one of the visitor's."""
        turns = {turn.id: (number, turn) for number, turn in enumerate(self._desk.pages.turns(request), start=1)}
        if turn_id not in turns:
            raise HTTPException(404)
        number, turn = turns[turn_id]
        steps = steps_from_answer(turn.answer, self._desk.today(), say("plan.read", title="{title}"))
        return Choice(say("plan.from_answer"), "", f"/conversation#turn-{number}", steps)

    def journey(self, request: Request, name: str) -> Choice:
        """Return where a journey led. Raises ``HTTPException`` 404 where the visitor has not followed it."""
        visitor = request.cookies.get(JOURNEY_COOKIE, "")
        mine = name in self._journeys and 32 <= len(visitor) <= 64 and visitor.isascii()
        given = self._desk.pages.service.store.journeys.get(visitor, name) if mine else None
        if not given:
            raise HTTPException(404)
        journey, today = self._journeys[name], self._desk.today()
        locale = spoken(journey)
        progress = follow(journey, given, today=today)
        title = said(journey.title, locale)
        steps = steps_from_journey(progress, locale, title, today, say("plan.papers"))
        facts = facts_in_journey(journey, progress.answers, today) if steps else {}
        return Choice(title, locale, f"/journeys/{name}/result", steps, facts)


def mark(step: Step) -> str:
    """Return what a form sends for a step that can be saved: of its words, so that what was shown is what is saved."""
    told = "\x1f".join((step.text, step.note, str(step.due), *step.documents))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _add_own(desk: PlanDesk, request: Request, sent: Sent) -> Response:
    read = read_step(sent, None)
    if not desk.pages.tokens.accepts(request, first(sent, FIELD)):
        stale = ({"text": say("plan.error.stale"), "href": "#text"},)
        return _step_form(desk, request, read.typed, stale, 403)
    if read.step is None:
        return _step_form(desk, request, read.typed, read.errors, 400)
    try:
        return desk.keep(request, (read.step,), {}) or error_page(desk.pages, request, 429)
    except PlanFullError:
        full = ({"text": say("plan.error.full"), "href": "#text"},)
        return _step_form(desk, request, read.typed, full, 400)


def _add(desk: PlanDesk, request: Request, choice: Choice, sent: Sent) -> Response:
    wanted = set(sent.get("step", ()))
    steps = tuple(step for step in choice.steps if mark(step) in wanted)
    facts = {name: choice.facts[name] for name in sent.get("fact", ()) if name in choice.facts}
    if not steps and not facts:
        return _choose(desk, request, choice, say("plan.error.choose"))
    try:
        return desk.keep(request, steps, facts) or error_page(desk.pages, request, 429)
    except PlanFullError:
        return _choose(desk, request, choice, say("plan.error.full"))


def _choose(desk: PlanDesk, request: Request, choice: Choice, error: str = "") -> Response:
    return desk.pages.page(
        request,
        "plan_choose.html",
        status=400 if error else 200,
        choice=choice,
        marks={mark(step): step for step in choice.steps},
        errors=({"text": error, "href": "#step"},) if error else (),
        days=desk.settings.keep_days,
    )


def _step_form(
    desk: PlanDesk, request: Request, typed: Mapping[str, str], errors: Sequence[dict[str, str]], status: int = 200
) -> Response:
    return desk.pages.page(
        request, "plan_step.html", status=status, step=None, typed=typed, errors=errors, takes_link=True,
        days=desk.settings.keep_days,
    )  # fmt: skip
