"""``fingerpost evaluate welsh``: how often a Welsh question finds its English page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.welsh import WelshResult


def welsh(
    pages: Annotated[
        Path | None,
        typer.Option("--pages", metavar="FILE", help="JSON lines: url, title, html. Sampleford's pages if left out."),
    ] = None,
    questions: Annotated[
        Path | None, typer.Option("--questions", metavar="FILE", help="JSON lines: question (in Welsh), url.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask questions in Welsh that only English pages answer, and say how often the right page comes first."""
    from fingerpost.evaluation.welsh import evaluate_welsh

    with progress(quiet=as_json) as watch:
        result = evaluate_welsh(pages, questions, progress=watch)
    if as_json:
        print_json(result.as_json())
    else:
        show(result)


def show(result: WelshResult) -> None:
    """Print the measures as a table, a column for each half."""
    from rich.table import Table

    columns = {"all": result, **result.halves}
    table = Table("", *(name.replace("_", " ") for name in columns), box=None, pad_edge=False)
    for name in ("questions", "page_at_1", "page_at_5", "taken_for_welsh", "from_english_pages"):
        values = [getattr(shares, name) for shares in columns.values()]
        shown = (f"{value:.3f}" if isinstance(value, float) else f"{value:,}" for value in values)
        table.add_row(name.replace("_at_", "@").replace("_", " "), *shown)
    console().print(table)
