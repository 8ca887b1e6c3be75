"""How plain the answers are, and whether their easy read keeps what they say."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean

from fingerpost.answers.easy_read import faults
from fingerpost.answers.readability import words
from fingerpost.domain import Answer, EasyRead, SentenceKind
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import FORM, Progress, read_pages, read_questions
from fingerpost.evaluation.scratch_service import sampleford_questions, serve_pages, serve_sampleford
from fingerpost.search.embed import open_embedder
from fingerpost.service import Service

_EMBEDDER = "minilm-l6-v2-int8"
_PROSE = {SentenceKind.SENTENCE, SentenceKind.ITEM, SentenceKind.STEP, SentenceKind.CALLOUT}
_HARD = 11.0
"""The reading age above which GOV.UK calls content hard: it asks for 9, and 11 at the most."""


@dataclass(frozen=True, slots=True)
class PlainResult:
    """What an evaluation measured. Ages are in years, lengths in words, shares from 0 to 1.

    ``answers`` are the questions that something was shown for, and ``measured`` those of them that hold sentences in a
    language with a formula. ``over_11`` is the share of these whose reading age is above 11. ``easy_read_first_share``
    is how much of an answer's lines easy read shows first. ``citations_kept`` is the share of the answers' citations
    that stand beside a line of their easy read, ``easy_read_faults`` counts words lost or changed and conditions torn
    from what they govern. ``easy_read_milliseconds`` is the mean time to make one.
    """

    questions: int
    answers: int
    measured: int
    reading_age_mean: float
    over_11: float
    words_per_sentence_mean: float
    longest_sentence_mean: float
    easy_read_words_per_sentence_mean: float
    easy_read_words_per_line_mean: float
    easy_read_first_share: float
    words_explained_mean: float
    citations_kept: float
    easy_read_faults: int
    easy_read_milliseconds: float
    seconds: float

    def as_json(self) -> dict[str, float]:
        """Return the measures by name, as ``fingerpost evaluate plain --json`` prints them."""
        return asdict(self)


@dataclass(slots=True)
class _Tally:
    """Measures of each answer, gathered. Means are of answers, so that a long answer counts once."""

    ages: list[float] = field(default_factory=list[float])
    lengths: list[float] = field(default_factory=list[float])
    longest: list[float] = field(default_factory=list[float])
    easy_lengths: list[float] = field(default_factory=list[float])
    line_lengths: list[float] = field(default_factory=list[float])
    first: list[float] = field(default_factory=list[float])
    explained: list[float] = field(default_factory=list[float])
    made_in: list[float] = field(default_factory=list[float])
    cited: int = 0
    kept: int = 0
    faults: int = 0


def evaluate_plain(
    pages: Path | None = None,
    questions: Path | None = None,
    *,
    with_scenario: bool = False,
    progress: Progress | None = None,
) -> PlainResult:
    """Ask the questions, and measure the answers and their easy read.

    Args:
        pages: JSON lines with ``url``, ``title`` and ``html``; Sampleford's pages and questions when left out.
        questions: JSON lines in the form of ``fingerpost evaluate retrieval``; needed with ``pages``.
        with_scenario: put the scenario before the question.
        progress: told after each question.

    Raises:
        EvaluationInputError: a file is missing, a line of it is not in that form, or only one file is given.
    """
    began = time.perf_counter()
    if (pages is None) != (questions is None):
        raise EvaluationInputError("only one of two files is given", where="--pages and --questions", fix=FORM)
    model = open_embedder(_EMBEDDER)
    tally = _Tally()
    with tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder:
        if pages is None or questions is None:
            asked = sampleford_questions()
            service = serve_sampleford(Path(folder), model)
        else:
            asked = [each.asked(with_scenario=with_scenario) for each in read_questions(questions)]
            service = serve_pages(Path(folder), read_pages(pages), model)
        with service:
            _ask(service, asked, tally, progress)
    return _result(len(asked), tally, seconds=round(time.perf_counter() - began, 1))


def _ask(service: Service, asked: Sequence[str], tally: _Tally, progress: Progress | None) -> None:
    longest = service.settings.answers.max_question_characters
    for done, question in enumerate(asked, 1):
        answer = service.assistant.ask(question[:longest])
        if answer.parts:
            began = time.perf_counter()
            easy = service.easy_read(answer)
            tally.made_in.append((time.perf_counter() - began) * 1000)
            measure(answer, easy, tally)
        if progress is not None:
            progress.at("questions", done, len(asked))


def measure(answer: Answer, easy: EasyRead, tally: _Tally) -> None:
    """Add what one answer and its easy read come to."""
    if answer.reading is not None:
        tally.lengths.append(answer.reading.words_per_sentence)
        tally.longest.append(answer.reading.longest_sentence)
        if answer.reading.reading_age is not None:
            tally.ages.append(answer.reading.reading_age)
    if easy.reading is not None:
        tally.easy_lengths.append(easy.reading.words_per_sentence)
    lines = [line for block in easy.blocks for line in block.lines]
    prose = [len(words(piece)) for line in lines if line.kind in _PROSE for piece in line.pieces]
    if prose:
        tally.line_lengths.append(fmean(prose))
    tally.first.append(sum(len(block.lines) for block in easy.first) / len(lines))
    tally.explained.append(len(easy.words))
    numbers = {citation.number for citation in answer.citations}
    tally.cited += len(numbers)
    tally.kept += len(numbers & {number for line in lines for number in line.citations})
    tally.faults += len(faults(easy, answer))


def _result(questions: int, tally: _Tally, *, seconds: float) -> PlainResult:
    return PlainResult(
        questions=questions,
        answers=len(tally.first),
        measured=len(tally.ages),
        reading_age_mean=_mean(tally.ages, 2),
        over_11=_mean([float(age > _HARD) for age in tally.ages], 4),
        words_per_sentence_mean=_mean(tally.lengths, 2),
        longest_sentence_mean=_mean(tally.longest, 2),
        easy_read_words_per_sentence_mean=_mean(tally.easy_lengths, 2),
        easy_read_words_per_line_mean=_mean(tally.line_lengths, 2),
        easy_read_first_share=_mean(tally.first, 4),
        words_explained_mean=_mean(tally.explained, 2),
        citations_kept=round(tally.kept / tally.cited, 4) if tally.cited else 0.0,
        easy_read_faults=tally.faults,
        easy_read_milliseconds=_mean(tally.made_in, 2),
        seconds=seconds,
    )


def _mean(values: Sequence[float], digits: int) -> float:
    return round(fmean(values), digits) if values else 0.0
