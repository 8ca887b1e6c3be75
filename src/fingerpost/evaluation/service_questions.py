"""A service's own test questions, in a spreadsheet's words: what each answer must cite, say and not say.

The file is CSV with a heading line. ``question`` is needed; the others may be left out, or left empty in a line.

- ``question``: as somebody would ask it
- ``must_cite``: addresses of pages, one of which the answer must quote
- ``must_say``: words that must all stand in what is shown
- ``must_not_say``: words of which none may
- ``outcome``: one of ``answered``, ``partial``, ``unanswerable``…
- ``locale``: the language it is asked in, where that is not the service's own

Where a cell holds several things, a vertical bar stands between them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fingerpost.domain import Answer, Outcome
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress

COLUMNS = ("question", "must_cite", "must_say", "must_not_say", "outcome", "locale")
_FIX = "docs/how-to/test-questions.md shows the form"


@dataclass(frozen=True, slots=True)
class ServiceQuestion:
    """A question and what its answer is held to. Empty means that nothing is asked of it there."""

    question: str
    must_cite: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    locale: str | None = None

    def as_row(self) -> dict[str, str]:
        """Return it as a line of the file."""
        several = {name: " | ".join(getattr(self, name)) for name in COLUMNS[1:5]}
        return {"question": self.question, **several, "locale": self.locale or ""}


@dataclass(frozen=True, slots=True)
class FailedQuestion:
    """A question whose answer fell short, with each way in which it did, and what was shown."""

    question: str
    problems: tuple[str, ...]
    outcome: str
    cited: tuple[str, ...]
    shown: str


@dataclass(frozen=True, slots=True)
class ServiceResult:
    """How a service's own questions went. ``share`` is from 0 to 1, and 1 where there is no question."""

    cases: int
    passed: int
    share: float
    failed: tuple[FailedQuestion, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as ``fingerpost evaluate service --json`` prints it."""
        return asdict(self)


Ask = Callable[..., Answer]
"""``Assistant.ask``: a question, and ``locale``."""


def read_service_questions(file: Path) -> list[ServiceQuestion]:
    """Read a service's questions.

    Raises:
        EvaluationInputError: the file is missing, holds no question, or a line of it is wrong.
    """
    try:
        written = file.read_text(encoding="utf-8-sig")  # spreadsheets put a mark in front
    except FileNotFoundError:
        raise EvaluationInputError("this file is missing", where=str(file), fix=_FIX) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise EvaluationInputError(
            f"this file can't be read ({type(problem).__name__})", where=str(file), fix=_FIX
        ) from None
    try:
        rows = csv.DictReader(io.StringIO(written), strict=True)
        _check_heading(rows.fieldnames or (), file)
        found = [_question(row, f"{file}, line {rows.line_num}") for row in rows if any(row.values())]
    except csv.Error as problem:
        raise EvaluationInputError(f"this is not CSV: {problem}", where=str(file), fix=_FIX) from None
    if not found:
        raise EvaluationInputError("there is no question in this file", where=str(file), fix=_FIX)
    return found


def ask_all(ask: Ask, questions: Sequence[ServiceQuestion], progress: Progress | None = None) -> ServiceResult:
    """Ask every question and say which answers fall short of what they are held to."""
    failed: list[FailedQuestion] = []
    for number, each in enumerate(questions, 1):
        answer = ask(each.question, locale=each.locale)
        problems = tuple(problems_of(each, answer))
        if problems:
            failed.append(
                FailedQuestion(each.question, problems, answer.outcome.value, cited_pages(answer), shown_text(answer))
            )
        if progress is not None:
            progress.at("questions", number, len(questions))
    passed = len(questions) - len(failed)
    return ServiceResult(len(questions), passed, passed / len(questions) if questions else 1.0, tuple(failed))


def problems_of(question: ServiceQuestion, answer: Answer) -> Iterable[str]:
    """Yield each way in which an answer falls short of what its question asks of it."""
    cited, shown = cited_pages(answer), _folded(shown_text(answer))
    if question.outcome and answer.outcome.value not in question.outcome:
        yield f"the outcome is {answer.outcome.value}, not {' or '.join(question.outcome)}"
    wanted = [_page(url) for url in question.must_cite]
    if wanted and not set(wanted) & set(cited):
        yield f"it does not cite {' or '.join(wanted)}"
    yield from (f"it does not say {words!r}" for words in question.must_say if _folded(words) not in shown)
    yield from (f"it says {words!r}" for words in question.must_not_say if _folded(words) in shown)


def question_of(answer: Answer, locale: str | None = None) -> ServiceQuestion:
    """Return a test question made of a kept answer: it must turn out as it did, and cite one of the pages it did."""
    return ServiceQuestion(
        answer.question, must_cite=cited_pages(answer), outcome=(answer.outcome.value,), locale=locale
    )


def add_question(file: Path, question: ServiceQuestion) -> None:
    """Write a question at the end of a file, which is made if it is not there. Its own columns are kept.

    Raises:
        EvaluationInputError: the file is none of its kind, can't be written, or holds the question already.
    """
    known = read_service_questions(file) if file.exists() else []
    if any(_folded(each.question) == _folded(question.question) for each in known):
        raise EvaluationInputError("this question is in the file already", where=str(file), fix="change its line there")
    try:
        if not known:
            columns: Sequence[str] = COLUMNS
        else:
            with file.open(encoding="utf-8-sig", newline="") as read:
                columns = next(csv.reader(read))
        row = {name: value for name, value in question.as_row().items() if value}
        if left_out := row.keys() - set(columns):
            raise EvaluationInputError(
                f"the file has no column {', '.join(sorted(left_out))}", where=str(file), fix="add it to the first line"
            )
        ends = not known or file.read_bytes().endswith(b"\n")
        with file.open("a", encoding="utf-8", newline="") as written:
            written.write("" if ends else "\n")
            rows = csv.DictWriter(written, columns, lineterminator="\n")
            if not known:
                rows.writeheader()
            rows.writerow(row)
    except OSError as problem:
        raise EvaluationInputError(
            f"this file can't be written: {problem.strerror}", where=str(file), fix="name another with --questions"
        ) from None


def cited_pages(answer: Answer) -> tuple[str, ...]:
    """Return the addresses of the pages an answer quotes, each once, without the part of the page."""
    return tuple(dict.fromkeys(_page(citation.url) for citation in answer.citations))


def shown_text(answer: Answer) -> str:
    """Return all that an answer says of the guidance, a line for each thing said."""
    lines = [statement.text for part in answer.parts for statement in part.statements]
    return "\n".join(lines + ([answer.next_step.text] if answer.next_step else []))


def _question(row: Mapping[str, Any], where: str) -> ServiceQuestion:
    if None in row:
        raise EvaluationInputError(
            "this line has more cells than the heading", where=where, fix='put a cell with a comma in it in "quotes"'
        )
    cells = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    if not cells["question"]:
        raise EvaluationInputError("this line has no question", where=where, fix=_FIX)
    several = {name: tuple(part.strip() for part in cells[name].split("|") if part.strip()) for name in COLUMNS[1:5]}
    known = [outcome.value for outcome in Outcome]
    for outcome in several["outcome"]:
        if outcome not in known:
            raise EvaluationInputError(
                f"there is no outcome {outcome!r}", where=where, fix=f"use one of: {', '.join(known)}"
            )
    return ServiceQuestion(cells["question"], **several, locale=cells["locale"] or None)


def _check_heading(names: Sequence[str], file: Path) -> None:
    if "question" not in names:
        raise EvaluationInputError("the first line has no column called 'question'", where=str(file), fix=_FIX)
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise EvaluationInputError(
            f"there is no column {unknown[0]!r}", where=f"{file}, line 1", fix=f"use: {', '.join(COLUMNS)}"
        )


def _page(url: str) -> str:
    return url.partition("#")[0].rstrip("/")


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
