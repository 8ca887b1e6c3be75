"""How well the intent of a message is read.

With no cases given, the classifier is fitted on one half of the examples it ships with and measured on the other half,
both ways round: the split is by hash, and near-copies are on one side. With cases given, the weights that ship are
measured on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.courtesies import part
from fingerpost.answers.intent import EMBEDDER, INTENTS, IntentModel, read_message, shipped_model
from fingerpost.domain import Intent
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress, read_lines, text_of
from fingerpost.evaluation.halves import fold, half
from fingerpost.evaluation.intent_fit import fit
from fingerpost.search.embed import Embedder, open_embedder

EXAMPLES_FILE = Path(__file__).parent / "data" / "intents.jsonl"
EASILY_CONFUSED_FILE = Path(__file__).parent / "data" / "intents_easily_confused.jsonl"
"""Messages that look like another intent. Always fitted on and never measured on: real questions measure those."""
FURTHER_FILE = Path(__file__).parent / "data" / "intents_further.jsonl"
"""More ways of wanting each thing. Always fitted on and never measured on; none is a copy of a measured message."""
OTHER_STYLE_FILE = Path(__file__).parent / "data" / "intents_other_style.jsonl"
FRESH_FILE = Path(__file__).parent / "data" / "intents_fresh.jsonl"
"""Messages written before any figure was seen. Nothing is fitted on them; give them as cases to measure them."""
FOLDS = 5

_BATCH = 64
_FIX = "give each line a 'text' and an 'intent'; docs/explanation/understanding.md shows the form"
# Other ways to write the names of the intents, so that cases made elsewhere can be used as they are.
_ALSO_CALLED = {
    "task": Intent.DO_A_TASK,
    "do_task": Intent.DO_A_TASK,
    "contact": Intent.CONTACT_A_PERSON,
    "contact_person": Intent.CONTACT_A_PERSON,
    "about": Intent.ABOUT_THIS_ASSISTANT,
    "about_assistant": Intent.ABOUT_THIS_ASSISTANT,
    "out_of_scope": Intent.NOT_FOR_US,
}


@dataclass(frozen=True, slots=True)
class IntentCase:
    """One message and what it wants. Cases of one ``group`` are near-copies of each other."""

    text: str
    intent: Intent
    group: str


@dataclass(frozen=True, slots=True)
class IntentScore:
    """Precision, recall and F1 of one intent, from 0 to 1, and how many cases have it."""

    precision: float
    recall: float
    f1: float
    cases: int


@dataclass(frozen=True, slots=True)
class IntentResult:
    """What an evaluation measured. ``macro_f1`` is the mean F1 over the intents among the cases.

    ``by_intent`` is by the intent's name, ``taken_for`` counts the mistakes ("guidance taken for eligibility").
    ``cross_validated`` (five folds) and ``other_style`` (the shipped weights on messages written in another style) are
    measured only where no cases were given.
    """

    macro_f1: float
    cases: int
    by_intent: dict[str, IntentScore]
    taken_for: dict[str, int]
    cross_validated: float | None = None
    other_style: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate intent --json`` prints them."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def read_intent_cases(file: Path) -> list[IntentCase]:
    """Read ``text``, ``intent`` and, where it is there, ``group``. Raises ``EvaluationInputError``."""
    cases: list[IntentCase] = []
    for where, row in read_lines(file):
        text = text_of(row, "text", where)
        group = text_of(row, "group", where) if "group" in row else text
        cases.append(IntentCase(text, _intent(text_of(row, "intent", where), where), group))
    if not cases:
        raise EvaluationInputError("there is no case in this file", where=str(file), fix=_FIX)
    return cases


def read_always_fitted() -> list[IntentCase]:
    """Return the examples that are fitted on whichever half is held back. Raises ``EvaluationInputError``."""
    return [case for file in (EASILY_CONFUSED_FILE, FURTHER_FILE) for case in read_intent_cases(file)]


def evaluate_intent(
    cases: Path | None = None, *, progress: Progress | None = None, embedder: Embedder | None = None
) -> IntentResult:
    """Measure how well intents are read.

    Args:
        cases: JSON lines with ``text`` and ``intent``; the examples that ship, split in halves, when left out.
        progress: told after each batch of messages.
        embedder: the model to use; the one that ships by default.

    Raises:
        EvaluationInputError: the file is missing, or a line of it is not in that form.
    """
    model = embedder or open_embedder(EMBEDDER)
    if cases is not None:
        given = read_intent_cases(cases)
        return score(given, _read(given, embed(given, model, progress), shipped_model()))
    examples = read_intent_cases(EXAMPLES_FILE)
    vectors = embed(examples, model, progress)
    held_back = _unseen(examples, vectors, [half(case.group) for case in examples], model)
    folds = _unseen(examples, vectors, [fold(case.group, FOLDS) for case in examples], model)
    other = read_intent_cases(OTHER_STYLE_FILE)
    measured = score(examples, held_back)
    return IntentResult(
        measured.macro_f1,
        measured.cases,
        measured.by_intent,
        measured.taken_for,
        cross_validated=score(examples, folds).macro_f1,
        other_style=score(other, _read(other, embed(other, model, None), shipped_model())).macro_f1,
    )


def embed(cases: Sequence[IntentCase], embedder: Embedder, progress: Progress | None) -> NDArray[np.float32]:
    """Return float32[n, dimensions]: the vectors of the messages without their courtesies."""
    texts = [part(case.text).rest or case.text for case in cases]
    batches: list[NDArray[np.float32]] = []
    for start in range(0, len(texts), _BATCH):
        batches.append(embedder.embed_questions(texts[start : start + _BATCH]))
        if progress is not None:
            progress.at("messages", min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(batches)


def score(cases: Sequence[IntentCase], read: Sequence[Intent]) -> IntentResult:
    """Return the measures of what was read of each case."""
    pairs = [(case.intent, got) for case, got in zip(cases, read, strict=True)]
    by_intent: dict[str, IntentScore] = {}
    taken: dict[str, int] = {}
    for wanted, got in pairs:
        if wanted is not got:
            name = f"{wanted.value} taken for {got.value}"
            taken[name] = taken.get(name, 0) + 1
    for intent in INTENTS:
        there = sum(wanted is intent for wanted, _ in pairs)
        said = sum(got is intent for _, got in pairs)
        right = sum(wanted is intent is got for wanted, got in pairs)
        if there:
            by_intent[intent.value] = IntentScore(
                precision=round(right / said, 4) if said else 0.0,
                recall=round(right / there, 4),
                f1=round(2 * right / (there + said), 4),
                cases=there,
            )
    mean = sum(each.f1 for each in by_intent.values()) / len(by_intent)
    ordered = dict(sorted(taken.items(), key=lambda entry: (-entry[1], entry[0])))
    return IntentResult(round(mean, 4), len(pairs), by_intent, ordered)


def fit_cases(cases: Sequence[IntentCase], vectors: NDArray[np.float32], embedder: Embedder) -> IntentModel:
    """Return the weights fitted on cases. ``vectors`` are theirs, as ``embed`` makes them."""
    return fit([case.text for case in cases], vectors, [case.intent for case in cases], embedder.fingerprint)


def _unseen(
    examples: Sequence[IntentCase], vectors: NDArray[np.float32], parts: Sequence[int], embedder: Embedder
) -> list[Intent]:
    """Return what is read of each example by weights fitted on all parts but its own."""
    read: dict[int, Intent] = {}
    always = read_always_fitted()
    their_vectors = embed(always, embedder, None)
    for here in sorted(set(parts)):
        others = [row for row, place in enumerate(parts) if place != here]
        own = [row for row, place in enumerate(parts) if place == here]
        fitted = fit_cases(
            [*(examples[row] for row in others), *always],
            np.concatenate((vectors[others], their_vectors)),
            embedder,
        )
        read.update(zip(own, _read([examples[row] for row in own], vectors[own], fitted), strict=True))
    return [read[row] for row in range(len(examples))]


def _read(cases: Sequence[IntentCase], vectors: NDArray[np.float32], model: IntentModel) -> list[Intent]:
    return [
        read_message(case.text, lambda _, vector=vector: vector, model)
        for case, vector in zip(cases, vectors, strict=True)
    ]


def _intent(name: str, where: str) -> Intent:
    key = name.strip().lower().replace("-", "_").replace(" ", "_")
    if key in _ALSO_CALLED:
        return _ALSO_CALLED[key]
    try:
        return Intent(key)
    except ValueError:
        known = ", ".join(intent.value for intent in INTENTS)
        raise EvaluationInputError(f"'intent' must be one of: {known}", where=where, fix=_FIX) from None
