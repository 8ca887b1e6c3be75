"""How often the right calculator or journey is offered, how often a wrong one is, and what is filled in.

The cases are questions with the name of what should be offered, or null. They are split in two by a fixed hash: what is
tuned is tuned on one half, and the other is for reporting. With real questions beside them, the share of those that get
an offer is told too.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from fingerpost.answers.courtesies import part
from fingerpost.answers.intent import EMBEDDER, intent_reader
from fingerpost.answers.language.detect import detect
from fingerpost.answers.language.intents import read_intent
from fingerpost.domain import Intent, Offer, Turn
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress, read_lines, text_of
from fingerpost.evaluation.halves import half
from fingerpost.safeguards.personal_data import Protector
from fingerpost.safeguards.personal_data.known_words import KnownWords
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.recall import RecallingEmbedder
from fingerpost.services.calculators import offered
from fingerpost.services.journeys.reading import shipped_journeys
from fingerpost.services.offers.offerable import Offerable, does_the_same, from_calculators, from_journeys
from fingerpost.services.offers.offering import Offering

OFFERS_FILE = Path(__file__).parent / "data" / "offers.jsonl"
_FIX = "give each line a 'question' and a 'tool' (a name, or null); docs/explanation/offers.md shows the form"
_HALVES = ("tune", "report")


@dataclass(frozen=True, slots=True)
class OfferCase:
    """One question, what should be offered for it, and what it says of the form (``None``: not judged)."""

    question: str
    tool: str | None
    known: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OfferMeasures:
    """Shares from 0 to 1.

    ``right`` is of the questions with a tool, ``wrong`` of all: another tool than the right one, or one where there is
    none. ``values_right`` is of the questions with a tool whose values are judged: those with all filled in as they
    should be, and nothing else.
    """

    with_tool: int
    with_none: int
    right: float
    wrong: float
    wrong_with_none: float
    values_judged: int
    values_right: float


@dataclass(frozen=True, slots=True)
class OffersResult:
    """What an evaluation measured, by half of the cases and together.

    ``left_out`` counts the questions for a tool that is not installed. ``milliseconds`` is the mean time of an offer
    beside the embedding. ``real`` tells of other questions: how many there were, and how many got an offer of what.
    """

    measures: dict[str, OfferMeasures]
    left_out: int
    mistakes: tuple[str, ...]
    milliseconds: float
    real: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate offers --json`` prints them."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class Asked:
    """Offers as the assistant makes them, without an index: personal data out, intent read, offer made."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = RecallingEmbedder(embedder or open_embedder(EMBEDDER))
        every = (*from_calculators(offered(("*",))), *from_journeys(shipped_journeys()))
        self.offerable: tuple[Offerable, ...] = tuple(each for each in every if not does_the_same(each, every))
        self._offering = Offering(lambda: self.offerable, self._embedder)
        self._read = intent_reader(self._embedder)
        self._protect = Protector(KnownWords, b"")
        self.seconds = 0.0

    def offers(self, question: str) -> tuple[Offer, ...]:
        """Return what is offered for a question."""
        text = self._protect(question, ()).text
        language = detect(text)
        intent = (
            read_intent(part(text).rest or text, language, self._read)
            if language in ("", "en", "cy")
            else Intent.GUIDANCE
        )
        self._embedder.embed_questions([part(text).rest or text])
        began = time.perf_counter()
        found = self._offering(Turn(question=text, query=text, language=language, intent=intent))
        self.seconds += time.perf_counter() - began
        return found


def read_offer_cases(file: Path) -> list[OfferCase]:
    """Read ``question``, ``tool`` and, where it is there, ``known``. Raises ``EvaluationInputError``."""
    cases: list[OfferCase] = []
    for where, row in read_lines(file):
        tool = row.get("tool")
        if "tool" not in row or not (tool is None or isinstance(tool, str)):
            raise EvaluationInputError("'tool' must be a name or null", where=where, fix=_FIX)
        known: object = row.get("known")
        if known is not None and not _are_texts(known):
            raise EvaluationInputError("'known' must be texts by the form's keys", where=where, fix=_FIX)
        cases.append(OfferCase(text_of(row, "question", where), tool, cast("dict[str, str] | None", known)))
    if not cases:
        raise EvaluationInputError("there is no case in this file", where=str(file), fix=_FIX)
    return cases


def _are_texts(known: object) -> bool:
    return isinstance(known, dict) and all(isinstance(each, str) for each in cast("dict[str, object]", known).values())


def evaluate_offers(
    cases: Path | None = None,
    *,
    questions: Path | None = None,
    with_scenario: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> OffersResult:
    """Measure what is offered.

    Args:
        cases: JSON lines with ``question`` and ``tool``; those that ship when left out.
        questions: JSON lines with a ``question``, of which only the share that gets an offer is told.
        with_scenario: ask those with their ``scenario`` before them.
        progress: told after each question.
        embedder: the model to use; the one that ships by default.

    Raises:
        EvaluationInputError: a file is missing, or a line of it is not in that form.
    """
    given = read_offer_cases(cases or OFFERS_FILE)
    others = _read_questions(questions, with_scenario=with_scenario) if questions else []
    asked = Asked(embedder)
    names = {each.name for each in asked.offerable}
    measured = [case for case in given if case.tool is None or case.tool in names]
    asked.offers(measured[0].question if measured else "")  # so that making the vectors is not timed
    asked.seconds = 0.0
    got: list[Offer | None] = []
    for done, case in enumerate(measured, 1):
        got.append(next(iter(asked.offers(case.question)), None))
        if progress is not None:
            progress.at("questions", done, len(measured))
    milliseconds = round(1000 * asked.seconds / max(len(measured), 1), 2)
    pairs = list(zip(measured, got, strict=True))
    measures = {
        name: measure([pair for pair in pairs if half(pair[0].question) == at]) for at, name in enumerate(_HALVES)
    }
    measures["all"] = measure(pairs)
    return OffersResult(
        measures,
        len(given) - len(measured),
        tuple(_said(*pair) for pair in pairs if _name(pair[1]) != pair[0].tool),
        milliseconds,
        _tell(others, asked, progress) if others else None,
    )


def measure(pairs: Sequence[tuple[OfferCase, Offer | None]]) -> OfferMeasures:
    """Return the measures of what was offered for each case."""
    wanting = [(case, offer) for case, offer in pairs if case.tool is not None]
    without = [offer for case, offer in pairs if case.tool is None]
    right = sum(_name(offer) == case.tool for case, offer in wanting)
    other = sum(offer is not None and offer.name != case.tool for case, offer in wanting)
    instead = sum(offer is not None for offer in without)
    judged = [(case, offer) for case, offer in wanting if offer and offer.name == case.tool and case.known is not None]
    filled = sum(_values(offer, case.known or {}) for case, offer in judged)
    return OfferMeasures(
        with_tool=len(wanting),
        with_none=len(without),
        right=_share(right, len(wanting)),
        wrong=_share(other + instead, len(pairs)),
        wrong_with_none=_share(instead, len(without)),
        values_judged=len(judged),
        values_right=_share(filled, len(judged)),
    )


def _values(offer: Offer, known: dict[str, str]) -> bool:
    """Return whether an offer says of the form what the person did; what was taken out as personal is only named."""
    got = {value.key: value.value for value in offer.known}
    hidden = {value.key for value in offer.known if value.placeholder}
    return got.keys() == known.keys() and all(got[key] == known[key] for key in known if key not in hidden)


def _read_questions(file: Path, *, with_scenario: bool) -> list[str]:
    found: list[str] = []
    for where, row in read_lines(file):
        scenario = text_of(row, "scenario", where) if with_scenario else ""
        found.append(f"{scenario} {text_of(row, 'question', where)}".strip())
    if not found:
        raise EvaluationInputError("there is no question in this file", where=str(file), fix=_FIX)
    return found


def _tell(questions: Sequence[str], asked: Asked, progress: Progress | None) -> dict[str, Any]:
    offered: dict[str, list[str]] = {}
    for done, question in enumerate(questions, 1):
        for offer in asked.offers(question):
            offered.setdefault(offer.name, []).append(question)
        if progress is not None:
            progress.at("real questions", done, len(questions))
    count = sum(len(each) for each in offered.values())
    by_tool = {name: len(each) for name, each in sorted(offered.items())}
    return {
        "questions": len(questions),
        "offered": count,
        "share": _share(count, len(questions)),
        "by_tool": by_tool,
        "asked": offered,
    }


def _said(case: OfferCase, offer: Offer | None) -> str:
    return f"{case.question} | wanted {case.tool or 'none'}, offered {_name(offer) or 'none'}"


def _name(offer: Offer | None) -> str | None:
    return offer.name if offer else None


def _share(part_: int, whole: int) -> float:
    return round(part_ / whole, 4) if whole else 0.0
