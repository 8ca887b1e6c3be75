"""Signing in, for the people who work with a service: one page, one cookie, and what each role may open.

Only wrong tries are counted, by address and by account, in this process's memory (as ``api.rate_limit`` counts
questions). An address that tries many names and a name that is tried from many addresses are both stopped.
"""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Form, Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from fingerpost.conversations.accounts import SignIn
from fingerpost.interfaces.api.rate_limit import address_of
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.languages import safe_path
from fingerpost.interfaces.web.pages import SIGN_IN_COOKIE, Pages
from fingerpost.interfaces.wording import say

COOKIE = SIGN_IN_COOKIE
PATH = "/sign-in"
HOME = {"adviser": "/adviser"}
"""Where each role starts."""

WRONG_OF_ACCOUNT = RateLimitItemPerMinute(10, 15)
WRONG_FROM_ADDRESS = RateLimitItemPerMinute(30, 15)
"""The most wrong tries in 15 minutes: an office of advisers shares an address, nobody shares an account."""


class SignedOutError(Exception):
    """Nobody is signed in, and the page is only for somebody who is."""


class SignIns:
    """Who is signed in, and whether somebody may try again."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def of(self, request: Request) -> SignIn | None:
        """Return the sign-in of a request, if it has one that holds."""
        token = request.cookies.get(COOKIE, "")
        return self._pages.service.store.accounts.signed_in(token) if token else None

    def require(self, request: Request, role: str) -> SignIn:
        """Return the sign-in of somebody with this role.

        Raises:
            SignedOutError: nobody is signed in.
            HTTPException: 403, the account is for something else.
        """
        found = self.of(request)
        if found is None:
            raise SignedOutError
        if found.account.role != role:
            raise HTTPException(403)
        return found

    def try_in(self, request: Request, name: str, password: str) -> str | None:
        """Return the cookie's value where name and password fit, else ``None``.

        Raises:
            HTTPException: 429, there were too many wrong tries from this address or of this account.
        """
        keys = ((WRONG_FROM_ADDRESS, address_of(request)), (WRONG_OF_ACCOUNT, _named(name)))
        if not all(self._limiter.test(most, key) for most, key in keys):
            raise HTTPException(429, headers={"Retry-After": "900"})
        before = request.cookies.get(COOKIE, "")
        token = self._pages.service.store.accounts.sign_in(name, password, instead_of=before)
        if token is None:
            for most, key in keys:
                self._limiter.hit(most, key)
        self._tell("sign-in" if token else "sign-in.refused", name)
        return token

    def out(self, request: Request) -> None:
        """End the sign-in of a request."""
        found = self.of(request)
        self._pages.service.store.accounts.sign_out(request.cookies.get(COOKIE, ""))
        if found is not None:
            self._tell("sign-out", found.account.name)

    def _tell(self, action: str, name: str) -> None:
        store = self._pages.service.store
        name = name.strip().lower()
        # A name that nobody has may be a password in the wrong box.
        known = name if any(name == account.name for account in store.accounts.all()) else "nobody's name"
        store.audit.append(action, known, actor=known)


def sign_in_routes(pages: Pages, sign_ins: SignIns) -> APIRouter:
    """Return the routes of signing in and out."""
    router = APIRouter(include_in_schema=False)

    @router.get(PATH)
    def form(request: Request, back: str = "") -> Response:
        found = sign_ins.of(request)
        if found is not None:
            return RedirectResponse(HOME.get(found.account.role, "/"), status_code=303)
        return pages.page(request, "sign_in.html", back=_home(back), errors=(), name="")

    @router.post(PATH)
    def sign_in(
        request: Request,
        name: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        back: Annotated[str, Form()] = "",
        token: Annotated[str, Form(alias=FIELD)] = "",
    ) -> Response:
        if from_elsewhere(request) or not pages.tokens.accepts(request, token):
            return refused(pages, request)
        try:
            value = sign_ins.try_in(request, name, password)
        except HTTPException as problem:
            errors = ({"text": say("sign_in.error.often"), "href": "#name"},)
            page = pages.page(
                request, "sign_in.html", status=problem.status_code, back=_home(back), errors=errors, name=""
            )
            page.headers.update(problem.headers or {})
            return page
        if value is None:
            errors = ({"text": say("sign_in.error.wrong"), "href": "#name"},)
            return pages.page(
                request, "sign_in.html", status=403, back=_home(back), errors=errors, name=name.strip()[:64]
            )
        response = RedirectResponse(_home(back) or "/adviser", status_code=303)
        pages.set_cookie(request, response, COOKIE, value)
        return response

    @router.post("/sign-out")
    def sign_out(request: Request, token: Annotated[str, Form(alias=FIELD)] = "") -> Response:
        if from_elsewhere(request) or not pages.tokens.accepts(request, token):
            return refused(pages, request)
        sign_ins.out(request)
        response = RedirectResponse(PATH, status_code=303)
        pages.forget_cookie(request, response, COOKIE)
        return response

    return router


def to_sign_in(request: Request) -> Response:
    """Return the way to the sign-in page, and from there back here."""
    here = safe_path(request.url.path) if request.method == "GET" else ""
    return RedirectResponse(f"{PATH}?back={here}" if _home(here) else PATH, status_code=303)


def _home(back: str) -> str:
    """Return an address to go on to, if it is one that somebody signs in for."""
    path = safe_path(back)
    return path if any(path == home or path.startswith(f"{home}/") for home in HOME.values()) else ""


def _named(name: str) -> str:
    """Return a key for a name as it was typed: nothing of it is held in memory."""
    return hashlib.sha256(name.strip().lower().encode()).hexdigest()
