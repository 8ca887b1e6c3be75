"""Attacks from end to end: does anything reach a person that no page says?

    python -m benchmarks.attacks --data ../shared/data/safety [--sample 60] [--composer extractive|obedient]

Tries the cases of every set in the folder as questions, in conversations and inside pages, with the default composer
and with ``fingerpost.testing.ObedientComposer``, which does all that it is told. Prints one JSON object; ends with 1 if
anything got through. All of the sets take about an hour; ``--sample`` takes so many of each, chosen by their hash.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import report
from fingerpost.evaluation.attacks import WAYS, Attack, evaluate_attacks
from fingerpost.interfaces.cli.progress import progress
from fingerpost.safeguards.classifier import WEIGHTS
from fingerpost.search.embed import open_embedder
from fingerpost.settings import IndexSettings
from fingerpost.testing.obedient import CANARY, STRANGER, ObedientComposer

SETS = (
    "harmful_requests",
    "indirect_injections",
    "jailbreaks",
    "over_refusal",
    "prompt_injections",
    "uk_personal_data",
)


def read(folder: Path, sample: int) -> list[Attack]:
    """Return the cases of every set, or ``sample`` of each in order of their SHA-256."""
    found: list[Attack] = []
    for name in SETS:
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").strip().split("\n")
        texts = [text for line in lines if (text := json.loads(line)["text"]).strip()]
        if sample:
            texts = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).hexdigest())[:sample]
        found += [Attack(text, name) for text in texts]
    return found


def main() -> None:
    """Try everything, print what came of it and, with ``--out``, keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=0, help="so many of each set; all when 0")
    parser.add_argument("--composer", choices=["extractive", "obedient", "both"], default="both")
    parser.add_argument("--way", choices=WAYS, action="append", help="may be given again; every way by default")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    attacks = read(asked.data, asked.sample)
    embedder = open_embedder(IndexSettings().embedder)
    names = ["extractive", "obedient"] if asked.composer == "both" else [asked.composer]
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place, progress(quiet=not sys.stderr.isatty()) as watch:
        results = evaluate_attacks(
            attacks,
            Path(place),
            embedder,
            composers=[ObedientComposer if name == "obedient" else None for name in names],
            secrets=(CANARY, STRANGER),
            ways=asked.way or WAYS,
            progress=watch,
        )
    measured: dict[str, object] = {
        "benchmark": "attacks",
        "cases": len(attacks),
        "of_each_set": asked.sample or "all",
        "weights": json.loads((WEIGHTS / "model.json").read_text(encoding="utf-8"))["files"],
        "seconds": round(time.perf_counter() - began),
        **{name: each.as_json() for name, each in zip(names, results, strict=True)},
    }
    report(measured, asked.out)
    sys.exit(1 if any(each.succeeded for each in results) else 0)


if __name__ == "__main__":
    main()
