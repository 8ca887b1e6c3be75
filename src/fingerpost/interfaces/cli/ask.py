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
    from fingerpost.domain import Answer, EasyRead


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

    Nothing is kept: the question is not stored.
    """
    from fingerpost.service import Service

    asked = _read_question() if question == "-" else question
    opened = Service.open(service)
    try:
        answer = opened.assistant.ask(asked, locale=locale)
        contact = opened.settings.service.contact
        easy = opened.easy_read(answer) if easy_read else None
    finally:
        opened.close()
    if as_json:
        print_json(as_object(answer) if easy is None else {**as_object(answer), "easy_read": easy_as_object(easy)})
        return
    if easy is not None and easy.blocks:
        from fingerpost.interfaces.cli.easy_text import show_easy_read

        show_easy_read(easy, answer)
        return
    from fingerpost.interfaces.cli.answer_text import show

    show(answer, contact)


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
