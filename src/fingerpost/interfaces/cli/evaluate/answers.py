"""``fingerpost evaluate answers``: whether the sentences shown are the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fingerpost.interfaces.cli.evaluate.options import (
    PagesOption,
    QuestionsOption,
    ScenarioOption,
    show_measures,
    warn_of_training,
)
from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import print_json
from fingerpost.interfaces.cli.progress import progress

ModelOption = Annotated[
    Path | None,
    typer.Option(
        "--model-of", help="A service whose model composes the answers. It is asked once a question, and costs."
    ),
]


def answers(
    pages: PagesOption,
    questions: QuestionsOption,
    with_scenario: ScenarioOption = False,
    model_of: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer each question, and say how much of the evidence people marked is shown, and how much else."""
    from fingerpost.evaluation.answers import evaluate_answers
    from fingerpost.settings import load_settings

    service = load_settings(model_of) if model_of else None
    with progress(quiet=as_json) as watch:
        result = evaluate_answers(pages, questions, with_scenario=with_scenario, progress=watch, composer_of=service)
    warn_of_training(result.pages_trained_on)
    if as_json:
        print_json(result.as_json())
    else:
        show_measures(result.as_json())
