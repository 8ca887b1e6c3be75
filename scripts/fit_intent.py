"""Fit the weights of ``answers/intent.py`` on the examples in ``evaluation/data``.

    python scripts/fit_intent.py

Takes about a minute. Writes ``answers/intent.npz`` and prints how good they are: on the other half of the examples,
cross-validated over five folds, and on messages in another style that nothing was fitted on. Two runs write the same
weights to the last digit kept, on one kind of processor.
"""

from __future__ import annotations

import json

import numpy as np

from fingerpost.answers.intent import EMBEDDER, INTENTS, WEIGHTS_FILE, shipped_model
from fingerpost.answers.intent_cues import CUES
from fingerpost.evaluation.intent import (
    EXAMPLES_FILE,
    embed,
    evaluate_intent,
    fit_cases,
    read_always_fitted,
    read_intent_cases,
)
from fingerpost.search.embed import open_embedder


def main() -> None:
    """Fit, write the weights, and print the figures."""
    embedder = open_embedder(EMBEDDER)
    examples = [*read_intent_cases(EXAMPLES_FILE), *read_always_fitted()]
    model = fit_cases(examples, embed(examples, embedder, None), embedder)
    np.savez_compressed(
        WEIGHTS_FILE,
        intents=np.array([intent.value for intent in INTENTS]),
        cues=np.array(CUES),
        features=np.array(list(model.place)),
        by_vector=model.by_vector.astype(np.float16),
        by_cues=model.by_cues.astype(np.float16),
        by_words=model.by_words.astype(np.float16),
        bias=model.bias,
        embedder=np.array(embedder.fingerprint),
    )
    shipped_model.cache_clear()
    print(json.dumps(evaluate_intent().as_json(), indent=2))


if __name__ == "__main__":
    main()
