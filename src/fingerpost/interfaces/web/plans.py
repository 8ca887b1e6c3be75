"""Your plan: the page itself, its steps ticked, changed, moved and removed, and undone. No JavaScript is needed.

Steps have random names, so that nothing of a plan ever stands in an address.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from fingerpost.interfaces.web.calculators import Sent
from fingerpost.interfaces.web.pages import Pages
from fingerpost.interfaces.web.plan_desk import PATH, PlanDesk, first, own_form
from fingerpost.interfaces.web.plan_emails import plan_email_routes
from fingerpost.interfaces.web.plan_forms import as_typed, read_step, takes_link
from fingerpost.interfaces.web.plan_keeping import keeping_plan_routes
from fingerpost.interfaces.web.plan_links import plan_link_routes
from fingerpost.interfaces.web.plan_saving import plan_saving_routes
from fingerpost.services.plans import Plan, Step
from fingerpost.services.plans.changes import edited, in_order_of_dates, moved, removed, ticked, undone

_MOVES = {"up": -1, "down": 1}


def plan_routes(pages: Pages) -> APIRouter:
    """Return the routes of people's plans; none where the service has no key to keep them with."""
    router = APIRouter(include_in_schema=False)
    if pages.plan_seals is None:
        return router
    desk, ours = PlanDesk(pages), own_form(pages)

    @router.get(PATH)
    def plan(request: Request, saved: str = "", changed: str = "") -> Response:
        opened = desk.open(request)
        if opened is None:
            return pages.page(request, "plan_none.html", by_email=desk.settings.codes_by_email, days=_days(desk))
        return pages.page(
            request,
            "plan.html",
            opened=opened,
            plan=opened.plan,
            until=desk.kept_until(opened),
            saved=saved == "yes",
            changed=changed == "yes",
            today=desk.today(),
            by_email=desk.settings.codes_by_email,
        )

    @router.post(PATH + "/steps/{step_id}")
    def act(request: Request, step_id: str, sent: Sent = Depends(ours)) -> Response:  # noqa: B008 - FastAPI's way
        do = first(sent, "do")
        desk.change(request, lambda plan: _acted(plan, step_id, do))
        there = f"{PATH}?changed=yes" if do == "remove" else f"{PATH}#step-{step_id}"
        return RedirectResponse(there if step_id.isalnum() else PATH, status_code=303)

    @router.get(PATH + "/steps/{step_id}")
    def form(request: Request, step_id: str) -> Response:
        step = _step(desk, request, step_id)
        if step is None:
            return RedirectResponse(PATH, status_code=303)
        return pages.page(
            request, "plan_step.html", step=step, typed=as_typed(step), errors=(), takes_link=takes_link(step)
        )

    @router.post(PATH + "/steps/{step_id}/change")
    def write(request: Request, step_id: str, sent: Sent = Depends(ours)) -> Response:  # noqa: B008
        step = _step(desk, request, step_id)
        if step is None:
            return RedirectResponse(PATH, status_code=303)
        read = read_step(sent, step)
        if read.step is None:
            return pages.page(
                request, "plan_step.html", status=400, step=step, typed=read.typed, errors=read.errors,
                takes_link=takes_link(step),
            )  # fmt: skip
        written = read.step
        desk.change(request, lambda plan: edited(plan, step_id, written))
        return RedirectResponse(f"{PATH}?changed=yes", status_code=303)

    @router.post(PATH + "/undo", dependencies=[Depends(ours)])
    def undo(request: Request) -> Response:
        desk.change(request, undone)
        return RedirectResponse(PATH, status_code=303)

    @router.post(PATH + "/order", dependencies=[Depends(ours)])
    def order(request: Request) -> Response:
        desk.change(request, in_order_of_dates)
        return RedirectResponse(f"{PATH}?changed=yes", status_code=303)

    router.include_router(plan_saving_routes(desk))
    router.include_router(keeping_plan_routes(desk))
    router.include_router(plan_link_routes(desk))
    router.include_router(plan_email_routes(desk))
    return router


def _acted(plan: Plan, step_id: str, do: str) -> Plan:
    if do in ("done", "not_done"):
        return ticked(plan, step_id, done=do == "done")
    if do in _MOVES:
        return moved(plan, step_id, _MOVES[do])
    return removed(plan, step_id) if do == "remove" else plan


def _step(desk: PlanDesk, request: Request, step_id: str) -> Step | None:
    opened = desk.open(request)
    return opened.plan.step(step_id) if opened else None


def _days(desk: PlanDesk) -> int:
    return desk.settings.keep_days
