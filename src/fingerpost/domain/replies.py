"""What is replied: drafts, citations and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from fingerpost.domain.clarification import Clarification
from fingerpost.domain.guidance import Link, SentenceKind
from fingerpost.domain.offers import Offer
from fingerpost.domain.outcomes import Intent, Outcome
from fingerpost.domain.plain import Reading
from fingerpost.domain.safety import HelpRoute, Judgement, Seal
from fingerpost.domain.worked import WorkedResult

UNSHOWN = {"exclude": True}
"""Marks a field that pydantic leaves out of everything it writes, so that no reply can hold it by oversight."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A composer's claim that ``text`` stands in a section. Nothing is shown until ``ground`` has found it there."""

    section_id: str
    text: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A sentence a composer would like to show, and what it says it rests on."""

    text: str
    quotes: tuple[Quote, ...]
    kind: SentenceKind = SentenceKind.SENTENCE
    number: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """What asking a model took, for one turn.

    ``model`` is what the provider says it was. Token counts are the provider's own, zero where it told none:
    ``input_tokens`` are all that went in, those read from and written to its cache among them. ``requests`` counts
    every try. ``cost`` is an estimate from the prices known, in ``currency``; ``None`` where no price is known.
    """

    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    requests: int = 0
    cost: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer proposes: statements in reading order, best page first. Untrusted until grounded.

    ``notices`` are keys of fixed wording about how it was made. ``composer`` names who made it where that is not the
    one that was asked. ``usage`` is what a model took, and ``proposed`` what it said, as JSON, to be replayed from.
    ``worked`` is what calculators worked out for the model that called them, ``offers`` what is to be confirmed first.
    """

    statements: tuple[DraftStatement, ...] = ()
    complete: bool = False
    next_step: Link | None = None
    notices: tuple[str, ...] = ()
    composer: str = ""
    worked: tuple[WorkedResult, ...] = ()
    offers: tuple[Offer, ...] = ()
    usage: Usage | None = field(default=None, compare=False, hash=False)
    proposed: str = field(default="", compare=False, hash=False, repr=False, metadata=UNSHOWN)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that was found, character for character, in a stored section.

    ``quote == section.text[start:end]`` held when it was checked; ``url`` carries a text fragment that takes a reader
    to the words.
    """

    number: int
    quote: str
    section_id: str
    start: int
    end: int
    title: str
    heading_path: tuple[str, ...]
    url: str
    source: str
    content_hash: str
    licence: str
    attribution: str = ""
    updated_at: datetime | None = None
    published_at: datetime | None = None
    fetched_at: datetime | None = None
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Statement:
    """A grounded sentence of an answer. ``citations`` are the numbers of the citations it rests on, never empty.

    ``paraphrase`` is true where the words are not the page's own: a model's, shown because its citations carry them.
    """

    text: str
    citations: tuple[int, ...]
    kind: SentenceKind = SentenceKind.SENTENCE
    number: int | None = None
    level: int = 0
    paraphrase: bool = False


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """What one page says under one heading, in the page's own reading order.

    ``heading_path`` is the stored section's own: words under "If you rent" must not be read without it. ``locale`` is
    the language the page is written in.
    """

    title: str
    url: str
    statements: tuple[Statement, ...]
    heading_path: tuple[str, ...] = ()
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person at the organisation. Empty fields are not shown."""

    name: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    hours: str = ""
    text_relay: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What made an answer, so that it can be explained and replayed. Holds no times: two runs compare equal."""

    index_version: str
    content_version: str
    embedder: str
    composer: str
    prompt: str | None = None
    release: str = ""
    ranking: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    ``question`` is the question after personal data was taken out; ``removed`` are the kinds taken out, in order.
    ``confidence`` (0 to 1) is how likely it was judged, before composing, that the passages found hold an answer.
    ``intent`` is what was taken to be wanted. ``asked_as`` is the standalone question that was searched when what was
    asked leant on the conversation ("and for my son?"); empty when it is the question itself. ``notices`` are keys of
    fixed interface wording. ``clarification`` is what is asked back when the outcome is ``clarify``.
    ``reading`` is how hard its sentences are to read. ``language`` is what the question was asked in (a BCP 47 tag):
    ``und`` when it is none that can be named, empty when its words are of no language in particular. ``dropped`` says,
    for each sentence proposed and not shown, which check it failed. ``judgements`` is what the safeguards said of the
    question; ``help`` is where to get help at once when the outcome is ``urgent``. ``offers`` are the calculator or
    journey that does what was asked for, with what the person said to be confirmed. ``worked`` are results that a
    calculator worked out from what was said, for a model that called it: no guidance, and shown as what they are.
    ``timings`` are seconds by step, and ``usage`` is what a model took; both are left out of ``==`` so that the same
    question on the same content compares equal. ``proposed`` is what a model said, as JSON: it is kept to replay the
    answer from, and never shown, since it holds what was not proved too. ``seal`` keeps the conversation's
    placeholders the same, and is never shown
    either.
    """

    outcome: Outcome
    question: str
    record: Record
    reason: str = ""
    parts: tuple[AnswerPart, ...] = ()
    citations: tuple[Citation, ...] = ()
    next_step: Link | None = None
    nearest: tuple[Link, ...] = ()
    contact: Contact | None = None
    removed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    confidence: float = 0.0
    intent: Intent = Intent.GUIDANCE
    asked_as: str = ""
    reading: Reading | None = None
    clarification: Clarification | None = None
    language: str = ""
    dropped: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    help: tuple[HelpRoute, ...] = ()
    offers: tuple[Offer, ...] = ()
    worked: tuple[WorkedResult, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict[str, float], compare=False, hash=False)
    usage: Usage | None = field(default=None, compare=False, hash=False)
    proposed: str = field(default="", compare=False, hash=False, repr=False, metadata=UNSHOWN)
    seal: Seal | None = field(default=None, compare=False, hash=False, repr=False, metadata=UNSHOWN)

    @property
    def handed_over(self) -> bool:
        """Whether this is no reply to a question but the note that somebody was handed over to a person."""
        return any(notice.startswith("handed_over.") for notice in self.notices)
