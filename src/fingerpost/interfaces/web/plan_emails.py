"""Coming back to a plan by a code sent to an e-mail address, where the service sends e-mails.

Asking for a code looks the same, and takes as long, whether the address opens a plan or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from fingerpost.conversations.plan_codes import LASTS, PlanCodes, Tried
from fingerpost.errors import FingerpostError
from fingerpost.interfaces.api.rate_limit import address_of
from fingerpost.interfaces.web.calculators import Sent
from fingerpost.interfaces.web.plan_desk import PATH, PlanDesk, first, log, own_form
from fingerpost.interfaces.wording import language, say
from fingerpost.services.plans.notify import LONGEST_ADDRESS, is_address, send_code

CODES_AN_HOUR = RateLimitItemPerHour(20)
"""The most codes asked for in an hour from one network address, whatever the e-mail addresses."""
TRIES_AN_HOUR = RateLimitItemPerHour(60)
"""The most codes typed in from one network address in an hour."""
MINUTES = int(LASTS.total_seconds() // 60)
_LONGEST_CODE = 40


def plan_email_routes(desk: PlanDesk) -> APIRouter:
    """Return the routes of codes by e-mail; none where the service sends no e-mails."""
    router = APIRouter(include_in_schema=False)
    if not desk.settings.codes_by_email:
        return router
    ours, codes = own_form(desk.pages), _Codes(desk)

    for linking, path in ((False, "/resume"), (True, "/email")):
        _add(router, PATH + path, codes, ours, linking=linking)

    @router.post(PATH + "/email/drop", dependencies=[Depends(ours)])
    def drop(request: Request) -> Response:
        desk.store.drop_email(desk.key(request), desk.now())
        return RedirectResponse(f"{PATH}/kept", status_code=303)

    return router


def _add(router: APIRouter, path: str, codes: _Codes, ours: object, *, linking: bool) -> None:
    """Add the three routes of a code: ask, send, type it in. ``linking`` an address needs the plan to be open."""

    @router.get(path)
    def asks(request: Request) -> Response:
        return codes.asks(request, linking=linking)

    @router.post(path)
    def sends(request: Request, sent: Sent = Depends(ours)) -> Response:  # noqa: B008  # pyright: ignore[reportArgumentType]
        return codes.sends(request, first(sent, "email").strip(), linking=linking)

    @router.post(path + "/code")
    def takes(request: Request, sent: Sent = Depends(ours)) -> Response:  # noqa: B008  # pyright: ignore[reportArgumentType]
        return codes.takes(request, sent, linking=linking)


class _Codes:
    """Asks for an address, sends a code and takes it."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def asks(self, request: Request, *, linking: bool) -> Response:
        opened = self._desk.open(request) if linking else None
        if linking and opened is None:
            return RedirectResponse(PATH, status_code=303)
        return self._email_page(request, linking=linking, has_email=bool(opened and opened.has_email))

    def sends(self, request: Request, email: str, *, linking: bool) -> Response:
        """Send a code, if one is to be sent, once the page is on its way: how long that took must tell nobody."""
        opened = self._desk.open(request) if linking else None
        if linking and opened is None:
            return RedirectResponse(PATH, status_code=303)
        if not is_address(email):
            return self._email_page(request, linking=linking, email=email, error=say("plan.error.email"))
        self._count(CODES_AN_HOUR, "codes", request)
        asked = PlanCodes(self._desk.store).ask(email, self._desk.now(), link_to=opened.id if opened else None)
        response = self._code_page(request, asked.request, email, linking=linking)
        if asked.code is not None:
            name = self._desk.pages.languages.services[language()].name
            response.background = BackgroundTask(_send, self._desk, email, asked.code, language(), name)
        return response

    def takes(self, request: Request, sent: Sent, *, linking: bool) -> Response:
        self._count(TRIES_AN_HOUR, "tries", request)
        email, asked = first(sent, "email").strip()[:LONGEST_ADDRESS], first(sent, "asked")
        code = first(sent, "code")[:_LONGEST_CODE]
        tried, key = PlanCodes(self._desk.store).answer(asked, code, email, self._desk.now())
        if tried is Tried.SPENT:
            return self._email_page(request, linking=linking, email=email, error=say("plan.error.spent"))
        if tried is Tried.WRONG:
            wrong = ({"text": say("plan.error.code"), "href": "#code"},)
            return self._code_page(request, asked, email, linking=linking, errors=wrong)
        return self._desk.opened(request, key) if key else RedirectResponse(f"{PATH}/kept", status_code=303)

    def _count(self, most: RateLimitItemPerHour, what: str, request: Request) -> None:
        if not self._limiter.hit(most, what, address_of(request)):
            raise HTTPException(429, headers={"Retry-After": "3600"})

    def _email_page(
        self, request: Request, *, linking: bool, email: str = "", error: str = "", has_email: bool = False
    ) -> Response:
        return self._desk.pages.page(
            request,
            "plan_email.html",
            status=400 if error else 200,
            linking=linking,
            email=email[:LONGEST_ADDRESS],
            errors=({"text": error, "href": "#email"},) if error else (),
            has_email=has_email,
        )

    def _code_page(
        self, request: Request, asked: str, email: str, *, linking: bool, errors: Sequence[dict[str, str]] = ()
    ) -> Response:
        return self._desk.pages.page(
            request,
            "plan_code.html",
            status=400 if errors else 200,
            linking=linking,
            asked=asked,
            email=email,
            errors=errors,
            minutes=MINUTES,
        )


def _send(desk: PlanDesk, email: str, code: str, locale: str, service: str) -> None:
    try:
        send_code(desk.settings, email, code, locale=locale, service=service, minutes=MINUTES)
    except FingerpostError as problem:
        log.warning("a code could not be sent", extra={"exception": type(problem).__name__})
