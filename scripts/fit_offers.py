"""Make the vectors of ``services/offers/phrases.toml`` and fit the weights of ``services/offers/match.py``.

    python scripts/fit_offers.py

Takes about half a minute. Each phrase is measured against all the others: one of ``asks`` should find its own thing,
one of ``instead`` none. Guidance, tasks, complaints and calls for a person among the intent examples should find none.
Nothing of ``evaluation/data/offers.jsonl`` is fitted on. Two runs write the same weights.
"""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.intent import EMBEDDER, intent_reader
from fingerpost.domain import Intent
from fingerpost.evaluation.intent import EXAMPLES_FILE, read_always_fitted, read_intent_cases
from fingerpost.evaluation.offers import OFFERS_FILE, evaluate_offers
from fingerpost.search.embed import open_embedder
from fingerpost.services.calculators import offered
from fingerpost.services.journeys.reading import shipped_journeys
from fingerpost.services.offers.match import (
    EVIDENCE,
    VECTORS_FILE,
    WEIGHTS_FILE,
    Matcher,
    phrase_key,
    shipped_vectors,
    shipped_weights,
)
from fingerpost.services.offers.offerable import (
    does_the_same,
    every_phrase,
    from_calculators,
    from_journeys,
    phrases_of_none,
    shipped_alone,
)
from fingerpost.services.offers.reading import Reader, in_english

THRESHOLD = 0.35
"""Where an offer begins; chosen on the tuning half of the cases."""
_SELDOM = 0.5
"""How much an example of the intents counts beside a phrase: some of them may well be asked of a calculator."""
_NONE = (Intent.GUIDANCE, Intent.DO_A_TASK, Intent.CONTACT_A_PERSON, Intent.COMPLAINT)
_RIDGE = 1e-4
_STEPS = 50


def main() -> None:
    """Write the vectors and the weights, and print the figures."""
    embedder = open_embedder(EMBEDDER)
    installed = (*from_calculators(offered(("*",))), *from_journeys(shipped_journeys()))
    everything = (*installed, *shipped_alone(installed))
    offerable = [each for each in everything if not does_the_same(each, everything)]
    phrases = every_phrase(offerable)
    vectors = embedder.embed_questions([in_english(phrase) for phrase in phrases])
    np.savez_compressed(
        VECTORS_FILE,
        embedder=np.array(embedder.fingerprint),
        keys=np.array([phrase_key(phrase) for phrase in phrases]),
        vectors=np.round(vectors * 127).astype(np.int8),
    )
    shipped_vectors.cache_clear()
    matcher = Matcher(offerable, vectors)
    reader = Reader(embedder)
    read = intent_reader(embedder)
    row = {phrase: at for at, phrase in enumerate(phrases)}
    evidence: list[NDArray[np.float32]] = []
    right: list[bool] = []
    counts: list[float] = []

    def add(phrase: str, wanted: int | None, without: int | None, counted: float) -> None:
        best, found = matcher.evidence(*reader.read(phrase), read(phrase), without=without)
        evidence.append(found)
        right.append(best == wanted)
        counts.append(counted)

    for at, each in enumerate(offerable):
        for phrase in each.phrases.asks:
            add(phrase, at, row[phrase], 1.0)
        for phrase in each.phrases.instead:
            add(phrase, None, row[phrase], 1.0)
    for phrase in phrases_of_none():
        add(phrase, None, row[phrase], 1.0)
    for case in (*read_intent_cases(EXAMPLES_FILE), *read_always_fitted()):
        if case.intent in _NONE:
            add(case.text, None, None, _SELDOM)
    weights = _fit(np.array(evidence, dtype=np.float64), np.array(right), np.array(counts))
    lines = [f"bias = {weights[-1]:.4f}", f"threshold = {THRESHOLD}", "", "[evidence]"]
    lines += [f"{name} = {weight:.4f}" for name, weight in zip(EVIDENCE, weights, strict=False)]
    made = "# Made by scripts/fit_offers.py. How far each piece of evidence speaks for an offer.\n"
    WEIGHTS_FILE.write_text(made + "\n".join(lines) + "\n", encoding="utf-8")
    shipped_weights.cache_clear()
    print(json.dumps(evaluate_offers(OFFERS_FILE).as_json(), indent=2, ensure_ascii=False))


def _fit(evidence: NDArray[np.float64], right: NDArray[np.bool_], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a logistic regression's weights, the bias last, by Newton's method with a ridge."""
    inputs = np.c_[evidence, np.ones(len(evidence))]
    ridge = np.eye(inputs.shape[1]) * _RIDGE * len(inputs)
    ridge[-1, -1] = 1e-8
    weights: NDArray[np.float64] = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (counts * (likely - right)) + ridge @ weights
        bend = (inputs * (counts * likely * (1 - likely))[:, None]).T @ inputs + ridge
        weights = weights - np.linalg.solve(bend, slope)
    return weights


if __name__ == "__main__":
    main()
