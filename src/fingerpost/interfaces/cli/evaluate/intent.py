"""``fingerpost evaluate intent``: how well it is read what a message wants."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress


def intent(
    cases: Annotated[Path | None, typer.Option("--cases", metavar="FILE", help="JSON lines: text, intent.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say how well the intent of a message is read.

    With --cases, by the weights that ship. Without, by weights fitted on one half of the shipped examples and measured
    on the other, both ways round.
    """
    from fingerpost.evaluation.intent import evaluate_intent

    with progress(quiet=as_json) as watch:
        result = evaluate_intent(cases, progress=watch)
    if as_json:
        print_json(result.as_json())
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("intent", "precision", "recall", "F1", "cases"):
        table.add_column(column, justify="left" if column == "intent" else "right")
    for name, each in result.by_intent.items():
        shown = (f"{value:.3f}" for value in (each.precision, each.recall, each.f1))
        table.add_row(name.replace("_", " "), *shown, f"{each.cases:,}")
    table.add_row("mean", "", "", f"{result.macro_f1:.3f}", f"{result.cases:,}")
    console().print(table)
