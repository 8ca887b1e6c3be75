"""What the step that finds passages gives to those that make an answer of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fingerpost.domain import Passage


@dataclass(frozen=True, slots=True)
class Found:
    """Passages, best first, and the confidence (0 to 1) that the answer is among them.

    ``query`` is what they were found with: English words where a question in another language was carried across.
    ``notices`` are keys of fixed wording about the pages found.
    """

    query: str
    passages: Sequence[Passage]
    confidence: float
    notices: tuple[str, ...] = ()


class Find(Protocol):
    """Finds the passages for a question and judges whether they hold its answer."""

    def __call__(self, question: str, *, locale: str | None, language: str = "") -> Found | None:
        """Return what was found; ``None`` when questions in this language can't be answered."""
        ...
