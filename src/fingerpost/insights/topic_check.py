"""How well topics are told: macro-F1 by level on questions about pages whose topic is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress, read_lines, text_of
from fingerpost.evaluation.halves import half
from fingerpost.insights.classify.topics import TopicModel, shipped_topics
from fingerpost.insights.facets import NOT_CLASSIFIED
from fingerpost.insights.taxonomy import LEVELS, Taxonomy, above, shipped
from fingerpost.search.embed import Embedder, MiniLM

TRAINED_ON = 0
"""Which half of the pages, by their addresses, the weights that ship were trained on."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class TopicQuestion:
    """A question about a page whose topic is known. ``half`` is that of the page: its questions never straddle."""

    question: str
    with_scenario: str
    topic: str
    half: int


@dataclass(frozen=True, slots=True)
class TopicMeasures:
    """How well topics were told at one level.

    ``macro_f1`` is over the topics that the questions have; ``accuracy`` is the share told right. Both count a question
    that was left unclassified as wrong. ``classified`` is the share that was classified, and ``precision`` the share of
    those told right.
    """

    level: int
    topics: int
    macro_f1: float
    accuracy: float
    classified: float
    precision: float


@dataclass(frozen=True, slots=True)
class TopicResult:
    """What ``fingerpost evaluate topics`` found: with the choice forced, and as the pipeline does it."""

    questions: int
    pages_half: str
    with_scenario: bool
    forced: tuple[TopicMeasures, ...]
    shipped: tuple[TopicMeasures, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as what ``--json`` prints."""
        return asdict(self)


def read_topic_questions(file: Path, taxonomy: Taxonomy) -> list[TopicQuestion]:
    """Read the questions of a ConditionalQA file whose page has a topic.

    Raises:
        EvaluationInputError: a line is not in the documented form, or no page has a topic.
    """
    asked: list[TopicQuestion] = []
    for where, row in read_lines(file):
        question, scenario, url = (text_of(row, name, where) for name in ("question", "scenario", "url"))
        topic = taxonomy.of_page(url)
        if topic is not None:
            asked.append(TopicQuestion(question, f"{scenario} {question}".strip(), topic, half(url)))
    if not asked:
        raise EvaluationInputError(
            "no question is about a page that has a topic",
            where=str(file),
            fix="give questions about GOV.UK pages of insights/taxonomy/data/govuk_pages.csv",
        )
    return asked


def evaluate_topics(
    questions: Path,
    *,
    with_scenario: bool,
    every_page: bool = False,
    embedder: Embedder | None = None,
    model: TopicModel | None = None,
    progress: Progress | None = None,
) -> TopicResult:
    """Tell the topics of the questions about pages the weights never saw, and say how often that was right.

    Args:
        questions: a file in ConditionalQA's form.
        with_scenario: whether the person's circumstances are read too, as a conversation has them.
        every_page: measure the pages that the weights were trained on too.
        embedder: the one to read with; the shipped one by default.
        model: the weights; those that ship by default.
        progress: told how far it is.

    Raises:
        EvaluationInputError: see ``read_topic_questions``.
    """
    embedder, model, taxonomy = embedder or MiniLM(), model or shipped_topics(), shipped()
    asked = [each for each in read_topic_questions(questions, taxonomy) if every_page or each.half != TRAINED_ON]
    told: dict[str, list[str]] = {"forced": [], "shipped": []}
    for start in range(0, len(asked), _AT_ONCE):
        texts = [each.with_scenario if with_scenario else each.question for each in asked[start : start + _AT_ONCE]]
        vectors = embedder.embed_sections(texts)
        told["forced"] += model.topics(texts, vectors, least=0)
        told["shipped"] += model.topics(texts, vectors)
        if progress is not None:
            progress.at("questions", min(start + _AT_ONCE, len(asked)), len(asked))
    right = [each.topic for each in asked]
    measured = {
        name: tuple(measure(right, found, level) for level in range(1, LEVELS + 1)) for name, found in told.items()
    }
    half_named = "all" if every_page else "held back"
    return TopicResult(len(asked), half_named, with_scenario, measured["forced"], measured["shipped"])


def measure(right: Sequence[str], told: Sequence[str], level: int) -> TopicMeasures:
    """Return the measures of one level, each rounded to three places."""
    pairs = [
        (above(one, level), other if other == NOT_CLASSIFIED else above(other, level))
        for one, other in zip(right, told, strict=True)
    ]
    names = sorted({one for one, _ in pairs})
    sure = [pair for pair in pairs if pair[1] != NOT_CLASSIFIED]
    hits = sum(one == other for one, other in pairs)
    return TopicMeasures(
        level,
        len(names),
        round(_mean(_f1(pairs, name) for name in names), 3),
        round(hits / len(pairs), 3),
        round(len(sure) / len(pairs), 3),
        round(hits / len(sure), 3) if sure else 0.0,
    )


def _f1(pairs: Iterable[tuple[str, str]], name: str) -> float:
    both = [(one == name, other == name) for one, other in pairs]
    hits = sum(one and other for one, other in both)
    return 2 * hits / (sum(one for one, _ in both) + sum(other for _, other in both))


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
