"""``fingerpost evaluate urgent``: how well it is seen that somebody needs help at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress


def urgent(
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="JSON lines: text, urgent, and kind or history.")
    ] = None,
    half: Annotated[
        int | None, typer.Option("--half", min=0, max=1, help="Only one half, by a fixed hash. Ours is tuned on 0.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say how many urgent messages are found urgent, and how many everyday ones are taken for urgent."""
    from fingerpost.evaluation.urgent import evaluate_urgent

    with progress(quiet=as_json) as watch:
        result = evaluate_urgent(cases, part=half, progress=watch)
    if as_json:
        print_json(result.as_json())
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("kind", "found urgent", "cases"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for kind, each in result.by_kind.items():
        table.add_row(kind.replace("_", " "), f"{each.share:.3f}", f"{each.cases:,}")
    console().print(table)
    for name, share in (("recall", result.recall), ("false alarms", result.false_alarms)):
        if share is not None:
            console().print(f"{name}: {share:.3f}")
