"""Whether it knows when it does not know: the same questions, asked with their own pages there and taken away."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.evaluation.asking import ask_index, trained_on
from fingerpost.evaluation.cases import PageRecord, Progress, QuestionRecord, read_pages, read_questions, require_pages
from fingerpost.evaluation.ranking_rows import PARTS, parts_of
from fingerpost.evaluation.scratch_index import Remembering, build_index
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.rerank import Ranking
from fingerpost.settings import AnswerSettings

_EMBEDDER = "minilm-l6-v2-int8"
_SEED = 11
_CURVE = tuple(round(step / 20, 2) for step in range(1, 20))


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a threshold would do: shares of absent-page questions declined and of present-page ones answered."""

    threshold: float
    declined_absent: float
    answered_present: float


@dataclass(frozen=True, slots=True)
class AbstentionResult:
    """How well the confidence tells questions whose page is there from the same ones whose page is not.

    ``auroc`` is the chance that a question has more confidence with its page than another has without. At
    ``threshold``, ``declined_absent`` is the share of questions without their page that are not ``answered``, and
    ``answered_present`` the share of those with it that are. ``pages_trained_on`` is the share of the pages that the
    weights in use were fitted on.
    """

    questions: int
    auroc: float
    threshold: float
    declined_absent: float
    answered_present: float
    curve: tuple[CurvePoint, ...]
    pages_trained_on: float
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate abstention --json`` prints them."""
        return asdict(self)


def evaluate_abstention(
    pages: Path,
    questions: Path,
    *,
    with_scenario: bool = False,
    threshold: float | None = None,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
    ranking: Ranking | None = None,
) -> AbstentionResult:
    """Ask each question of an index of all pages, and of one from which a tenth of them, its own among them, is taken.

    Args:
        pages: JSON lines with ``url``, ``title`` and ``html``.
        questions: JSON lines as ``evaluate_retrieval`` takes them.
        with_scenario: put the scenario before the question.
        threshold: the confidence an answer needs; the shipped setting by default.
        progress: told after each index.
        embedder: the model to use; the one that ships by default.
        ranking: the weights of the closer look to use; those that ship by default.

    Raises:
        EvaluationInputError: a file is missing, or a line of it is not in that form.
    """
    began = time.perf_counter()
    published, asked = read_pages(pages), read_questions(questions)
    require_pages(questions, asked, {page.url for page in published})
    least = AnswerSettings().answer_threshold if threshold is None else threshold
    model = Remembering(embedder or open_embedder(_EMBEDDER))
    present, absent = confidences(
        published, asked, model, with_scenario=with_scenario, ranking=ranking, progress=progress
    )
    return AbstentionResult(
        questions=len(asked),
        auroc=round(auroc(present, absent), 4),
        threshold=least,
        declined_absent=round(float((absent < least).mean()), 4),
        answered_present=round(float((present >= least).mean()), 4),
        curve=tuple(
            CurvePoint(at, round(float((absent < at).mean()), 4), round(float((present >= at).mean()), 4))
            for at in _CURVE
        ),
        pages_trained_on=round(trained_on([page.url for page in published], model, ranking), 4),
        seconds=round(time.perf_counter() - began, 1),
    )


def confidences(
    pages: Sequence[PageRecord],
    questions: Sequence[QuestionRecord],
    embedder: Embedder,
    *,
    with_scenario: bool,
    ranking: Ranking | None = None,
    progress: Progress | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the confidence in each question with its page there, and with its page taken away: float64[n] each."""
    texts = [question.asked(with_scenario=with_scenario) for question in questions]
    parts = parts_of(pages, min(PARTS, len(pages)), seed=_SEED)
    count = max(parts.values()) + 1

    def ask(kept: Sequence[PageRecord], places: Sequence[int]) -> list[float]:
        with tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder:
            index = build_index(folder, kept, embedder)
            return [likely for _, likely in ask_index(index, embedder, [texts[place] for place in places], ranking)]

    present = np.array(ask(pages, range(len(questions))))
    absent = np.zeros(len(questions))
    for part in range(count):
        if progress is not None:
            progress.at("indexes", 1 + part, 1 + count)
        own = [place for place, question in enumerate(questions) if parts[question.url] == part]
        if own:
            absent[own] = ask([page for page in pages if parts[page.url] != part], own)
    if progress is not None:
        progress.at("indexes", 1 + count, 1 + count)
    return present, absent


def auroc(present: NDArray[np.float64], absent: NDArray[np.float64]) -> float:
    """Return the area under the receiver operating characteristic; ties count half."""
    both = np.sort(absent)
    below = np.searchsorted(both, present, side="left")
    level = np.searchsorted(both, present, side="right") - below
    return float((below + level / 2).sum() / (len(present) * len(absent)))
