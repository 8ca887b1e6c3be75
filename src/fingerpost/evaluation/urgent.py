"""How well it is seen that a message is urgent, and how rarely an everyday one is taken for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from fingerpost.domain import Answer, Outcome, Record
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress, read_lines, text_of
from fingerpost.evaluation.halves import half
from fingerpost.safeguards.urgent import UrgentSafeguard
from fingerpost.search.embed import Embedder, open_embedder

CASES_FILE = Path(__file__).parent / "data" / "urgent.jsonl"
EMBEDDER = "minilm-l6-v2-int8"

_FIX = (
    "give each line a 'text', and 'urgent': true or false (or a 'label', or a 'kind'); "
    "docs/explanation/urgent.md shows the form"
)
# Other ways in which cases made elsewhere say that a message is not urgent.
_EVERYDAY = frozenset(
    [
        "everyday",
        "look_alike",
        "lookalike",
        "look_alikes",
        "not_urgent",
        "non_urgent",
        "nonurgent",
        "safe",
        "benign",
        "none",
        "normal",
        "no",
        "false",
        "0",
        "negative",
        "routine",
        "ordinary",
        "ok",
        "answered",
        "not",
        "non_emergency",
        "other",
    ]
)
_EMPTY = Record(index_version="", content_version="", embedder="", composer="")


@dataclass(frozen=True, slots=True)
class UrgentCase:
    """A message, whether it is urgent, its kind if it says one, and what was said before it, oldest first."""

    text: str
    urgent: bool
    kind: str = ""
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindScore:
    """How many of one kind there are, and the share that was found urgent."""

    cases: int
    share: float


@dataclass(frozen=True, slots=True)
class UrgentResult:
    """What an evaluation measured.

    ``recall`` is the share of urgent messages found urgent; ``false_alarms`` that of the everyday ones; either is left
    out where there are none. ``by_kind`` is by the cases' own kinds; everyday ones stand under "everyday". ``by_layer``
    counts what each layer found.
    """

    cases: int
    urgent: int
    recall: float | None
    false_alarms: float | None
    by_kind: dict[str, KindScore]
    by_layer: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate urgent --json`` prints them."""
        return asdict(self)


def read_urgent_cases(file: Path) -> list[UrgentCase]:
    """Read the cases in a file. Raises ``EvaluationInputError``."""
    cases = [_case(row, where) for where, row in read_lines(file)]
    if not cases:
        raise EvaluationInputError("there is no case in this file", where=str(file), fix=_FIX)
    return cases


def evaluate_urgent(
    cases: Path | None = None,
    *,
    part: int | None = None,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> UrgentResult:
    """Measure how well urgent messages are told from everyday ones.

    Args:
        cases: JSON lines with ``text`` and ``urgent``; the messages that ship when left out.
        part: only the cases that a fixed hash of their text puts in this half, 0 or 1. What ships is tuned on 0.
        progress: told after each message.
        embedder: the model to use; the one that ships by default.

    Raises:
        EvaluationInputError: the file is missing, or a line of it is not in that form.
    """
    given = read_urgent_cases(cases or CASES_FILE)
    if part is not None:
        given = [case for case in given if half(case.text) == part]
    safeguard = UrgentSafeguard(embedder or open_embedder(EMBEDDER))
    layers: list[str] = []
    for number, case in enumerate(given, start=1):
        layers.append(_layer(safeguard, case))
        if progress is not None:
            progress.at("messages", number, len(given))
    return _score(given, layers)


def _layer(safeguard: UrgentSafeguard, case: UrgentCase) -> str:
    """Return the layer that found a case urgent, or nothing."""
    history: list[Answer] = []
    for said in case.history:
        before = safeguard.check(said, history=history)
        answer = Answer(Outcome.UNANSWERABLE, said, _EMPTY)
        history.append(replace(answer, judgements=tuple(before)))
    found = safeguard.check(case.text, history=history)
    return found[0].layer if found else ""


def _score(cases: Sequence[UrgentCase], layers: Sequence[str]) -> UrgentResult:
    pairs = list(zip(cases, layers, strict=True))
    found = [bool(layer) for case, layer in pairs if case.urgent]
    alarms = [bool(layer) for case, layer in pairs if not case.urgent]
    kinds: dict[str, list[bool]] = {}
    counted: dict[str, int] = {}
    for case, layer in pairs:
        kinds.setdefault((case.kind or "urgent") if case.urgent else "everyday", []).append(bool(layer))
        if layer:
            counted[layer] = counted.get(layer, 0) + 1
    return UrgentResult(
        cases=len(pairs),
        urgent=len(found),
        recall=_share(found),
        false_alarms=_share(alarms),
        by_kind={kind: KindScore(len(of), round(sum(of) / len(of), 4)) for kind, of in sorted(kinds.items())},
        by_layer=dict(sorted(counted.items())),
    )


def _share(found: Sequence[bool]) -> float | None:
    return round(sum(found) / len(found), 4) if found else None


def _case(row: dict[str, Any], where: str) -> UrgentCase:
    before = row.get("history", [])
    if not isinstance(before, list):
        raise EvaluationInputError("'history' must be a list of what was said before", where=where, fix=_FIX)
    said = tuple(_said(each, where) for each in cast("list[Any]", before))
    kind = row.get("kind") or row.get("category") or ""
    text = text_of(row, "text" if "text" in row or "question" not in row else "question", where)
    return UrgentCase(text, _is_urgent(row, where), str(kind), said)


def _said(turn: object, where: str) -> str:
    """Return what a person said in an earlier turn: a text, or an object with one."""
    if isinstance(turn, str):
        return turn
    if isinstance(turn, dict):
        fields = cast("dict[str, Any]", turn)
        words = next((fields[name] for name in ("question", "text", "content") if name in fields), None)
        if isinstance(words, str):
            return words
    raise EvaluationInputError("each turn of 'history' must be text", where=where, fix=_FIX)


def _is_urgent(row: dict[str, Any], where: str) -> bool:
    for name in ("urgent", "label", "expected", "outcome", "kind", "category"):
        value = row.get(name)
        if isinstance(value, bool):
            return value
        if isinstance(value, int):
            return value != 0
        if isinstance(value, str):
            return value.strip().lower().replace("-", "_").replace(" ", "_") not in _EVERYDAY | {""}
    raise EvaluationInputError("it does not say whether this message is urgent", where=where, fix=_FIX)
