"""``fingerpost evaluate retrieval``: how often the right page comes first."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.retrieval import RetrievalResult


def retrieval(
    pages: Annotated[Path, typer.Option("--pages", metavar="FILE", help="JSON lines: url, title, html.")],
    questions: Annotated[
        Path, typer.Option("--questions", metavar="FILE", help="JSON lines: question, scenario, url, evidence…")
    ],
    with_scenario: Annotated[
        bool, typer.Option("--with-scenario", help="Ask with each question's scenario in front.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Index the pages in a throw-away index, ask the questions, and say how often the right page comes first."""
    from fingerpost.evaluation.retrieval import evaluate_retrieval

    with progress(quiet=as_json) as watch:
        result = evaluate_retrieval(pages, questions, with_scenario=with_scenario, progress=watch)
    if as_json:
        print_json(asdict(result))
    else:
        show(result)


def show(result: RetrievalResult) -> None:
    """Print the measures as a table."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in asdict(result).items():
        shown = f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
        table.add_row(name.replace("_at_", "@").replace("_", " "), shown)
    console().print(table)
