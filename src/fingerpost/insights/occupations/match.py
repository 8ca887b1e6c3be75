"""Which unit group's task a piece of work is: the nearest task lines, or none where none is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.insights.facets import NOT_CLASSIFIED
from fingerpost.insights.occupations.workbook import Occupation
from fingerpost.search.embed import Embedder

SHORTLIST = 20
NEAR = 0.45
"""How near (cosine) the nearest task line must be: farther, no occupation is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Occupations:
    """The task lines of every unit group, read by an embedder. ``vectors`` is float32[lines, width], unit length."""

    embedder: Embedder
    codes: tuple[str, ...]
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, groups: Mapping[str, Occupation], embedder: Embedder) -> Occupations:
        """Read every task line, under its group's title."""
        lines = [(group.code, f"{group.title}: {task}") for group in groups.values() for task in group.tasks]
        return cls(embedder, tuple(code for code, _ in lines), embedder.embed_sections([text for _, text in lines]))

    def shortlist(self, texts: Sequence[str]) -> list[list[tuple[str, float]]]:
        """Return, for each text, up to 20 unit groups and how near each one's nearest line is, nearest first."""
        near = self.embedder.embed_sections(list(texts)) @ self.vectors.T
        return [self._best(row) for row in near]

    def choose(self, texts: Sequence[str]) -> list[str]:
        """Return each text's unit group, or ``not_classified``."""
        return [found[0][0] if found and found[0][1] >= NEAR else NOT_CLASSIFIED for found in self.shortlist(texts)]

    def _best(self, near: NDArray[np.float32]) -> list[tuple[str, float]]:
        best: dict[str, float] = {}
        nearest: list[int] = np.argsort(-near, kind="stable").tolist()
        for place in nearest:
            best.setdefault(self.codes[place], float(near[place]))
            if len(best) == SHORTLIST:
                break
        return list(best.items())


def rolled_up(code: str, digits: int) -> str:
    """Return the group of so many digits that a unit group belongs to."""
    return code if code == NOT_CLASSIFIED else code[:digits]
