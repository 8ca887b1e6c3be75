"""The safeguard ``policy``: what a service has said, in words and with examples, that it does not answer.

A question is held against the examples of each policy, and against examples of what is answered all the same. It acts
when the nearest example is near enough, and nearer by a margin than anything that is answered. The outcome is
``out_of_scope``: nobody is refused for asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.domain import Answer, Judgement, Outcome
from fingerpost.search.embed import Embedder

NEAR = 0.6
MARGIN = 0.06
"""How like its nearest example a question must be (cosine), and how much more than anything that is answered.

Chosen on real questions, of which none may be turned away: docs/explanation/safeguards.md.
"""
# Asked of every service: what public bodies do answer that stands close to what many do not.
_ANSWERED = (
    "How do I register to vote?",
    "Where is my polling station?",
    "Who is my local councillor?",
    "How do I complain about the council?",
    "Can I appeal against a decision?",
    "Can I get free legal advice?",
    "Do I need a doctor's note?",
    "Am I entitled to this benefit?",
    "What are my rights as a tenant?",
    "What should I do if I am ill and can't work?",
    "Do I have to pay?",
)


@dataclass(frozen=True, slots=True)
class Policy:
    """One thing a service does not answer.

    ``name`` goes into the record, ``description`` says it in words, ``examples`` are questions it is about,
    ``answered`` questions that look like it and are answered, and ``says`` is the wording shown, after ``policy.``.
    """

    name: str
    description: str
    examples: tuple[str, ...]
    answered: tuple[str, ...] = ()
    says: str = "other"


class Policies:
    """Finds questions that a service does not answer. Thread-safe; the examples are read once, when first asked."""

    name = "policy"

    def __init__(self, policies: Sequence[Policy], embedder: Embedder) -> None:
        self._policies = tuple(policies)
        self._embedder = embedder
        self._read: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...] | None = None

    def check(self, question: str, *, history: Sequence[Answer] = ()) -> Sequence[Judgement]:
        """Return the judgement of the policy that is nearest to the question, if one is near enough."""
        del history
        if not self._policies:
            return []
        asked = self._embedder.embed_questions([question])[0]
        scores = [_score(asked, *vectors) for vectors in self._vectors()]
        best = int(np.argmax(scores))
        if scores[best] < NEAR:
            return []
        policy = self._policies[best]
        return [
            Judgement(
                safeguard=self.name,
                kind=policy.name,
                layer="classifier",
                outcome=Outcome.OUT_OF_SCOPE,
                reason=f"this service does not answer: {policy.description}",
                score=round(float(min(scores[best], 1.0)), 4),
                notice=f"policy.{policy.says}",
            )
        ]

    def _vectors(self) -> tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]:
        if self._read is None:
            answered = self._embedder.embed_questions(list(_ANSWERED))
            self._read = tuple(
                (
                    self._embedder.embed_questions(list(policy.examples)),
                    np.concatenate([answered, self._embedder.embed_questions(list(policy.answered))])
                    if policy.answered
                    else answered,
                )
                for policy in self._policies
            )
        return self._read


def _score(asked: NDArray[np.float32], examples: NDArray[np.float32], answered: NDArray[np.float32]) -> float:
    """Return how like the nearest example a question is, or 0 where something that is answered is about as near."""
    nearest = float((examples @ asked).max())
    return nearest if nearest - float((answered @ asked).max()) >= MARGIN else 0.0
