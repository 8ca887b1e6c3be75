"""Retrieval, silence and answers on pages that the ranking weights in use were not fitted on.

    python -m benchmarks.ranking --data ../shared/data/conditionalqa [--out FILE]

Fits the weights of the closer look five times, each time without a fifth of the pages, and asks each question with the
weights that never saw its page; the index holds every page. Prints JSON, for questions alone and behind their scenario:
what ``fingerpost evaluate retrieval|answers`` measure, with plain words, plain vectors and plain fusion beside them,
and under ``fitted`` how well present pages are told from absent ones. Takes about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search_latency import machine
from fingerpost.answers.compose import ExtractiveComposer
from fingerpost.answers.ground import ground
from fingerpost.evaluation.answers import share_shown
from fingerpost.evaluation.asking import ask_index
from fingerpost.evaluation.cases import PageRecord, QuestionRecord, read_pages, read_questions
from fingerpost.evaluation.evidence import is_evidence
from fingerpost.evaluation.ranking_folds import Fitted, fit, fold_of
from fingerpost.evaluation.ranking_report import report
from fingerpost.evaluation.ranking_rows import ask_everything
from fingerpost.evaluation.retrieval import PLAINER, WHOLE, measure
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.interfaces.cli.progress import progress
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.rerank import Ranking
from fingerpost.settings import AnswerSettings, SearchSettings

MEASURES = ("page_at_1", "page_at_5", "page_mrr", "evidence_recall_at_5", "evidence_recall_at_10")


def main() -> None:
    """Ask, fit, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with pages.jsonl and questions.jsonl")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    pages, questions = read_pages(options.data / "pages.jsonl"), read_questions(options.data / "questions.jsonl")
    embedder = open_embedder("minilm-l6-v2-int8")
    with progress(quiet=False) as watch:
        turns = list(ask_everything(pages, questions, embedder, progress=watch))
        fitted = fit(turns, pages, questions, progress=watch)
    measured = {"machine": machine(), "fitted": report(turns, questions, fitted)}
    written = json.dumps({**measured, **held_back(pages, questions, embedder, fitted)}, indent=2)
    if options.out:
        options.out.write_text(written + "\n", encoding="utf-8")
    print(written)


def held_back(
    pages: Sequence[PageRecord], questions: Sequence[QuestionRecord], embedder: Embedder, fitted: Fitted
) -> dict[str, Any]:
    """Return retrieval and answers, each question asked with the weights that never saw its page."""
    folds = fold_of(pages)
    with tempfile.TemporaryDirectory() as folder:
        index = build_index(folder, pages, embedder)
        composer = ExtractiveComposer(embedder, index.page_sections, most=AnswerSettings().max_sentences)
        measured: dict[str, Any] = {}
        for name, with_scenario in (("question", False), ("scenario", True)):
            ways: dict[str, list[tuple[float, ...]]] = {}
            answers: list[tuple[float, float, float, float]] = []
            for fold, (order, answerable) in enumerate(fitted.without):
                ranking = Ranking(f"without fold {fold}", embedder.fingerprint, order, answerable, frozenset())
                asked = [question for question in questions if folds[question.url] == fold]
                texts = [question.asked(with_scenario=with_scenario) for question in asked]
                looked = ask_index(index, embedder, texts, ranking)
                for question, text, (found, likely) in zip(asked, texts, looked, strict=True):
                    for way, arrange in PLAINER.items():
                        ways.setdefault(way, []).append(measure(question, [p.section for p in arrange(found)]))
                    ways.setdefault(WHOLE, []).append(measure(question, [p.section for p in found]))
                    draft = composer.compose(text, found[: SearchSettings().passages])
                    parts = ground(draft, index.sections).parts
                    shown = [statement.text for part in parts for statement in part.statements]
                    answers.append(answered(question, shown, likely))
            measured[name] = {
                "questions": len(answers),
                "retrieval": {way: dict(zip(MEASURES, mean(rows), strict=True)) for way, rows in ways.items()},
                "answers": dict(
                    zip(("evidence_recall", "evidence_precision", "sentences", "answered"), mean(answers), strict=True)
                ),
            }
    return measured


def answered(question: QuestionRecord, shown: Sequence[str], likely: float) -> tuple[float, float, float, float]:
    """Return the share of the evidence shown, of what is shown that is evidence, the sentences, and if it answers.

    Nothing counts as shown below the threshold for a partial answer.
    """
    settings = AnswerSettings()
    if likely < settings.partial_threshold or not shown:
        return 0.0, float("nan"), float("nan"), 0.0
    precise = sum(is_evidence(question.evidence, sentence) for sentence in shown) / len(shown)
    return share_shown(question.evidence, shown), precise, float(len(shown)), float(likely >= settings.answer_threshold)


def mean(rows: Sequence[tuple[float, ...]]) -> list[float]:
    """Return the mean of each column, leaving out what is not a number."""
    return [round(float(value), 4) for value in np.nanmean(np.array(rows), axis=0)]


if __name__ == "__main__":
    main()
