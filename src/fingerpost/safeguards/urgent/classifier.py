"""A small classifier for what no pattern says: a message by its tokens, its words and what ``signals`` saw in it.

Two sets of detectors read the message. One looks at each token, read within the whole message, and keeps the strongest,
so that three words count as much inside a long question as alone; the other looks at the mean of all tokens. Beside
them weigh the words, runs of two and three of them, pieces of words, and the signals. ``scripts/fit_urgent.py`` makes
the weights. They hold no words: features are numbered by a checksum.
"""

from __future__ import annotations

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
from fingerpost.safeguards.urgent.signals import CUES, Signals
from fingerpost.search.model_files import checked

FOLDER = Path(__file__).with_name("model")
REBUILD = "python scripts/fit_urgent.py"
EMBEDDER = "minilm-l6-v2-int8"
"""The shipped embedder, which the weights were made with."""
BUCKETS = 8192
"""How many numbers features share."""
LENGTHS = (25, 45)
"""Words beyond which a message is a story, in which a turn of phrase is often about something else."""
TOLD = len(CUES) + len(LENGTHS)
"""How many numbers tell what was seen in a message: its cues, and whether it is longer than each of ``LENGTHS``."""
LAYERS = ("token", "token_bias", "mean", "mean_bias", "hidden", "vector", "word", "told", "bias")

_PIECE = 4
# How much each way of reading counts beside the others while fitting.
_MEAN, _LARGEST, _WORDS = np.float32(6), np.float32(0.5), np.float32(3)

Layers = dict[str, NDArray[np.float32]]
"""The weights by the names in ``LAYERS``. With d dimensions, h detectors of a sort and k = 1 + kinds columns, of which
the first is "not urgent": ``token`` and ``mean`` [d, h], their biases [h], ``hidden`` [2h, k], ``vector`` [2d, k],
``word`` [BUCKETS, k], ``told`` [TOLD, k], ``bias`` [k]."""


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """One message as it is read.

    ``states`` is float32[tokens, dimensions], ``words`` int64[n] the numbers of its features, ``told`` float32[TOLD].
    """

    states: NDArray[np.float32]
    words: NDArray[np.int64]
    told: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Messages side by side.

    ``states`` is float32[all tokens, d]; ``begins`` and ``counts`` int64[n] say where each message's tokens are;
    ``mean`` (unit length) and ``largest`` are float32[n, d]; ``words`` int64[m], ``row`` int64[m] whose each is,
    ``share`` float32[m] how much it counts; ``told`` float32[n, TOLD].
    """

    states: NDArray[np.float32]
    begins: NDArray[np.int64]
    counts: NDArray[np.int64]
    mean: NDArray[np.float32]
    largest: NDArray[np.float32]
    words: NDArray[np.int64]
    row: NDArray[np.int64]
    share: NDArray[np.float32]
    told: NDArray[np.float32]

    @property
    def vectors(self) -> NDArray[np.float32]:
        """float32[n, 2d]: the mean and the largest of each dimension, as much as they count."""
        return np.concatenate([self.mean * _MEAN, self.largest * _LARGEST], axis=1)


@dataclass(frozen=True, slots=True)
class UrgentModel:
    """The weights, and what a message's log-odds are held against.

    It is urgent above ``threshold``, and one of more than ``LENGTHS[0]`` words above ``story_threshold``. ``embedder``
    is the fingerprint of the one the vectors came from.
    """

    layers: Layers
    threshold: float
    story_threshold: float
    embedder: str

    def is_urgent(self, odds: float, text: str) -> bool:
        """Say whether a message with these log-odds is urgent."""
        return odds > (self.story_threshold if len(text.split()) > LENGTHS[0] else self.threshold)

    def judged(self, message: Message) -> tuple[float, Kind]:
        """Return the log-odds that a message is urgent, and which kind it is likeliest to be."""
        batch = batch_of([message])
        logits = logits_of(self.layers, batch, detected(self.layers, batch, _in_one_thread)[0])
        return float(log_odds(logits)[0]), KINDS[int(logits[0, 1:].argmax())]


def told_of(signals: Signals, text: str) -> NDArray[np.float32]:
    """Return float32[TOLD]: what was seen in a message, and whether it is long."""
    length = len(text.split())
    return np.array([*signals.cues, *(int(length > each) for each in LENGTHS)], dtype=np.float32)


def batch_of(messages: Sequence[Message]) -> Batch:
    """Return messages side by side; each has a token at least, for the embedder adds markers."""
    counts = np.array([len(message.states) for message in messages], dtype=np.int64)
    begins = np.concatenate([np.zeros(1, dtype=np.int64), counts.cumsum()[:-1]])
    states = np.concatenate([message.states for message in messages])
    mean = np.add.reduceat(states, begins, axis=0)
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), np.float32(1e-9))
    each = np.array([len(message.words) for message in messages], dtype=np.int64)
    row = np.repeat(np.arange(len(messages)), each)
    return Batch(
        states=states,
        begins=begins,
        counts=counts,
        mean=mean,
        largest=np.maximum.reduceat(states, begins, axis=0),
        words=np.concatenate([message.words for message in messages]),
        row=row,
        share=(_WORDS / np.sqrt(np.maximum(each, 1), dtype=np.float32)).astype(np.float32, copy=False)[row],
        told=np.stack([message.told for message in messages]),
    )


_Product = Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]


def detected(
    layers: Layers, batch: Batch, product: _Product = np.matmul
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what the detectors make of each message, float32[n, 2h], and of each token, float32[all tokens, h]."""
    by_token = product(batch.states, layers["token"]) + layers["token_bias"]
    strongest = np.maximum.reduceat(by_token, batch.begins, axis=0)
    by_mean = product(batch.mean, layers["mean"]) + layers["mean_bias"]
    return np.maximum(np.concatenate([strongest, by_mean], axis=1), np.float32(0)), by_token


def _in_one_thread(rows: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a product that waits for no other thread: for one message, waiting takes ten times as long as the work."""
    return np.einsum("td,dh->th", rows, columns)


def logits_of(layers: Layers, batch: Batch, hidden: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return float32[n, 1 + kinds] from what the detectors found, the vectors, the words and the signals."""
    weighed = layers["word"][batch.words] * batch.share[:, None]
    by_word = np.zeros((len(batch.told), weighed.shape[1]), dtype=np.float32)
    for column in range(weighed.shape[1]):
        by_word[:, column] = np.bincount(batch.row, weighed[:, column], minlength=len(by_word))
    logits = (
        hidden @ layers["hidden"]
        + batch.vectors @ layers["vector"]
        + by_word
        + batch.told @ layers["told"]
        + layers["bias"]
    )
    return logits.astype(np.float32, copy=False)


def log_odds(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return float64[n]: the log-odds of any kind against none."""
    kinds = logits[:, 1:].astype(np.float64)
    most = kinds.max(axis=1)
    return most + np.log(np.exp(kinds - most[:, None]).sum(axis=1)) - logits[:, 0]


def numbered(plain: str) -> NDArray[np.int64]:
    """Return the numbers of a message's features, each once: words, runs of two and three, pieces of words."""
    words = [word for word in plain.split() if word != "."]
    found = dict.fromkeys(words)
    edged = ["<", *words, ">"]
    found.update(dict.fromkeys(f"{one} {other}" for one, other in pairwise(edged)))
    found.update(dict.fromkeys(" ".join(three) for three in zip(edged, edged[1:], edged[2:], strict=False)))
    for word in words:
        if len(word) > _PIECE:
            whole = f"_{word}_"
            found.update(dict.fromkeys(f"#{whole[at : at + _PIECE]}" for at in range(len(whole) - _PIECE + 1)))
    return np.unique(np.array([zlib.crc32(feature.encode()) % BUCKETS for feature in found], dtype=np.int64))


@cache
def shipped_model() -> UrgentModel:
    """Return the weights that ship. Raises ``ModelFileError`` when they are missing, altered or of another release."""
    described = checked(FOLDER, rebuild=REBUILD)
    try:
        if described["kinds"] != [kind.value for kind in KINDS]:
            raise ValueError("its kinds are not those of this release")
        with np.load(FOLDER / "weights.npz", allow_pickle=False) as kept:
            layers = {name: kept[name].astype(np.float32) for name in LAYERS}
        return UrgentModel(
            layers, float(described["threshold"]), float(described["story_threshold"]), str(described["embedder"])
        )
    except (OSError, ValueError, KeyError) as problem:
        raise ModelFileError(
            f"the weights for urgent messages can't be read: {problem}",
            where=str(FOLDER),
            fix=f"install Fingerpost again, or make them again with '{REBUILD}'",
        ) from None
