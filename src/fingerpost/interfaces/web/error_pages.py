"""What goes wrong, said in the same design as everything else, with a way on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from fingerpost.errors import FingerpostError, IndexMismatchError, IndexMissingError
from fingerpost.interfaces.web.headers import SECURITY_HEADERS
from fingerpost.interfaces.web.languages import say_which
from fingerpost.interfaces.web.pages import Pages
from fingerpost.interfaces.wording import known

ErrorHandler = Callable[[Request, Exception], Response | Awaitable[Response]]

_NOT_PAGES = ("/api/", "/v1/", "/healthz", "/readyz", "/openapi.json", "/docs", "/redoc")


def error_page(pages: Pages, request: Request, status: int) -> Response:
    """Return the page for an HTTP status, with nothing on it of what was sent."""
    worded = status if known(f"error.{status}.title") else 400 if status < 500 else 500
    return pages.page(request, "error.html", status=status, key=f"error.{worded}")


def refused(pages: Pages, request: Request) -> Response:
    """Return the page for a form that was not sent from one of ours."""
    return error_page(pages, request, 403)


def is_page(request: Request) -> bool:
    """Return whether an address is one of the web pages and not the API's."""
    return not request.url.path.startswith(_NOT_PAGES)


def add_error_pages(app: FastAPI, pages: Pages) -> None:
    """Show errors as pages. What the API says of its own errors stays as it was set before."""

    def show_http(request: Request, problem: Exception) -> Response:
        if not isinstance(problem, HTTPException):
            return show_failure(request, problem)
        response = error_page(pages, request, problem.status_code)
        response.headers.update(problem.headers or {})
        return response

    def show_invalid(request: Request, _: Exception) -> Response:
        return error_page(pages, request, 400)

    def show_failure(request: Request, problem: Exception) -> Response:
        status = 503 if isinstance(problem, (IndexMissingError, IndexMismatchError)) else 500
        response = error_page(pages, request, status)
        # Starlette makes this response outside all middleware, so it has to bring its own headers.
        response.headers.update({**SECURITY_HEADERS, "cache-control": "no-store"})
        say_which(response.headers, pages.languages)
        return response

    handlers: tuple[tuple[type[Exception], Callable[[Request, Exception], Response]], ...] = (
        (HTTPException, show_http),
        (RequestValidationError, show_invalid),
        (FingerpostError, show_failure),
        (Exception, show_failure),
    )
    for kind, show in handlers:
        app.add_exception_handler(kind, _for_pages(pages, show, app.exception_handlers.get(kind)))


def _for_pages(pages: Pages, show: Callable[[Request, Exception], Response], before: object) -> ErrorHandler:
    """Return a handler that shows pages' errors and leaves the API's to the handler that was there before."""
    other = cast("ErrorHandler | None", before)

    async def choose(request: Request, problem: Exception) -> Response:
        if is_page(request):
            with pages.languages.speaking(request):  # some of these pages are made outside all middleware
                return show(request, problem)
        if other is None:
            raise problem
        response = other(request, problem)
        return await response if isawaitable(response) else response

    return choose
