"""Before a new index is switched to: the service's own questions are asked of it, and what would differ is listed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fingerpost.domain import Answer
from fingerpost.errors import FingerpostError, GateError, IndexMissingError, StorageError
from fingerpost.evaluation.cases import Progress
from fingerpost.evaluation.service_questions import (
    ServiceQuestion,
    ServiceResult,
    ask_all,
    cited_pages,
    read_service_questions,
    shown_text,
)
from fingerpost.search.embed import Embedder
from fingerpost.search.index import Index
from fingerpost.service import Service
from fingerpost.settings import Settings

_NAMED = 3
"""How many failed questions an error names; the report has them all."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that would differ. ``pages`` are those of its pages that changed or went; ``kind`` says whose it is.

    ``kind`` is ``question`` for one of the service's own and ``recorded`` for an answer that somebody was given. Of
    that one only its ``turn`` is here and none of its words: they stay in the store, and go when it is deleted there.
    """

    kind: str
    question: str
    pages: tuple[str, ...]
    outcome_before: str
    outcome_after: str
    before: str
    after: str
    turn: str = ""


@dataclass(frozen=True, slots=True)
class SwitchReport:
    """What was found out of an index that may be switched to.

    ``release`` is what it would be called. ``pages`` are the addresses of changed or gone pages that an answer which
    differs rests on. ``questions`` is how the service's own went, ``None`` where it has none.
    """

    release: str
    made_at: str
    pages: tuple[str, ...]
    questions: ServiceResult | None
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as ``fingerpost changes --json`` prints it."""
        return asdict(self)


def report_on(
    settings: Settings,
    embedder: Embedder,
    candidate: Index,
    recorded: Mapping[str, Answer] | None = None,
    progress: Progress | None = None,
) -> SwitchReport:
    """Ask the service's own questions of an index that does not serve yet, and find the answers that would differ.

    Only an answer one of whose pages changed or went is asked for again: of another nothing can differ but the order
    of what is found.

    Args:
        settings: the service's.
        embedder: the opened embedder.
        candidate: the index as readers would see it.
        recorded: answers that were given, by their turns' ids, the newest first.
        progress: told after each question.

    Raises:
        EvaluationInputError: the file of questions is wrong.
    """
    file = settings.path(settings.gate.questions)
    questions = read_service_questions(file) if file.exists() else []
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    if not questions and not recorded:
        return SwitchReport(candidate.release.version, made_at, (), None, ())
    with Service(settings, embedder, candidate) as after:
        result = ask_all(after.assistant.ask, questions, progress) if questions else None
        differences = _differences(settings, embedder, candidate, after, questions, recorded or {}, progress)
    pages = tuple(dict.fromkeys(page for each in differences for page in each.pages))
    return SwitchReport(candidate.release.version, made_at, pages, result, tuple(differences))


def refuse(settings: Settings, report: SwitchReport) -> None:
    """Raise ``GateError`` when an index must not be switched to."""
    gate, result = settings.gate, report.questions
    if result is not None and result.share < gate.pass_share:
        named = "; ".join(repr(each.question) for each in result.failed[:_NAMED])
        raise GateError(
            f"{len(result.failed)} of {result.cases} of the service's own questions fall short of the new index "
            f"(gate.pass_share = {gate.pass_share:g}): {named}",
            where=str(gate.questions),
            fix="'fingerpost changes' shows each; mend the pages or the questions, or give a reason with --override",
        )
    if gate.hold_changes and report.differences:
        raise GateError(
            f"{len(report.differences)} answers would differ, and gate.hold_changes is set",
            where="sync",
            fix="read them with 'fingerpost changes', then publish with 'fingerpost sync --override REASON'",
        )


def keep(settings: Settings, report: SwitchReport) -> None:
    """Keep a report for ``fingerpost changes``, for this user alone. Raises ``StorageError``."""
    file = _file(settings)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
            json.dump(report.as_json(), written, ensure_ascii=False)
        fresh.replace(file)
    except OSError as problem:
        raise StorageError(
            f"the report of what would differ can't be kept: {problem.strerror}",
            where=str(file),
            fix="let this user write there",
        ) from None


def last_report(settings: Settings) -> dict[str, Any] | None:
    """Return the last report as JSON, or ``None`` when there is none."""
    try:
        held: dict[str, Any] = json.loads(_file(settings).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        raise StorageError(
            f"the report of what would differ can't be read ({type(problem).__name__})",
            where=str(_file(settings)),
            fix="run 'fingerpost sync' again",
        ) from None
    return held


def _differences(
    settings: Settings,
    embedder: Embedder,
    candidate: Index,
    after: Service,
    questions: Sequence[ServiceQuestion],
    recorded: Mapping[str, Answer],
    progress: Progress | None,
) -> list[Difference]:
    try:
        serving = Index.open(settings.index_uri, embedder)
    except IndexMissingError:
        return []  # nothing serves yet, so nothing would differ
    found: list[Difference] = []
    with Service(settings, embedder, serving) as before:
        for number, each in enumerate(questions, 1):
            answer = before.assistant.ask(each.question, locale=each.locale)
            pages = _changed(answer, serving, candidate)
            if pages:
                again = after.assistant.ask(each.question, locale=each.locale)
                found += _difference("question", answer, again, pages)
            if progress is not None:
                progress.at("answers so far", number, len(questions))
    seen: set[str] = set()
    for turn, answer in recorded.items():
        if answer.question in seen or answer.asked_as or not answer.citations:
            continue
        seen.add(answer.question)
        pages = _changed(answer, serving, candidate)
        if not pages:
            continue
        try:
            again = after.assistant.ask(answer.question)
        except FingerpostError:
            continue  # it can no longer be asked: the limits of a question changed
        found += [
            replace(each, question="", before="", turn=turn) for each in _difference("recorded", answer, again, pages)
        ]
    return found


def _changed(answer: Answer, serving: Index, candidate: Index) -> tuple[str, ...]:
    """Return those of an answer's pages that are another page now, or none, in the new index."""
    return tuple(url for url in cited_pages(answer) if _hash(serving, url) != _hash(candidate, url))


def _hash(index: Index, url: str) -> str:
    sections = index.page(url)
    return sections[0].page.content_hash if sections else ""


def _difference(kind: str, before: Answer, after: Answer, pages: tuple[str, ...]) -> list[Difference]:
    said = (shown_text(before), shown_text(after))
    if said[0] == said[1] and before.outcome is after.outcome:
        return []
    return [Difference(kind, before.question, pages, before.outcome.value, after.outcome.value, *said)]


def _file(settings: Settings) -> Path:
    return settings.folder / ".fingerpost" / "changes.json"
