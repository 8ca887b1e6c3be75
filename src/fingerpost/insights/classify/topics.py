"""The topics' classifier: two logistic regressions over the embedder's vector and the words, and the nearest leaf.

The first decides among the topics of level 1, the second among those of level 2, and the two have to agree: the pair
with the largest product wins. The leaf under it is the one whose texts' mean vector is nearest. A question stays
``not_classified`` where no topic of level 1 is likely, or none of its words is known: an embedder makes something of
any letters. ``scripts/train_topics.py`` makes the weights, which ship hash-checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.errors import ModelFileError
from fingerpost.insights.classify.words import terms, weighed
from fingerpost.insights.facets import NOT_CLASSIFIED
from fingerpost.insights.taxonomy import above, parent
from fingerpost.search.embed import Embedder
from fingerpost.search.model_files import checked

WEIGHTS = Path(__file__).with_name("weights")
REBUILD = "python scripts/train_topics.py --data FOLDER"


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """The weights.

    ``names`` are the topics of levels 1 and 2, in the order of the columns of ``by_vector`` float32[width, names],
    ``by_word`` float32[words, names] and ``bias`` float32[names]; ``firsts`` says how many of them are of level 1.
    ``leaves`` are in the order of the rows of ``middles`` float32[leaves, width], unit length. ``place`` is each word's
    row, ``rarity`` its weight. ``least`` is how likely a topic of level 1 must be, ``digest`` the file's SHA-256.
    """

    names: tuple[str, ...]
    firsts: int
    by_vector: NDArray[np.float32]
    by_word: NDArray[np.float32]
    bias: NDArray[np.float32]
    leaves: tuple[str, ...]
    middles: NDArray[np.float32]
    place: dict[str, int]
    rarity: dict[str, float]
    least: float
    embedder: str
    digest: str

    def topics(self, texts: Sequence[str], vectors: NDArray[np.float32], *, least: float | None = None) -> list[str]:
        """Return each text's leaf, or ``not_classified``. ``vectors`` is float32[texts, width], unit length.

        Args:
            texts: what was asked.
            vectors: what the embedder made of it.
            least: how likely a topic of level 1 must be, where that is not what the weights say; 0 classifies all.
        """
        logits = vectors @ self.by_vector + self.bias
        read = np.ones(len(texts), dtype=np.bool_)
        for row, text in enumerate(texts):
            found = list(weighed(terms(text), self.rarity))
            if found:
                rows = [self.place[term] for term, _ in found]
                shares = np.array([share for _, share in found], dtype=np.float32)
                logits[row] += shares @ self.by_word[rows]
            else:
                read[row] = least == 0
        first, second = _log_softmax(logits[:, : self.firsts]), _log_softmax(logits[:, self.firsts :])
        over = [self.names.index(parent(name)) for name in self.names[self.firsts :]]
        both = second + first[:, over]
        sure = read & (np.exp(first.max(axis=1)) >= (self.least if least is None else least))
        near = vectors @ self.middles.T
        return [
            self._leaf(self.names[self.firsts + int(best)], near[row]) if sure[row] else NOT_CLASSIFIED
            for row, best in enumerate(both.argmax(axis=1))
        ]

    def _leaf(self, second: str, near: NDArray[np.float32]) -> str:
        under = [row for row, leaf in enumerate(self.leaves) if above(leaf, 2) == second]
        return self.leaves[max(under, key=lambda row: (near[row], -row))]

    def fits(self, embedder: Embedder) -> bool:
        """Say whether the weights were made with this embedder."""
        return embedder.fingerprint == self.embedder


@cache
def shipped_topics() -> TopicModel:
    """Return the weights that ship. Raises ``ModelFileError`` when a file is missing, altered or of another release."""
    described = checked(WEIGHTS, rebuild=REBUILD)
    try:
        with np.load(WEIGHTS / "topics.npz", allow_pickle=False) as kept:
            words: list[str] = kept["words"].tolist()
            return TopicModel(
                names=tuple(kept["names"].tolist()),
                firsts=int(described["firsts"]),
                by_vector=kept["by_vector"].astype(np.float32),
                by_word=kept["by_word"].astype(np.float32),
                bias=kept["bias"].astype(np.float32),
                leaves=tuple(kept["leaves"].tolist()),
                middles=kept["middles"].astype(np.float32),
                place={word: row for row, word in enumerate(words)},
                rarity=dict(zip(words, kept["rarity"].astype(np.float64).tolist(), strict=True)),
                least=float(described["least"]),
                embedder=str(described["embedder"]),
                digest=str(described["files"]["topics.npz"]),
            )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ModelFileError(
            f"the topics' weights can't be read: {problem}",
            where=str(WEIGHTS),
            fix=f"install Fingerpost again, or make the weights again with '{REBUILD}'",
        ) from None


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
