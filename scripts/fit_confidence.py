"""Fit the weights of ``answers/confidence.py`` on real questions, asked with and without their own pages.

    python scripts/fit_confidence.py --data ../shared/data/conditionalqa [--questions 1500]

Each question is asked alone and behind its scenario, of an index of all the pages and of a small one that holds a tenth
of them, its own page among them; then its own page's sections are taken out of what was found, as if the page were not
there. Last it is asked of another tenth, where nothing is near: a council's index is small, and people ask it anything.
Writes ``confidence.json`` and prints how well the score tells present from absent on pages it was not fitted on (five
folds over pages).
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.confidence import FEATURES, WEIGHTS_FILE, features
from fingerpost.domain import Passage
from fingerpost.evaluation.cases import read_pages, read_questions
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.search.embed import open_embedder
from fingerpost.search.rank import find, order

FOLDS = 5
SHARDS = 10
CANDIDATES = 60
KINDS = (
    "all pages, question",
    "all pages, scenario",
    "a tenth, question",
    "a tenth, scenario",
    "another tenth, question",
    "another tenth, scenario",
)
PRIOR_PRESENT = 0.8
"""How many of a real service's questions are taken to have an answer in it: GOV.UK Chat's record is 88% of in-scope."""


def without_page(found: list[Passage], url: str) -> list[Passage]:
    """Return what would have been found without the page at ``url``: its sections gone, the others moved up."""
    left = [passage for passage in found if passage.section.page.url != url]
    by_meaning = _places(left, "vector_rank")
    by_words = _places(left, "text_rank")
    return [
        replace(
            passage,
            scores=replace(
                passage.scores,
                vector_rank=by_meaning.get(passage.section.id),
                text_rank=by_words.get(passage.section.id),
            ),
        )
        for passage in left
    ]


def _places(passages: list[Passage], rank: str) -> dict[str, int]:
    held = [passage for passage in passages if getattr(passage.scores, rank) is not None]
    held.sort(key=lambda passage: getattr(passage.scores, rank))
    return {passage.section.id: place for place, passage in enumerate(held, 1)}


def fit(rows: NDArray[np.float64], labels: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the bias and weights of a logistic regression with a little ridge, by Newton's method."""
    inputs = np.c_[np.ones(len(rows)), rows]
    ridge = np.diag([0.0, *[1.0] * rows.shape[1]])
    solution = np.zeros(inputs.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-inputs @ solution))
        curve = (inputs.T * (weights * likely * (1 - likely))) @ inputs + ridge
        solution -= np.linalg.solve(curve, inputs.T @ (weights * (likely - labels)) + ridge @ solution)
    return solution


def auroc(scores: NDArray[np.float64], labels: NDArray[np.float64]) -> float:
    """Return the area under the ROC curve (Mann and Whitney's U)."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores)] = np.arange(1, len(scores) + 1)
    present = labels.sum()
    return float((ranks[labels == 1].sum() - present * (present + 1) / 2) / (present * (len(labels) - present)))


def main() -> None:
    """Fit, print the figures, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=1_500)
    options = parser.parse_args()
    rows, labels, folds, kinds = gather(options.data, options.questions)
    means, spreads = rows.mean(axis=0), rows.std(axis=0)
    scaled = (rows - means) / spreads
    # Half of what is asked here is absent; of a real service's questions fewer are.
    present = labels.mean()
    weights = np.where(labels == 1, PRIOR_PRESENT / present, (1 - PRIOR_PRESENT) / (1 - present))
    unseen = np.zeros(len(rows))
    for fold in range(FOLDS):
        solution = fit(scaled[folds != fold], labels[folds != fold], weights[folds != fold])
        unseen[folds == fold] = solution[0] + scaled[folds == fold] @ solution[1:]
    measured: dict[str, object] = {}
    for kind, name in enumerate(KINDS):
        chosen = kinds == kind
        near = kind if kind < 4 else kind - 2
        present, absent = unseen[(kinds == near) & (labels == 1)], unseen[chosen & (labels == 0)]
        measured[name] = {
            "auroc": round(auroc(np.r_[present, absent], np.r_[np.ones(len(present)), np.zeros(len(absent))]), 3),
            "curve": [
                {
                    "threshold": threshold,
                    "answered_present": round(float((1 / (1 + np.exp(-present)) >= threshold).mean()), 3),
                    "declined_absent": round(float((1 / (1 + np.exp(-absent)) < threshold).mean()), 3),
                }
                for threshold in (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
            ],
        }
    print(json.dumps(measured, indent=2))
    solution = fit(scaled, labels, weights)
    written = {
        "made_by": "scripts/fit_confidence.py",
        "fitted_on": "ConditionalQA v1.0 (BSD-2-Clause), questions on GOV.UK pages (Open Government Licence v3.0)",
        "rows": len(rows),
        "prior_present": PRIOR_PRESENT,
        "bias": round(float(solution[0]), 6),
        "features": {
            name: {"weight": round(float(w), 6), "mean": round(float(m), 6), "spread": round(float(s), 6)}
            for name, w, m, s in zip(FEATURES, solution[1:], means, spreads, strict=True)
        },
    }
    WEIGHTS_FILE.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def gather(
    data: Path, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return features float64[n, features], labels (1 present), fold numbers, and the kind of each row (``KINDS``)."""
    embedder = open_embedder("minilm-l6-v2-int8")
    pages = read_pages(data / "pages.jsonl")
    questions = read_questions(data / "questions.jsonl")
    chance = random.Random(1)
    chance.shuffle(questions)
    number_of = {page.url: number for number, page in enumerate(pages)}
    rows: list[tuple[float, ...]] = []
    labels: list[int] = []
    folds: list[int] = []
    kinds: list[int] = []
    with tempfile.TemporaryDirectory() as place:
        whole = build_index(f"{place}/all", pages, embedder)
        tenths = [build_index(f"{place}/{shard}", pages[shard::SHARDS], embedder) for shard in range(SHARDS)]
        for question in questions[:count]:
            number = number_of[question.url]
            own = number % SHARDS
            other = (own + chance.randrange(1, SHARDS)) % SHARDS
            for scenario in (False, True):
                asked = question.asked(with_scenario=scenario)
                vector = embedder.embed_questions([asked])[0]
                for size, index in ((0, whole), (2, tenths[own]), (4, tenths[other])):
                    found = find(index, asked, vector, candidates=CANDIDATES)
                    lists = [(0, found)] if size == 4 else [(1, found), (0, without_page(found, question.url))]
                    for label, passages in lists:
                        if not passages:
                            continue
                        rows.append(features(asked, order(passages)))
                        labels.append(label)
                        folds.append(number % FOLDS)
                        kinds.append(size + scenario)
    return np.array(rows), np.array(labels, dtype=float), np.array(folds), np.array(kinds)


if __name__ == "__main__":
    main()
