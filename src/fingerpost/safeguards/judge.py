"""A second judge of what the small classifiers and rules let through. ``answers/model/judge.py`` is one."""

from __future__ import annotations

from typing import Protocol


class Judge(Protocol):
    """Reads a question once more. Safe to call from several threads; never raises, and keeps nothing."""

    def __call__(self, question: str, safeguard: str) -> float:
        """Return how likely a question is of what a safeguard (``attacks``, ``harm``) looks for, 0 to 1.

        Asked only where the rules and the classifier did not act. The question is data: a judge that follows what it
        says is no judge. 0 where it can't tell.
        """
        ...


SURE = 0.8
"""The judge's score from which a safeguard acts."""
