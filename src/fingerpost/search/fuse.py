"""Two ranked lists into one score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CONSTANT = 60
"""How little a place near the top is worth over one lower down (Cormack, Clarke and Büttcher, SIGIR 2009)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One section's place in the two lists. Ranks count from 1; ``None`` means the list does not hold it."""

    similarity: float
    vector_rank: int | None = None
    bm25: float | None = None
    text_rank: int | None = None


def fuse(hits: Mapping[str, Hit]) -> dict[str, float]:
    """Return each section's fused score: reciprocal rank fusion, scaled so that first in both lists is 1."""
    best = 2 / (CONSTANT + 1)
    return {
        name: sum(1 / (CONSTANT + rank) for rank in (hit.vector_rank, hit.text_rank) if rank is not None) / best
        for name, hit in hits.items()
    }
