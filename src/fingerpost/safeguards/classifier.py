"""The small classifiers of the safeguards: two logistic regressions that ship, hash-checked, in one file.

``scripts/train_safeguards.py`` makes their weights. Each looks for one thing: ``harm`` (a request for help with it)
and ``attack`` (an attempt to turn the assistant).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.errors import ModelFileError
from fingerpost.safeguards.reading import Reading
from fingerpost.search.embed import Embedder, TokenEmbedder
from fingerpost.search.model_files import checked

WEIGHTS = Path(__file__).with_name("weights")
REBUILD = "python scripts/train_safeguards.py --data FOLDER"
HEADS = ("harm", "attack")
THRESHOLDS = ("harm", "attack", "attack without a cue", "attack abroad")
"""What each score is held against. Without a cue of speech to a machine, and in a text that is not English, which the
embedder does not read, the classifier of attacks must be surer."""
_SURE = 0.97


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """The weights: ``by_vector`` float32[heads, width], ``by_piece`` float32[pieces, heads], ``bias`` float32[heads].

    ``place`` is each piece's row, ``known`` bool[pieces, heads] the pieces a head knows, ``thresholds`` the score from
    which each head acts, and ``embedder`` the fingerprint of the one the vectors came from.
    """

    by_vector: NDArray[np.float32]
    by_piece: NDArray[np.float32]
    known: NDArray[np.bool_]
    bias: NDArray[np.float32]
    place: dict[str, int]
    thresholds: dict[str, float]
    embedder: str

    def scores(self, reading: Reading) -> dict[str, float]:
        """Return how likely the reading is of what each head looks for, 0 to 1."""
        logits = self.by_vector @ reading.vector + self.bias
        rows = [self.place[piece] for piece in reading.pieces if piece in self.place]
        if rows:
            held = np.maximum(self.known[rows].sum(axis=0), 1)
            logits = logits + self.by_piece[rows].sum(axis=0) / np.sqrt(held, dtype=np.float32)
        likely = 1 / (1 + np.exp(-logits.astype(np.float64)))
        return {head: float(score) for head, score in zip(HEADS, likely, strict=True)}

    def most(self, readings: Sequence[Reading], head: str) -> float:
        """Return the score of one head for a text and its windows, in which it must be surer.

        A window is cut out of its context: it counts only as far as it passes ``_SURE``.
        """
        whole, *windows = readings
        surest = max((self.scores(window)[head] for window in windows), default=0.0)
        return max(self.scores(whole)[head], surest if surest >= _SURE else 0.0)

    def fits(self, embedder: Embedder) -> bool:
        """Say whether the weights were made with this embedder. With another one, only the rules are asked."""
        return embedder.fingerprint == self.embedder and isinstance(embedder, TokenEmbedder)


@cache
def shipped() -> Classifier:
    """Return the weights that ship. Raises ``ModelFileError`` when a file is missing, altered or of another release."""
    described = checked(WEIGHTS, rebuild=REBUILD)
    try:
        with np.load(WEIGHTS / "safeguards.npz", allow_pickle=False) as kept:
            if kept["heads"].tolist() != list(HEADS):
                raise ValueError("its heads are not those of this release")
            by_piece = kept["by_piece"].astype(np.float32)
            return Classifier(
                by_vector=kept["by_vector"].astype(np.float32),
                by_piece=by_piece,
                known=np.unpackbits(kept["known"], axis=1, count=len(HEADS)).astype(np.bool_),
                bias=kept["bias"].astype(np.float32),
                place={piece: row for row, piece in enumerate(kept["pieces"].tolist())},
                thresholds={name: float(described["thresholds"][name]) for name in THRESHOLDS},
                embedder=str(described["embedder"]),
            )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ModelFileError(
            f"the safeguards' weights can't be read: {problem}",
            where=str(WEIGHTS),
            fix=f"install Fingerpost again, or make the weights again with '{REBUILD}'",
        ) from None
