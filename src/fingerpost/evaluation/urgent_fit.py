"""Fits the classifier of ``safeguards/urgent``: a multinomial logistic regression with a ridge, the same each time.

From the training examples it also makes others: each urgent one once more with slips of typing, and set inside an
everyday question, before or after it, for that is how people say it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.safeguards.urgent.classifier import around, inputs_of, stretches
from fingerpost.safeguards.urgent.kinds import KINDS
from fingerpost.safeguards.urgent.reading import Reader

_STEPS = 120
_RIDGE = 2e-4
_NOT_URGENT_WEIGHT = 1.0
_NEWTON_STEPS = 30
_WEIGHING_RIDGE = 1e-2
_JOINS = (", ", ". ", " and ", ". Also ", " because ", "? ", ", sorry but ", " - ")


@dataclass(frozen=True, slots=True)
class Example:
    """A message to learn from. ``column`` is 0 for everyday, else 1 + the place of its kind in ``KINDS``.

    ``urgent_from`` and ``urgent_to`` bound what is urgent in it, where the rest is everyday.
    """

    text: str
    column: int
    urgent_from: int = 0
    urgent_to: int = -1


def made_from(urgent: Sequence[tuple[str, int]], everyday: Sequence[str], seed: int = 7) -> list[Example]:
    """Return the examples with those made from them. The same each time."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    short = [text.rstrip(" ?.") for text in everyday if len(text) < 120]
    made = [Example(text, 0) for text in everyday]
    for text, column in urgent:
        made.append(Example(text, column))
        made.append(Example(_slipped(text, chance), column))
        for first in (True, False):
            other, join = chance.choice(short), chance.choice(_JOINS)
            if first:
                made.append(Example(text + join + other, column, 0, len(text)))
            else:
                made.append(Example(other + join + text, column, len(other) + len(join)))
        made.append(Example(chance.choice(short) + "? " + text, column, -1))
    return made


def rows_of(
    examples: Sequence[Example], reader: Reader, done: Callable[[int], None] | None = None
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]:
    """Return the inputs of every stretch of every example, the column each should get, and its example's place."""
    inputs: list[NDArray[np.float32]] = []
    columns: list[int] = []
    places: list[int] = []
    for place, example in enumerate(examples):
        spans = stretches(example.text)
        signals, _ = reader.signals(example.text)
        read = inputs_of(
            [reader.plain(example.text[a:b]) for a, b in spans], reader.vectors(example.text, spans), around(signals)
        )
        wanted = [_column(example, span, whole=not row) for row, span in enumerate(spans)]
        kept = [row for row, column in enumerate(wanted) if column is not None]
        inputs.append(read[kept])
        columns += [column for column in wanted if column is not None]
        places += [place] * len(kept)
        if done is not None:
            done(place + 1)
    return np.concatenate(inputs), np.array(columns), np.array(places)


def fit(inputs: NDArray[np.float32], columns: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return float32[inputs, 1 + kinds], by Nesterov's accelerated gradient from nought."""
    count, width = inputs.shape
    wanted = np.zeros((count, 1 + len(KINDS)), dtype=np.float32)
    wanted[np.arange(count), columns] = 1
    share = np.where(columns == 0, _NOT_URGENT_WEIGHT, 1.0).astype(np.float32)[:, None]
    guess = np.ones(width, dtype=np.float32)
    for _ in range(20):  # power iteration: the largest eigenvalue bounds the step
        guess = inputs.T @ (inputs @ guess)
        guess /= np.linalg.norm(guess)
    largest = float(np.linalg.norm(inputs.T @ (inputs @ guess)))
    rate = 1 / (0.5 * largest / count + _RIDGE)
    weights = np.zeros((width, 1 + len(KINDS)), dtype=np.float32)
    ahead, momentum = weights, 1.0
    for _ in range(_STEPS):
        logits = inputs @ ahead
        likely = np.exp(logits - logits.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        following = ahead - rate * (inputs.T @ ((likely - wanted) * share) / count + _RIDGE * ahead)
        grown = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = (following + (momentum - 1) / grown * (following - weights)).astype(np.float32)
        weights, momentum = following.astype(np.float32), float(grown)
    return weights


def fit_weighing(
    values: NDArray[np.float64], urgent: NDArray[np.bool_], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return float64[columns]: how much each column of ``values`` weighs, by a logistic regression (Newton's method).

    Args:
        values: float64[messages, columns].
        urgent: which messages are.
        counts: how much each message counts.
    """
    weighs = np.zeros(values.shape[1])
    for _ in range(_NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-values @ weighs))
        slope = values.T @ (counts * (urgent - likely)) - _WEIGHING_RIDGE * weighs
        curve = (values.T * (counts * likely * (1 - likely))) @ values + _WEIGHING_RIDGE * np.eye(len(weighs))
        weighs = weighs + np.linalg.solve(curve, slope)
    return weighs


def _column(example: Example, span: tuple[int, int], *, whole: bool) -> int | None:
    if whole or not example.column:
        return example.column
    if example.urgent_from < 0:
        return None
    end = example.urgent_to if example.urgent_to >= 0 else len(example.text)
    if span[1] <= example.urgent_from or span[0] >= end:
        return 0
    # A clause of what is urgent may say nothing by itself; the whole of it does.
    return example.column if span[0] <= example.urgent_from + 3 and span[1] >= end - 1 else None


def _slipped(text: str, chance: random.Random) -> str:
    """Return a message as it is typed in a hurry: no capitals or apostrophes, and a slip in some words."""
    words = text.lower().replace("'", "").replace("’", "").split()
    for place, word in enumerate(words):
        if len(word) < 4 or chance.random() > 0.3:
            continue
        at = chance.randrange(1, len(word) - 1)
        words[place] = chance.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            )
        )
    return " ".join(words)
