"""How often the right page, and the evidence for the answer, is found.

The pages are made into a throw-away index by the parts that a service uses, and every question is asked of it.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, Protocol, cast

from fingerpost.content.html import read_fragment
from fingerpost.content.provenance import content_hash, page_id
from fingerpost.content.sections import split
from fingerpost.content.source import Fetched
from fingerpost.domain import Document, Page, Section
from fingerpost.errors import EvaluationInputError
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.index import Index, searched_text
from fingerpost.search.rank import find, order
from fingerpost.search.writer import IndexWriter


class Progress(Protocol):
    """Told how far an evaluation is; the command line draws its bar from this."""

    def at(self, name: str, done: int, total: int) -> None:
        """So many of a named step's parts are done."""
        ...


_EMBEDDER = "minilm-l6-v2-int8"
_SOURCE = "evaluation"
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


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One line of a pages file: a page's address, title and content as HTML."""

    url: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """One line of a questions file that can be answered, with the statements (HTML) its answer rests on."""

    id: str
    question: str
    scenario: str
    url: str
    evidence: tuple[str, ...]

    def asked(self, *, with_scenario: bool) -> str:
        """Return what is asked: the question, after the person's circumstances when these are wanted."""
        return f"{self.scenario} {self.question}".strip() if with_scenario else self.question


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
    _require_pages(questions, asked, {page.url for page in published})
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


def build_index(folder: str, pages: Sequence[PageRecord], embedder: Embedder) -> Index:
    """Make an index of the pages in ``folder``, as a sync would, and open it."""
    now = datetime.now(UTC)
    with IndexWriter.open(folder, embedder) as writer:
        for record in pages:
            blocks = read_fragment(record.html, base_url=record.url)
            page = Page(
                id=page_id(_SOURCE, record.url),
                source=_SOURCE,
                url=record.url,
                title=record.title,
                content_hash=content_hash(blocks),
            )
            document = Document(page, blocks)
            sections = split(document, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens)
            vectors = embedder.embed_sections([searched_text(section) for section in sections])
            fetched = Fetched(record.url, record.url, record.html.encode(), "text/html", now)
            writer.put(_SOURCE, fetched, document, sections, vectors)
        writer.publish()
    return Index.open(folder, embedder)


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


def read_pages(file: Path) -> list[PageRecord]:
    """Read a pages file. Raises ``EvaluationInputError``, naming line and field."""
    pages = [PageRecord(*(_text(row, name, where) for name in ("url", "title", "html"))) for where, row in _lines(file)]
    if not pages:
        raise EvaluationInputError("there is no page in this file", where=str(file), fix=_FORM)
    return pages


def read_questions(file: Path) -> list[QuestionRecord]:
    """Read the answerable questions of a questions file. Raises ``EvaluationInputError``, naming line and field."""
    questions: list[QuestionRecord] = []
    for where, row in _lines(file):
        if not isinstance(row.get("answerable"), bool):
            raise EvaluationInputError("'answerable' must be true or false", where=where, fix=_FORM)
        written: Any = row.get("evidence")
        if not isinstance(written, list) or not all(isinstance(item, str) for item in cast("list[Any]", written)):
            raise EvaluationInputError("'evidence' must be a list of texts", where=where, fix=_FORM)
        asked = QuestionRecord(
            id=_text(row, "id", where),
            question=_text(row, "question", where),
            scenario=_text(row, "scenario", where),
            url=_text(row, "url", where),
            evidence=tuple(cast("list[str]", written)),
        )
        if row["answerable"] and asked.evidence:
            questions.append(asked)
    if not questions:
        raise EvaluationInputError("no question in this file is answerable", where=str(file), fix=_FORM)
    return questions


_FORM = "mend the line named; docs/explanation/search.md shows the form of both files"


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


def _lines(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        written = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EvaluationInputError("this file is missing", where=str(file), fix="check the path") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise EvaluationInputError(f"this file can't be read: {problem}", where=str(file), fix=_FORM) from None
    for number, line in enumerate(written.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{file}, line {number}"
        try:
            row: Any = json.loads(line)
        except ValueError as problem:
            raise EvaluationInputError(f"this line is not JSON: {problem}", where=where, fix=_FORM) from None
        if not isinstance(row, dict):
            raise EvaluationInputError("this line is not a JSON object", where=where, fix=_FORM)
        yield where, cast("dict[str, Any]", row)


def _text(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise EvaluationInputError(f"{name!r} must be text", where=where, fix=_FORM)
    return value


def _require_pages(file: Path, questions: Sequence[QuestionRecord], urls: set[str]) -> None:
    for question in questions:
        if question.url not in urls:
            raise EvaluationInputError(
                f"the page {question.url!r} of this question is not among the pages",
                where=f"{file}, question {question.id}",
                fix="add the page to the pages file, or take the question out",
            )


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", text)).split())
