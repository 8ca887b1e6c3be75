"""``fingerpost evaluate topics``: how often insights tell a question's topic right."""

from __future__ import annotations

from typing import Annotated

import typer

from fingerpost.interfaces.cli.evaluate.options import QuestionsOption, ScenarioOption
from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress


def topics(
    questions: QuestionsOption,
    with_scenario: ScenarioOption = False,
    every_page: Annotated[
        bool, typer.Option("--every-page", help="Measure the pages that the weights were trained on too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell the topics of questions about GOV.UK pages, and say how often that was right, at each of three levels."""
    from rich.table import Table

    from fingerpost.insights.topic_check import evaluate_topics

    with progress(quiet=as_json) as watch:
        result = evaluate_topics(questions, with_scenario=with_scenario, every_page=every_page, progress=watch)
    if as_json:
        print_json(result.as_json())
        return
    table = Table(box=None, pad_edge=False, title=f"{result.questions:,} questions, pages: {result.pages_half}")
    for name in ("", "level", "topics", "macro-F1", "accuracy", "classified", "precision"):
        table.add_column(name, justify="left" if not name else "right")
    for named, measures in (("every question", result.forced), ("where sure", result.shipped)):
        for each in measures:
            figures = (each.macro_f1, each.accuracy, each.classified, each.precision)
            table.add_row(named, str(each.level), str(each.topics), *(f"{figure:.3f}" for figure in figures))
    console().print(table)
