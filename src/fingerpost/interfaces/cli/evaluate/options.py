"""What several evaluations take and show alike."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.interfaces.cli.output import console

PagesOption = Annotated[Path, typer.Option("--pages", metavar="FILE", help="JSON lines: url, title, html.")]
QuestionsOption = Annotated[
    Path, typer.Option("--questions", metavar="FILE", help="JSON lines: question, scenario, url, evidence…")
]
ScenarioOption = Annotated[bool, typer.Option("--with-scenario", help="Ask with each question's scenario in front.")]


def warn_of_training(share: float) -> None:
    """Say on standard error when the weights in use were fitted on some of the pages measured on."""
    if share:
        typer.echo(
            f"Warning: the ranking weights in use were fitted on {share:.0%} of these pages, so these figures flatter. "
            "Fix: use other pages, or 'python -m benchmarks.ranking', which measures on pages held back.",
            err=True,
        )


def show_measures(measures: Mapping[str, object]) -> None:
    """Print measures by name as a table."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in measures.items():
        shown = "not known" if value is None else f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
        table.add_row(name.replace("_at_", "@").replace("_", " "), shown)
    console().print(table)
