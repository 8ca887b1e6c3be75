"""Fit the weights of ``safeguards/urgent`` on the messages that ``evaluation/urgent_examples.py`` reads.

    python scripts/fit_urgent.py --data ../shared/data [--folds | --check]

``--data`` names the folder that holds ``conditionalqa`` and ``safety``: of the questions of half of its pages, and of
half of the requests labelled ``sensitive``, chosen by a fixed hash, it learns what is not urgent. The weights that ship
were made with it. The other halves, a half of ``evaluation/data/urgent.jsonl`` and ``urgent_unseen.jsonl`` are measured
on and never fitted on.

Writes ``safeguards/urgent/model``. Runs on one processor, because sums in another order round otherwise: two runs on
one kind of processor write the same bytes. ``--check`` writes nothing and fails unless the bytes are those that ship.
``--folds`` writes nothing either: it leaves out a third of the situations, three times, and prints how many urgent
messages of those left out are found, and how many everyday ones taken for urgent, by threshold.
"""

from __future__ import annotations

import os

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")  # before numpy is imported

import argparse
import hashlib
import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.evaluation.halves import fold
from fingerpost.evaluation.urgent_examples import Example, made_from, written_examples
from fingerpost.evaluation.urgent_fit import Recipe, fit, situations
from fingerpost.safeguards.urgent.classifier import (
    EMBEDDER,
    FOLDER,
    LAYERS,
    Layers,
    Message,
    batch_of,
    detected,
    log_odds,
    logits_of,
)
from fingerpost.safeguards.urgent.kinds import KINDS
from fingerpost.safeguards.urgent.reading import Reader
from fingerpost.search.embed import open_embedder

FOLDS = 3
THRESHOLD, STORY_THRESHOLD = -0.5, 0.0
"""The log-odds above which a short message, and one of many words, is urgent (docs/adr/0021-urgent-network.md)."""
_THRESHOLDS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)


def main() -> int:
    """Fit, and write the weights with their digest; or check those that ship, or print the folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder with 'conditionalqa' and 'safety'")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--folds", action="store_true", help="measure on situations left out, and write nothing")
    how.add_argument("--check", action="store_true", help="fail unless the weights that ship are these")
    given = parser.parse_args()
    embedder = open_embedder(EMBEDDER)
    reader = Reader(embedder)
    written = written_examples(given.data)
    examples = [*written, *made_from(written)]
    messages = [_read(example.text, reader, place, len(examples)) for place, example in enumerate(examples, start=1)]
    if given.folds:
        print_folds(examples, left_out_odds(examples, messages))
        return 0
    layers = fit(examples, messages, Recipe(), lambda done, of: _progress("steps", done, of))
    kept = _packed(layers)
    digest = hashlib.sha256(kept).hexdigest()
    described = {
        "name": "urgent",
        "embedder": embedder.fingerprint,
        "kinds": [kind.value for kind in KINDS],
        "threshold": THRESHOLD,
        "story_threshold": STORY_THRESHOLD,
        "files": {"weights.npz": digest},
    }
    if given.check:
        shipped = json.loads((FOLDER / "model.json").read_text(encoding="utf-8"))
        same = shipped == described and hashlib.sha256((FOLDER / "weights.npz").read_bytes()).hexdigest() == digest
        print(f"\n{len(examples)} examples; SHA-256 {digest}: {'the same as' if same else 'NOT'} what ships")
        return 0 if same else 1
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "weights.npz").write_bytes(kept)
    (FOLDER / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    print(f"\n{len(examples)} examples, {len(written)} of them written; wrote {FOLDER}, SHA-256 {digest}")
    return 0


def left_out_odds(examples: Sequence[Example], messages: Sequence[Message]) -> NDArray[np.float64]:
    """Return each example's log-odds by weights of one member, fitted without a third of situations, its own in it."""
    part_of = np.array([fold(situation, FOLDS) for situation in situations(examples, messages)])
    odds = np.zeros(len(examples))
    for part in range(FOLDS):
        inside = [int(place) for place in np.flatnonzero(part_of != part)]
        recipe = replace(Recipe(), members=1)
        layers = fit([examples[i] for i in inside], [messages[i] for i in inside], recipe, _of_fold(part))
        left = [int(place) for place in np.flatnonzero(part_of == part)]
        odds[left] = _odds(layers, [messages[i] for i in left])
    return odds


def print_folds(examples: Sequence[Example], odds: NDArray[np.float64]) -> None:
    """Print what is found, and what is wrongly taken, of messages left out, by threshold."""
    urgent = np.array([bool(example.column) for example in examples])
    fresh = np.array([example.own and not example.ruled and not example.parent for example in examples])
    real = np.array([not example.own and example.share > 1 for example in examples])
    other = np.array([not example.own and example.share == 1 for example in examples])
    print(f"\n{int((fresh & urgent).sum())} urgent and {int((fresh & ~urgent).sum())} everyday messages by situation;")
    print(f"{int(real.sum())} real questions with their stories; {int(other.sum())} other everyday messages")
    print("threshold  found  look-alikes taken  stories taken  others taken")
    for threshold in _THRESHOLDS:
        over = odds > threshold
        shares = [over[fresh & urgent].mean(), over[fresh & ~urgent].mean(), over[real].mean(), over[other].mean()]
        print(f"{threshold:9.1f}  " + "  ".join(f"{share:.4f}" for share in shares))


def _odds(layers: Layers, messages: Sequence[Message]) -> NDArray[np.float64]:
    found: list[NDArray[np.float64]] = []
    for at in range(0, len(messages), 256):
        batch = batch_of(messages[at : at + 256])
        found.append(log_odds(logits_of(layers, batch, detected(layers, batch)[0])))
    return np.concatenate(found)


def _read(text: str, reader: Reader, place: int, of: int) -> Message:
    _progress("messages", place, of)
    signals, plain = reader.signals(text)
    return reader.message(text, signals, plain)


def _packed(layers: Layers) -> bytes:
    """Return the weights as they are kept, in 16 bits; an archive of arrays holds no time of day."""
    written = io.BytesIO()
    np.savez(written, **{name: layers[name].astype(np.float16) for name in LAYERS})  # pyright: ignore[reportArgumentType]
    return written.getvalue()


def _of_fold(part: int) -> Callable[[int, int], None]:
    return lambda done, of: _progress(f"fold {part + 1} of {FOLDS}, steps", done, of)


def _progress(what: str, done: int, of: int) -> None:
    if done % 100 == 0 or done == of:
        print(f"\r{what}: {done}/{of}   ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
