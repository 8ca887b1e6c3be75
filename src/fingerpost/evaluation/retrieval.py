"""How often the right page, and the evidence for the answer, is found.

The pages are made into a throw-away index by the parts that a service uses, and every question is asked of it.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path

from fingerpost.domain import Section
from fingerpost.evaluation.cases import Progress, QuestionRecord, read_pages, read_questions, require_pages
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.index import Index
from fingerpost.search.rank import find, order

_EMBEDDER = "minilm-l6-v2-int8"
_CANDIDATES = 50
_BATCH = 64
_TAG = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """What an evaluation measured. Shares are from 0 to 1.

    ``page_at_1`` and ``page_at_5`` are the shares of questions whose page is first, or among the first five distinct
    pages; ``page_mrr`` the mean of one over its place among distinct pages, 0 where it was not found.
    ``evidence_recall_at_k`` is the mean share of a question's evidence statements that stand in the first k sections.
    ``seconds`` is the wall time of everything, the index included.
    """

    questions: int
    sections: int
    page_at_1: float
    page_at_5: float
    page_mrr: float
    evidence_recall_at_5: float
    evidence_recall_at_10: float
    seconds: float

    def as_json(self) -> dict[str, float]:
        """Return the measures by name, as ``fingerpost evaluate retrieval --json`` prints them."""
        return asdict(self)


def evaluate_retrieval(
    pages: Path,
    questions: Path,
    *,
    with_scenario: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> RetrievalResult:
    """Index the pages, ask the questions that can be answered from them, and measure what is found.

    Args:
        pages: JSON lines with ``url``, ``title`` and ``html``.
        questions: JSON lines with ``id``, ``question``, ``scenario``, ``url``, ``answerable`` and ``evidence``, a list
            of HTML statements. Questions that are not answerable, or rest on no statement, are left out.
        with_scenario: put the scenario before the question.
        progress: told after each batch of questions.
        embedder: the model to use; the one that ships by default.

    Raises:
        EvaluationInputError: a file is missing, or a line of it is not in that form.
    """
    began = time.perf_counter()
    published, asked = read_pages(pages), read_questions(questions)
    require_pages(questions, asked, {page.url for page in published})
    model = embedder or open_embedder(_EMBEDDER)
    with tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder:
        index = build_index(folder, published, model)
        found = list(_ask(index, model, asked, with_scenario=with_scenario, progress=progress))
        sections = index.release.sections
    totals = [0.0] * 5
    for question, passages in zip(asked, found, strict=True):
        for place, value in enumerate(measure(question, passages)):
            totals[place] += value
    shares = [round(total / len(asked), 4) for total in totals]
    return RetrievalResult(len(asked), sections, *shares, seconds=round(time.perf_counter() - began, 1))


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
    texts = [_plain("\n".join((*section.heading_path, section.text))) for section in sections]
    found = 0
    for statement in evidence:
        whole = _plain(statement)
        parts = [whole] if any(whole in text for text in texts) else _SENTENCE_END.split(whole)
        found += all(any(part in text for text in texts) for part in parts)
    return found / len(evidence)


def _ask(
    index: Index,
    model: Embedder,
    questions: Sequence[QuestionRecord],
    *,
    with_scenario: bool,
    progress: Progress | None,
) -> Iterator[list[Section]]:
    asked = [question.asked(with_scenario=with_scenario) for question in questions]
    for start in range(0, len(asked), _BATCH):
        batch = asked[start : start + _BATCH]
        for text, vector in zip(batch, model.embed_questions(batch), strict=True):
            passages = order(find(index, text, vector, candidates=_CANDIDATES))
            yield [passage.section for passage in passages]
        if progress is not None:
            progress.at("questions", start + len(batch), len(asked))


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", text)).split())
