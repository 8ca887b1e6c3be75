"""Questions of a form, read off a JSON Schema, and what somebody typed read back: shared by all that asks in forms.

A field's kind follows from its schema: a date is three boxes, an amount of pounds has its sign before it, yes or no and
choices are radios, several choices are checkboxes. Nothing here knows of calculators.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, cast

from pydantic import BaseModel
from starlette.requests import Request

DATE_PARTS = ("day", "month", "year")
_LONGEST = 200
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


class FieldKind(StrEnum):
    """How a question is asked."""

    TEXT = "text"
    TAX_YEAR = "tax_year"
    MONEY = "money"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question. ``choices`` are pairs of what is sent and what is read; ``default`` is what leaving out means.

    ``below_nought`` says that a number may have a minus sign, which a phone's number pad lacks.
    """

    key: str
    question: str
    hint: str
    kind: FieldKind
    needed: bool
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""
    below_nought: bool = False

    @property
    def first_id(self) -> str:
        """The id of the first thing to fill in, which an error links to."""
        return f"{self.key}-day" if self.kind is FieldKind.DATE else self.key


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with an answer: ``said`` names the words for it, ``limit`` is the limit it broke."""

    key: str
    said: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """What was typed, to be shown again, what it comes to, and what is wrong with it.

    ``values`` hold text, or a tuple of texts for several choices; what was left out is not in them.
    """

    typed: Mapping[str, str]
    chosen: Mapping[str, tuple[str, ...]]
    values: Mapping[str, str | tuple[str, ...]]
    errors: tuple[FieldError, ...]


async def sent_form(request: Request) -> Mapping[str, Sequence[str]]:
    """Return what a form sent: every value of each name. Files are not taken."""
    form = await request.form(max_files=0, max_fields=200)
    return {name: [each for each in form.getlist(name) if isinstance(each, str)] for name in form}


@cache
def fields_of(inputs: type[BaseModel]) -> tuple[FormField, ...]:
    """Return the questions of a model of inputs, in its order. Titles are questions and descriptions are hints."""
    return fields_of_schema(inputs.model_json_schema())


def fields_of_schema(schema: Mapping[str, Any]) -> tuple[FormField, ...]:
    """Return the questions of an object's JSON Schema, in its order."""
    needed = set(schema.get("required", ()))
    return tuple(_field(key, each, key in needed) for key, each in schema.get("properties", {}).items())


def read_answers(fields: Sequence[FormField], form: Mapping[str, Sequence[str]]) -> GivenAnswers:
    """Return what a form holds for these questions.

    Args:
        fields: the questions.
        form: what was sent, every value of each name.
    """
    typed: dict[str, str] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    values: dict[str, str | tuple[str, ...]] = {}
    errors: list[FieldError] = []
    for field in fields:
        if field.kind is FieldKind.CHOICES:
            known = {value for value, _ in field.choices}
            chosen[field.key] = tuple(each for each in form.get(field.key, ()) if each in known)
            values[field.key] = chosen[field.key]
            continue
        if field.kind is FieldKind.DATE:
            for part in DATE_PARTS:
                typed[f"{field.key}-{part}"] = _first(form, f"{field.key}-{part}")
            said, value = _date(*(typed[f"{field.key}-{part}"] for part in DATE_PARTS))
        else:
            value = typed[field.key] = _first(form, field.key)
            said = ""
        if said:
            errors.append(FieldError(field.key, said))
        elif value:
            values[field.key] = value
        elif field.needed:
            errors.append(FieldError(field.key, f"missing.{field.kind}"))
    return GivenAnswers(typed, chosen, values, tuple(errors))


def errors_of(fields: Sequence[FormField], found: Sequence[Mapping[str, Any]]) -> tuple[FieldError, ...]:
    """Return pydantic's errors about answers, each field once, in the form's order.

    Args:
        fields: the questions.
        found: ``ValidationError.errors()``. What was typed is not repeated.
    """
    kinds = {field.key: field.kind for field in fields}
    first: dict[str, FieldError] = {}
    for each in found:
        key = str(each["loc"][0]) if each["loc"] else ""
        if key in kinds and key not in first:
            first[key] = _error(key, kinds[key], each)
    return tuple(first[field.key] for field in fields if field.key in first)


_LIMITS = {
    "greater_than": ("more", "gt"),
    "greater_than_equal": ("least", "ge"),
    "less_than": ("less", "lt"),
    "less_than_equal": ("most", "le"),
    "decimal_max_places": ("places", "decimal_places"),
}


def _error(key: str, kind: FieldKind, error: Mapping[str, Any]) -> FieldError:
    said, limit = _LIMITS.get(error["type"], ("", ""))
    if said:
        return FieldError(key, said, str(cast("Mapping[str, object]", error.get("ctx", {})).get(limit, "")))
    return FieldError(key, f"wrong.{kind}")


def _first(form: Mapping[str, Sequence[str]], name: str) -> str:
    sent = form.get(name, ())
    return sent[0].strip()[:_LONGEST] if sent else ""


def _date(day: str, month: str, year: str) -> tuple[str, str]:
    """Return what is wrong with a date's three boxes, and the date as ISO when nothing is."""
    if not (day or month or year):
        return "", ""
    if not (day and month and year):
        return "date.parts", ""
    if not all(part.isascii() and part.isdigit() for part in (day, month, year)) or len(year) != 4:
        return "wrong.date", ""
    try:
        return "", date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return "wrong.date", ""


def _field(key: str, schema: Mapping[str, Any], needed: bool) -> FormField:
    kind, choices = _kind(schema)
    default = _shown(schema.get("default"))
    # What would change the result is asked and never assumed; nothing, and "0", may be left out.
    asked = kind not in (FieldKind.CHOICES, FieldKind.DATE) and default not in ("", "0")
    return FormField(
        key=key,
        question=str(schema.get("title", key)),
        hint=_hint(str(schema.get("description", "")), kind),
        kind=kind,
        needed=needed or asked,
        choices=tuple((each, _label(schema, each)) for each in choices),
        default=default,
        below_nought=schema.get("minimum", 0) < 0,
    )


def _hint(hint: str, kind: FieldKind) -> str:
    """Return a hint with its example date as the three boxes take it."""
    return (
        _ISO.sub(lambda found: f"{int(found[3])} {int(found[2])} {found[1]}", hint) if kind is FieldKind.DATE else hint
    )


def _shown(default: object) -> str:
    if default is None or isinstance(default, list):
        return ""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default)


def _kind(schema: Mapping[str, Any]) -> tuple[FieldKind, tuple[str, ...]]:
    """Return a question's kind and its choices. Of alternatives, the first that is not null says which."""
    if "enum" in schema:
        return FieldKind.CHOICE, tuple(str(each) for each in schema["enum"])
    if "const" in schema:
        return FieldKind.CHOICE, (str(schema["const"]),)
    formats = {"date": FieldKind.DATE, "pounds": FieldKind.MONEY, "tax-year": FieldKind.TAX_YEAR}
    if schema.get("format") in formats:
        return formats[schema["format"]], ()
    if schema.get("type") == "array":
        return FieldKind.CHOICES, _kind(schema.get("items", {}))[1]
    types = {"boolean": FieldKind.YES_NO, "integer": FieldKind.WHOLE, "number": FieldKind.NUMBER}
    if schema.get("type") in types:
        return types[schema["type"]], ()
    alternatives = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return _kind(alternatives[0]) if alternatives else (FieldKind.TEXT, ())


def _label(schema: Mapping[str, Any], value: str) -> str:
    labels = cast("Mapping[str, str]", schema.get("labels", {}))
    words = value.replace("-", " ").replace("_", " ")
    return labels.get(value) or (words[:1].upper() + words[1:])
