"""Working things out over the API: which calculators there are, what each takes, and a result with its working."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Depends, Path

from fingerpost.client.records import Calculation as CalculationReply
from fingerpost.client.records import CalculatorDetails, CalculatorEntry
from fingerpost.interfaces.api.responses import documented, json_only
from fingerpost.services.calculators import Calculation, Calculator, offered, offered_names, one_offered, work_out

if TYPE_CHECKING:
    from fingerpost.service import Service

Name = Annotated[str, Path(max_length=100, description="The calculator's name.", examples=["income-tax"])]
_INPUTS = (
    "The inputs by their keys, as the calculator's `inputs` describe them: money as text such as `30000` or `85.50`, "
    "dates as ISO."
)


@dataclass(frozen=True, slots=True)
class CalculatorList:
    """The calculators that the service offers, in order of their names."""

    calculators: tuple[CalculatorEntry, ...]


def calculator_routes(service: Service) -> APIRouter:
    """Return the routes of the calculators a service offers.

    Raises:
        SettingsError: ``calculators.offered`` names one that is not installed.
    """
    settings = service.settings.calculators
    wanted = settings.offered
    offered_names(wanted)
    router = APIRouter(prefix="/api/v1/calculators", tags=["Calculators"])

    @router.get("", summary="List the calculators", responses=documented(500))
    def every() -> CalculatorList:
        """Return the calculators that the service offers."""
        return CalculatorList(tuple(entry(each) for each in offered(wanted, settings).values()))

    @router.get("/{name}", summary="Read what a calculator takes", responses=documented(404, 422, 500))
    def details(name: Name) -> CalculatorDetails:
        """Return a calculator with the JSON Schema of its inputs; each has a question and a hint."""
        return described(one_offered(name, wanted, settings))

    @router.post(
        "/{name}",
        summary="Work something out",
        responses=documented(400, 404, 413, 415, 422, 429, 500, 503),
        dependencies=[Depends(json_only)],
    )
    def calculate(
        name: Name,
        inputs: Annotated[
            dict[str, Any],
            Body(
                description=_INPUTS,
                examples=[{"tax_year": "2025-26", "nation": "england", "employment_income": "30000"}],
            ),
        ],
    ) -> CalculationReply:
        """Work something out by a tested rule. Nothing is kept. A date outside the rates held is refused."""
        return reply(work_out(one_offered(name, wanted, settings), inputs))

    return router


def entry(each: Calculator) -> CalculatorEntry:
    """Return what a list says of a calculator."""
    return CalculatorEntry(each.name, each.title, each.description)


def described(each: Calculator) -> CalculatorDetails:
    """Return a calculator with what it takes."""
    return CalculatorDetails(each.name, each.title, each.description, each.inputs.model_json_schema())


def reply(calculation: Calculation) -> CalculationReply:
    """Return a calculation as the API replies with it."""
    worked = calculation.as_json()
    return CalculationReply(
        worked["result"], tuple(worked["working"]), tuple(worked["rates"]), tuple(worked["sources"]), calculation.notes
    )
