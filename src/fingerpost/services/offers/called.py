"""A calculator called by a model: what of its inputs the person said, and what may be shown of its result.

A model may fill in anything. A figure is shown only where the person said every input that it rests on; one that
nobody said, be it the form's own default, is for the person to check on the form first. Where an input was taken out
as personal data it is put back in memory for the sum alone, to see that it can be done: its result is neither shown,
kept nor told to the model, because what was taken out can be worked back from it ("you reach State Pension age on
6 May 2034").
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from fingerpost.domain import (
    Offer,
    OfferedValue,
    ToolResult,
    Turn,
    WorkedFigure,
    WorkedLine,
    WorkedRates,
    WorkedResult,
)
from fingerpost.errors import CalculatorInputError, OutsideRatesError
from fingerpost.safeguards.personal_data import PLACEHOLDER
from fingerpost.services.calculators import Calculation, Calculator, calculator, work_out
from fingerpost.services.calculators.written import written
from fingerpost.services.offers.bind import Rule, bind, rule_of
from fingerpost.services.offers.extract import Said, ValueKind, said_in
from fingerpost.services.offers.offerable import Offerable

TO_CONFIRM = "It can be worked out once the person has checked what they said. No figure of it is known yet."
_NOT_READ = "What stands for personal data can't be used here. The person can fill it in on the form."
_HIDDEN_PROBLEM = "It can't be worked out from what was taken out of the question."


@dataclass(frozen=True, slots=True)
class _Words:
    """What the person said, this turn and before, placeholders and all, with the values in it."""

    text: str
    said: tuple[Said, ...]


def call_calculator(thing: Offerable, given: Mapping[str, Any], turn: Turn) -> ToolResult:
    """Return what calling a calculator comes to.

    Args:
        thing: the calculator.
        given: its inputs as the model gave them: anything at all.
        turn: the turn; its ``reveal`` says what a placeholder stands for.
    """
    chosen = calculator(thing.name)
    hidden = {key: value for key, value in given.items() if isinstance(value, str) and PLACEHOLDER.fullmatch(value)}
    revealed = {key: _revealed(value, turn) for key, value in hidden.items()}
    if any(value is None for value in revealed.values()):
        return _problem(_NOT_READ)
    try:
        inputs = chosen.inputs.model_validate({**given, **revealed}) if hidden else None
        calculation = work_out(chosen, {**given, **revealed})
    except (CalculatorInputError, OutsideRatesError) as problem:
        # What is wrong with an input may say the input.
        return _problem(_HIDDEN_PROBLEM if hidden else problem.what)
    except ValueError:
        return _problem(_HIDDEN_PROBLEM)
    inputs = inputs or chosen.inputs.model_validate(dict(given))
    words = _words(turn)
    known, assumed = _known(thing.name, inputs, hidden, words)
    if assumed or hidden:
        offer = Offer("calculator", thing.name, thing.titles["en"], thing.url, known)
        return ToolResult(json.dumps({"to_confirm": TO_CONFIRM}), offer=offer)
    return _worked(chosen, thing, calculation, known)


def _problem(words: str) -> ToolResult:
    return ToolResult(json.dumps({"error": words}, ensure_ascii=False))


def _revealed(placeholder: str, turn: Turn) -> str | None:
    """Return what a placeholder stands for, a date as ISO; ``None`` if it is not of this turn or not to be read."""
    hidden = turn.reveal(placeholder) if turn.reveal else None
    if hidden is None:
        return None
    dates = {each.value for each in said_in(hidden) if each.kind is ValueKind.DATE}
    return str(dates.pop()) if len(dates) == 1 else hidden


def _words(turn: Turn) -> _Words:
    text = "\n".join([*(answer.question for answer in turn.history), turn.question])
    return _Words(text, tuple(said_in(text)))


def _known(
    name: str, inputs: BaseModel, hidden: Mapping[str, str], words: _Words
) -> tuple[tuple[OfferedValue, ...], bool]:
    """Return the inputs that the person said, in the form's order, and whether any other was assumed."""
    kind = type(inputs)
    bound = {each.key: each.value for each in bind(name, kind, words.text, words.said)}
    known: list[OfferedValue] = []
    assumed = False
    for key, field in kind.model_fields.items():
        question, value = field.title or key, getattr(inputs, key)
        if key in hidden:
            known.append(OfferedValue(key, question, "", hidden[key]))
        elif value is None or value == ():
            continue  # the form takes nothing for it too
        elif bound.get(key) == _form(value) or _was_said(value, rule_of(name, key), words.said):
            known.append(OfferedValue(key, question, _form(value)))
        else:
            assumed = True
    return tuple(known), assumed


def _was_said(value: object, rule: Rule | None, said: Sequence[Said]) -> bool:
    """Return whether a value is among those said, of the kind and in the unit that its question asks for."""
    if isinstance(value, bool) or (rule and (rule.pick or rule.choices or rule.yes)):
        return False  # which of two, and yes or no, is read from the words beside it: ``bind`` says
    return any(each.value == value and _fits(each, rule) for each in said)


def _fits(said: Said, rule: Rule | None) -> bool:
    if rule is None:
        return said.kind in {ValueKind.NATION, ValueKind.DATE, ValueKind.TAX_YEAR, ValueKind.MONEY}
    return said.kind == rule.kind and (not rule.units or said.unit in rule.units)


def _form(value: object) -> str:
    """Return a value as its form's field holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return "" if value is None else str(value)


def _worked(
    chosen: Calculator, thing: Offerable, calculation: Calculation, given: tuple[OfferedValue, ...]
) -> ToolResult:
    told = calculation.as_json()
    text = json.dumps({"result": told["result"], "notes": told["notes"]}, ensure_ascii=False)
    figures = tuple(
        WorkedFigure(each.key, each.label, str(each.as_json()), each.unit.value, written(each.value, each.unit))
        for each in calculation.figures
    )
    working = tuple(
        WorkedLine(each.label, written(each.value, each.unit), each.rule, each.source.title, each.source.url)
        for each in calculation.working
    )
    rates = tuple(
        WorkedRates(each.name, each.starts, each.ends, each.source.title, each.source.url) for each in calculation.rates
    )
    result = WorkedResult(
        chosen.name, chosen.title, thing.url, given, figures, working, rates=rates, notes=calculation.notes
    )
    return ToolResult(text, worked=result)


def with_mark(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the JSON schema of a calculator's inputs as a model is told it: short, and with marks taken for dates."""
    fields = {key: _told(field, rule_of(name, key)) for key, field in schema.get("properties", {}).items()}
    told = {"type": "object", "properties": fields, "additionalProperties": False}
    return told | {key: schema[key] for key in ("required", "$defs") if key in schema}


def _told(field: Mapping[str, Any], rule: Rule | None) -> Mapping[str, Any]:
    left_out = {"title", "description", "default", "labels", "hint"}
    kept = {key: value for key, value in field.items() if key not in left_out}
    words = f"{field.get('title', '')} {field.get('description', '')}".strip()
    if rule and rule.birth:
        kept = {"type": "string"}
        words = f"{words} A date such as 1960-03-31, or the mark that was taken out, such as [date of birth 1]."
    return {**kept, "description": words}
