"""Fits one head of the safeguards' classifier: a logistic regression with a ridge, the same each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.safeguards.reading import Reading

_LEAST_OFTEN = 3
_STEPS = 250
RIDGE = 2e-4
_PIECES = 6.0
"""How much the pieces count beside the vector."""
_BIAS = 0.3

_Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Head:
    """What was fitted: ``by_vector`` float32[width], a weight for each piece, and ``bias``."""

    by_vector: NDArray[np.float32]
    by_piece: dict[str, float]
    bias: float

    def score(self, reading: Reading) -> float:
        """Return how likely the reading is of what the head looks for, 0 to 1."""
        held = [self.by_piece[piece] for piece in reading.pieces if piece in self.by_piece]
        by_words = sum(held) / float(np.sqrt(len(held))) if held else 0.0
        return float(1 / (1 + np.exp(-(float(reading.vector @ self.by_vector) + by_words + self.bias))))


def counted(head: str, of: str, label: str) -> float:
    """Return how much an example counts in a head: real questions most, because a wrong refusal costs a resident.

    The public sets count twice, being fewer than our own examples; a request for harm is a mild negative for attacks,
    and an urgent message, which ``urgent`` answers first, one for harm.
    """
    if of == "everyday":
        return 2.0 if head == "attack" else {"urgent": 0.5}.get(label, 1.0)
    if head == "attack":
        by_label = {"real": 5.0, "abroad": 4.0, "sensitive": 2.0, "harmful": 0.3}.get(label, 1.0)
        return by_label * (3.0 if of == "cyberseceval direct" else 1.0)
    return (5.0 if label == "real" else 1.0) * (2.0 if of in ("do-not-answer", "SimpleSafetyTests") else 1.0)


class _Pieces:
    """The pieces of many readings as a sparse matrix: places and values, and its products with a vector."""

    def __init__(self, readings: Sequence[Reading], place: dict[str, int]) -> None:
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, reading in enumerate(readings):
            held = [place[piece] for piece in reading.pieces if piece in place]
            rows += [row] * len(held)
            columns += held
            values += [_PIECES / float(np.sqrt(max(len(held), 1)))] * len(held)
        self.rows, self.columns = np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)
        self.values = np.array(values)
        self.shape = (len(readings), len(place))

    def times(self, weights: _Rows) -> _Rows:
        return np.bincount(self.rows, self.values * weights[self.columns], minlength=self.shape[0]).astype(np.float64)

    def across(self, by_row: _Rows) -> _Rows:
        return np.bincount(self.columns, self.values * by_row[self.rows], minlength=self.shape[1]).astype(np.float64)


def fit(readings: Sequence[Reading], wanted: Sequence[bool], counts: Sequence[float], *, ridge: float = RIDGE) -> Head:
    """Return the weights fitted on readings, by Nesterov's accelerated gradient.

    Args:
        readings: what was read of each example.
        wanted: whether each is what the head looks for.
        counts: how much each counts.
    """
    often = Counter(piece for reading in readings for piece in reading.pieces)
    kept = sorted(piece for piece, count in often.items() if count >= _LEAST_OFTEN)
    place = {piece: column for column, piece in enumerate(kept)}
    pieces = _Pieces(readings, place)
    vectors = np.stack([reading.vector for reading in readings]).astype(np.float32)
    centre = vectors.mean(axis=0)
    vectors -= centre
    right = np.array(wanted, dtype=np.float64)
    share = np.array(counts, dtype=np.float64)
    share /= share.sum()
    width = vectors.shape[1]

    def forward(weights: _Rows) -> _Rows:
        return (
            (vectors @ weights[:width].astype(np.float32)).astype(np.float64)
            + pieces.times(weights[width:-1])
            + _BIAS * weights[-1]
        )

    def back(by_row: _Rows) -> _Rows:
        by_vector = vectors.T @ by_row.astype(np.float32)
        return np.concatenate((by_vector.astype(np.float64), pieces.across(by_row), [_BIAS * by_row.sum()]))

    rate = 1 / (0.25 * 1.1 * _steepest(forward, back, share, width + len(place) + 1) + ridge)
    weights = np.zeros(width + len(place) + 1)
    ahead, momentum = weights, 1.0
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-forward(ahead)))
        following = ahead - rate * (back(share * (likely - right)) + ridge * ahead)
        grown = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = following + (momentum - 1) / grown * (following - weights)
        weights, momentum = following, grown
    by_vector = weights[:width].astype(np.float32)
    return Head(
        by_vector,
        {piece: float(weights[width + column] * _PIECES) for piece, column in place.items()},
        float(weights[-1] * _BIAS - centre @ by_vector),
    )


def _steepest(forward: Callable[[_Rows], _Rows], back: Callable[[_Rows], _Rows], share: _Rows, width: int) -> float:
    """Return the largest eigenvalue of the weighted inner products, by twenty steps of the power method."""
    direction = np.random.default_rng(0).normal(size=width)
    length = 1.0
    for _ in range(20):
        direction = back(share * forward(direction / np.linalg.norm(direction)))
        length = float(np.linalg.norm(direction))
    return length
