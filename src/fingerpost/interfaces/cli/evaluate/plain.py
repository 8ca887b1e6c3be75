"""``fingerpost evaluate plain``: how plain the answers are, and what their easy read keeps."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.plain import PlainResult


def plain(
    pages: Annotated[
        Path | None,
        typer.Option("--pages", metavar="FILE", help="JSON lines: url, title, html. Sampleford's pages if left out."),
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option("--questions", metavar="FILE", help="JSON lines: question, scenario, url, evidence…"),
    ] = None,
    with_scenario: Annotated[
        bool, typer.Option("--with-scenario", help="Ask with each question's scenario in front.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the questions and say how hard the answers are to read, and what their easy read keeps."""
    from fingerpost.evaluation.plain import evaluate_plain

    with progress(quiet=as_json) as watch:
        result = evaluate_plain(pages, questions, with_scenario=with_scenario, progress=watch)
    if as_json:
        print_json(asdict(result))
    else:
        show(result)


def show(result: PlainResult) -> None:
    """Print the measures as a table."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in asdict(result).items():
        table.add_row(name.replace("_", " "), f"{value:,}")
    console().print(table)
