"""A follow-up made into a question that stands by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fingerpost.domain import Answer


class Rephrase(Protocol):
    """Completes a question from the conversation. The default resolves it by rule; a model can be asked instead."""

    def __call__(self, question: str, history: Sequence[Answer]) -> str:
        """Return the question made whole, or "" when it stands by itself.

        Args:
            question: what was asked, with personal data taken out.
            history: the earlier answers of the conversation, oldest first.
        """
        ...
