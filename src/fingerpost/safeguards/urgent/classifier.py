"""A small classifier for what no pattern says: a message and each of its clauses, by its vectors and its words.

A multinomial logistic regression over the mean of a stretch's token vectors (each token read within the whole message,
so that nothing is embedded twice), its words, word pairs and pieces of words, and what ``signals`` saw around it.
``scripts/fit_urgent.py`` makes the weights. They hold no words: features are numbered by a checksum.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.errors import ModelFileError
from fingerpost.safeguards.urgent.kinds import KINDS, Kind
from fingerpost.safeguards.urgent.signals import Signals
from fingerpost.search.embed import Span
from fingerpost.search.model_files import checked

FOLDER = Path(__file__).with_name("model")
REBUILD = "python scripts/fit_urgent.py"
EMBEDDER = "minilm-l6-v2-int8"
"""The shipped embedder, which the weights were made with."""
BUCKETS = 4096
"""How many numbers features share."""
AROUND = ("figure of speech", "work or study", "past", "still", "muted")
"""What is told of the whole message beside each stretch of it."""

_PIECE = 4
_LEAST_WORDS = 3
_MOST_STRETCHES = 40
_CUT = re.compile(
    r"[.!?;\n]+|,|\s+[-–—]\s+|\s(?=(?:because|but|cos|so i|and i|and my|and he|and she|ond|achos)\s)", re.IGNORECASE
)


WEIGHED = (
    "most",
    "whole",
    "second",
    "rule",
    "agree",
    "muted",
    "figure of speech",
    "work or study",
    "past",
    "still",
    "long",
)
"""What is weighed of a message, in order: the log-odds of being urgent of its most urgent stretch, of the whole of it
and of its second stretch; 1 where a signal was seen, and where its kind is also the classifier's; then the cues."""


@dataclass(frozen=True, slots=True)
class UrgentModel:
    """The weights: ``logits = inputs @ weights``, float32[inputs, 1 + kinds]; the first column is "not urgent".

    ``weighing`` is float64[len(WEIGHED)] and ``by_kind`` float64[kinds]: a message's log-odds are what is weighed of it
    times ``weighing``, plus ``by_kind`` of the kind it is likeliest to be. It is urgent where they are above
    ``threshold``. ``embedder`` is the fingerprint of the one the vectors came from.
    """

    weights: NDArray[np.float32]
    weighing: NDArray[np.float64]
    by_kind: NDArray[np.float64]
    threshold: float
    embedder: str

    def likely(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return float32[n, 1 + kinds], each row adding up to one. ``inputs`` are as ``inputs_of`` makes them."""
        return likely_from(inputs @ self.weights)


def likely_from(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return float32[n, 1 + kinds], each row adding up to one."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def stretches(text: str) -> list[Span]:
    """Return the stretches of a message that are read by themselves: all of it, then its clauses, in order."""
    spans = [(0, len(text))]
    start = 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        if len(text[start:end].split()) >= _LEAST_WORDS and (start, end) != spans[0]:
            spans.append((start, end))
        start = cut.end() if cut else end
    return spans[:_MOST_STRETCHES]


def around(signals: Signals) -> NDArray[np.float32]:
    """Return float32[5]: what is told of the whole message, in the order of ``AROUND``."""
    return np.array([*signals.cues[-4:], int(bool(signals.muted))], dtype=np.float32)


def inputs_of(plain: Sequence[str], vectors: NDArray[np.float32], told: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return float32[n, inputs] for n stretches of one message.

    Args:
        plain: each stretch in plain letters.
        vectors: float32[n, dimensions], unit length.
        told: what is told of the whole message, as ``around`` returns it.
    """
    count, dimensions = vectors.shape
    inputs = np.zeros((count, dimensions + BUCKETS + len(AROUND) + 1), dtype=np.float32)
    inputs[:, :dimensions] = vectors * _VECTOR
    for row, stretch in enumerate(plain):
        numbers = _features(stretch)
        if numbers:
            np.add.at(inputs[row], [dimensions + number for number in numbers], _WORDS / np.sqrt(len(numbers)))
    inputs[:, dimensions + BUCKETS : -1] = told * _TOLD
    inputs[:, -1] = _BIAS
    return inputs


# How much each way of reading counts beside the others; chosen on the training examples by cross-validation.
_VECTOR, _WORDS, _TOLD, _BIAS = 6.0, 3.0, 0.7, 0.5


def most_likely(likely: NDArray[np.float32]) -> tuple[float, Kind]:
    """Return how likely the most urgent stretch is urgent, and which kind it is likeliest to be."""
    urgent = 1 - likely[:, 0]
    row = int(urgent.argmax())
    return float(urgent[row]), KINDS[int(likely[row, 1:].argmax())]


def weighed(likely: NDArray[np.float32], signals: Signals, *, is_long: bool) -> tuple[NDArray[np.float64], Kind]:
    """Return float64[len(WEIGHED)] for one message, and the kind it is likeliest to be.

    Args:
        likely: float32[n, 1 + kinds] of its stretches, the whole message first.
        signals: what it says.
        is_long: whether it is a story, in which a turn of phrase is often about something else.
    """
    calm = likely[:, 0].astype(np.float64)
    odds = np.log(np.clip(1 - calm, _LEAST_LIKELY, 1)) - np.log(np.clip(calm, _LEAST_LIKELY, 1))
    _, kind = most_likely(likely)
    in_order = np.sort(odds)[::-1]
    told = around(signals)
    seen = bool(signals.kinds)
    values = [in_order[0], odds[0], in_order[min(1, len(odds) - 1)], seen, kind in signals.kinds, told[-1], *told[:-1]]
    return np.array([*values, is_long], dtype=np.float64), kind


_LEAST_LIKELY = 1e-9


def _features(plain: str) -> list[int]:
    words = [word for word in plain.split() if word != "."]
    found = dict.fromkeys(words)
    found.update(dict.fromkeys(f"{one} {other}" for one, other in pairwise(words)))
    for word in words:
        if len(word) > _PIECE:
            edged = f"_{word}_"
            found.update(dict.fromkeys(f"#{edged[at : at + _PIECE]}" for at in range(len(edged) - _PIECE + 1)))
    return [zlib.crc32(feature.encode()) % BUCKETS for feature in found]


@cache
def shipped_model() -> UrgentModel:
    """Return the weights that ship. Raises ``ModelFileError`` when they are missing, altered or of another release."""
    described = checked(FOLDER, rebuild=REBUILD)
    try:
        if described["kinds"] != [kind.value for kind in KINDS]:
            raise ValueError("its kinds are not those of this release")
        return UrgentModel(
            weights=np.load(FOLDER / "weights.npy", allow_pickle=False).astype(np.float32),
            weighing=np.array([described["weighing"][name] for name in WEIGHED], dtype=np.float64),
            by_kind=np.array([described["by_kind"][kind.value] for kind in KINDS], dtype=np.float64),
            threshold=float(described["threshold"]),
            embedder=str(described["embedder"]),
        )
    except (OSError, ValueError, KeyError) as problem:
        raise ModelFileError(
            f"the weights for urgent messages can't be read: {problem}",
            where=str(FOLDER),
            fix=f"install Fingerpost again, or make them again with '{REBUILD}'",
        ) from None


Vectors = Callable[[str, Sequence[Span]], NDArray[np.float32]]
"""Returns the unit vectors of stretches of a text, each token read within the whole of it."""
