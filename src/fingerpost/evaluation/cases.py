"""The cases an evaluation is given: JSON lines, checked as they are read.

Every evaluation takes its cases from files, so that anyone can bring their own. A line that is wrong is an
``EvaluationInputError`` that names the file, the line and the field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from fingerpost.errors import EvaluationInputError

FORM = "mend the line named; docs/explanation/search.md shows the form of both files"


class Progress(Protocol):
    """Told how far an evaluation is; the command line draws its bar from this."""

    def at(self, name: str, done: int, total: int) -> None:
        """So many of a named step's parts are done."""
        ...


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One line of a pages file: a page's address, title and content as HTML."""

    url: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """One line of a questions file that can be answered, with the statements (HTML) its answer rests on."""

    id: str
    question: str
    scenario: str
    url: str
    evidence: tuple[str, ...]

    def asked(self, *, with_scenario: bool) -> str:
        """Return what is asked: the question, after the person's circumstances when these are wanted."""
        return f"{self.scenario} {self.question}".strip() if with_scenario else self.question


def read_pages(file: Path) -> list[PageRecord]:
    """Read a pages file. Raises ``EvaluationInputError``, naming line and field."""
    pages = [
        PageRecord(*(text_of(row, name, where) for name in ("url", "title", "html"))) for where, row in read_lines(file)
    ]
    if not pages:
        raise EvaluationInputError("there is no page in this file", where=str(file), fix=FORM)
    return pages


def read_questions(file: Path) -> list[QuestionRecord]:
    """Read the answerable questions of a questions file. Raises ``EvaluationInputError``, naming line and field."""
    questions: list[QuestionRecord] = []
    for where, row in read_lines(file):
        if not isinstance(row.get("answerable"), bool):
            raise EvaluationInputError("'answerable' must be true or false", where=where, fix=FORM)
        written: Any = row.get("evidence")
        if not isinstance(written, list) or not all(isinstance(item, str) for item in cast("list[Any]", written)):
            raise EvaluationInputError("'evidence' must be a list of texts", where=where, fix=FORM)
        asked = QuestionRecord(
            id=text_of(row, "id", where),
            question=text_of(row, "question", where),
            scenario=text_of(row, "scenario", where),
            url=text_of(row, "url", where),
            evidence=tuple(cast("list[str]", written)),
        )
        if row["answerable"] and asked.evidence:
            questions.append(asked)
    if not questions:
        raise EvaluationInputError("no question in this file is answerable", where=str(file), fix=FORM)
    return questions


def require_pages(file: Path, questions: Sequence[QuestionRecord], urls: set[str]) -> None:
    """Raise ``EvaluationInputError`` when the page of a question is not among the pages."""
    for question in questions:
        if question.url not in urls:
            raise EvaluationInputError(
                f"the page {question.url!r} of this question is not among the pages",
                where=f"{file}, question {question.id}",
                fix="add the page to the pages file, or take the question out",
            )


def read_lines(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each line's place ("file, line 3") and its JSON object. Raises ``EvaluationInputError``."""
    try:
        written = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EvaluationInputError("this file is missing", where=str(file), fix="check the path") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise EvaluationInputError(f"this file can't be read: {problem}", where=str(file), fix=FORM) from None
    for number, line in enumerate(written.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{file}, line {number}"
        try:
            row: Any = json.loads(line)
        except ValueError as problem:
            raise EvaluationInputError(f"this line is not JSON: {problem}", where=where, fix=FORM) from None
        if not isinstance(row, dict):
            raise EvaluationInputError("this line is not a JSON object", where=where, fix=FORM)
        yield where, cast("dict[str, Any]", row)


def text_of(row: dict[str, Any], name: str, where: str) -> str:
    """Return a field that must be text. Raises ``EvaluationInputError``."""
    value = row.get(name)
    if not isinstance(value, str):
        raise EvaluationInputError(f"{name!r} must be text", where=where, fix=FORM)
    return value
