"""The plan that is open in a browser: found by its cookie, changed, and made when somebody asks for one to be kept."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import Request
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from fingerpost.conversations.plans import OpenPlan, PlanStore
from fingerpost.interfaces.api.rate_limit import address_of
from fingerpost.interfaces.web.calculators import Sent, sent_form
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import PLAN_COOKIE, Pages
from fingerpost.interfaces.wording import day, language, say
from fingerpost.services.plans import Plan, Step
from fingerpost.services.plans.changes import added, with_facts
from fingerpost.services.plans.takeaway import Around

PATH = "/plan"
MADE_AN_HOUR = RateLimitItemPerHour(60)
"""The most plans made an hour from one address: a library's visitors share one."""
log = logging.getLogger("fingerpost.plans")


class PlanDesk:
    """Finds and changes the plan of a request. There is one desk for a service that offers plans."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.settings = pages.service.settings.plans
        self._zone = ZoneInfo(pages.service.settings.people.timezone)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    @property
    def store(self) -> PlanStore:
        """Where plans are kept."""
        return self.pages.service.store.plans(self.pages.plan_seals)

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day it is where the service is."""
        return self.now().astimezone(self._zone).date()

    def key(self, request: Request) -> str:
        """Return what the browser holds of the plan that is open in it."""
        return request.cookies.get(PLAN_COOKIE, "")

    def open(self, request: Request) -> OpenPlan | None:
        """Return the plan that is open in a browser, if one is."""
        key = self.key(request)
        return self.store.get(key, self.now()) if key else None

    def change(self, request: Request, change: Callable[[Plan], Plan]) -> Plan | None:
        """Change the open plan and return it; ``None`` where none is open."""
        key = self.key(request)
        return self.store.change(key, change, self.now()) if key else None

    def keep(self, request: Request, steps: Sequence[Step], facts: Mapping[str, str]) -> Response | None:
        """Keep steps and facts in the plan that is open, or in a new one: the person has just asked for it.

        Returns:
            The way on to the plan; ``None`` where too many plans were made from this address.

        Raises:
            PlanFullError: the plan has no room for so many steps.
        """

        def change(plan: Plan) -> Plan:
            wider = added(plan, steps)
            return with_facts(wider, {**dict(wider.facts), **facts}) if facts else wider

        response = RedirectResponse(f"{PATH}?saved=yes", status_code=303)
        if self.change(request, change) is not None:
            return response
        if not self._limiter.hit(MADE_AN_HOUR, address_of(request)):
            return None
        key = self.store.make(change(Plan()), self.now())
        self.pages.set_cookie(request, response, PLAN_COOKIE, key)
        return response

    def opened(self, request: Request, key: str) -> Response:
        """Return the way to a plan just opened; the one that was open in this browser before is closed in it."""
        if self.key(request):
            self.store.close(self.key(request))
        response = RedirectResponse(PATH, status_code=303)
        self.pages.set_cookie(request, response, PLAN_COOKIE, key)
        return response

    def kept_until(self, opened: OpenPlan) -> str:
        """Return the day a plan is gone by, if it is not opened again, in words."""
        return day((opened.used_at + timedelta(days=self.settings.keep_days)).astimezone(self._zone))

    def site(self, request: Request) -> str:
        """Return the address the service's own pages start with."""
        return (self.pages.service.settings.server.public_url or str(request.base_url)).rstrip("/")

    def around(self, request: Request) -> Around:
        """Return the words that stand around a plan that is taken away."""
        name = self.pages.languages.services[language()].name
        return Around(
            locale=language(),
            title=say("plan.title"),
            made=say("plan.taken", service=name, date=day(self.now().astimezone(self._zone))),
            site=self.site(request),
            check=say("plan.check_pages"),
            to_do=say("plan.to_do"),
            done=say("plan.done"),
            nothing=say("plan.nothing"),
            due=say("plan.due"),
            documents=say("plan.documents"),
            links=say("plan.links"),
            source=say("plan.source"),
            as_of=say("plan.as_of", date="{date}"),
            unshown=say("plan.unshown"),
        )


def own_form(pages: Pages) -> Callable[[Request], Awaitable[Sent]]:
    """Return a dependency that gives what a form sent, and refuses one that is not from a page of ours with 403."""

    async def check(request: Request) -> Sent:
        sent = await sent_form(request)
        if from_elsewhere(request) or not pages.tokens.accepts(request, first(sent, FIELD)):
            raise HTTPException(403)
        return sent

    return check


def first(sent: Sent, name: str) -> str:
    """Return the first value sent under a name, or nothing."""
    return "".join(sent.get(name, ())[:1])
