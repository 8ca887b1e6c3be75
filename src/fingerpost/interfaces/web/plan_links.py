"""Coming back to a plan by a private link, and closing it again.

A link opens nothing by itself: a button on its page does. Or a link could be sent to somebody, and what they then add
to the plan would be read by whoever sent it.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from fingerpost.conversations.plans import LINK
from fingerpost.interfaces.web.calculators import Sent
from fingerpost.interfaces.web.pages import PLAN_COOKIE
from fingerpost.interfaces.web.plan_desk import PATH, PlanDesk, first, own_form


def plan_link_routes(desk: PlanDesk) -> APIRouter:
    """Return the routes of the private link, and of closing a plan."""
    router = APIRouter(include_in_schema=False)
    pages, ours = desk.pages, own_form(desk.pages)

    @router.get(PATH + "/link")
    def link(request: Request) -> Response:
        return _link_page(desk, request, "")

    @router.post(PATH + "/link")
    def new_link(request: Request, sent: Sent = Depends(ours)) -> Response:  # noqa: B008 - FastAPI's way
        if first(sent, "do") == "drop":
            desk.store.drop_link(desk.key(request), desk.now())
            return RedirectResponse(f"{PATH}/link", status_code=303)
        opens = desk.store.new_link(desk.key(request), desk.now())
        return _link_page(desk, request, f"{desk.site(request)}{PATH}/open/{opens}" if opens else "")

    @router.get(PATH + "/open/{link}")
    def follow(request: Request, link: str) -> Response:
        there = desk.store.get(link, desk.now(), LINK) is not None
        return _open_page(desk, request, link if there else "")

    @router.post(PATH + "/open")
    def open_it(request: Request, sent: Sent = Depends(ours)) -> Response:  # noqa: B008
        key = desk.store.open_by_link(first(sent, "link"), desk.now())
        return desk.opened(request, key) if key else _open_page(desk, request, "")

    @router.post(PATH + "/close", dependencies=[Depends(ours)])
    def close(request: Request) -> Response:
        desk.store.close(desk.key(request))
        response = RedirectResponse(PATH, status_code=303)
        pages.forget_cookie(request, response, PLAN_COOKIE)
        return response

    return router


def _link_page(desk: PlanDesk, request: Request, address: str) -> Response:
    opened = desk.open(request)
    if opened is None:
        return RedirectResponse(PATH, status_code=303)
    return desk.pages.page(request, "plan_link.html", address=address, opened=opened, days=desk.settings.keep_days)


def _open_page(desk: PlanDesk, request: Request, link: str) -> Response:
    return desk.pages.page(
        request,
        "plan_open.html",
        status=200 if link else 404,
        link=link,
        replaces=bool(link) and desk.open(request) is not None,
        by_email=desk.settings.codes_by_email,
    )
