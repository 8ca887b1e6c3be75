"""How long a search takes at 1,000, 10,000 and 100,000 sections, with what it can't be quicker than beside it.

    python -m benchmarks.search_latency [--sections 1000 10000] [--questions 200] [--out FILE]

Prints JSON: milliseconds at p50 and p95, megabytes of memory, and the recall of the approximate vector index against an
exact search.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np


def main() -> None:
    """Measure each size in a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sections", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder and options.build:
        print(json.dumps(build(options.folder, options.sections[0])))
        return
    if options.folder:
        print(json.dumps(measure(options.folder, options.questions)))
        return
    sizes: dict[str, Any] = {}
    for count in options.sections:
        with tempfile.TemporaryDirectory() as folder:
            again = [sys.executable, "-m", "benchmarks.search_latency", "--folder", folder, "--sections", str(count)]
            built = json.loads(subprocess.run([*again, "--build"], check=True, stdout=subprocess.PIPE).stdout)
            asked = [*again, "--questions", str(options.questions)]
            measured = json.loads(subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout)
            sizes[str(count)] = {**built, **measured}
    written = json.dumps({"machine": machine(), "questions": options.questions, "sections": sizes}, indent=2)
    if options.out:
        options.out.write_text(written + "\n", encoding="utf-8")
    print(written)


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()}


def build(folder: Path, sections: int) -> dict[str, Any]:
    """Build the index and return how long it took."""
    from benchmarks.synthetic import build as build_synthetic
    from fingerpost.search.embed import open_embedder

    built = build_synthetic(folder, open_embedder("minilm-l6-v2-int8"), sections)
    return {
        "embedding_seconds": round(built.embedding_seconds, 1),
        "building_seconds": round(built.building_seconds, 1),
        "megabytes_on_disk": round(built.bytes_on_disk / 1e6),
        "approximate": built.release.approximate,
    }


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Ask the questions and return the times, the memory and the floors."""
    import psutil

    from benchmarks.synthetic import questions
    from fingerpost.search.embed import open_embedder
    from fingerpost.search.index import Index
    from fingerpost.search.rank import rank

    embedder = open_embedder("minilm-l6-v2-int8")
    index = Index.open(str(folder), embedder)
    asked = questions(count + 10)
    for question in asked[count:]:
        rank(index, embedder, question)
    asked = asked[:count]
    whole = timed(lambda question: rank(index, embedder, question), asked)
    memory = psutil.Process().memory_info().rss
    vectors = embedder.embed_questions(asked)
    pairs = list(zip(asked, vectors, strict=True))
    table = index._serving.sections  # the floors are LanceDB's own, without our reading of its rows
    every = np.stack(table.search().select(["vector"]).to_arrow()["vector"].to_numpy())
    ids = table.search().select(["id"]).to_arrow()["id"].to_pylist()
    place = {name: number for number, name in enumerate(ids)}
    exact = [set(np.argpartition(-(every @ vector), 10)[:10].tolist()) for vector in vectors]
    recall = []
    for (question, vector), wanted in zip(pairs, exact, strict=True):
        found = [passage for passage in index.search(question, vector) if passage.scores.vector_rank]
        found.sort(key=lambda passage: passage.scores.vector_rank or 0)
        recall.append(len(wanted & {place[passage.section.id] for passage in found[:10]}) / len(wanted))
    return {
        "embed_and_search": whole,
        "search": timed(lambda pair: index.search(*pair), pairs),
        "memory_megabytes": round(memory / 1e6),
        "vector_recall_at_10": round(float(np.mean(recall)), 4),
        "floors": floors(embedder, table, every, pairs),
    }


def floors(embedder: Any, table: Any, every: Any, pairs: Sequence[Any]) -> dict[str, Any]:
    """Return what each part takes alone."""
    from lancedb.query import MatchQuery

    from fingerpost.search.index import PROBES

    def by_meaning(pair: Any) -> None:
        table.search(pair[1], vector_column_name="vector").distance_type("l2").nprobes(PROBES).select(
            ["id", "_distance"]
        ).limit(50).to_arrow()

    def by_words(pair: Any) -> None:
        table.search(MatchQuery(pair[0], "searched"), query_type="fts").select(["id", "_score"]).limit(50).to_arrow()

    return {
        "embedder": timed(lambda pair: embedder.embed_questions([pair[0]]), pairs),
        "numpy_brute_force": timed(lambda pair: np.argpartition(-(every @ pair[1]), 50)[:50], pairs),
        "lancedb_vector": timed(by_meaning, pairs),
        "lancedb_full_text": timed(by_words, pairs),
    }


def timed(act: Callable[[Any], object], inputs: Sequence[Any]) -> dict[str, float]:
    """Return the median and 95th percentile of one call, in milliseconds."""
    taken = []
    for given in inputs:
        began = time.perf_counter()
        act(given)
        taken.append((time.perf_counter() - began) * 1000)
    return {"p50_ms": round(float(np.percentile(taken, 50)), 2), "p95_ms": round(float(np.percentile(taken, 95)), 2)}


if __name__ == "__main__":
    main()
