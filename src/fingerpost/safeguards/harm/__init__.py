"""The safeguard ``harm``: requests for help with crime, fraud, cyber attack, weapons, abuse, hate, self-harm methods.

A worry, a symptom, a right or a report is no such request, whatever words it takes; nor is a question about what a
word means or what happened once. Whoever may come to harm themselves is for ``urgent``, which is asked first and wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fingerpost.domain import Answer, Judgement, Outcome
from fingerpost.safeguards.attacks.views import plain, views
from fingerpost.safeguards.classifier import Classifier, shipped
from fingerpost.safeguards.judge import SURE, Judge
from fingerpost.safeguards.reading import LONGEST, read
from fingerpost.search.embed import Embedder, TokenEmbedder

NOTICE = "refused.harm"
_FEW_WORDS = 6
"""A message this short is read with the one before it: "and the trigger?" says nothing alone."""


class Harm:
    """Finds requests for help with harm. Thread-safe.

    Args:
        embedder: the service's; with another than the shipped one nothing is found but by the judge.
        judge: a model's second opinion, for a service that has one.

    Raises:
        ModelFileError: the weights are missing or altered.
    """

    name = "harm"

    def __init__(self, embedder: Embedder, *, judge: Judge | None = None) -> None:
        self._embedder = embedder
        self._classifier: Classifier = shipped()
        self._judge = judge

    def check(self, question: str, *, history: Sequence[Answer] = ()) -> Sequence[Judgement]:
        """Return a judgement when the question asks for help with harm."""
        for layer, score in self._seen(question, history):
            return [
                Judgement(
                    safeguard=self.name,
                    kind="request_for_harm",
                    layer=layer,
                    outcome=Outcome.REFUSED,
                    reason="the message asks for help with something that hurts people or breaks the law",
                    score=round(score, 4),
                    notice=NOTICE,
                )
            ]
        return []

    def _seen(self, question: str, history: Sequence[Answer]) -> Iterator[tuple[str, float]]:
        asked = [view.text for view in views(question)]
        if history and len(question.split()) <= _FEW_WORDS and history[-1].outcome is not Outcome.REFUSED:
            asked.append(f"{history[-1].question} {question}")
        for text in asked:
            score = harm_score(text, self._embedder, self._classifier)
            if score >= self._classifier.thresholds["harm"]:
                yield "classifier", score
        if self._judge is not None:
            score = self._judge(question, self.name)
            if score >= SURE:
                yield "model", score


def harm_score(text: str, embedder: Embedder, classifier: Classifier) -> float:
    """Return the classifier's score of a text, 0 to 1; 0 with an embedder that its weights were not made with."""
    if not classifier.fits(embedder) or not isinstance(embedder, TokenEmbedder):
        return 0.0
    return classifier.most(read(plain(text[:LONGEST]), embedder), "harm")
