"""A closer look at the best of what was found: which of it speaks to the question asked.

The first look has to be quick over a whole index; this one reads its best sections token by token (see ``evidence``)
and orders them anew with a small network fitted on real questions. ``scripts/fit_ranking.py`` makes its weights;
docs/adr/ has what each part is worth.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from fingerpost.domain import Passage
from fingerpost.search.embed import Embedder, TokenEmbedder
from fingerpost.search.evidence import SECTION_FEATURES, Rows, weigh
from fingerpost.search.model_files import MODELS, checked

FOLDER = MODELS / "ranking"
DEPTH = 16
"""Sections looked at closely: deeper finds little more."""

BESIDE_BEST = (
    "similarity",
    "fused",
    "words",
    "met",
    "met_rare",
    "met_low",
    "met_question",
    "question_similarity",
    "meets",
    "heading_meets",
    "heading_meets_least",
    "heading_meets_low",
    "heading_meets_rare",
    "sentence_meets",
    "sentence_meets_low",
    "best_sentence",
    "second_sentence",
    "heading",
    "held_rare",
    "title_holds",
    "page_similarity",
    "page_met",
    "page_met_rare",
    "page_met_low",
    "page_held_rare",
    "page_sentence",
    "like_nearest_other",
)
"""What also counts by how far it stays behind the best of the sections found."""

RANK_FEATURES = (*SECTION_FEATURES, *(f"{name}_behind" for name in BESIDE_BEST))
_BESIDE = [SECTION_FEATURES.index(name) for name in BESIDE_BEST]
_KIND_AND_SOURCE = 6.0
"""What a weight of kind or source counts for: a weight of 0.75 takes 1.7 from the logarithm of a section's odds."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A network of one hidden layer: ``relu((x - mean) / spread @ hidden + hidden_bias) @ out + out_bias``."""

    mean: Rows
    spread: Rows
    hidden: Rows
    hidden_bias: Rows
    out: Rows
    out_bias: float

    def __call__(self, rows: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return float64[n]: a score for each row."""
        scaled = np.clip((rows - self.mean) / self.spread, -6, 6)
        inner = np.maximum(0.0, scaled @ self.hidden + self.hidden_bias)
        return np.asarray(inner @ self.out + self.out_bias, np.float64)

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Network:
        """Return the network that ``as_json`` wrote."""
        arrays = {
            name: np.array(written[name], np.float32) for name in ("mean", "spread", "hidden", "hidden_bias", "out")
        }
        return cls(**arrays, out_bias=float(written["out_bias"]))

    def as_json(self) -> dict[str, Any]:
        """Return the numbers to five significant digits, as the weights file holds them."""

        return {
            "mean": _short(self.mean),
            "spread": _short(self.spread),
            "hidden": [_short(row) for row in self.hidden],
            "hidden_bias": _short(self.hidden_bias),
            "out": _short(self.out),
            "out_bias": float(f"{self.out_bias:.5g}"),
        }


def _short(values: Rows) -> list[float]:
    return [float(f"{float(value):.5g}") for value in values]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The weights that ship: for the order of sections, for whether they answer, and what both were fitted on.

    ``trained_on`` holds the first twelve hex digits of the SHA-256 of each page address the questions were about.
    """

    version: str
    embedder: str
    order: Network
    answerable: Network
    trained_on: frozenset[str]


def rerank(
    question: str, ordered: Sequence[Passage], embedder: Embedder, *, ranking: Ranking | None = None
) -> list[Passage]:
    """Put the best of what was found in the order in which it speaks to the question.

    Args:
        question: what was searched for.
        ordered: what was found, best first, as ``order`` leaves it.
        embedder: the index's embedder. One that the weights were not fitted to leaves the order as it is.
        ranking: the weights to use instead of those that ship.

    Returns:
        The first ``DEPTH`` passages in their new order, each with ``scores.evidence`` and
        ``scores.measures`` set, then the others as they were.
    """
    top = list(ordered[:DEPTH])
    if len(top) < 2 or not (ranking or fits(embedder)):
        return list(ordered)
    rows = weigh(question, top, cast("TokenEmbedder", embedder))
    scores = (ranking or shipped()).order(rank_rows(rows))
    weighed = [
        float(score) + _KIND_AND_SOURCE * math.log(max(passage.scores.weight, 1e-6))
        for score, passage in zip(scores, top, strict=True)
    ]
    best = sorted(range(len(top)), key=lambda place: (-weighed[place], top[place].section.id))
    again = [_scored(top[at], weighed[at], rows[at]) for at in best]
    return [*again, *ordered[DEPTH:]]


def _scored(passage: Passage, score: float, measured: Rows) -> Passage:
    measures = tuple(round(float(value), 6) for value in measured)
    return replace(passage, scores=replace(passage.scores, evidence=round(score, 6), measures=measures))


def rank_rows(rows: Rows) -> Rows:
    """Return float32[n, len(RANK_FEATURES)]: what was measured, and how far each stays behind the best."""
    beside = rows[:, _BESIDE]
    return np.hstack([rows, beside - beside.max(axis=0, keepdims=True)])


def fits(embedder: Embedder) -> bool:
    """Return whether the weights that ship were fitted to this embedder."""
    return isinstance(embedder, TokenEmbedder) and embedder.fingerprint == shipped().embedder


@cache
def shipped(folder: Path = FOLDER) -> Ranking:
    """Return the weights that ship. Raises ``ModelFileError`` when a file is missing or altered."""
    described = checked(folder, rebuild="python scripts/fit_ranking.py --data FOLDER")
    written = cast("dict[str, Any]", json.loads((folder / "weights.json").read_text(encoding="utf-8")))
    return Ranking(
        version=f"{described['name']}@{described['files']['weights.json'][:12]}",
        embedder=str(written["embedder"]),
        order=Network.of(written["order"]),
        answerable=Network.of(written["answerable"]),
        trained_on=frozenset(written["trained_on"]),
    )
