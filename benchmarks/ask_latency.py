"""How long a whole answer takes at 1,000, 10,000 and 100,000 sections, and what of it each step takes.

    python -m benchmarks.ask_latency [--sections 1000 10000] [--questions 200] [--out FILE]

Prints JSON: milliseconds at p50 and p95 for ``Assistant.ask`` and for each of its steps, and megabytes of memory. The
floors beside them are the embedder alone on the same questions, and finding passages without answering.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search_latency import machine, timed

SETTINGS = """
[service]
name = "Benchmark"
[index]
uri = "index"
[answers]
partial_threshold = 0.0
"""


def main() -> None:
    """Measure each size in a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sections", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        print(json.dumps(measure(options.folder, options.questions)))
        return
    sizes: dict[str, Any] = {}
    for count in options.sections:
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "fingerpost.toml").write_text(SETTINGS, encoding="utf-8")
            python = [sys.executable, "-m"]
            built = ["benchmarks.search_latency", "--build", "--folder", f"{place}/index", "--sections", str(count)]
            subprocess.run([*python, *built], check=True, stdout=subprocess.PIPE)
            asked = ["benchmarks.ask_latency", "--folder", place, "--questions", str(options.questions)]
            measured = subprocess.run([*python, *asked], check=True, stdout=subprocess.PIPE).stdout
            sizes[str(count)] = json.loads(measured)
    written = json.dumps({"machine": machine(), "questions": options.questions, "sections": sizes}, indent=2)
    if options.out:
        options.out.write_text(written + "\n", encoding="utf-8")
    print(written)


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Ask the questions of the service in ``folder`` and return the times, the memory and the floors."""
    import psutil

    from benchmarks.synthetic import questions
    from fingerpost.service import Service

    with Service.open(folder) as service:
        asked = questions(count + 10)
        for question in asked[count:]:
            service.assistant.ask(question)
        asked = asked[:count]
        steps: dict[str, list[float]] = {}

        def ask(question: str) -> None:
            for step, seconds in service.assistant.ask(question).timings.items():
                steps.setdefault(step, []).append(seconds * 1_000)

        whole = timed(ask, asked)
        return {
            "ask": whole,
            "steps": {
                step: {
                    "p50_ms": round(float(np.percentile(times, 50)), 2),
                    "p95_ms": round(float(np.percentile(times, 95)), 2),
                }
                for step, times in steps.items()
            },
            "memory_megabytes": round(psutil.Process().memory_info().rss / 1e6),
            "floors": {
                "embedder": timed(lambda question: service.embedder.embed_questions([question]), asked),
                "find": timed(service.search, asked),
            },
        }


if __name__ == "__main__":
    main()
