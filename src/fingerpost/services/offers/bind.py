"""Which question of a form each thing said belongs in.

Kind, unit and the words beside it must fit (``binding.toml``), and the form must take it. Where two things would fit
one question, neither is taken: the person fills it in. Nothing is converted: £2,100 a month is not put where an amount
a week is asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from fingerpost.domain import OfferedValue
from fingerpost.safeguards.personal_data import PLACEHOLDER
from fingerpost.services.offers.extract import Said, ValueKind

RULES_FILE = Path(__file__).with_name("binding.toml")
_BESIDE = 40
_CLAUSE = re.compile(r"[.?!;\n]")
_BIRTH = "date of birth"
_SCARCE = re.compile(r"\b(?:only|just|as little as|dim ond)\b", re.IGNORECASE)
_TWO = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What belongs in one question. See ``binding.toml`` for what each part means."""

    kind: str = ""
    units: tuple[str, ...] = ()
    before: str = ""
    either: str = ""
    never: str = ""
    least: int = 0
    pick: str = ""
    needs: str = ""
    birth: bool = False
    yes: str = ""
    no: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def bind(calculator: str, inputs: type[BaseModel], text: str, said: Sequence[Said]) -> tuple[OfferedValue, ...]:
    """Return what was said that belongs in a calculator's form, in the form's order.

    Args:
        calculator: its name.
        inputs: what it takes.
        text: what was said, placeholders for personal data and all.
        said: the values in it, as ``said_in`` finds them.
    """
    found: dict[str, OfferedValue] = {}
    for key, field in inputs.model_fields.items():
        rule = rule_of(calculator, key)
        if rule is None:
            continue
        question = field.title or key
        placeholder = _birth_placeholder(text) if rule.birth else ""
        value = "" if placeholder else _value(rule, text, said)
        if placeholder or (value and taken(inputs, key, value)):
            found[key] = OfferedValue(key, question, value, placeholder)
    for key in [key for key in found if (rule := rule_of(calculator, key)) and rule.needs and rule.needs not in found]:
        del found[key]
    return tuple(found.values())


def taken(inputs: type[BaseModel], key: str, value: str) -> bool:
    """Return whether a form's question takes a value."""
    field = inputs.model_fields[key]
    try:
        adapter = cast("TypeAdapter[Any]", TypeAdapter(Annotated[field.annotation, field]))  # pyright: ignore[reportInvalidTypeForm, reportArgumentType, reportUnknownMemberType]
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def rule_of(calculator: str, key: str) -> Rule | None:
    """Return what belongs in a question; ``None`` where nothing is known to."""
    rules = _rules()
    return rules.get(f"{calculator}.{key}") or rules.get(key)


def _value(rule: Rule, text: str, said: Sequence[Said]) -> str:
    if rule.choices:
        chosen = [value for value, words in rule.choices if re.search(words, text, re.IGNORECASE)]
        return chosen[0] if len(chosen) == 1 else ""
    if rule.yes:
        if re.search(rule.no, text, re.IGNORECASE):
            return "no"
        return "yes" if re.search(rule.yes, text, re.IGNORECASE) else ""
    fits = [each for each in said if _fits(rule, text, each)]
    if rule.pick:
        return _picked(rule.pick, text, fits)
    values = list(dict.fromkeys(each.value for each in fits))
    return _written(values[0]) if len(values) == 1 else ""


def _fits(rule: Rule, text: str, each: Said) -> bool:
    if each.kind != rule.kind or (rule.units and each.unit not in rule.units):
        return False
    if isinstance(each.value, Decimal) and each.value < rule.least:
        return False
    if each.kind is ValueKind.NATION:
        return True
    before = _CLAUSE.split(text[max(0, each.start - _BESIDE) : each.start])[-1]
    after = _CLAUSE.split(text[each.end : each.end + _BESIDE])[0]
    if rule.before and not re.search(rule.before, before, re.IGNORECASE):
        return False
    if rule.either and not re.search(rule.either, f"{before} | {after}", re.IGNORECASE):
        return False
    beside = after[: _BESIDE // _TWO]
    return not (rule.never and any(re.search(rule.never, words, re.IGNORECASE) for words in (before, beside)))


def _picked(which: str, text: str, fits: Sequence[Said]) -> str:
    """Return the lower or the higher of two incomes; of one alone, only where it is said to be little."""
    values = sorted({each.value for each in fits if isinstance(each.value, Decimal)})
    if len(values) == _TWO:
        return _written(values[0] if which == "lower" else values[1])
    if len(values) == 1 and which == "lower" and _SCARCE.search(text[max(0, fits[0].start - _BESIDE) : fits[0].start]):
        return _written(values[0])
    return ""


def _birth_placeholder(text: str) -> str:
    held = {match[0] for match in PLACEHOLDER.finditer(text) if match["kind"] == _BIRTH}
    return held.pop() if len(held) == 1 else ""


def _written(value: date | Decimal | int | str) -> str:
    """Return a value as a form's field holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


@cache
def _rules() -> Mapping[str, Rule]:
    held: Mapping[str, dict[str, Any]] = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    rules: dict[str, Rule] = {}
    for key, written in held.items():
        parts = dict(written)
        parts["needs"] = parts.pop("with", "")
        parts["units"] = tuple(parts.get("units", ()))
        parts["choices"] = tuple(parts.get("choices", {}).items())
        rules[key] = Rule(**parts)
    return rules
