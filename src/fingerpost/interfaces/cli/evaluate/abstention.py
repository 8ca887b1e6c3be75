"""``fingerpost evaluate abstention``: whether it knows when it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.interfaces.cli.evaluate.options import PagesOption, QuestionsOption, ScenarioOption, warn_of_training
from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.abstention import AbstentionResult


def abstention(
    pages: PagesOption,
    questions: QuestionsOption,
    with_scenario: ScenarioOption = False,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", min=0, max=1, help="The confidence an answer needs. [default: as shipped]"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask each question with its page in the index and with it taken away, and say how well the two are told apart."""
    from fingerpost.evaluation.abstention import evaluate_abstention

    with progress(quiet=as_json) as watch:
        result = evaluate_abstention(pages, questions, with_scenario=with_scenario, threshold=threshold, progress=watch)
    warn_of_training(result.pages_trained_on)
    if as_json:
        print_json(result.as_json())
    else:
        show(result)


def show(result: AbstentionResult) -> None:
    """Print the measures, and what other thresholds would do."""
    from rich.table import Table

    out = console()
    out.print(f"{result.questions:,} questions, each with its page there and taken away: AUROC {result.auroc:.3f}")
    table = Table(box=None, pad_edge=False)
    for name in ("threshold", "answered, page there", "declined, page away"):
        table.add_column(name, justify="right")
    for point in result.curve:
        table.add_row(f"{point.threshold:.2f}", f"{point.answered_present:.3f}", f"{point.declined_absent:.3f}")
    table.add_section()
    at = f"{result.threshold:.2f} (set)"
    table.add_row(at, f"{result.answered_present:.3f}", f"{result.declined_absent:.3f}", style="bold")
    out.print(table)
