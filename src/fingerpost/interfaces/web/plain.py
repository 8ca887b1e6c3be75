"""One answer in easy read, or as a page to print: private to the visitor, by the cookie of the conversation."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from fingerpost.interfaces.web.pages import Pages


def plain_routes(pages: Pages) -> APIRouter:
    """Return the routes of one answer's other forms."""
    router = APIRouter(include_in_schema=False)

    @router.get("/conversation/{turn_id}/easy-read")
    def easy_read(request: Request, turn_id: str) -> Response:
        number, turn = pages.turn(request, turn_id)
        if turn is None or not (turn.answer.parts or turn.answer.help):
            return RedirectResponse("/conversation", status_code=303)
        easy = pages.service.easy_read(turn.answer)
        return pages.page(request, "easy_read.html", turn=turn, number=number, easy=easy)

    @router.get("/conversation/{turn_id}/print")
    def printed(request: Request, turn_id: str) -> Response:
        number, turn = pages.turn(request, turn_id)
        if turn is None:
            return RedirectResponse("/conversation", status_code=303)
        site = (pages.service.settings.server.public_url or str(request.base_url)).rstrip("/")
        printed_at = datetime.now(UTC).astimezone()
        return pages.page(request, "print.html", turn=turn, number=number, printed_at=printed_at, site=site)

    return router
