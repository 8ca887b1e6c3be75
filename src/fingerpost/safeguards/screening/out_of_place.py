"""Sentences that have no business on their page: a question or a task for somebody, about something else.

"What is the capital of Brazil?" breaks no rule, and on a page about bins it was not written for residents. Each
sentence shaped like a question or a task (``shape``) is weighed twice by a logistic regression over the shipped
embedder's vector and the shape: first alone, and then, if that leaves a doubt, with how close it is to the rest of the
page as well. ``scripts/fit_screening.py`` makes the weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.safeguards.screening.caught import Caught, Kind, shown
from fingerpost.safeguards.screening.shape import may_be_a_task, shape
from fingerpost.search.embed import Embedder, Vectors, open_embedder
from fingerpost.search.model_files import checked

EMBEDDER = "minilm-l6-v2-int8"
"""The shipped embedder, which the weights were made with."""
FOLDER = Path(__file__).with_name("model")
MOST_OTHERS = 24
"""Sentences of the page that one in doubt is held against, spread evenly over it."""
CLOSENESS = 4
"""Closest other sentence; mean of the closest three; mean of all; how close the page's sentences are together."""

_VECTOR_SCALE, _CLOSENESS_SCALE = 2.0, 4.0
_FEWEST_OTHERS = 3
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a page and the kind of block it stands in."""

    text: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class PlaceModel:
    """The weights. ``alone`` is float32[dimensions + FEATURES + 1], ``beside`` has ``CLOSENESS`` more; bias last.

    A sentence goes on from ``alone`` where its logit is over ``doubt``, and is caught where ``beside`` is over
    ``caught``; on a page too small to compare with, where ``alone`` is.
    """

    alone: NDArray[np.float32]
    beside: NDArray[np.float32]
    doubt: float
    caught: float
    embedder: str


@cache
def shipped_model() -> PlaceModel:
    """Return the weights that ship. Raises ``ModelFileError`` when a file is not the one that was built."""
    checked(FOLDER, rebuild="python scripts/fit_screening.py --data FOLDER")
    with np.load(FOLDER / "out_of_place.npz", allow_pickle=False) as held:
        return PlaceModel(
            held["alone"], held["beside"], float(held["doubt"]), float(held["caught"]), str(held["embedder"])
        )


@cache
def _shipped_embedder() -> Embedder:
    return open_embedder(EMBEDDER)


def place_embedder(embedder: Embedder | None) -> Embedder:
    """Return ``embedder`` where the weights were made with it, and the shipped one otherwise."""
    return (
        embedder if embedder is not None and embedder.fingerprint == shipped_model().embedder else _shipped_embedder()
    )


def out_of_place(lines: Sequence[Line], embedder: Embedder | None = None, *, title: str = "") -> Iterator[Caught]:
    """Yield the sentences of a page that are tasks or questions with nothing to do with it.

    Args:
        lines: the page's sentences in reading order, in ordinary letters.
        embedder: the opened embedder, if there is one already.
        title: the page's.
    """
    shapes = [shape(line.text, line.kind) for line in lines]
    candidates = [
        place
        for place, (line, told) in enumerate(zip(lines, shapes, strict=True))
        if may_be_a_task(told) and len(line.text.split()) >= _LEAST_WORDS
    ]
    if not candidates:
        return
    model, reader = shipped_model(), place_embedder(embedder)
    vectors = reader.embed_sections([lines[place].text for place in candidates])
    for place, vector in zip(candidates, vectors, strict=True):
        score = _score(model.alone, alone(vector, shapes[place]))
        if score <= model.doubt:
            continue
        others = others_of(lines, place, title)
        if len(others) >= _FEWEST_OTHERS:
            score = _score(model.beside, beside(vector, shapes[place], reader.embed_sections(others)))
        if score > model.caught:
            yield Caught(
                Kind.OUT_OF_PLACE,
                "classifier",
                "a question or a task has nothing to do with the rest of the page",
                shown(lines[place].text),
                round(float(1 / (1 + np.exp(-score))), 4),
            )


def others_of(lines: Sequence[Line], place: int, title: str = "") -> list[str]:
    """Return the page's title and other sentences, at most ``MOST_OTHERS``, spread evenly."""
    own = lines[place].text
    rest = [line.text for line in lines if line.text != own and len(line.text.split()) >= _LEAST_WORDS]
    step = max(1.0, len(rest) / MOST_OTHERS)
    kept = [rest[int(at * step)] for at in range(min(len(rest), MOST_OTHERS))]
    return [title, *kept] if title else kept


def alone(vector: NDArray[np.float32], told: tuple[bool, ...]) -> NDArray[np.float32]:
    """Return float32[dimensions + FEATURES + 1]: a sentence as ``PlaceModel.alone`` weighs it."""
    return np.concatenate([vector * _VECTOR_SCALE, np.array(told, dtype=np.float32), np.ones(1, dtype=np.float32)])


def beside(vector: NDArray[np.float32], told: tuple[bool, ...], others: Vectors) -> NDArray[np.float32]:
    """Return float32[dimensions + CLOSENESS + FEATURES + 1]: a sentence as ``PlaceModel.beside`` weighs it.

    Args:
        vector: float32[dimensions], unit length.
        told: its shape.
        others: float32[n, dimensions]: other sentences of its page.
    """
    close = np.sort(others @ vector)[::-1]
    together = float(np.linalg.norm(others.mean(axis=0)))
    closeness = np.array([close[0], close[:3].mean(), close.mean(), together], dtype=np.float32) * _CLOSENESS_SCALE
    return np.concatenate([vector * _VECTOR_SCALE, closeness, np.array(told, dtype=np.float32), np.ones(1, np.float32)])


def _score(weights: NDArray[np.float32], shown_as: NDArray[np.float32]) -> float:
    return float(weights @ shown_as)
