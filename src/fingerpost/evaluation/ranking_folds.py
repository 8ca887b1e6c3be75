"""The ranking networks, fitted on all pages to ship and on some of them to be measured on the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.evaluation.cases import PageRecord, Progress, QuestionRecord
from fingerpost.evaluation.ranking_fit import Values, fit_answerable, fit_order
from fingerpost.evaluation.ranking_rows import Turn, parts_of
from fingerpost.search.rerank import Network, rank_rows

FOLDS = 5
PRIOR_PRESENT = 0.8
"""How many of a service's questions are taken to have an answer in it: GOV.UK Chat answers 88% of those in scope."""
_SEED = 7


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The networks to ship, and what networks that never saw a turn's page make of it.

    ``without`` are both networks fitted without each fold's pages (see ``fold_of``). ``scores`` are, for each turn, its
    sections' scores; ``likely`` is float64[turns], the confidence in it.
    """

    order: Network
    answerable: Network
    without: tuple[tuple[Network, Network], ...]
    scores: tuple[Values, ...]
    likely: Values


def fit(
    turns: Sequence[Turn],
    pages: Sequence[PageRecord],
    questions: Sequence[QuestionRecord],
    *,
    progress: Progress | None = None,
) -> Fitted:
    """Fit both networks, and each once more without the pages of every fold in turn.

    Whether a turn holds an answer is learnt from the order that a network which never saw its page gives it: that is
    how it will be used.

    Args:
        turns: from ``ask_everything``.
        pages: what was asked of.
        questions: what was asked, as ``turns`` number them.
        progress: told after each network.
    """
    in_fold = fold_of(pages)
    folds = np.array([in_fold[questions[turn.place].url] for turn in turns])
    present = np.array([turn.present for turn in turns])
    to_order = np.array([turn.kind == "all" for turn in turns])
    weights = np.where(present, 2 * PRIOR_PRESENT, 2 * (1 - PRIOR_PRESENT))
    steps = 2 * (FOLDS + 1)

    def told(done: int) -> None:
        if progress is not None:
            progress.at("networks", done, steps)

    def order_for(chosen: NDArray[np.bool_]) -> Network:
        return fit_order([turns[place].to_order() for place in np.flatnonzero(chosen).tolist()])

    orders: list[Network] = []
    judges: list[Network] = []
    scores: list[Values] = [np.zeros(0)] * len(turns)
    rows: list[NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(turns)
    for fold in range(FOLDS):
        network = order_for(to_order & (folds != fold))
        orders.append(network)
        for place in np.flatnonzero(folds == fold).tolist():
            scores[place] = network(rank_rows(turns[place].rows))
            rows[place] = turns[place].answer_row(network)
        told(fold + 1)
    every = np.stack(rows)
    likely = np.zeros(len(turns))
    for fold in range(FOLDS):
        inside, outside = folds == fold, folds != fold
        network = fit_answerable(every[outside], present[outside], weights[outside])
        judges.append(network)
        likely[inside] = 1 / (1 + np.exp(-network(every[inside])))
        told(FOLDS + fold + 1)
    order = order_for(to_order)
    answerable = fit_answerable(every, present, weights)
    told(steps)
    return Fitted(order, answerable, tuple(zip(orders, judges, strict=True)), tuple(scores), likely)


def fold_of(pages: Sequence[PageRecord]) -> dict[str, int]:
    """Return the fold of each page's address."""
    return parts_of(pages, min(FOLDS, len(pages)), seed=_SEED)


def measure_order(
    turns: Sequence[Turn], questions: Sequence[QuestionRecord], scores: Sequence[Values]
) -> dict[str, float]:
    """Return page@1, page@5, page MRR and section recall@5 over turns, their sections ordered by these scores."""
    totals = np.zeros(4)
    for turn, score in zip(turns, scores, strict=True):
        best: list[int] = np.argsort(-score, kind="stable").tolist()
        pages = list(dict.fromkeys(turn.urls[at] for at in best))
        url = questions[turn.place].url
        place = pages.index(url) + 1 if url in pages else 0
        evidence = turn.worth == turn.worth.max() if turn.worth.max() >= 1 else np.zeros(len(best), bool)
        recall = float(evidence[best[:5]].sum() / evidence.sum()) if evidence.any() else 0.0
        totals += (place == 1, 0 < place <= 5, 1 / place if place else 0.0, recall)
    names = ("page_at_1", "page_at_5", "page_mrr", "section_recall_at_5")
    return {name: round(float(total / len(turns)), 4) for name, total in zip(names, totals, strict=True)}


def threshold_answering(likely_present: Values, share: float) -> float:
    """Return the highest threshold at which at least this share of present-page questions is answered."""
    ordered = np.sort(likely_present)
    return float(ordered[int(np.floor(len(ordered) * (1 - share)))])
