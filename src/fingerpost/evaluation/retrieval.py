"""How often the right page, and the evidence for the answer, is found.

The pages are made into a throw-away index by the parts that a service uses, and every question is asked of it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fingerpost.domain import Passage, Section
from fingerpost.evaluation.asking import ask_index, trained_on
from fingerpost.evaluation.cases import Progress, QuestionRecord, read_pages, read_questions, require_pages
from fingerpost.evaluation.evidence import parts_of_statement, plain
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.rank import order
from fingerpost.search.rerank import Ranking

_EMBEDDER = "minilm-l6-v2-int8"
_BATCH = 64
_MEASURES = ("page_at_1", "page_at_5", "page_mrr", "evidence_recall_at_5", "evidence_recall_at_10")

Measures = dict[str, float]
"""The measures of one way of ordering, by name."""


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """What an evaluation measured. Shares are from 0 to 1.

    ``page_at_1`` and ``page_at_5`` are the shares of questions whose page is first, or among the first five distinct
    pages; ``page_mrr`` the mean of one over its place among distinct pages, 0 where it was not found.
    ``evidence_recall_at_k`` is the mean share of a question's evidence statements that stand in the first k sections.
    ``pages_trained_on`` is the share of the pages that the ranking weights were fitted on; ``seconds`` the wall time of
    everything, the index included. ``compared`` has the same measures of plainer ways to order what is found.
    """

    questions: int
    sections: int
    page_at_1: float
    page_at_5: float
    page_mrr: float
    evidence_recall_at_5: float
    evidence_recall_at_10: float
    pages_trained_on: float
    seconds: float
    compared: Mapping[str, Measures]

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate retrieval --json`` prints them."""
        return {name: value for name, value in asdict(self).items() if name != "compared" or value}


def evaluate_retrieval(
    pages: Path,
    questions: Path,
    *,
    with_scenario: bool = False,
    compare: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
    ranking: Ranking | None = None,
) -> RetrievalResult:
    """Index the pages, ask the questions that can be answered from them, and measure what is found.

    Args:
        pages: JSON lines with ``url``, ``title`` and ``html``.
        questions: JSON lines with ``id``, ``question``, ``scenario``, ``url``, ``answerable`` and ``evidence``, a list
            of HTML statements. Questions that are not answerable, or rest on no statement, are left out.
        with_scenario: put the scenario before the question.
        compare: measure plainer ways to order what is found, too.
        progress: told after each batch of questions.
        embedder: the model to use; the one that ships by default.
        ranking: the weights of the closer look to use; those that ship by default.

    Raises:
        EvaluationInputError: a file is missing, or a line of it is not in that form.
    """
    began = time.perf_counter()
    published, asked = read_pages(pages), read_questions(questions)
    require_pages(questions, asked, {page.url for page in published})
    model = embedder or open_embedder(_EMBEDDER)
    ways: dict[str, list[tuple[float, ...]]] = {}
    with tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder:
        index = build_index(folder, published, model)
        texts = [question.asked(with_scenario=with_scenario) for question in asked]
        looked = ask_index(index, model, texts, ranking)
        for done, (question, (found, _)) in enumerate(zip(asked, looked, strict=True), 1):
            for name, passages in PLAINER.items() if compare else ():
                measured = measure(question, [passage.section for passage in passages(found)])
                ways.setdefault(name, []).append(measured)
            ways.setdefault(WHOLE, []).append(measure(question, [passage.section for passage in found]))
            if progress is not None and (done % _BATCH == 0 or done == len(asked)):
                progress.at("questions", done, len(asked))
        sections = index.release.sections
    means = {name: _means(measured) for name, measured in ways.items()}
    return RetrievalResult(
        len(asked),
        sections,
        *means[WHOLE].values(),
        pages_trained_on=round(trained_on([page.url for page in published], model, ranking), 4),
        seconds=round(time.perf_counter() - began, 1),
        compared=means if compare else {},
    )


def _means(measured: Sequence[tuple[float, ...]]) -> Measures:
    return {
        name: round(sum(values) / len(measured), 4)
        for name, values in zip(_MEASURES, zip(*measured, strict=True), strict=True)
    }


def _by_words(found: Sequence[Passage]) -> list[Passage]:
    held = [passage for passage in found if passage.scores.text_rank is not None]
    return sorted(held, key=lambda passage: passage.scores.text_rank or 0)


def _by_meaning(found: Sequence[Passage]) -> list[Passage]:
    held = [passage for passage in found if passage.scores.vector_rank is not None]
    return sorted(held, key=lambda passage: passage.scores.vector_rank or 0)


def _by_ranks(found: Sequence[Passage]) -> list[Passage]:
    """Reciprocal rank fusion (Cormack, Clarke and Buettcher, 2009), its constant 60."""

    def score(passage: Passage) -> float:
        ranks = (passage.scores.text_rank, passage.scores.vector_rank)
        return sum(1 / (60 + rank) for rank in ranks if rank is not None)

    return sorted(found, key=lambda passage: (-score(passage), passage.section.id))


def _by_scores(found: Sequence[Passage]) -> list[Passage]:
    return order(found)


WHOLE = "with the closer look"
PLAINER: Mapping[str, Callable[[Sequence[Passage]], list[Passage]]] = {
    "words alone (BM25)": _by_words,
    "vectors alone": _by_meaning,
    "fusion of ranks": _by_ranks,
    "fusion of scores": _by_scores,
}
"""Plainer ways to order what is found, by name."""


def measure(question: QuestionRecord, sections: Sequence[Section]) -> tuple[float, float, float, float, float]:
    """Return page@1, page@5, the reciprocal page rank, and evidence recall@5 and @10 of one ranked list."""
    pages = list(dict.fromkeys(section.page.url for section in sections))
    place = pages.index(question.url) + 1 if question.url in pages else 0
    recall = [evidence_recall(question.evidence, sections[:count]) for count in (5, 10)]
    return float(place == 1), float(0 < place <= 5), 1 / place if place else 0.0, recall[0], recall[1]


def evidence_recall(evidence: Sequence[str], sections: Sequence[Section]) -> float:
    """Return the share of the statements that stand in the sections' text or headings.

    Tags are left out and white space counts as one space. A statement that was split over sections counts when each of
    its sentences stands in one of them.
    """
    texts = [plain("\n".join((*section.heading_path, section.text))) for section in sections]
    found = 0
    for statement in evidence:
        whole = plain(statement)
        parts = [whole] if any(whole in text for text in texts) else parts_of_statement(statement)
        found += all(any(part in text for text in texts) for part in parts)
    return found / len(evidence)
