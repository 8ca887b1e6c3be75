"""Fit the weights of ``search/rerank.py`` on real questions, asked with and without their own pages.

    python scripts/fit_ranking.py --data ../shared/data/conditionalqa

The folder holds ``pages.jsonl`` and ``questions.jsonl`` in ConditionalQA's form. Writes the model's folder, and prints
as JSON how well networks that never saw a page do on it (five folds over pages). Takes about ten minutes on two cores.
The same data gives the same weights; only numbers and the marks of page addresses are kept, no text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from fingerpost.evaluation.asking import address_mark
from fingerpost.evaluation.cases import read_pages, read_questions
from fingerpost.evaluation.ranking_folds import Fitted, fit
from fingerpost.evaluation.ranking_report import report
from fingerpost.evaluation.ranking_rows import ask_everything
from fingerpost.interfaces.cli.progress import progress
from fingerpost.search.embed import open_embedder
from fingerpost.search.evidence import SECTION_FEATURES
from fingerpost.search.rerank import FOLDER

NAME = "ranking-1"
EMBEDDER = "minilm-l6-v2-int8"
LICENCE = "MIT"
NOTICE = """Weights fitted for Fingerpost by scripts/fit_ranking.py on the questions and pages of ConditionalQA
(Sun, Cohen and Salakhutdinov, 2022; BSD-2-Clause), whose pages are GOV.UK's: Crown copyright, Open Government Licence
v3.0. No text of either is in these files.
"""


def main() -> None:
    """Ask, fit, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder with pages.jsonl and questions.jsonl")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder to write (default: the package's own)")
    options = parser.parse_args()
    pages, questions = read_pages(options.data / "pages.jsonl"), read_questions(options.data / "questions.jsonl")
    embedder = open_embedder(EMBEDDER)
    with progress(quiet=False) as watch:
        turns = list(ask_everything(pages, questions, embedder, progress=watch))
        fitted = fit(turns, pages, questions, progress=watch)
    write(fitted, embedder.fingerprint, [page.url for page in pages], options.output)
    print(json.dumps(report(turns, questions, fitted), indent=2))


def write(fitted: Fitted, embedder: str, urls: list[str], output: Path) -> None:
    """Write ``weights.json``, ``NOTICE`` and ``model.json``."""
    output.mkdir(parents=True, exist_ok=True)
    weights = {
        "embedder": embedder,
        "features": list(SECTION_FEATURES),
        "order": fitted.order.as_json(),
        "answerable": fitted.answerable.as_json(),
        "trained_on": sorted({address_mark(url) for url in urls}),
    }
    (output / "weights.json").write_text(json.dumps(weights, separators=(",", ":")) + "\n", encoding="utf-8")
    (output / "NOTICE").write_text(NOTICE, encoding="utf-8")
    files = {name: hashlib.sha256((output / name).read_bytes()).hexdigest() for name in ("weights.json", "NOTICE")}
    described = {"name": NAME, "licence": LICENCE, "embedder": embedder, "files": files}
    (output / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
