"""``fingerpost evaluate personal-data``: how well personal data is found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from fingerpost.errors import EvaluationInputError
from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress


def personal_data(
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="JSON lines: text, and pii or expected_positions.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(
            "--questions", metavar="FILE", help="JSON lines: question, scenario. Made-up people are put in them."
        ),
    ] = None,
    generated: Annotated[int, typer.Option("--generated", min=0, help="How many questions to put people in.")] = 2_000,
    seed: Annotated[int, typer.Option("--seed", help="What the made-up people are made from.")] = 2026,
    as_json: JsonOption = False,
) -> None:
    """Say how much of the personal data in a text is found, how much that is found is some, and how long it takes.

    With --questions, made-up people are put in real questions too, and the questions are looked through as they are.
    """
    if cases is None and questions is None:
        raise EvaluationInputError(
            "there is nothing to measure on", where="--cases, --questions", fix="give at least one of the two files"
        )
    from fingerpost.evaluation.personal_data import evaluate_personal_data

    with progress(quiet=as_json) as watch:
        result = evaluate_personal_data(cases, questions, generated=generated, seed=seed, progress=watch)
    shown = result.as_json()
    if as_json:
        print_json(shown)
        return
    untouched: dict[str, Any] = shown.pop("questions", {})
    more: dict[str, Any] = shown.pop("generated", {})
    for name, measures in (("cases" if cases else "generated", shown), ("generated", more)):
        if measures:
            _show(name, measures)
    if untouched:
        _show_plainly(untouched)


def _show(name: str, measures: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(name)
    for column in ("recall", "precision", "to find", "found"):
        table.add_column(column, justify="right")
    for kind, found in measures["by_entity"].items():
        table.add_row(
            kind, f"{found['recall']:.3f}", f"{found['precision']:.3f}", f"{found['expected']:,}", f"{found['found']:,}"
        )
    table.add_row(
        "all", f"{measures['recall']:.3f}", f"{measures['precision']:.3f}", f"{measures['cases']:,} texts", ""
    )
    console().print(table)
    console().print(f"95% took under {measures['p95_ms']:.1f} ms; {measures['mean_words']:.0f} words on average")


def _show_plainly(untouched: dict[str, Any]) -> None:
    console().print(
        f"{untouched['questions']:,} questions as they are: a name found in {untouched['with_a_name']:.2%}, changed at "
        f"all {untouched['changed']:.2%} ({untouched['changed_without_scenario']:.2%} without the scenario); 95% took "
        f"under {untouched['p95_ms']:.1f} ms"
    )
