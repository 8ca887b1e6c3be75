"""How long a person waits for ``import fingerpost``, ``fingerpost --help`` and one ``ask``, each in a new process.

    python -m benchmarks.cold_start [--runs 5] [--out benchmarks/results/cold-start.json]

Prints one JSON object of medians in seconds. The floors are an empty Python process and ``import lancedb`` alone.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import write_pages
from benchmarks.report import report
from fingerpost.settings import load_settings
from fingerpost.sync import sync


def seconds(command: list[str], runs: int) -> float:
    """Return the median wall time of a command, after one run that is not counted."""
    times: list[float] = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return round(statistics.median(times[1:]), 3)


def measure(runs: int) -> dict[str, object]:
    """Return the medians of each command."""
    python = sys.executable
    empty = seconds([python, "-c", "pass"], runs)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_pages(folder, 100)
        sync(load_settings(folder, {}))
        ask = [python, "-m", "fingerpost.interfaces.cli", "ask", "--service", place, "How do I renew my permit?"]
        return {
            "benchmark": "cold_start",
            "runs": runs,
            "import_fingerpost_seconds": round(seconds([python, "-c", "import fingerpost"], runs) - empty, 3),
            "help_seconds": seconds([python, "-m", "fingerpost.interfaces.cli", "--help"], runs),
            "ask_seconds": seconds(ask, runs),
            "floor_python_seconds": empty,
            "floor_import_lancedb_seconds": seconds([python, "-c", "import lancedb"], runs),
        }


def main() -> None:
    """Measure, print and, with ``--out``, keep the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    report(measure(options.runs), options.out)


if __name__ == "__main__":
    main()
