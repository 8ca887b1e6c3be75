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
BUCKETS = 2048
"""How many numbers features share."""
AROUND = ("figure of speech", "work or study", "past", "still", "muted")
"""What is told of the whole message beside each stretch of it."""

_PIECE = 4
_LEAST_WORDS = 3
_MOST_STRETCHES = 40
_CUT = re.compile(
    r"[.!?;\n]+|,|\s+[-–—]\s+|\s(?=(?:because|but|cos|so i|and i|and my|and he|and she|ond|achos)\s)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class UrgentModel:
    """The weights: ``logits = inputs @ weights``, float32[inputs, 1 + kinds]; the first column is "not urgent".

    ``threshold`` is how likely a message must be urgent to be taken for it; ``threshold_where_muted`` is the same
    where it is long or speaks of work, study or the past, and ``threshold_with_signal`` where it is long and a signal
    was seen.
    ``embedder`` is the fingerprint of the one the vectors came from.
    """

    weights: NDArray[np.float32]
    threshold: float
    threshold_where_muted: float
    threshold_with_signal: float
    embedder: str

    def likely(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return float32[n, 1 + kinds], each row adding up to one. ``inputs`` are as ``inputs_of`` makes them."""
        logits = inputs @ self.weights
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
            threshold=float(described["threshold"]),
            threshold_where_muted=float(described["threshold_where_muted"]),
            threshold_with_signal=float(described["threshold_with_signal"]),
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
