"""What is kept of somebody: all of it on one page, to take away, print, change and delete at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from fingerpost.interfaces.web.calculators import Sent
from fingerpost.interfaces.web.error_pages import error_page
from fingerpost.interfaces.web.form_fields import FieldKind, FormField, read_answers
from fingerpost.interfaces.web.pages import PLAN_COOKIE
from fingerpost.interfaces.web.plan_desk import PATH, PlanDesk, own_form
from fingerpost.interfaces.web.plan_words import fact_words
from fingerpost.interfaces.wording import say
from fingerpost.services.plans.calendar import plan_calendar
from fingerpost.services.plans.changes import settled, with_facts
from fingerpost.services.plans.facts import FACTS, taken_as
from fingerpost.services.plans.markdown import plan_markdown
from fingerpost.services.plans.pdf import plan_pdf

_KINDS = {"choice": FieldKind.CHOICE, "date": FieldKind.DATE, "count": FieldKind.WHOLE}
_TYPES = {"md": "text/markdown; charset=utf-8", "pdf": "application/pdf", "ics": "text/calendar; charset=utf-8"}


def keeping_plan_routes(desk: PlanDesk) -> APIRouter:
    """Return the routes of a plan's facts, its files, and the page of everything kept."""
    router = APIRouter(include_in_schema=False)
    pages = desk.pages
    ours = own_form(pages)

    @router.get(PATH + "/kept")
    def kept(request: Request) -> Response:
        opened = desk.open(request)
        if opened is None:
            return RedirectResponse(PATH, status_code=303)
        return pages.page(
            request,
            "plan_kept.html",
            opened=opened,
            plan=opened.plan,
            facts=[(say(f"plan.fact.{name}"), fact_words(value, name)) for name, value in opened.plan.facts],
            until=desk.kept_until(opened),
            days=desk.settings.keep_days,
            by_email=desk.settings.codes_by_email,
        )

    @router.post(PATH + "/forget-removed", dependencies=[Depends(ours)])
    def forget_removed(request: Request) -> Response:
        desk.change(request, settled)
        return RedirectResponse(f"{PATH}/kept", status_code=303)

    @router.post(PATH + "/delete", dependencies=[Depends(ours)])
    def delete(request: Request) -> Response:
        if desk.key(request):
            desk.store.delete(desk.key(request), desk.now())
        response = RedirectResponse(f"{PATH}/deleted", status_code=303)
        pages.forget_cookie(request, response, PLAN_COOKIE)
        return response

    @router.get(PATH + "/deleted")
    def deleted(request: Request) -> Response:
        return pages.page(request, "plan_deleted.html")

    @router.get(PATH + "/facts")
    def facts(request: Request) -> Response:
        opened = desk.open(request)
        return _facts_form(desk, request, dict(opened.plan.facts) if opened else {})

    @router.post(PATH + "/facts")
    def keep_facts(request: Request, sent: Sent = Depends(ours)) -> Response:  # noqa: B008 - FastAPI's way
        return _keep_facts(desk, request, sent)

    @router.get(PATH + "/print")
    def print_it(request: Request) -> Response:
        opened = desk.open(request)
        if opened is None:
            return RedirectResponse(PATH, status_code=303)
        return pages.page(request, "plan_print.html", plan=opened.plan, around=desk.around(request))

    @router.get(PATH + "/download/plan.{kind}")
    def download(request: Request, kind: str) -> Response:
        return _taken_away(desk, request, kind)

    return router


def _taken_away(desk: PlanDesk, request: Request, kind: str) -> Response:
    opened = desk.open(request)
    if opened is None or kind not in _TYPES:
        return RedirectResponse(PATH, status_code=303)
    plan, around = opened.plan, desk.around(request)
    body: str | bytes
    if kind == "md":
        body = plan_markdown(plan, around)
    else:
        body = plan_pdf(plan, around) if kind == "pdf" else plan_calendar(plan, around, desk.now())
    name = f'attachment; filename="plan.{kind}"'
    return Response(body, media_type=_TYPES[kind], headers={"content-disposition": name, "cache-control": "no-store"})


def _keep_facts(desk: PlanDesk, request: Request, sent: Sent) -> Response:
    fields = fact_fields()
    given = read_answers(fields, sent)
    values = {name: value for name, value in given.values.items() if isinstance(value, str)}
    good = {name: taken_as(name, value, desk.today()) for name, value in values.items()}
    wrong = {error.key for error in given.errors} | {name for name, value in good.items() if not value}
    if wrong:
        errors = [
            {"key": field.key, "text": say(f"plan.error.fact.{FACTS[field.key].kind}"), "href": f"#{field.first_id}"}
            for field in fields
            if field.key in wrong
        ]
        return _facts_page(desk, request, given.typed, errors)
    for name in sent.get("forget", ()):
        good.pop(name, None)
    if desk.change(request, lambda plan: with_facts(plan, good)) is None and good:
        return desk.keep(request, (), good) or error_page(desk.pages, request, 429)
    return RedirectResponse(f"{PATH}/kept" if good else PATH, status_code=303)


def fact_fields() -> tuple[FormField, ...]:
    """Return the questions of the facts that may be kept, in the language spoken. None has to be answered."""
    return tuple(
        FormField(
            key=fact.name,
            question=say(f"plan.fact.{fact.name}"),
            hint=say("field.date.hint") if fact.kind == "date" else "",
            kind=_KINDS[fact.kind],
            needed=False,
            choices=tuple((value, fact_words(value, fact.name)) for value in fact.choices),
        )
        for fact in FACTS.values()
    )


def _facts_form(desk: PlanDesk, request: Request, facts: dict[str, str]) -> Response:
    typed = {name: value for name, value in facts.items() if FACTS[name].kind != "date"}
    for name, value in facts.items():
        if FACTS[name].kind == "date":
            year, month, day = value.split("-")
            typed |= {f"{name}-year": year, f"{name}-month": str(int(month)), f"{name}-day": str(int(day))}
    return _facts_page(desk, request, typed, ())


def _facts_page(
    desk: PlanDesk, request: Request, typed: Mapping[str, str], errors: Sequence[Mapping[str, str]]
) -> Response:
    shown = [{**error, "short": error["text"]} for error in errors]
    return desk.pages.page(
        request,
        "plan_facts.html",
        status=400 if shown else 200,
        fields=fact_fields(),
        typed=typed,
        errors=shown,
        days=desk.settings.keep_days,
    )
