"""Fits the classifier of ``answers/intent.py``: a multinomial logistic regression with a ridge, the same each time.

Here and not in the script alone, because ``fingerpost evaluate intent`` fits on one half of the examples to be measured
on the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.courtesies import part
from fingerpost.answers.intent import INTENTS, IntentModel, features
from fingerpost.answers.intent_cues import cues
from fingerpost.domain import Intent

_LEAST_OFTEN = 2
_STEPS = 300
_POWERS, _MARGIN = 30, 1.05
_RIDGE = 1e-3
# How much each way of reading counts beside the others; chosen by cross-validation, and flat around these.
_VECTOR, _WORDS, _CUES, _BIAS = 6.0, 3.0, 3.0, 0.3

_Matrix = NDArray[np.float64]


def fit(messages: Sequence[str], vectors: NDArray[np.float32], intents: Sequence[Intent], embedder: str) -> IntentModel:
    """Return the weights fitted on messages.

    Args:
        messages: what was said, courtesies and all.
        vectors: float32[n, dimensions], unit length: those of the messages without their courtesies.
        intents: what each wants.
        embedder: the fingerprint of the embedder the vectors came from.
    """
    parted = [part(message) for message in messages]
    found = [features(message.rest) for message in parted]
    place = {feature: row for row, feature in enumerate(kept_features(messages))}
    words = np.zeros((len(messages), len(place)))
    for row, each in enumerate(found):
        held = [place[feature] for feature in each if feature in place]
        words[row, held] = 1 / np.sqrt(max(len(held), 1))
    shown = np.array([cues(message) for message in parted], dtype=np.float64)
    inputs = np.c_[vectors * _VECTOR, shown * _CUES, words * _WORDS, np.full(len(messages), _BIAS)].astype(np.float64)
    wanted = np.zeros((len(messages), len(INTENTS)))
    wanted[np.arange(len(messages)), [INTENTS.index(intent) for intent in intents]] = 1
    weights = inputs.T @ _solve(inputs @ inputs.T, wanted)
    first, second = vectors.shape[1], vectors.shape[1] + shown.shape[1]
    return IntentModel(
        by_vector=(weights[:first] * _VECTOR).astype(np.float32),
        by_cues=(weights[first:second] * _CUES).astype(np.float32),
        by_words=(weights[second:-1] * _WORDS).astype(np.float32),
        bias=(weights[-1] * _BIAS).astype(np.float32),
        place=place,
        embedder=embedder,
    )


def kept_features(messages: Sequence[str]) -> list[str]:
    """Return the features that weights fitted on these messages know: those that are in two messages, sorted."""
    often = Counter(feature for message in messages for feature in features(part(message).rest))
    return sorted(feature for feature, count in often.items() if count >= _LEAST_OFTEN)


def _solve(likeness: _Matrix, wanted: _Matrix) -> _Matrix:
    """Return what each message adds to the weights, float64[n, intents], by Nesterov's accelerated gradient.

    There are fewer messages than features, so the regression is solved over messages: ``likeness`` is float64[n, n],
    their inner products.
    """
    count = len(likeness)
    rate = 1 / (0.5 * _greatest_stretch(likeness) / count + _RIDGE)
    added = np.zeros_like(wanted)
    ahead, momentum = added, 1.0
    for _ in range(_STEPS):
        logits = likeness @ ahead
        likely = np.exp(logits - logits.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        following = ahead - rate * ((likely - wanted) / count + _RIDGE * ahead)
        grown = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = following + (momentum - 1) / grown * (following - added)
        added, momentum = following, grown
    return cast("_Matrix", added)


def _greatest_stretch(likeness: _Matrix) -> float:
    """Return a little more than the greatest eigenvalue, by the power method: all of them would take longer to find."""
    along = np.ones(len(likeness))
    stretch = 1.0
    for _ in range(_POWERS):
        along = likeness @ along
        stretch = float(np.linalg.norm(along))
        along /= stretch
    return stretch * _MARGIN
