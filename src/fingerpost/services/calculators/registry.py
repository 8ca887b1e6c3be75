"""Which calculators there are: those of the entry points ``fingerpost.calculators``, ours and a council's own."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from pydantic import ValidationError

from fingerpost.errors import CalculatorInputError, SettingsError, UnknownCalculatorError
from fingerpost.services.calculators.model import Calculation, Calculator, SetUp
from fingerpost.settings.calculators import CalculatorSettings

_OURS = "fingerpost.services."
_PLAIN_NAME = re.compile(r"[a-z_]{1,40}")


@cache
def calculators() -> Mapping[str, Calculator]:
    """Return every installed calculator by name, in order of their names."""
    found = _installed()
    return {name: cast("Calculator", found[name].load()()) for name in sorted(found)}


def offered_names(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the calculators a service offers, in order. None is loaded for it.

    Args:
        wanted: ``calculators.offered`` of its settings: names, and "*" for all of ours that need no extra.

    Raises:
        SettingsError: one of them is not installed.
    """
    found = _installed()
    names: set[str] = set()
    for each in wanted:
        if each == "*":
            # What needs an extra is offered only where the service names it.
            names |= {name for name, point in found.items() if point.value.startswith(_OURS) and not point.extras}
        elif each in found:
            names.add(each)
        else:
            near = difflib.get_close_matches(each, found, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise SettingsError(
                f"no calculator called {each!r} is installed",
                where="calculators.offered",
                fix=f"{hint}'fingerpost calculate' lists those that are; install the package that holds it",
            )
    return tuple(sorted(names))


def offered(wanted: Sequence[str], settings: CalculatorSettings | None = None) -> Mapping[str, Calculator]:
    """Return the calculators a service offers, by name. See ``offered_names``. Raises ``SettingsError``.

    Args:
        wanted: ``calculators.offered`` of its settings.
        settings: the rest of them, for a calculator that has some of its own (``for_service``).
    """
    return {name: set_up(calculators()[name], settings) for name in offered_names(wanted)}


def set_up(chosen: Calculator, settings: CalculatorSettings | None) -> Calculator:
    """Return a calculator as a service has set it: itself, where it has no settings of its own."""
    return chosen.for_service(settings) if settings is not None and isinstance(chosen, SetUp) else chosen


def one_offered(name: str, wanted: Sequence[str], settings: CalculatorSettings | None = None) -> Calculator:
    """Return a calculator that a service offers. The arguments are those of ``offered``.

    Raises:
        SettingsError: ``wanted`` names one that is not installed.
        UnknownCalculatorError: the service offers none of this name.
    """
    names = offered_names(wanted)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        fix = f"{hint}GET /api/v1/calculators lists those offered"
        raise UnknownCalculatorError("the service offers no such calculator", where="name", fix=fix)
    return set_up(calculators()[name], settings)


@cache
def _installed() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group="fingerpost.calculators")}


def calculator(name: str) -> Calculator:
    """Return the calculator of this name.

    Raises:
        UnknownCalculatorError: there is none; the error names the nearest.
    """
    known = calculators()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UnknownCalculatorError(
            f"there is no calculator called {name!r}", where=name, fix=f"{hint}use one of: {', '.join(known)}"
        )
    return known[name]


def calculate(name: str, given: Mapping[str, Any]) -> Calculation:
    """Work something out from inputs as they were written.

    Args:
        name: the calculator's.
        given: its inputs by key; text is read as the field's kind ("2025-04-06", "1200.50", "yes").

    Raises:
        UnknownCalculatorError: there is no such calculator.
        CalculatorInputError: an input is missing, unknown, or not of its kind; the error names each.
        OutsideRatesError: a date or year outside the rates held.
    """
    return work_out(calculator(name), given)


def work_out(chosen: Calculator, given: Mapping[str, Any]) -> Calculation:
    """Work something out by a calculator from inputs as they were written. Raises as ``calculate`` does."""
    try:
        inputs = chosen.inputs.model_validate(dict(given))
    except ValidationError as problem:
        takes = ", ".join(chosen.inputs.model_fields)
        raise CalculatorInputError(
            "; ".join(_said(dict(error)) for error in problem.errors()),
            where=chosen.name,
            fix=f"give {takes} as 'fingerpost calculate {chosen.name} --help-inputs' says",
        ) from None
    return chosen(inputs)


def _said(error: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{where if _PLAIN_NAME.fullmatch(where) else '(unknown)'}: there is no such input"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{where}: {message[0].lower()}{message[1:]}" if where else message
