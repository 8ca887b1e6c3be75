"""Whether the sentences shown are the ones that people marked as the evidence for an answer."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fingerpost.answers.compose import Composer, ExtractiveComposer
from fingerpost.answers.ground import Grounded, ground
from fingerpost.answers.model.composer import open_model_composer
from fingerpost.domain import Draft
from fingerpost.evaluation.asking import ask_index, trained_on
from fingerpost.evaluation.cases import Progress, read_pages, read_questions, require_pages
from fingerpost.evaluation.evidence import is_evidence, parts_of_statement, plain
from fingerpost.evaluation.scratch_index import build_index
from fingerpost.safeguards.personal_data import protect
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.index import Index
from fingerpost.search.rerank import Ranking
from fingerpost.settings import AnswerSettings, SearchSettings, Settings

_EMBEDDER = "minilm-l6-v2-int8"
_EVERY = 20


@dataclass(frozen=True, slots=True)
class AnswersResult:
    """How much of the evidence is shown, and how much of what is shown is evidence. Shares are from 0 to 1.

    ``evidence_recall`` is the mean share of a question's statements that are shown, 0 where nothing is;
    ``evidence_precision`` the mean share of an answer's sentences that are such statements; ``sentences_mean`` how many
    sentences an answer shows; ``answered`` the share of questions whose confidence reaches the answer threshold, and
    ``shown`` of those that show anything. ``proved`` is the share of the sentences proposed that were shown;
    ``quoted_instead`` the share of the answers composed that fell back on quoting, and ``cost`` what all of them are
    estimated to have cost; these two are of use with a model. ``pages_trained_on``: see ``AbstentionResult``.
    """

    questions: int
    evidence_recall: float
    evidence_precision: float
    sentences_mean: float
    answered: float
    shown: float
    pages_trained_on: float
    seconds: float
    proved: float = 1.0
    quoted_instead: float = 0.0
    cost: float | None = None

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
    composer_of: Settings | None = None,
) -> AnswersResult:
    """Answer each question as a service would, and compare what is shown with the evidence.

    Args:
        pages: JSON lines with ``url``, ``title`` and ``html``.
        questions: JSON lines as ``evaluate_retrieval`` takes them.
        with_scenario: put the scenario before the question.
        progress: told as questions are answered.
        embedder: the model to use; the one that ships by default.
        ranking: the weights of the closer look to use; those that ship by default.
        composer_of: a service whose model is to compose, which is asked once a question; the extractive composer by
            default.

    Raises:
        SettingsError: that service's model lacks something.
        EvaluationInputError: a file is missing, or a line of it is not in that form.
    """
    began = time.perf_counter()
    published, asked = read_pages(pages), read_questions(questions)
    require_pages(questions, asked, {page.url for page in published})
    model, settings, passages = embedder or open_embedder(_EMBEDDER), AnswerSettings(), SearchSettings().passages
    texts = [question.asked(with_scenario=with_scenario) for question in asked]
    recall = precision = answered = 0.0
    counts: list[int] = []
    drafts: list[tuple[Draft, Grounded]] = []
    with tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder:
        index = build_index(folder, published, model)
        composer = _composer(composer_of, model, index, most=settings.max_sentences)
        looked = ask_index(index, model, texts, ranking)
        for done, (question, text, (found, likely)) in enumerate(zip(asked, texts, looked, strict=True), 1):
            answered += likely >= settings.answer_threshold
            if likely >= settings.partial_threshold and found:
                draft = composer.compose(protect(text).text if composer_of else text, found[:passages])
                grounded = ground(draft, index.sections, embedder=model)
                drafts.append((draft, grounded))
                shown = _words_shown(grounded)
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
        **_of_the_model(drafts),
    )


def _composer(settings: Settings | None, model: Embedder, index: Index, *, most: int) -> Composer:
    if settings is None:
        return ExtractiveComposer(model, index.page_sections, most=most)
    return open_model_composer(model, index.page_sections, most=settings.answers.max_sentences, settings=settings)


def _words_shown(grounded: Grounded) -> list[str]:
    """Return each sentence shown, or the page's own words that it rests on where it is in a model's."""
    quotes = {citation.number: citation.quote for citation in grounded.citations}
    return [
        " ".join(quotes[number] for number in statement.citations) if statement.paraphrase else statement.text
        for part in grounded.parts
        for statement in part.statements
    ]


def _of_the_model(drafts: Sequence[tuple[Draft, Grounded]]) -> dict[str, Any]:
    proposed = sum(len(draft.statements) for draft, _ in drafts)
    costs = [draft.usage.cost for draft, _ in drafts if draft.usage and draft.usage.cost is not None]
    return {
        "proved": round(1 - sum(grounded.dropped for _, grounded in drafts) / max(1, proposed), 4),
        "quoted_instead": round(sum(bool(draft.composer) for draft, _ in drafts) / max(1, len(drafts)), 4),
        "cost": float(sum(costs)) if costs else None,
    }


def share_shown(evidence: Sequence[str], sentences: Sequence[str]) -> float:
    """Return the share of the statements that are shown. One of several sentences counts when each is shown."""
    texts = [plain(sentence) for sentence in sentences]

    def shown(piece: str) -> bool:
        return any(piece in text for text in texts)

    return sum(
        shown(plain(statement)) or all(shown(part) for part in parts_of_statement(statement)) for statement in evidence
    ) / len(evidence)
