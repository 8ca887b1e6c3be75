"""Whether the proof holds: false answers dropped, true ones kept, and the same for paraphrases.

True answers are one or two sentences of real sections with the right quotations. Each gets an altered twin, false in
one way (see ``alterations``). The paraphrases are written by hand; half of them, by a hash of their id, were open to
those who wrote the checks ("tune"), and the other half was not ("report").
"""

from __future__ import annotations

import hashlib
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

from fingerpost.answers.ground import ground
from fingerpost.answers.grounding.evidence import find_span
from fingerpost.domain import Draft, DraftStatement, Quote, Section, SentenceKind
from fingerpost.evaluation.alterations import QUOTATION_ALTERATIONS, STATEMENT_ALTERATIONS, stitch
from fingerpost.evaluation.cases import Progress
from fingerpost.evaluation.paraphrase_cases import ParaphraseCase, read_paraphrases
from fingerpost.evaluation.section_shelf import Shelf, open_shelf
from fingerpost.search.embed import Embedder, open_embedder

_EMBEDDER = "minilm-l6-v2-int8"
_ANSWERS = 2_000
_SEED = 20_260_401
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class KindResult:
    """How one kind of case came out: how many there were, and the share judged rightly."""

    cases: int
    right: float


@dataclass(frozen=True, slots=True)
class SplitResult:
    """How one half of the paraphrases came out."""

    faithful: int
    unfaithful: int
    paraphrases_kept: float
    unfaithful_dropped: float


@dataclass(frozen=True, slots=True)
class GroundingResult:
    """What an evaluation measured. Shares are from 0 to 1.

    ``detected`` is the share of altered answers of which the altered statement was dropped, ``false_alarms`` that of
    true answers of which anything was. ``by_kind`` has each kind of alteration, and each kind of paraphrase the file
    names. ``unplaced`` counts the paraphrases whose quotations stand on no page given; their quotations are then taken
    as a page of their own. ``milliseconds`` is the mean time to check one paraphrase.
    """

    answers: int
    altered: int
    detected: float
    false_alarms: float
    paraphrases: int
    paraphrases_kept: float
    unfaithful_dropped: float
    by_kind: Mapping[str, KindResult]
    by_split: Mapping[str, SplitResult]
    unplaced: int
    milliseconds: float
    seconds: float

    def as_json(self) -> dict[str, object]:
        """Return the measures by name, as ``fingerpost evaluate grounding --json`` prints them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """A true answer: its text, the quotations it rests on, and the sections they stand in."""

    text: str
    quotes: tuple[Quote, ...]
    section: Section


@dataclass
class _Tally:
    """Counts of cases and of those judged rightly, by kind."""

    cases: Counter[str] = field(default_factory=Counter[str])
    right: Counter[str] = field(default_factory=Counter[str])

    def add(self, kind: str, *, right: bool) -> None:
        self.cases[kind] += 1
        self.right[kind] += right

    def share(self, *kinds: str) -> float:
        cases = sum(self.cases[kind] for kind in kinds)
        return round(sum(self.right[kind] for kind in kinds) / cases, 4) if cases else 0.0

    def results(self) -> dict[str, KindResult]:
        return {kind: KindResult(self.cases[kind], self.share(kind)) for kind in self.cases}


def evaluate_grounding(
    pages: Path | None = None,
    cases: Path | None = None,
    *,
    answers: int = _ANSWERS,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> GroundingResult:
    """Make true answers and altered twins from the pages, judge them and the paraphrases, and count.

    Args:
        pages: JSON lines with ``url``, ``title`` and ``html``; Sampleford's own pages by default.
        cases: paraphrases, JSON lines with ``id``, ``faithful``, ``kind``, ``source``, ``quotes`` and ``sentence``;
            those written for the project by default. ``source`` names a page by its address or by the path of its file.
        answers: how many true answers to make at least, where the pages have so many.
        progress: told after each answer and each paraphrase.
        embedder: the model to use; the one that ships by default.

    Raises:
        EvaluationInputError: a file is missing, or a line of it is not in that form.
    """
    began = time.perf_counter()
    model = embedder or open_embedder(_EMBEDDER)
    written = read_paraphrases(cases) if cases is not None else _written_paraphrases()
    shelf = open_shelf(pages, model)
    true, altered = _Tally(), _Tally()
    made = list(true_answers(shelf, answers))
    rng = random.Random(_SEED)  # noqa: S311 - repeatable cases, no secret
    for done, answer in enumerate(made, 1):
        true.add("true", right=_kept(shelf, DraftStatement(answer.text, answer.quotes), model))
        twin = _twin(answer, shelf, altered.cases, rng)
        if twin is not None:
            kind, statement = twin
            altered.add(kind, right=not _kept(shelf, statement, model))
        _tell(progress, "answers", done, len(made))
    judged, splits, unplaced, spent = _judge_paraphrases(written, shelf, pages, model, progress)
    faithful = [kind for kind in judged.cases if kind.startswith("faithful ")]
    unfaithful = [kind for kind in judged.cases if kind.startswith("unfaithful ")]
    return GroundingResult(
        answers=len(made),
        altered=sum(altered.cases.values()),
        detected=altered.share(*altered.cases),
        false_alarms=round(1 - true.share("true"), 4) if made else 0.0,
        paraphrases=len(written),
        paraphrases_kept=judged.share(*faithful),
        unfaithful_dropped=judged.share(*unfaithful),
        by_kind=altered.results() | judged.results(),
        by_split=splits,
        unplaced=unplaced,
        milliseconds=round(1_000 * spent / max(1, len(written)), 1),
        seconds=round(time.perf_counter() - began, 1),
    )


def true_answers(shelf: Shelf, least: int) -> Iterator[Answer]:
    """Yield true answers until there are ``least``: single sentences, then neighbours, then pairs of one section.

    An item of a list or a row of a table is quoted with its lead-in. Answers are spread over the pages.
    """
    makers = (_singles, _neighbours, _pairs)
    made = 0
    for maker in makers:
        by_section = [iter(maker(section)) for section in shelf.sections]
        while by_section:
            still: list[Iterator[Answer]] = []
            for answers in by_section:
                answer = next(answers, None)
                if answer is None:
                    continue
                still.append(answers)
                yield answer
                made += 1
                if made >= least:
                    return
            by_section = still


def _singles(section: Section) -> Iterator[Answer]:
    for index in range(len(section.sentences)):
        if not _is_lead(section, index):
            yield _answer(section, [index])


def _neighbours(section: Section) -> Iterator[Answer]:
    for index in range(len(section.sentences) - 1):
        if not _is_lead(section, index) and not _is_lead(section, index + 1):
            yield _answer(section, [index, index + 1])


def _pairs(section: Section) -> Iterator[Answer]:
    count = len(section.sentences)
    for first in range(count):
        for second in range(first + 2, count):
            if not _is_lead(section, first) and not _is_lead(section, second):
                yield _answer(section, [first, second])


def _is_lead(section: Section, index: int) -> bool:
    return any(sentence.lead == index for sentence in section.sentences)


def _answer(section: Section, indices: Sequence[int]) -> Answer:
    wanted: set[int] = set()
    for index in indices:
        lead: int | None = index
        while lead is not None:
            wanted.add(lead)
            lead = section.sentences[lead].lead
    texts = [section.text[section.sentences[i].start : section.sentences[i].end] for i in sorted(wanted)]
    quotes = tuple(
        Quote(section.id, text, section.sentences[i].start) for i, text in zip(sorted(wanted), texts, strict=True)
    )
    return Answer(" ".join(" ".join(text.split()) for text in texts), quotes, section)


def _twin(answer: Answer, shelf: Shelf, made: Counter[str], rng: random.Random) -> tuple[str, DraftStatement] | None:
    """Return one altered twin, of the kind that fits and of which there are fewest so far."""
    kinds = sorted((*STATEMENT_ALTERATIONS, *QUOTATION_ALTERATIONS), key=lambda kind: (made[kind], kind))
    for kind in kinds:
        statement = _altered(kind, answer, shelf, rng)
        if statement is not None:
            return kind, statement
    return None


def _altered(kind: str, answer: Answer, shelf: Shelf, rng: random.Random) -> DraftStatement | None:
    if kind == "other_page":
        return _of_other_page(answer, shelf, rng)
    if kind == "stitched":
        return _stitched(answer)
    text = STATEMENT_ALTERATIONS[kind](answer.text, rng)
    return DraftStatement(text, answer.quotes) if text is not None and text != answer.text else None


def _of_other_page(answer: Answer, shelf: Shelf, rng: random.Random) -> DraftStatement | None:
    """Return the answer resting on another page: its words said to stand there, or that page's own words quoted."""
    others = [
        section for section in shelf.sections if section.page.url != answer.section.page.url and section.sentences
    ]
    others = [
        section for section in rng.sample(others, min(8, len(others))) if answer.quotes[-1].text not in section.text
    ]
    if not others or len(answer.text.split()) < _SHORTEST:
        return None
    other = others[0]
    if rng.random() < 0.5:
        return DraftStatement(answer.text, tuple(Quote(other.id, quote.text) for quote in answer.quotes))
    sentence = rng.choice(other.sentences)
    return DraftStatement(answer.text, (Quote(other.id, other.text[sentence.start : sentence.end], sentence.start),))


def _stitched(answer: Answer) -> DraftStatement | None:
    """Return a quotation made of two real fragments of the answer's section, and shown as it is."""
    texts = [
        answer.section.text[sentence.start : sentence.end]
        for sentence in answer.section.sentences
        if sentence.kind in {SentenceKind.SENTENCE, SentenceKind.STEP}
    ]
    own = answer.quotes[-1].text
    for other in texts:
        stitched = stitch(own, other) if other != own else None
        if stitched is not None and find_span(answer.section, stitched) is None:
            return DraftStatement(stitched, (Quote(answer.section.id, stitched),))
    return None


def _kept(shelf: Shelf, statement: DraftStatement, embedder: Embedder) -> bool:
    grounded = ground(Draft((statement,), complete=True), shelf.lookup, embedder=embedder)
    return bool(grounded.parts) and not grounded.dropped


def _judge_paraphrases(
    written: Sequence[ParaphraseCase],
    shelf: Shelf,
    pages: Path | None,
    embedder: Embedder,
    progress: Progress | None,
) -> tuple[_Tally, dict[str, SplitResult], int, float]:
    own = open_shelf(None, embedder) if pages is not None else shelf
    judged, splits, unplaced, spent = _Tally(), _Tally(), 0, 0.0
    for done, case in enumerate(written, 1):
        placed = case.placed((shelf, own))
        if placed is None:
            unplaced += 1
            placed = case.on_its_own(embedder)
        home, statement = placed
        began = time.perf_counter()
        kept = _kept(home, statement, embedder)
        spent += time.perf_counter() - began
        name = "faithful" if case.faithful else "unfaithful"
        judged.add(f"{name} {case.kind}", right=kept == case.faithful)
        splits.add(f"{split_of(case.id)} {name}", right=kept == case.faithful)
        _tell(progress, "paraphrases", done, len(written))
    results = {
        split: SplitResult(
            splits.cases[f"{split} faithful"],
            splits.cases[f"{split} unfaithful"],
            splits.share(f"{split} faithful"),
            splits.share(f"{split} unfaithful"),
        )
        for split in ("tune", "report")
    }
    return judged, results, unplaced, spent


def split_of(identity: str) -> str:
    """Return the half a paraphrase belongs to, by a hash of its id: "tune" or "report"."""
    return "report" if hashlib.sha256(identity.encode()).digest()[0] % 2 else "tune"


def _written_paraphrases() -> list[ParaphraseCase]:
    with as_file(files("fingerpost.evaluation") / "data" / "paraphrases.jsonl") as file:
        return read_paraphrases(file)


def _tell(progress: Progress | None, name: str, done: int, total: int) -> None:
    if progress is not None:
        progress.at(name, done, total)
