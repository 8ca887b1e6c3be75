"""Whether the sentences shown are the ones that people marked as the evidence for an answer."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fingerpost.answers.compose import ExtractiveComposer
from fingerpost.answers.ground import ground
from fingerpost.evaluation.asking import ask_index, trained_on
from fingerpost.evaluation.cases import Progress, read_pages, read_questions, require_pages
from fingerpost.evaluation.evidence import is_evidence, parts_of_statement, plain
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.rerank import Ranking
from fingerpost.settings import AnswerSettings, SearchSettings

_EMBEDDER = "minilm-l6-v2-int8"
_EVERY = 20


@dataclass(frozen=True, slots=True)
class AnswersResult:
    """How much of the evidence is shown, and how much of what is shown is evidence. Shares are from 0 to 1.

    ``evidence_recall`` is the mean share of a question's statements that are shown, 0 where nothing is;
    ``evidence_precision`` the mean share of an answer's sentences that are such statements; ``sentences_mean`` how many
    sentences an answer shows; ``answered`` the share of questions whose confidence reaches the answer threshold, and
    ``shown`` of those that show anything. ``pages_trained_on``: see ``AbstentionResult``.
    """

    questions: int
    evidence_recall: float
    evidence_precision: float
    sentences_mean: float
    answered: float
    shown: float
    pages_trained_on: float
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate answers --json`` prints them."""
        return asdict(self)


def evaluate_answers(
    pages: Path,
    questions: Path,
    *,
    with_scenario: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
    ranking: Ranking | None = None,
) -> AnswersResult:
    """Answer each question as a service would, and compare what is shown with the evidence.

    Args:
        pages: JSON lines with ``url``, ``title`` and ``html``.
        questions: JSON lines as ``evaluate_retrieval`` takes them.
        with_scenario: put the scenario before the question.
        progress: told as questions are answered.
        embedder: the model to use; the one that ships by default.
        ranking: the weights of the closer look to use; those that ship by default.

    Raises:
        EvaluationInputError: a file is missing, or a line of it is not in that form.
    """
    began = time.perf_counter()
    published, asked = read_pages(pages), read_questions(questions)
    require_pages(questions, asked, {page.url for page in published})
    model, settings, passages = embedder or open_embedder(_EMBEDDER), AnswerSettings(), SearchSettings().passages
    texts = [question.asked(with_scenario=with_scenario) for question in asked]
    recall = precision = answered = 0.0
    counts: list[int] = []
    with tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder:
        index = build_index(folder, published, model)
        composer = ExtractiveComposer(model, index.page_sections, most=settings.max_sentences)
        looked = ask_index(index, model, texts, ranking)
        for done, (question, text, (found, likely)) in enumerate(zip(asked, texts, looked, strict=True), 1):
            answered += likely >= settings.answer_threshold
            if likely >= settings.partial_threshold and found:
                grounded = ground(composer.compose(text, found[:passages]), index.sections)
                shown = [statement.text for part in grounded.parts for statement in part.statements]
                if shown:
                    counts.append(len(shown))
                    recall += share_shown(question.evidence, shown)
                    precision += sum(is_evidence(question.evidence, sentence) for sentence in shown) / len(shown)
            if progress is not None and (done % _EVERY == 0 or done == len(asked)):
                progress.at("questions", done, len(asked))
    return AnswersResult(
        questions=len(asked),
        evidence_recall=round(recall / len(asked), 4),
        evidence_precision=round(precision / max(1, len(counts)), 4),
        sentences_mean=round(sum(counts) / max(1, len(counts)), 2),
        answered=round(answered / len(asked), 4),
        shown=round(len(counts) / len(asked), 4),
        pages_trained_on=round(trained_on([page.url for page in published], model, ranking), 4),
        seconds=round(time.perf_counter() - began, 1),
    )


def share_shown(evidence: Sequence[str], sentences: Sequence[str]) -> float:
    """Return the share of the statements that are shown. One of several sentences counts when each is shown."""
    texts = [plain(sentence) for sentence in sentences]

    def shown(piece: str) -> bool:
        return any(piece in text for text in texts)

    return sum(
        shown(plain(statement)) or all(shown(part) for part in parts_of_statement(statement)) for statement in evidence
    ) / len(evidence)
