"""How often a question back is asked when one is needed, when none is, and about the right thing.

Every case is asked of a whole service, as a person would ask it. The packaged cases are asked of Sampleford and of a
small set of invented pages; half of them, told by a hash of the question, were not looked at while it was built.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

from fingerpost.domain import Answer, Outcome
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress, read_lines, read_pages, text_of
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.service import Service
from fingerpost.settings import Settings, load_settings
from fingerpost.settings.parts import ServiceSettings
from fingerpost.sync import sync

_EMBEDDER = "minilm-l6-v2-int8"
_FORM = "mend the line named; docs/explanation/clarifying.md shows the form of a case"


@dataclass(frozen=True, slots=True)
class ClarifyCase:
    """A question, what must be asked back, and whose guidance it is asked of.

    ``asks`` is the dimension that must be asked for, or empty when nothing may be. ``history`` are questions asked
    before it in the same conversation. ``pages`` is a pages file, or ``None`` for Sampleford.
    """

    question: str
    asks: str
    history: tuple[str, ...] = ()
    pages: Path | None = None

    @property
    def held_back(self) -> bool:
        """Whether the case is in the half that was not looked at: the hash of its question is odd."""
        return bool(hashlib.sha256(self.question.encode()).digest()[0] & 1)


@dataclass(frozen=True, slots=True)
class ClarifyShares:
    """What was measured on some cases. Shares are from 0 to 1, and 0 where there is no such case.

    ``asked_when_needed`` and ``asked_when_not`` are the shares of the cases that need a question back, and of those
    that don't, in which one was asked; ``right_dimension`` the share of the first kind asked about the right thing.
    """

    cases: int
    asked_when_needed: float
    asked_when_not: float
    right_dimension: float


@dataclass(frozen=True, slots=True)
class ClarifyResult:
    """What was measured on all cases, and on the half that was held back. ``wrong`` are the others that went wrong."""

    cases: int
    asked_when_needed: float
    asked_when_not: float
    right_dimension: float
    held_back: ClarifyShares
    wrong: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate clarify --json`` prints them."""
        return asdict(self)


def packaged_cases() -> Path:
    """Return the cases that ship with Fingerpost."""
    return Path(str(files("fingerpost.evaluation") / "data" / "clarify.jsonl"))


def evaluate_clarify(
    cases: Path | None = None, pages: Path | None = None, *, progress: Progress | None = None
) -> ClarifyResult:
    """Ask every case of the service it belongs to, and measure what is asked back.

    Args:
        cases: JSON lines with ``question`` and ``asks``, and if wanted ``history`` (a list of questions) and ``pages``
            (a pages file, from the cases' own folder). The packaged cases by default.
        pages: the guidance for the cases that name none: JSON lines with ``url``, ``title`` and ``html``. Sampleford by
            default.
        progress: told after each case.

    Raises:
        EvaluationInputError: a file is missing, or a line of it is not in that form.
    """
    read = read_cases(cases or packaged_cases(), pages)
    model = open_embedder(_EMBEDDER)
    asked: dict[ClarifyCase, str] = {}
    for of in dict.fromkeys(case.pages for case in read):
        with _service(of, model) as service:
            for case in (case for case in read if case.pages == of):
                asked[case] = ask(service, case)
                if progress is not None:
                    progress.at("cases", len(asked), len(read))
    whole = shares(asked)
    return ClarifyResult(
        **asdict(whole),
        held_back=shares({case: found for case, found in asked.items() if case.held_back}),
        wrong=tuple(
            f"{case.question} ({case.asks or 'nothing'}: {found or 'nothing'})"
            for case, found in asked.items()
            if case.asks != found and not case.held_back
        ),
    )


def read_cases(file: Path, pages: Path | None = None) -> list[ClarifyCase]:
    """Read a cases file. Raises ``EvaluationInputError``, naming line and field."""
    found: list[ClarifyCase] = []
    for where, row in read_lines(file):
        history: Any = row.get("history", [])
        if not isinstance(history, list) or not all(isinstance(item, str) for item in cast("list[Any]", history)):
            raise EvaluationInputError("'history' must be a list of questions", where=where, fix=_FORM)
        named = text_of(row, "pages", where) if "pages" in row else ""
        found.append(
            ClarifyCase(
                question=text_of(row, "question", where),
                asks=text_of(row, "asks", where),
                history=tuple(cast("list[str]", history)),
                pages=file.parent / named if named else pages,
            )
        )
    if not found:
        raise EvaluationInputError("there is no case in this file", where=str(file), fix=_FORM)
    return found


def ask(service: Service, case: ClarifyCase) -> str:
    """Ask a case, after its history, and return the dimension asked back for; empty when nothing was."""
    history: list[Answer] = []
    for question in case.history:
        history.append(service.assistant.ask(question, history=history))
    answer = service.assistant.ask(case.question, history=history)
    asked = answer.clarification
    return asked.dimension if asked is not None and answer.outcome is Outcome.CLARIFY else ""


def shares(asked: dict[ClarifyCase, str]) -> ClarifyShares:
    """Return the measures of cases and the dimension each was asked back for."""
    needed = {case: found for case, found in asked.items() if case.asks}
    others = [found for case, found in asked.items() if not case.asks]
    return ClarifyShares(
        cases=len(asked),
        asked_when_needed=_share([bool(found) for found in needed.values()]),
        asked_when_not=_share([bool(found) for found in others]),
        right_dimension=_share([case.asks == found for case, found in needed.items()]),
    )


def _share(held: Sequence[bool]) -> float:
    return round(sum(held) / len(held), 4) if held else 0.0


@contextmanager
def _service(pages: Path | None, model: Embedder) -> Generator[Service]:
    """Open a throw-away service on a pages file, or on Sampleford."""
    with tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder:
        if pages is not None:
            settings = Settings(service=ServiceSettings(name="Evaluation"), folder=Path(folder))
            service = Service(settings, model, build_index(folder, read_pages(pages), model))
        else:
            service = Service.of(_sampleford(Path(folder), model))
        try:
            yield service
        finally:
            service.close()


def _sampleford(folder: Path, model: Embedder) -> Settings:
    """Sync Sampleford, as it is packaged, into a folder of its own."""
    with as_file(files("fingerpost") / "demo" / "sampleford") as packaged:
        (folder / "content").symlink_to(packaged / "content", target_is_directory=True)
        (folder / "fingerpost.toml").write_bytes((packaged / "fingerpost.toml").read_bytes())
        settings = load_settings(folder, {})
        sync(settings, embedder=model)
    return settings
