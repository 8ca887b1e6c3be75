"""How fast guidance flows in from disk, and how fast an unchanged service is found to be unchanged.

    python -m benchmarks.sync_rate [--pages 2000] [--out benchmarks/results/sync-rate.json]

Prints one JSON object. The floor of a first sync is the embedder alone on the same sections; the floor of a re-sync is
reading and hashing the same files.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from pathlib import Path

from benchmarks.pages import write_pages
from benchmarks.report import report
from fingerpost.content.sections import context
from fingerpost.search.embed import open_embedder
from fingerpost.search.index import Index
from fingerpost.settings import load_settings
from fingerpost.sync import sync


def measure(pages: int) -> dict[str, object]:
    """Sync a folder of ``pages`` pages twice and return the figures, seconds and sections a second."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_pages(folder, pages)
        settings = load_settings(folder, {})
        embedder = open_embedder(settings.index.embedder)
        embedder.embed_questions(["warm"])
        first = sync(settings, embedder=embedder)
        again = sync(settings, embedder=embedder)
        files = sorted((folder / "content").iterdir())
        began = time.perf_counter()
        for file in files:
            hashlib.sha256(file.read_bytes()).hexdigest()
        hashing = time.perf_counter() - began
        stored = Index.open(settings.index_uri, embedder).sample(1_000)
        began = time.perf_counter()
        embedder.embed_sections([f"{context(section)}\n{section.text}" for section in stored])
        embedding = time.perf_counter() - began
    return {
        "benchmark": "sync_rate",
        "pages": pages,
        "sections": first.sections,
        "first_sync_seconds": round(first.seconds, 2),
        "first_sync_sections_per_second": round(first.sections / first.seconds, 1),
        "unchanged_sync_seconds": round(again.seconds, 2),
        "unchanged_pages": again.unchanged,
        "floor_embedder_alone_sections_per_second": round(len(stored) / embedding, 1),
        "floor_read_and_hash_seconds": round(hashing, 3),
    }


def main() -> None:
    """Measure, print and, with ``--out``, keep the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    report(measure(options.pages), options.out)


if __name__ == "__main__":
    main()
