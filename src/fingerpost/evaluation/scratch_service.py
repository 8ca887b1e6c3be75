"""A throw-away service to ask: of the pages an evaluation is given, or of Sampleford, which ships with Fingerpost."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from fingerpost.evaluation.cases import PageRecord
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.search.embed import Embedder
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync

_SETTINGS = '[service]\nname = "Evaluation"\n'


def serve_pages(folder: Path, pages: Sequence[PageRecord], embedder: Embedder) -> Service:
    """Return a service with default settings that answers from ``pages``. All it writes is in ``folder``."""
    (folder / "fingerpost.toml").write_text(_SETTINGS, encoding="utf-8")
    return Service(load_settings(folder, {}), embedder, build_index(str(folder / "index"), pages, embedder))


def serve_sampleford(folder: Path, embedder: Embedder) -> Service:
    """Return the Sampleford service, synced in ``folder``."""
    with as_file(files("fingerpost") / "demo" / "sampleford") as packaged:
        shutil.copytree(packaged, folder, dirs_exist_ok=True)
    settings = load_settings(folder, {})
    sync(settings, embedder=embedder)
    return Service.of(settings)


def sampleford_questions() -> list[str]:
    """Return the questions that ship with Sampleford."""
    text = (files("fingerpost") / "demo" / "sampleford" / "questions.csv").read_text(encoding="utf-8")
    return [row["question"] for row in csv.DictReader(text.splitlines())]
