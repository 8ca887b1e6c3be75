"""``fingerpost evaluate follow-ups``: how well a follow-up is completed from the conversation."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress


def follow_ups(
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="FILE", help="JSON lines: id, conversation, follow_up, pages, carry…"),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Measure on the half that was tuned on as well.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask conversations of Sampleford and say how often a follow-up finds its page, and a new subject is left alone.

    Without --cases: the half of the shipped cases that nothing was tuned on.
    """
    from fingerpost.evaluation.follow_ups import evaluate_follow_ups

    with progress(quiet=as_json) as watch:
        result = evaluate_follow_ups(cases, everything=everything, progress=watch)
    if as_json:
        print_json(result.as_json())
        return
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in asdict(result).items():
        table.add_row(
            name.replace("_at_", "@").replace("_", " "), f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
        )
    console().print(table)
