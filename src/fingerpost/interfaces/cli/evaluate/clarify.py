"""``fingerpost evaluate clarify``: whether a question back is asked when it is needed, and only then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, plain, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.clarify import ClarifyResult


def clarify(
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="FILE", help="JSON lines: question, asks… The packaged cases by default."),
    ] = None,
    pages: Annotated[
        Path | None,
        typer.Option("--pages", metavar="FILE", help="JSON lines: url, title, html. Sampleford by default."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every case, and say how often a question back is asked when one is needed and when none is."""
    from fingerpost.evaluation.clarify import evaluate_clarify

    with progress(quiet=as_json) as watch:
        result = evaluate_clarify(cases, pages, progress=watch)
    if as_json:
        print_json(result.as_json())
    else:
        show(result)


def show(result: ClarifyResult) -> None:
    """Print the measures as a table, all cases beside those held back, and then the cases that went wrong."""
    from rich.table import Table

    table = Table("", "all", "held back", box=None, pad_edge=False)
    for name in ("cases", "asked_when_needed", "asked_when_not", "right_dimension"):
        values = (getattr(result, name), getattr(result.held_back, name))
        table.add_row(name.replace("_", " "), *(f"{v:.3f}" if isinstance(v, float) else f"{v:,}" for v in values))
    screen = console()
    screen.print(table)
    for case in result.wrong:
        screen.print(plain(case), style="dim", markup=False)
