"""``fingerpost evaluate grounding``: whether false answers are dropped and true ones kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.grounding import GroundingResult


def grounding(
    pages: Annotated[
        Path | None,
        typer.Option("--pages", metavar="FILE", help="JSON lines: url, title, html. Sampleford's pages by default."),
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases",
            metavar="FILE",
            help="JSON lines: id, faithful, kind, source, quotes, sentence. Those that ship by default.",
        ),
    ] = None,
    answers: Annotated[
        int, typer.Option("--answers", min=1, help="How many true answers to make, where the pages have so many.")
    ] = 2_000,
    as_json: JsonOption = False,
) -> None:
    """Alter true answers, and say how many false ones are dropped and true ones kept; the same for paraphrases."""
    from fingerpost.evaluation.grounding import evaluate_grounding

    with progress(quiet=as_json) as watch:
        result = evaluate_grounding(pages, cases, answers=answers, progress=watch)
    if as_json:
        print_json(result.as_json())
    else:
        show(result)


def show(result: GroundingResult) -> None:
    """Print the measures as two tables: the whole, and kind by kind."""
    from rich.table import Table

    whole = Table(box=None, show_header=False, pad_edge=False)
    for name, value in (
        ("true answers", f"{result.answers:,}"),
        ("altered answers", f"{result.altered:,}"),
        ("detected", f"{result.detected:.3f}"),
        ("false alarms", f"{result.false_alarms:.3f}"),
        ("paraphrases kept", f"{result.paraphrases_kept:.3f}"),
        ("unfaithful dropped", f"{result.unfaithful_dropped:.3f}"),
        ("milliseconds a paraphrase", f"{result.milliseconds}"),
    ):
        whole.add_row(name, value)
    if result.unplaced:
        whole.add_row("paraphrases whose page is not given", f"{result.unplaced:,}")
    kinds = Table(box=None, pad_edge=False)
    kinds.add_column("kind")
    kinds.add_column("cases", justify="right")
    kinds.add_column("right", justify="right")
    for kind, counted in result.by_kind.items():
        kinds.add_row(kind.replace("_", " "), f"{counted.cases:,}", f"{counted.right:.3f}")
    console().print(whole)
    console().print()
    console().print(kinds)
