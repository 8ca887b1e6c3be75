"""``fingerpost evaluate service``: a service's own test questions, and a new one made of an answer that was given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.errors import ConversationNotFoundError
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.service_questions import ServiceResult

QuestionsOption = Annotated[
    Path | None, typer.Option("--questions", metavar="FILE", help="Another file than gate.questions.")
]


def service(service: ServiceOption = Path(), questions: QuestionsOption = None, as_json: JsonOption = False) -> None:
    """Ask a service its own test questions, and say what is wrong with each answer that falls short.

    Ends with 1 when fewer pass than gate.pass_share.
    """
    from fingerpost.evaluation.service_questions import ask_all, read_service_questions
    from fingerpost.service import Service
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    asked = read_service_questions(questions or settings.path(settings.gate.questions))
    with Service.of(settings) as opened, progress(quiet=as_json) as watch:
        result = ask_all(opened.assistant.ask, asked, watch)
    if as_json:
        print_json(result.as_json())
    else:
        show(result)
    if result.share < settings.gate.pass_share:
        raise typer.Exit(1)


def add_question(
    conversation: Annotated[str, typer.Argument(metavar="CONVERSATION", help="The id of a kept conversation.")],
    turn: Annotated[int, typer.Option("--turn", min=1, help="Which of its answers, counted from 1.")] = 1,
    service: ServiceOption = Path(),
    questions: QuestionsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a test question of an answer that was given: it must turn out so again, and cite one of the same pages.

    Read the line afterwards, and say in must_say what the answer must not lose.
    """
    from fingerpost.conversations.store import ConversationStore
    from fingerpost.evaluation.service_questions import add_question as add
    from fingerpost.evaluation.service_questions import question_of
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    store = ConversationStore.open(settings.database_url, tombstones=settings.tombstones)
    try:
        kept = store.get(conversation)
    finally:
        store.close()
    if turn > len(kept.turns):
        raise ConversationNotFoundError(
            f"this conversation has {plural(len(kept.turns), 'answer')}", where="--turn", fix="give a smaller number"
        )
    locale = kept.locale if kept.locale != settings.service.locale else None
    made = question_of(kept.turns[turn - 1].answer, locale)
    file = questions or settings.path(settings.gate.questions)
    add(file, made)
    if as_json:
        print_json({"file": str(file), **made.as_row()})
    else:
        console().print(f"Added to {file}: {plain(made.question)}", soft_wrap=True)


def show(result: ServiceResult) -> None:
    """Print how many pass, and each that does not with what is wrong."""
    screen = console()
    for each in result.failed:
        screen.print(plain(each.question), style="bold", soft_wrap=True)
        for problem in each.problems:
            screen.print(f"  {plain(problem)}", style="yellow", soft_wrap=True)
    screen.print(f"{result.passed} of {plural(result.cases, 'question')} pass ({result.share:.0%}).")
