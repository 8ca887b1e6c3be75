"""The safeguard ``attacks``: a question, or the talk before it, that tries to turn the assistant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fingerpost.domain import Answer, Judgement, Outcome
from fingerpost.safeguards.attacks.rules import broken_rules
from fingerpost.safeguards.attacks.views import View, plain, reads_as_english, views
from fingerpost.safeguards.classifier import Classifier, shipped
from fingerpost.safeguards.judge import SURE, Judge
from fingerpost.safeguards.machine_cues import cues_of
from fingerpost.safeguards.reading import LONGEST, read
from fingerpost.search.embed import Embedder, TokenEmbedder

NOTICE = "refused.attack"
# Setting aside what one has said oneself is no attack. What follows it is read all the same.
_OWN_WORDS = re.compile(
    r"^\W*(?:please |sorry,? )?(?:ignore|disregard|forget) my (?:last|previous|earlier|other) (?:message|question)s?\b",
    re.IGNORECASE,
)
_TURNS_READ = 4
"""Earlier questions that are read with this one: an instruction can be said in parts."""


class Attacks:
    """Finds jailbreaks and instructions in a question or in the conversation before it. Thread-safe.

    Args:
        embedder: the service's; with another than the shipped one, only the rules are asked.
        judge: a model's second opinion, for a service that has one.

    Raises:
        ModelFileError: the weights are missing or altered.
    """

    name = "attacks"

    def __init__(self, embedder: Embedder, *, judge: Judge | None = None) -> None:
        self._embedder = embedder
        self._classifier: Classifier = shipped()
        self._judge = judge

    def check(self, question: str, *, history: Sequence[Answer] = ()) -> Sequence[Judgement]:
        """Return a judgement when the question, or what the conversation adds to it, tries to turn the assistant."""
        for layer, kind, score in self._seen(question, history):
            return [
                Judgement(
                    safeguard=self.name,
                    kind=kind,
                    layer=layer,
                    outcome=Outcome.REFUSED,
                    reason="the message tries to change what the assistant does",
                    score=round(score, 4),
                    notice=NOTICE,
                )
            ]
        return []

    def _seen(self, question: str, history: Sequence[Answer]) -> Iterator[tuple[str, str, float]]:
        readings = views(question)
        for view in readings:
            kind = kind_of(view)
            if kind:
                yield "rules", kind, 1.0
        for view in readings:
            said = _OWN_WORDS.sub("", view.text)
            score = attack_score(said, self._embedder, self._classifier)
            if score >= self._classifier.thresholds[threshold_for(said)]:
                yield "classifier", "jailbreak", score
        if in_conversation(question, history):
            yield "rules", "conversation", 1.0
        if self._judge is not None:
            score = self._judge(question, self.name)
            if score >= SURE:
                yield "model", "jailbreak", score


def threshold_for(text: str) -> str:
    """Return which of the classifier's thresholds a text's score is held against."""
    if not reads_as_english(text):
        return "attack abroad"
    return "attack" if cues_of(text) else "attack without a cue"


def kind_of(view: View) -> str:
    """Return the kind of the first rule that a view breaks; empty when none."""
    if view.hidden:
        return "hidden_writing"
    kinds = broken_rules(view.text)
    return kinds[0] if kinds else ""


def attack_score(text: str, embedder: Embedder, classifier: Classifier) -> float:
    """Return the classifier's score of a text, 0 to 1; 0 with an embedder that its weights were not made with."""
    if not classifier.fits(embedder) or not isinstance(embedder, TokenEmbedder):
        return 0.0
    return classifier.most(read(plain(text[:LONGEST]), embedder), "attack")


def in_conversation(question: str, history: Sequence[Answer]) -> bool:
    """Say whether earlier questions hold an attack that was not refused, or make one together with this question.

    A conversation that comes from a client and not from the store can hold anything.
    """
    earlier = [each.question for each in history if each.outcome is not Outcome.REFUSED][-_TURNS_READ:]
    if not earlier:
        return False
    alone = any(kind_of(view) for text in earlier for view in views(text))
    together = any(broken_rules(view.text) for view in views(" ".join([earlier[-1], question])))
    return alone or together
