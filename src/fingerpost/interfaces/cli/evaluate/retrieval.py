"""``fingerpost evaluate retrieval``: how often the right page comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.interfaces.cli.evaluate.options import (
    PagesOption,
    QuestionsOption,
    ScenarioOption,
    show_measures,
    warn_of_training,
)
from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.retrieval import Measures


def retrieval(
    pages: PagesOption,
    questions: QuestionsOption,
    with_scenario: ScenarioOption = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Measure plain words, plain vectors and plain fusion beside it.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Index the pages in a throw-away index, ask the questions, and say how often the right page comes first."""
    from fingerpost.evaluation.retrieval import evaluate_retrieval

    with progress(quiet=as_json) as watch:
        result = evaluate_retrieval(pages, questions, with_scenario=with_scenario, compare=compare, progress=watch)
    warn_of_training(result.pages_trained_on)
    if as_json:
        print_json(result.as_json())
        return
    show_measures({name: value for name, value in result.as_json().items() if name != "compared"})
    if result.compared:
        show_compared(result.compared)


def show_compared(compared: Mapping[str, Measures]) -> None:
    """Print the measures of each way of ordering, a row each."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in ("page@1", "page@5", "page MRR", "evidence recall@5", "@10"):
        table.add_column(name, justify="right")
    for name, measures in compared.items():
        table.add_row(name, *(f"{value:.3f}" for value in measures.values()))
    console().print(table)
