"""All the safeguards of a question, asked in turn; the most pressing judgement comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from fingerpost.domain import Answer, Judgement, Outcome

_ORDER = {Outcome.URGENT: 0, Outcome.REFUSED: 1, Outcome.OUT_OF_SCOPE: 2}


class Safeguard(Protocol):
    """A check of a question. Safe to call from several threads; keeps nothing of what it reads."""

    @property
    def name(self) -> str:
        """Its name in judgements and in the record."""
        ...

    def check(self, question: str, *, history: Sequence[Answer] = ()) -> Sequence[Judgement]:
        """Return what it has against, or to add to, a question; nothing when it does not act.

        Args:
            question: with personal data already taken out.
            history: the earlier answers of the conversation, oldest first.
        """
        ...


Guard = Callable[[str, Sequence[Answer]], tuple[Judgement, ...]]
"""Returns the judgements on a question given the conversation before it, most pressing first."""


def guard_with(safeguards: Sequence[Safeguard]) -> Guard:
    """Return the guard that asks each safeguard. Urgent comes before refused, and refused before out of scope."""

    def guard(question: str, history: Sequence[Answer]) -> tuple[Judgement, ...]:
        judged = [each for safeguard in safeguards for each in safeguard.check(question, history=history)]
        return tuple(sorted(judged, key=lambda each: _ORDER.get(each.outcome, len(_ORDER))))

    return guard
