"""How often the right page is found, with plain full text, plain vectors and plain rank fusion beside it.

    python -m benchmarks.retrieval --pages pages.jsonl --questions questions.jsonl [--with-scenario] [--out FILE]

Prints JSON: what ``fingerpost evaluate retrieval`` measures, and under ``floors`` the same measures of the plain ways.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from fingerpost.domain import Passage, Section
from fingerpost.evaluation.cases import read_pages, read_questions
from fingerpost.evaluation.retrieval import evaluate_retrieval, measure
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.search.embed import open_embedder

RANK_CONSTANT = 60
MEASURES = ("page_at_1", "page_at_5", "page_mrr", "evidence_recall_at_5", "evidence_recall_at_10")
Order = Callable[[Sequence[Passage]], list[Section]]


def by_words(found: Sequence[Passage]) -> list[Section]:
    """Order by full text alone."""
    listed = [(p.scores.text_rank, p.section) for p in found if p.scores.text_rank is not None]
    return [section for _, section in sorted(listed, key=lambda pair: pair[0])]


def by_meaning(found: Sequence[Passage]) -> list[Section]:
    """Order by likeness of meaning alone."""
    listed = [(p.scores.vector_rank, p.section) for p in found if p.scores.vector_rank is not None]
    return [section for _, section in sorted(listed, key=lambda pair: pair[0])]


def by_ranks(found: Sequence[Passage]) -> list[Section]:
    """Order by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

    def score(passage: Passage) -> float:
        ranks = (passage.scores.vector_rank, passage.scores.text_rank)
        return sum(1 / (RANK_CONSTANT + rank) for rank in ranks if rank is not None)

    return [p.section for p in sorted(found, key=lambda p: (-score(p), p.section.id))]


def floors(pages: Path, questions: Path, *, with_scenario: bool) -> dict[str, dict[str, float]]:
    """Return the measures of each plain way, from the lists that the index itself finds."""
    asked, model = read_questions(questions), open_embedder("minilm-l6-v2-int8")
    ways: dict[str, Order] = {"full_text": by_words, "vectors": by_meaning, "reciprocal_rank_fusion": by_ranks}
    totals = {name: [0.0] * len(MEASURES) for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        index = build_index(folder, read_pages(pages), model)
        for question in asked:
            text = question.asked(with_scenario=with_scenario)
            found = index.search(text, model.embed_questions([text])[0], candidates=50)
            for name, way in ways.items():
                for place, value in enumerate(measure(question, way(found))):
                    totals[name][place] += value
    return {
        name: {measured: round(total / len(asked), 4) for measured, total in zip(MEASURES, values, strict=True)}
        for name, values in totals.items()
    }


def main() -> None:
    """Measure, print and, with ``--out``, keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--with-scenario", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    result = evaluate_retrieval(options.pages, options.questions, with_scenario=options.with_scenario)
    beside = floors(options.pages, options.questions, with_scenario=options.with_scenario)
    written = json.dumps({**result.as_json(), "floors": beside}, indent=2)
    if options.out:
        options.out.write_text(written + "\n", encoding="utf-8")
    print(written)


if __name__ == "__main__":
    main()
