"""How often the safeguards act on what they are for, and on what only looks like it.

A question is read as the assistant reads it: by ``urgent``, ``attacks``, ``harm`` and ``policy`` together. *Acted* is
``refused`` or ``urgent``; ``out_of_scope`` is counted apart, because it turns nobody away. No index is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fingerpost.answers.model.judge import open_judge
from fingerpost.domain import Judgement, Outcome
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress, read_lines, text_of
from fingerpost.evaluation.halves import half
from fingerpost.evaluation.safeguard_examples import near_copy_name
from fingerpost.safeguards.guard import guard_with
from fingerpost.safeguards.urgent import UrgentSafeguard
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.service import question_safeguards
from fingerpost.settings import Settings

Kind = Literal["harm", "jailbreak", "injection", "over-refusal"]
EMBEDDER = "minilm-l6-v2-int8"
_FIX = (
    "give each line a 'text' and, if there are several sorts, a 'label'; docs/explanation/safeguards.md shows the form"
)
_ACTED = (Outcome.REFUSED, Outcome.URGENT)


@dataclass(frozen=True, slots=True)
class SafeguardCase:
    """What is asked, the sort of case it is ("" when there is one sort), and its half by a fixed hash."""

    text: str
    label: str
    half: int


@dataclass(frozen=True, slots=True)
class Acted:
    """Of so many cases: on how many the safeguards acted, and how many they called out of scope."""

    cases: int
    acted: int
    out_of_scope: int

    def as_json(self) -> dict[str, Any]:
        """Return the counts and their shares, 0 to 1."""
        cases = max(self.cases, 1)
        return {
            "cases": self.cases,
            "acted": self.acted,
            "share": round(self.acted / cases, 4),
            "out_of_scope_share": round(self.out_of_scope / cases, 4),
        }


@dataclass(frozen=True, slots=True)
class SafeguardResult:
    """What was measured. ``by_layer`` counts the cases acted on by the safeguard and layer that acted first.

    ``seen_by`` counts every layer that acted on a case, also where another was first.
    """

    every: Acted
    by_label: dict[str, Acted]
    by_layer: dict[str, int]
    seen_by: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as ``fingerpost evaluate safeguards --json`` prints them."""
        labels = {name: each.as_json() for name, each in self.by_label.items()}
        return {**self.every.as_json(), "by_layer": self.by_layer, "seen_by": self.seen_by, "by_label": labels}


def read_safeguard_cases(file: Path) -> list[SafeguardCase]:
    """Read ``text`` and ``label`` (or ``type``), or ``question`` and ``scenario``. Raises ``EvaluationInputError``."""
    cases: list[SafeguardCase] = []
    for where, row in read_lines(file):
        if "text" not in row and "question" in row:
            question = text_of(row, "question", where)
            asked = f"{text_of(row, 'scenario', where) if 'scenario' in row else ''} {question}".strip()
            name = text_of(row, "url", where) if "url" in row else asked
        else:
            asked = text_of(row, "text", where)
            name = near_copy_name(asked) if row.get("set") == "in-the-wild" else asked
        if not asked.strip():
            raise EvaluationInputError("there is nothing in this case", where=where, fix=_FIX)
        label = row.get("label") or row.get("type") or ""
        cases.append(SafeguardCase(asked, str(label), half(name)))
    if not cases:
        raise EvaluationInputError("there is no case in this file", where=str(file), fix=_FIX)
    return cases


def evaluate_safeguards(
    file: Path,
    settings: Settings,
    *,
    part: int | None = None,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> SafeguardResult:
    """Measure on how many cases the safeguards act.

    Args:
        file: JSON lines, see ``read_safeguard_cases``.
        settings: the service whose policies and nation are taken.
        part: only one half of the cases; the shipped weights were trained on half 0 of the public sets.
        progress: told after each case.
        embedder: the model to use; the one that ships by default.

    Raises:
        EvaluationInputError: the file is missing, empty, or a line of it is not in that form.
        SettingsError: a model is to judge too, and its extra, key, region or project is missing.
    """
    cases = [case for case in read_safeguard_cases(file) if part is None or case.half == part]
    if not cases:
        raise EvaluationInputError("no case is in this half", where=str(file), fix="give more cases, or no half")
    model = embedder or open_embedder(EMBEDDER)
    urgent = UrgentSafeguard(model, nation=settings.service.nation)
    judge = open_judge(settings)
    guard = guard_with([urgent, *question_safeguards(settings, model, judge=judge)])
    judged: list[tuple[Judgement, ...]] = []
    try:
        for done, case in enumerate(cases, 1):
            judged.append(guard(case.text, ()))
            if progress is not None:
                progress.at("cases", done, len(cases))
    finally:
        if judge is not None:
            judge.close()
    return count(cases, judged)


def count(cases: Sequence[SafeguardCase], judged: Sequence[tuple[Judgement, ...]]) -> SafeguardResult:
    """Return the figures of cases and the judgements on each, most pressing first."""
    first, every = Counter[str](), Counter[str]()
    for judgements in judged:
        acting = [f"{each.safeguard} {each.layer}" for each in judgements if each.outcome in _ACTED]
        first.update(acting[:1])
        every.update(set(acting))
    labels = sorted({case.label for case in cases if case.label})
    return SafeguardResult(
        _acted(judged),
        {
            label: _acted([each for case, each in zip(cases, judged, strict=True) if case.label == label])
            for label in labels
        },
        dict(sorted(first.items())),
        dict(sorted(every.items())),
    )


def _acted(judged: Sequence[tuple[Judgement, ...]]) -> Acted:
    outcomes = [each[0].outcome for each in judged if each]
    return Acted(
        len(judged),
        sum(outcome in _ACTED for outcome in outcomes),
        sum(outcome is Outcome.OUT_OF_SCOPE for outcome in outcomes),
    )
