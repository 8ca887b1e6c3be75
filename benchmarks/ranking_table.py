"""The figures of ``benchmarks.ranking`` as the table in docs/explanation/quality.md.

    python -m benchmarks.ranking_table [RESULTS]

Reads benchmarks/results/ranking.json by default and prints Markdown.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results") / "ranking.json"
HEADS = ("page@1", "page@5", "page MRR", "evidence recall@5", "@10")


def main() -> None:
    """Print the table."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS
    print("\n".join(lines(json.loads(file.read_text(encoding="utf-8")))))


def lines(measured: dict[str, Any]) -> Iterator[str]:
    """Yield the Markdown lines: what finds the page, then what is shown and when it stays silent."""
    for asked, name in (("question", "Question alone"), ("scenario", "With the scenario")):
        yield f"| {name.lower()} | {' | '.join(HEADS)} |"
        yield "|---" * (len(HEADS) + 1) + "|"
        for way, figures in measured[asked]["retrieval"].items():
            yield f"| {way} | {' | '.join(f'{value:.3f}' for value in figures.values())} |"
        yield ""
    yield "| | evidence recall | evidence precision | sentences shown | answered | AUROC present or absent |"
    yield "|---|---|---|---|---|---|"
    for asked, name in (("question", "question alone"), ("scenario", "with the scenario")):
        figures = measured[asked]["answers"]
        area = measured["fitted"][asked]["answerable_all"]["auroc"]
        shown = " | ".join(f"{value:.3f}" for value in figures.values())
        yield f"| {name} | {shown} | {area:.3f} |"


if __name__ == "__main__":
    main()
