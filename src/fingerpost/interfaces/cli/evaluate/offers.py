"""``fingerpost evaluate offers``: how often the right calculator or journey is offered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress


def offers(
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="JSON lines: question, tool (a name or null), known.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option("--questions", metavar="FILE", help="JSON lines: question. Tells what share gets an offer."),
    ] = None,
    with_scenario: Annotated[
        bool, typer.Option("--with-scenario", help="Ask those with their scenario before them.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say how often the right calculator or journey is offered, and how often a wrong one is."""
    from fingerpost.evaluation.offers import evaluate_offers

    with progress(quiet=as_json) as watch:
        result = evaluate_offers(cases, questions=questions, with_scenario=with_scenario, progress=watch)
    if as_json:
        print_json(result.as_json())
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("cases", "with a tool", "with none", "right", "wrong", "values right"):
        table.add_column(column, justify="left" if column == "cases" else "right")
    for name, each in result.measures.items():
        shares = (f"{value:.3f}" for value in (each.right, each.wrong, each.values_right))
        table.add_row(name, str(each.with_tool), str(each.with_none), *shares)
    console().print(table)
    for mistake in result.mistakes:
        console().print(mistake, markup=False)
    if result.real:
        console().print(f"{result.real['offered']} of {result.real['questions']:,} other questions get an offer")
