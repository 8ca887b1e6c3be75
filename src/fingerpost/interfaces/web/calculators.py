"""Working things out in web pages: the list, a form for each calculator, and its result with its working.

Everything is sent by POST, so that no figure about a person stands in an address, and nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from fingerpost.errors import CalculatorInputError, EstimateBusyError, EstimateUnavailableError, OutsideRatesError
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.estimates import WaitingRoom, waiting_room
from fingerpost.interfaces.web.form_fields import (
    FieldError,
    FieldKind,
    FormField,
    GivenAnswers,
    errors_of,
    fields_of,
    read_answers,
    sent_form,
)
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import Pages
from fingerpost.interfaces.web.plan_filling import filled_inputs
from fingerpost.interfaces.wording import day, say
from fingerpost.services.calculators import Calculator, Unit, offered, offered_names
from fingerpost.services.calculators.written import written
from fingerpost.services.estimate import BenefitsEstimate

PATH = "/calculators"
Sent = Mapping[str, Sequence[str]]
Worked = TypeVar("Worked")


def calculator_routes(pages: Pages) -> APIRouter:
    """Return the routes of the calculators a service offers.

    Raises:
        SettingsError: ``calculators.offered`` names one that is not installed.
    """
    router = APIRouter(include_in_schema=False)
    settings = pages.service.settings.calculators
    wanted = settings.offered
    names = offered_names(wanted)

    def chosen(name: str) -> Calculator:
        if name not in names:
            raise HTTPException(404)
        return offered(wanted, settings)[name]

    if not names:
        return router
    room = waiting_room(pages)

    @router.get(PATH)
    def every(request: Request) -> Response:
        known = sorted(offered(wanted, settings).values(), key=lambda each: each.title)
        return pages.page(request, "calculators.html", calculators=known)

    @router.get(PATH + "/{name}")
    def form(request: Request, name: str) -> Response:
        return _form(pages, request, chosen(name))

    @router.post(PATH + "/{name}")
    def work_out(request: Request, name: str, sent: Sent = Depends(sent_form)) -> Response:  # noqa: B008 - FastAPI's way
        calculator = chosen(name)
        if from_elsewhere(request):
            return refused(pages, request)
        fields = fields_of(calculator.inputs)
        given = read_answers(fields, sent)
        if sent.get("change"):
            return _form(pages, request, calculator, given)
        if not pages.tokens.accepts(request, "".join(sent.get(FIELD, ())[:1])):
            stale = ({"text": say("calc.error.stale"), "href": "#form"},)
            return _form(pages, request, calculator, given, stale, status=403)
        if room is not None and isinstance(calculator, BenefitsEstimate):
            return _enter(pages, request, room, calculator, fields, given)
        return _answered(pages, request, calculator, fields, given)

    return router


def _enter(
    pages: Pages,
    request: Request,
    room: WaitingRoom,
    calculator: BenefitsEstimate,
    fields: Sequence[FormField],
    given: GivenAnswers,
) -> Response:
    """Let a person into the line for an estimate, which takes too long to wait for within one request."""
    try:
        wrong, ticket = worked_out(calculator, fields, given, lambda inputs: room.enter(inputs, given))
    except (EstimateBusyError, EstimateUnavailableError) as problem:
        return room.failed(request, problem.slug)
    if ticket is None:
        return _form(pages, request, calculator, given, wrong, status=400)
    return room.entered(request, ticket)


def _answered(
    pages: Pages, request: Request, calculator: Calculator, fields: Sequence[FormField], given: GivenAnswers
) -> Response:
    wrong, calculation = worked_out(calculator, fields, given, calculator)
    if calculation is None:
        return _form(pages, request, calculator, given, wrong, status=400)
    return pages.page(
        request,
        "calculator_result.html",
        calculator=calculator,
        calculation=calculation,
        answers=shown_answers(fields, given),
        typed=given.typed,
        chosen=given.chosen,
        Unit=Unit,
        written=written,
    )


def worked_out(
    calculator: Calculator, fields: Sequence[FormField], given: GivenAnswers, work: Callable[[Any], Worked]
) -> tuple[tuple[dict[str, Any], ...], Worked | None]:
    """Return what is wrong with the answers, each in words with a link to its question, or what ``work`` returns."""
    errors = list(given.errors)
    unread = {error.key for error in errors}
    try:
        inputs = calculator.inputs.model_validate(dict(given.values))
    except ValidationError as problem:
        found = [error for error in cast("Sequence[Mapping[str, Any]]", problem.errors()) if error["loc"]]
        errors += [error for error in errors_of(fields, found) if error.key not in unread]
        inputs = None
    if errors or inputs is None:
        order = {field.key: place for place, field in enumerate(fields)}
        errors.sort(key=lambda error: order[error.key])
        return tuple(error_words(error, fields) for error in errors), None
    try:
        return (), work(inputs)
    except (CalculatorInputError, OutsideRatesError) as problem:
        return (_refusal(problem, fields),), None


def error_words(error: FieldError, fields: Sequence[FormField]) -> dict[str, Any]:
    """Return an error as the summary and the question show it."""
    field = next(each for each in fields if each.key == error.key)
    said = say(f"field.error.{error.said}", limit=error.limit)
    return _error(field, Markup("{}").format(said))


def shown_answers(fields: Sequence[FormField], given: GivenAnswers) -> list[tuple[str, str, bool]]:
    """Return each question with the answer as it is read, and whether that is the calculator's own words."""
    shown: list[tuple[str, str, bool]] = []
    for field in fields:
        labels = dict(field.choices)
        # A day that was left out is not one that somebody gave, whatever stands for it.
        unsaid = "" if field.kind in (FieldKind.CHOICES, FieldKind.DATE) else field.default
        value = given.values.get(field.key, unsaid)
        if isinstance(value, tuple):
            text = ", ".join(labels[each] for each in value)
        elif field.kind is FieldKind.YES_NO and value in ("yes", "no"):
            shown.append((field.question, say(f"field.{value}"), False))
            continue
        elif field.kind is FieldKind.DATE and value:
            shown.append((field.question, day(date.fromisoformat(value)), False))
            continue
        elif field.kind is FieldKind.MONEY and value:
            text = written(Decimal(re.sub(r"[£,\s]", "", value)), Unit.POUNDS)
        else:
            text = labels.get(value, value)
        shown.append((field.question, text or say("field.none"), bool(text)))
    return shown


def _refusal(problem: CalculatorInputError | OutsideRatesError, fields: Sequence[FormField]) -> dict[str, Any]:
    """Return a calculator's own refusal, linked to the question it names; outside the rates, to the first date."""
    key, colon, words = problem.what.partition(": ")
    field = next((each for each in fields if colon and each.key == key), None)
    if field is None:
        words = problem.what
        dated = (FieldKind.DATE, FieldKind.TAX_YEAR)
        field = next((each for each in fields if each.kind in dated), fields[0])
    return _error(field, Markup('<span lang="en">{}</span>').format(f"{words[:1].upper()}{words[1:]}"))


def _error(field: FormField, words: Markup) -> dict[str, Any]:
    question = Markup('<span lang="en">{}</span> {}').format(field.question, words)
    return {"key": field.key, "html": question, "short": words, "href": f"#{field.first_id}"}


def _form(
    pages: Pages,
    request: Request,
    calculator: Calculator,
    given: GivenAnswers | None = None,
    errors: Sequence[Mapping[str, Any]] = (),
    status: int = 200,
) -> Response:
    fields = fields_of(calculator.inputs)
    from_plan = filled_inputs(pages, request, calculator.inputs) if given is None else {}
    return pages.page(
        request,
        "calculator.html",
        status=status,
        calculator=calculator,
        fields=fields,
        typed=given.typed if given else from_plan,
        chosen=given.chosen if given else {},
        errors=errors,
        from_plan=[field for field in fields if field.key in from_plan or field.first_id in from_plan],
    )
