"""How the small classifiers read a text: as the shipped embedder's token states, and as its words.

The mean of the token states says what a text is about. The largest value of each dimension keeps what one word of it
says ("bomb" among thirty others). Words, runs of two and three of them, and pieces of words tell who does what to whom
("how to report a", "kill my"), which the mean does not, and carry languages that the embedder does not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.safeguards.machine_cues import marks_of
from fingerpost.search.embed import TokenEmbedder

PIECE = 4
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[?!£]")
_LONGEST_READ = 3_000
"""Characters whose words are read; the token states are of the whole text."""
LONGEST = 6_000
"""Characters of a text that the classifiers are given."""
_WINDOW, _STRIDE, _LONG = 48, 32, 64
"""Tokens of a window, and how far apart windows begin. A text of more than ``_LONG`` is read in windows as well."""
_MEAN = np.float32(6)
_LARGEST = np.float32(0.5)
# How much the two count beside each other and beside the words; flat around these by cross-validation.


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One text, or a window of it: ``vector`` is float32[2 × dimensions], ``pieces`` its words and parts of words.

    A whole text's pieces end with what marks it as said to a machine (``machine_cues.marks_of``).
    """

    vector: NDArray[np.float32]
    pieces: tuple[str, ...]


def read(text: str, embedder: TokenEmbedder) -> list[Reading]:
    """Return the reading of the whole text, then of its windows when it is long."""
    states = embedder.token_states([text])[0]
    vectors, places = states.vectors, states.places
    readings = [Reading(pooled(vectors), (*pieces_of(text), *marks_of(text)))]
    if len(vectors) > _LONG:
        for at in range(0, len(vectors) - _WINDOW // 3, _STRIDE):
            inside = places[at : at + _WINDOW]
            shown = inside[inside[:, 1] > 0]
            if len(shown):
                words = text[int(shown[0, 0]) : int(shown[-1, 1])]
                readings.append(Reading(pooled(vectors[at : at + _WINDOW]), pieces_of(words)))
    return readings


def pooled(states: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return float32[2 × dimensions] for float32[tokens, dimensions]: their mean, and the largest of each."""
    mean = states.mean(axis=0)
    length = float(np.linalg.norm(mean)) or 1.0
    return np.concatenate((mean * (_MEAN / np.float32(length)), states.max(axis=0) * _LARGEST))


def pieces_of(text: str) -> tuple[str, ...]:
    """Return the words, runs of two and three words, and four-letter pieces of words of a text, each once."""
    words = [word.replace("’", "'") for word in _WORD.findall(text[:_LONGEST_READ].lower())]
    found = dict.fromkeys(words)
    edged = ["<", *words, ">"]
    for size in (2, 3):
        found.update(dict.fromkeys(_runs(edged, size)))
    for word in words:
        if len(word) > PIECE:
            whole = f"_{word}_"
            found.update(dict.fromkeys(f"#{whole[at : at + PIECE]}" for at in range(len(whole) - PIECE + 1)))
    return tuple(found)


def _runs(words: Sequence[str], size: int) -> list[str]:
    return [" ".join(words[at : at + size]) for at in range(len(words) - size + 1)]
