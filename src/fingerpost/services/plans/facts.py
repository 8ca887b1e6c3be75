"""Facts a person chose to keep, and where they are filled in later: in sight, to be changed, and never taken as given.

A question says itself which fact it asks for: ``fact`` in a journey's file, ``json_schema_extra={"fact": …}`` on a
calculator's input. "Where do you live?" does; "Where did the person die?" asks of somebody else, and does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, cast

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel

from fingerpost.services.journeys.answering import AnswerRefusedError, Given, kept, read_answer
from fingerpost.services.journeys.model import Journey, Kind, Question
from fingerpost.services.offers.bind import taken

FactKind = Literal["choice", "date", "count"]
_MOST = 20
_OLDEST = 130


@dataclass(frozen=True, slots=True)
class FactKept:
    """A fact that may be kept. ``choices`` are the values of a choice."""

    name: str
    kind: FactKind
    choices: tuple[str, ...] = ()


FACTS: Mapping[str, FactKept] = MappingProxyType(
    {
        fact.name: fact
        for fact in (
            FactKept("nation", "choice", ("england", "wales", "scotland", "northern-ireland")),
            FactKept("date_of_birth", "date"),
            FactKept("adults", "count"),
            FactKept("children", "count"),
            FactKept("council_tax_band", "choice", tuple("abcdefgh")),
        )
    }
)
"""The facts there are: where somebody lives, and their household. Nothing of health, money or beliefs is among them."""


def taken_as(name: str, value: str, today: date) -> str:
    """Return a fact's value as it is kept, or nothing where it can't be one."""
    fact, text = FACTS[name], value.strip()
    if fact.kind == "choice":
        choice = text.lower().replace("_", "-")
        return choice if choice in fact.choices else ""
    if fact.kind == "count":
        return str(int(text)) if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= _MOST else ""
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return ""
    return born.isoformat() if today.year - _OLDEST < born.year and born <= today else ""


def question_from_plan(question: Question, facts: Mapping[str, str], today: date) -> str | bool | list[str] | None:
    """Return what a journey's question can be filled in with, as its kept answers are; ``None`` for nothing."""
    value: Given = _value(question.fact or "", facts, today)
    if question.kind is Kind.RADIO:
        value = next((each.value for each in question.options if each.value.replace("_", "-") == value), None)
    if not value:
        return None
    try:
        return kept(read_answer(question, value, today=today))
    except AnswerRefusedError:
        return None


def inputs_from_plan(inputs: type[BaseModel], facts: Mapping[str, str], today: date) -> dict[str, str]:
    """Return what a calculator's form can be filled in with, by its keys; only what the form takes."""
    found: dict[str, str] = {}
    for key, field in inputs.model_fields.items():
        extra = cast("Mapping[str, Any]", field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {})
        value = _value(str(extra.get("fact", "")), facts, today)
        if value and taken(inputs, key, value):
            found[key] = value
    return found


def facts_in_journey(journey: Journey, answers: Mapping[str, Any], today: date) -> dict[str, str]:
    """Return the facts a journey's answers hold, by their names: they may be kept, if the person says so."""
    found: dict[str, str] = {}
    for question in journey.questions:
        fact = question.fact or ""
        if fact in FACTS and question.key in answers:
            value = taken_as(fact, str(kept(answers[question.key])), today)
            if value:
                found[fact] = value
    return found


def _value(name: str, facts: Mapping[str, str], today: date) -> str:
    if name == "age" and facts.get("date_of_birth"):
        return str(relativedelta(today, date.fromisoformat(facts["date_of_birth"])).years)
    return facts.get(name, "")
