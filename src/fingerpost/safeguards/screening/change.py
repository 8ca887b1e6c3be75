"""A page that is suddenly another page: somebody may have taken over its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fingerpost.safeguards.screening.caught import Caught, Kind

LEAST_WORDS = 60
"""A page shorter than this changes wholly with one edit."""
LEAST_KEPT = 0.15
"""Less than this share of a page's runs of three words still stands: it has been replaced."""

_WORD = re.compile(r"[^\W\d_]+")


def large_change(before: str, after: str) -> Iterator[Caught]:
    """Yield one finding when next to nothing of what a page said is left.

    Figures are left out of the count, so that a yearly uprating changes nothing; so is where a sentence stands.

    Args:
        before: the text of the version that serves; empty for a page that is new.
        after: the text that would take its place.
    """
    old, new = _runs(before), _runs(after)
    if len(old) < LEAST_WORDS:
        return
    kept = len(old & new) / len(old)
    if kept < LEAST_KEPT:
        yield Caught(
            Kind.LARGE_CHANGE,
            "rules",
            f"the page has been replaced: {kept:.0%} of its words are left",
            score=round(1 - kept, 4),
        )


def _runs(text: str) -> set[tuple[str, ...]]:
    words: Sequence[str] = [word.lower() for word in _WORD.findall(text)]
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}
