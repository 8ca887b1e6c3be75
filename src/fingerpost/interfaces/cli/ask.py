"""``fingerpost ask``: one question, one cited answer, in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.errors import QuestionError
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import print_json

if TYPE_CHECKING:
    from fingerpost.domain import Answer, Clarification, EasyRead
    from fingerpost.interfaces.wording import Catalogue
    from fingerpost.settings import ServiceSettings, Settings


def ask(
    question: Annotated[str, typer.Argument(help="What to ask; '-' reads it from standard input.")],
    service: ServiceOption = Path(),
    locale: Annotated[
        str | None, typer.Option("--locale", metavar="LOCALE", help="Ask in this language, such as 'cy'.")
    ] = None,
    easy_read: Annotated[
        bool, typer.Option("--easy-read", help="Show the answer in short lines, with hard words explained.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask one question and read the answer, with the quotations it rests on.

    When the answer depends on something that was not said, the choices are shown; on a terminal, type a choice's number
    and it is asked again with that. Nothing is kept: the question is not stored.
    """
    from fingerpost.service import Service

    asked = _read_question() if question == "-" else question
    may_choose = question != "-" and not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    opened = Service.open(service)
    try:
        history: list[Answer] = []
        while True:
            answer = opened.assistant.ask(asked, locale=locale, history=history)
            easy = opened.easy_read(answer) if easy_read else None
            words = _words(opened.settings, locale, answer.language)
            from fingerpost.interfaces.wording import speaking

            with speaking(words):
                _show(answer, easy, opened.settings.service, as_json=as_json)
            history.append(answer)
            asked = _choose(answer.clarification) if may_choose and answer.clarification else ""
            if not asked:
                break
    finally:
        opened.close()


def _words(settings: Settings, locale: str | None, asked_in: str) -> Catalogue:
    from fingerpost.interfaces.wording import open_catalogues

    """Return the words that go with an answer: in the language wanted, else the question's, else the service's own."""
    catalogues = open_catalogues(settings.folder, settings.service.locales)
    wanted = (locale, asked_in, settings.service.locale, *catalogues)
    return next(catalogues[each] for each in wanted if each in catalogues)


def _show(answer: Answer, easy: EasyRead | None, service: ServiceSettings, *, as_json: bool) -> None:
    if as_json:
        print_json(as_object(answer) if easy is None else {**as_object(answer), "easy_read": easy_as_object(easy)})
        return
    if easy is not None and easy.blocks:
        from fingerpost.interfaces.cli.easy_text import show_easy_read

        show_easy_read(easy, answer)
        return
    from fingerpost.interfaces.cli.answer_text import show

    show(answer, service)


def _choose(clarification: Clarification) -> str:
    """Return the question for the choice whose number is typed, or nothing when none is."""
    choices = (*clarification.options, clarification.unsure)
    typed = typer.prompt("Type a number, or press Enter to stop", default="", show_default=False)
    number = int(typed) if typed.strip().isdecimal() else 0
    return choices[number - 1].question if 0 < number <= len(choices) else ""


def as_object(answer: Answer) -> dict[str, Any]:
    """Return the whole answer record as one JSON object."""
    from pydantic import TypeAdapter

    from fingerpost.domain import Answer

    return TypeAdapter(Answer).dump_python(answer, mode="json")


def easy_as_object(easy: EasyRead) -> dict[str, Any]:
    """Return an easy read as one JSON object."""
    from pydantic import TypeAdapter

    from fingerpost.domain import EasyRead

    return TypeAdapter(EasyRead).dump_python(easy, mode="json")


def _read_question() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise QuestionError("the question is not text", where="standard input", fix="send it as UTF-8 text") from None
