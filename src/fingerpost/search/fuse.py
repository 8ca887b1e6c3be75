"""Two lists, found by words and by meaning, into one score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MEANING = 0.75
"""What likeness of meaning counts for; the words count for the rest. See docs/adr/0002 for the measurements."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One section's place in the two lists. Ranks count from 1; ``None`` means the list does not hold it.

    ``similarity`` is the cosine between question and section, known for every section whichever list found it;
    ``bm25`` its full-text score.
    """

    similarity: float
    vector_rank: int | None = None
    bm25: float | None = None
    text_rank: int | None = None


def fuse(hits: Mapping[str, Hit]) -> dict[str, float]:
    """Return each section's fused score, 0 to 1: its likeness, and its full-text score over the best one's, weighed.

    Ranks alone say less: reciprocal rank fusion puts the right page first for 57% of questions where this does for 60%.
    """
    best = max((hit.bm25 for hit in hits.values() if hit.bm25), default=0.0) or 1.0
    return {
        name: MEANING * max(0.0, hit.similarity) + (1 - MEANING) * (hit.bm25 or 0.0) / best
        for name, hit in hits.items()
    }
