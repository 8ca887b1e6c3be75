"""``fingerpost calculate``: work something out by a tested rule, with its working, rates and sources."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, plain, print_json

if TYPE_CHECKING:
    from fingerpost.services.calculators import Calculation, Calculator


def calculate(
    name: Annotated[str, typer.Argument(help="The calculator, such as 'child-benefit'. None lists them all.")] = "",
    given: Annotated[
        list[str] | None, typer.Option("--input", "-i", metavar="KEY=VALUE", help="One input; repeat for each.")
    ] = None,
    service: Annotated[
        Path | None,
        typer.Option("--service", help="A service's folder, for a calculator that has settings of its own."),
    ] = None,
    help_inputs: Annotated[bool, typer.Option("--help-inputs", help="Show what the calculator takes.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Work something out by a tested rule: the result, its working, the rates used and where each stands."""
    from fingerpost.services.calculators import calculator, calculators, set_up, work_out
    from fingerpost.services.calculators.model import SetUp

    if not name:
        _list(list(calculators().values()), as_json=as_json)
    elif help_inputs:
        _show_inputs(calculator(name), as_json=as_json)
    else:
        chosen = calculator(name)
        if service is not None:
            from fingerpost.settings import load_settings

            chosen = set_up(chosen, load_settings(service).calculators)
        inputs = read_inputs(given or ())
        if isinstance(chosen, SetUp) and not as_json:
            sys.stderr.write("This can take a minute: what works it out is being started.\n")
        calculation = work_out(chosen, inputs)
        if as_json:
            print_json(calculation.as_json())
        else:
            _show(chosen, calculation)


def read_inputs(given: Sequence[str]) -> dict[str, str]:
    """Return ``key=value`` pairs by key.

    Raises:
        CalculatorInputError: one has no "=" or no key, or a key is given twice.
    """
    from fingerpost.errors import CalculatorInputError

    inputs: dict[str, str] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        key = key.strip().replace("-", "_")
        if not equals or not key:
            raise CalculatorInputError(
                "an input is written key=value", where="--input", fix="for example --input tax_year=2025-26"
            )
        if key in inputs:
            raise CalculatorInputError(f"{key} is given twice", where="--input", fix="give it once")
        inputs[key] = value.strip()
    return inputs


def described_inputs(chosen: Calculator) -> list[dict[str, Any]]:
    """Return what a calculator takes: key, question, hint, kind, whether it is needed and its default."""
    schema = chosen.inputs.model_json_schema()
    needed = set(schema.get("required", ()))
    return [
        {
            "key": key,
            "question": field.get("title", key),
            "hint": field.get("description", ""),
            "choices": field.get("enum", []),
            "needed": key in needed,
            "default": field.get("default"),
        }
        for key, field in schema.get("properties", {}).items()
    ]


def _list(known: Sequence[Calculator], *, as_json: bool) -> None:
    if as_json:
        print_json([{"name": one.name, "title": one.title, "description": one.description} for one in known])
        return
    screen = console()
    if not known:
        screen.print("No calculator is installed.")
        return
    for one in known:
        screen.print(plain(f"{one.name}\n    {one.title}"))


def _show_inputs(chosen: Calculator, *, as_json: bool) -> None:
    takes = described_inputs(chosen)
    if as_json:
        print_json({"name": chosen.name, "inputs": takes})
        return
    screen = console()
    screen.print(plain(f"{chosen.title}\n{chosen.description}\n"))
    for one in takes:
        choices = f" One of: {', '.join(map(str, one['choices']))}." if one["choices"] else ""
        default = "" if one["needed"] or one["default"] is None else f" (default: {one['default']})"
        hint = f" {one['hint']}." if one["hint"] else ""
        screen.print(plain(f"{one['key']}{default}\n    {one['question']}{hint}{choices}"))


def _show(chosen: Calculator, calculation: Calculation) -> None:
    from fingerpost.services.calculators.model import Unit
    from fingerpost.services.calculators.written import written

    screen = console()
    screen.print(plain(f"{chosen.title}\n"))
    for figure in calculation.figures:
        screen.print(plain(f"{figure.label}: {written(figure.value, figure.unit)}"))
    screen.print(plain("\nHow it was worked out"))
    for line in calculation.working:
        screen.print(plain(f"- {line.label}: {written(line.value, line.unit)}. {line.rule}."))
    for rates in calculation.rates:
        until = f"to {written(rates.ends, Unit.DATE)}" if rates.ends else "onwards"
        screen.print(plain(f"\n{rates.name}: from {written(rates.starts, Unit.DATE)} {until}"))
    screen.print(plain("\nSources"))
    for source in calculation.sources:
        screen.print(plain(f"- {source.title}\n  {source.url}"))
    for note in calculation.notes:
        screen.print(plain(f"\n{note}"))
