"""The calculators and journeys of a service as tools of a model.

What a tool returns is data for the model, and nothing rests on it: grounding drops a figure that no quotation holds.
What a person sees of a calculation is the calculator's own page, reached by the offer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.errors import CalculatorInputError, OutsideRatesError
from fingerpost.services.calculators import calculate
from fingerpost.services.offers.offerable import Offerable


@dataclass(frozen=True, slots=True)
class OfferTool:
    """One calculator or journey as a ``ModelTool``."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    run: Callable[[Mapping[str, Any]], Mapping[str, Any]]

    def call(self, arguments: Mapping[str, Any]) -> str:
        """Return the result as JSON; of inputs that can't be used, what is wrong with them."""
        return json.dumps(self.run(arguments), ensure_ascii=False)


def model_tools(offerable: Sequence[Offerable]) -> tuple[OfferTool, ...]:
    """Return these as tools, in order."""
    return tuple(_calculator(each) if each.inputs is not None else _journey(each) for each in offerable)


def _calculator(each: Offerable) -> OfferTool:
    assert each.inputs is not None  # noqa: S101 - the caller has looked; this tells the type checker
    title = each.titles["en"]
    said = f"{title}. Use only what the person said: never guess an input. Its figures are shown on {each.url}."
    return OfferTool(
        _name("work_out", each), said, each.inputs.model_json_schema(), lambda given: _worked(each.name, given)
    )


def _worked(name: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        worked = calculate(name, given).as_json()
    except (CalculatorInputError, OutsideRatesError) as problem:
        return {"error": problem.what}
    return {"result": worked["result"], "notes": worked["notes"]}


def _journey(each: Offerable) -> OfferTool:
    title = next(iter(each.titles.values()))
    found = {"title": title, "start": each.url}
    return OfferTool(_name("guide", each), f"{title}. Says where the person can start.", _NOTHING, lambda _: found)


_NOTHING: Mapping[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}


def _name(verb: str, each: Offerable) -> str:
    return f"{verb}_{each.name}".replace("-", "_")
