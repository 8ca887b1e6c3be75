"""How well a follow-up is completed from the conversation, measured from end to end on the pages of Sampleford.

Each earlier question is asked of a throw-away Sampleford service, as a person would, and then the follow-up, with the
conversation and without it. A topic change is a follow-up question that must be left alone.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from fingerpost.answers.language.detect import detect
from fingerpost.domain import Answer
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress, read_lines, text_of
from fingerpost.evaluation.halves import half
from fingerpost.evaluation.scratch_service import serve_sampleford
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.service import Service

CASES_FILE = Path(__file__).parent / "data" / "follow_ups.jsonl"
REPORTED = 1
"""The half of the shipped cases that nothing was tuned on."""

_EMBEDDER = "minilm-l6-v2-int8"
_FIX = "docs/explanation/understanding.md shows the form"


@dataclass(frozen=True, slots=True)
class FollowUpCase:
    """A conversation so far and what is said next.

    ``pages`` are the addresses of the pages that answer, any of which will do. ``carry`` are the words that the
    standalone question must have: one of each group. ``topic_change`` says that it stands by itself.
    """

    id: str
    conversation: tuple[str, ...]
    follow_up: str
    pages: tuple[str, ...]
    carry: tuple[tuple[str, ...], ...] = ()
    topic_change: bool = False


@dataclass(frozen=True, slots=True)
class FollowUpOutcome:
    """What became of one case: what was searched, and the pages found, best first, with the conversation or not."""

    case: FollowUpCase
    asked_as: str
    found: tuple[str, ...]
    found_without: tuple[str, ...]

    @property
    def carried(self) -> bool:
        """Whether the standalone question has every word it must."""
        read = self.asked_as.casefold()
        return bool(read) and all(any(word.casefold() in read for word in group) for group in self.case.carry)


@dataclass(frozen=True, slots=True)
class FollowUpResult:
    """What an evaluation measured. Shares are from 0 to 1.

    Of the ``pairs``, ``resolved`` is the share whose standalone question has the words it must; ``page_at_1`` and
    ``page_at_3`` how often a right page is first, or among the first three, and ``…_without`` the same with the
    conversation left out. Of the ``topic_changes``, ``topic_changes_left_alone`` is the share searched as they were
    asked, and ``topic_change_page_at_1`` how often their page is first.
    """

    pairs: int
    resolved: float
    page_at_1: float
    page_at_3: float
    page_at_1_without: float
    page_at_3_without: float
    topic_changes: int
    topic_changes_left_alone: float
    topic_change_page_at_1: float
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate follow-ups --json`` prints them."""
        return asdict(self)


def read_follow_up_cases(file: Path) -> list[FollowUpCase]:
    """Read follow-up cases. Raises ``EvaluationInputError``, naming line and field."""
    cases = [_case(row, where) for where, row in read_lines(file)]
    if not cases:
        raise EvaluationInputError("there is no case in this file", where=str(file), fix=_FIX)
    return cases


def evaluate_follow_ups(
    cases: Path | None = None,
    *,
    everything: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> FollowUpResult:
    """Measure how well follow-ups are completed.

    Args:
        cases: JSON lines; the half of the shipped cases that nothing was tuned on, when left out.
        everything: measure on both halves of the shipped cases.
        progress: told after each case.
        embedder: the model to use; the one that ships by default.

    Raises:
        EvaluationInputError: the file is missing, or a line of it is not in the documented form.
    """
    began = time.perf_counter()
    given = read_follow_up_cases(cases or CASES_FILE)
    if cases is None and not everything:
        given = [case for case in given if half(case.id) == REPORTED]
    model = embedder or open_embedder(_EMBEDDER)
    with (
        tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder,
        serve_sampleford(Path(folder), model) as service,
    ):
        outcomes = run(service, given, progress)
    return score(outcomes, seconds=time.perf_counter() - began)


def run(service: Service, cases: Sequence[FollowUpCase], progress: Progress | None = None) -> list[FollowUpOutcome]:
    """Ask every case of a service. The answers of conversations that begin alike are asked for once."""
    asked: dict[tuple[str, ...], Answer] = {}
    outcomes: list[FollowUpOutcome] = []
    for number, case in enumerate(cases, 1):
        history: tuple[Answer, ...] = ()
        for length in range(1, len(case.conversation) + 1):
            so_far = case.conversation[:length]
            if so_far not in asked:
                asked[so_far] = service.assistant.ask(so_far[-1], history=history)
            history = (*history, asked[so_far])
        answer = service.assistant.ask(case.follow_up, history=history)
        outcomes.append(
            FollowUpOutcome(
                case,
                answer.asked_as,
                _pages(service, answer.asked_as or case.follow_up),
                _pages(service, case.follow_up),
            )
        )
        if progress is not None:
            progress.at("conversations", number, len(cases))
    return outcomes


def score(outcomes: Sequence[FollowUpOutcome], *, seconds: float = 0.0) -> FollowUpResult:
    """Return the measures of what became of the cases."""
    pairs = [outcome for outcome in outcomes if not outcome.case.topic_change]
    changes = [outcome for outcome in outcomes if outcome.case.topic_change]
    return FollowUpResult(
        pairs=len(pairs),
        resolved=_share([outcome.carried for outcome in pairs]),
        page_at_1=_share([_among(outcome.case, outcome.found, 1) for outcome in pairs]),
        page_at_3=_share([_among(outcome.case, outcome.found, 3) for outcome in pairs]),
        page_at_1_without=_share([_among(outcome.case, outcome.found_without, 1) for outcome in pairs]),
        page_at_3_without=_share([_among(outcome.case, outcome.found_without, 3) for outcome in pairs]),
        topic_changes=len(changes),
        topic_changes_left_alone=_share([not outcome.asked_as for outcome in changes]),
        topic_change_page_at_1=_share([_among(outcome.case, outcome.found, 1) for outcome in changes]),
        seconds=round(seconds, 1),
    )


def _pages(service: Service, question: str) -> tuple[str, ...]:
    found = service.search_across(question, detect(question))
    passages = found.passages if found else ()
    return tuple(dict.fromkeys(passage.section.page.url for passage in passages))


def _among(case: FollowUpCase, found: Sequence[str], count: int) -> bool:
    return any(page in case.pages for page in found[:count])


def _share(held: Sequence[bool]) -> float:
    return round(sum(held) / len(held), 4) if held else 0.0


def _case(row: dict[str, Any], where: str) -> FollowUpCase:
    change = row.get("topic_change", False)
    if not isinstance(change, bool):
        raise EvaluationInputError("'topic_change' must be true or false", where=where, fix=_FIX)
    carry = row.get("carry", [])
    if not isinstance(carry, list):
        raise EvaluationInputError("'carry' must be a list", where=where, fix=_FIX)
    groups = [
        (group,) if isinstance(group, str) else _texts({"carry": group}, "carry", where)
        for group in cast("list[Any]", carry)
    ]
    return FollowUpCase(
        id=text_of(row, "id", where),
        conversation=_texts(row, "conversation", where),
        follow_up=text_of(row, "follow_up", where),
        pages=_texts(row, "pages", where),
        carry=tuple(groups),
        topic_change=change,
    )


def _texts(row: dict[str, Any], name: str, where: str) -> tuple[str, ...]:
    written: Any = row.get(name)
    if not isinstance(written, list) or not all(isinstance(text, str) for text in cast("list[Any]", written)):
        raise EvaluationInputError(f"{name!r} must be a list of texts", where=where, fix=_FIX)
    return tuple(cast("list[str]", written))
