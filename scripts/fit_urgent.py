"""Fit the weights of ``safeguards/urgent`` on the examples in ``evaluation/data/urgent_training.jsonl``.

    python scripts/fit_urgent.py [--data FOLDER]

Everyday messages are also taken from ``evaluation/data/intents.jsonl`` and, where ``--data`` names the ConditionalQA
folder, from a quarter of its questions with their scenarios (split by page: the other half of the pages is measured on
and never fitted on). The half of ``evaluation/data/urgent.jsonl`` that was tuned on is fitted on too. Takes minutes.
Writes ``safeguards/urgent/model``. Two runs write the same weights to the last
digit kept, on one kind of processor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from fingerpost.evaluation.halves import half
from fingerpost.evaluation.urgent_fit import fit, made_from, rows_of
from fingerpost.safeguards.urgent.classifier import EMBEDDER, FOLDER
from fingerpost.safeguards.urgent.kinds import KINDS
from fingerpost.safeguards.urgent.reading import Reader
from fingerpost.search.embed import open_embedder

DATA = Path(__file__).parents[1] / "src" / "fingerpost" / "evaluation" / "data"
THRESHOLD, THRESHOLD_WHERE_MUTED, THRESHOLD_WITH_SIGNAL = 0.9, 0.995, 0.86


def main() -> None:
    """Fit, and write the weights with their digest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/conditionalqa"))
    given = parser.parse_args()
    embedder = open_embedder(EMBEDDER)
    reader = Reader(embedder)
    written = _lines(DATA / "urgent_training.jsonl")
    # The half of the test messages that rules and thresholds were tuned on; the other half is only ever measured on.
    written += [row for row in _lines(DATA / "urgent.jsonl") if half(row["text"]) == 0 and "history" not in row]
    columns = [kind.value for kind in KINDS]
    urgent = [(row["text"], 1 + columns.index(row["kind"])) for row in written if row["urgent"]]
    everyday = [row["text"] for row in written if not row["urgent"]]
    # What a pattern finds in somebody else's everyday messages may truly be urgent, so nothing is learned from it.
    others = [row["text"] for row in _lines(DATA / "intents.jsonl")]
    others += _real_questions(given.data)
    everyday += [
        text for text in dict.fromkeys(others) if not (seen := reader.signals(text)[0]).kinds and not seen.muted
    ]
    examples = made_from(urgent, everyday)
    inputs, wanted, _ = rows_of(examples, reader, lambda done: print(f"\r{done}/{len(examples)}", end="", flush=True))
    weights = fit(inputs, wanted)
    FOLDER.mkdir(exist_ok=True)
    np.save(FOLDER / "weights.npy", weights.astype(np.float16))
    digest = hashlib.sha256((FOLDER / "weights.npy").read_bytes()).hexdigest()
    described = {
        "name": "urgent",
        "embedder": embedder.fingerprint,
        "kinds": columns,
        "threshold": THRESHOLD,
        "threshold_where_muted": THRESHOLD_WHERE_MUTED,
        "threshold_with_signal": THRESHOLD_WITH_SIGNAL,
        "files": {"weights.npy": digest},
    }
    (FOLDER / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    print(f"\n{len(examples)} examples, {len(wanted)} stretches; wrote {FOLDER}")


def _real_questions(folder: Path) -> list[str]:
    if not (folder / "questions.jsonl").is_file():
        print(f"There is no questions.jsonl in {folder}: fitting without real questions.")
        return []
    return [
        f"{row['scenario']} {row['question']}".strip()
        for row in _lines(folder / "questions.jsonl")
        if half(row["url"]) == 0 and half(f"fitted {row['id']}") == 0
    ]


def _lines(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
