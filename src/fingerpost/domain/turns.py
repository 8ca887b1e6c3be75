"""One pass through the assistant, and what it tells of itself on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fingerpost.domain.clarification import Clarification
from fingerpost.domain.guidance import Link, Passage
from fingerpost.domain.outcomes import Intent, Outcome
from fingerpost.domain.plain import Reading
from fingerpost.domain.replies import Answer, AnswerPart, Citation, Draft, DraftStatement, Statement
from fingerpost.domain.safety import HelpRoute, Judgement, Seal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a safeguard found in a text. ``label`` is the kind ("email"); the text found is never kept."""

    label: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One pass through the assistant. Each step takes it and returns the next one; no step changes it in place.

    ``question`` is what was asked until ``protect`` replaces it. ``reveal`` then says what a placeholder of it
    stands for, such as a postcode to look a council up by; it goes with the turn, and what it says is never kept or
    sent. ``history`` are the earlier answers of the conversation, oldest first. ``query`` is what is searched for;
    ``asked_as`` is the same when the question had to be completed from the history, and empty otherwise.
    ``language``, ``dropped`` and ``judgements`` are as an ``Answer`` has them. ``proofs`` are what ``ground`` said
    of statements it saw before the draft was whole, ``shown`` how many have been shown already. A step that ends the
    turn sets ``outcome`` and ``reason``; the steps after it then have nothing to do.
    """

    question: str
    conversation_id: str | None = None
    locale: str | None = None
    history: tuple[Answer, ...] = ()
    findings: tuple[Finding, ...] = ()
    seal: Seal | None = field(default=None, repr=False, compare=False)
    reveal: Callable[[str], str | None] | None = field(default=None, repr=False, compare=False)
    query: str = ""
    language: str = ""
    asked_as: str = ""
    intent: Intent = Intent.GUIDANCE
    passages: tuple[Passage, ...] = ()
    confidence: float = 0.0
    draft: Draft | None = None
    clarification: Clarification | None = None
    parts: tuple[AnswerPart, ...] = ()
    citations: tuple[Citation, ...] = ()
    next_step: Link | None = None
    reading: Reading | None = None
    nearest: tuple[Link, ...] = ()
    notices: tuple[str, ...] = ()
    outcome: Outcome | None = None
    reason: str = ""
    dropped: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    proofs: Mapping[DraftStatement, Any] = field(default_factory=dict[DraftStatement, Any], compare=False)
    shown: int = 0


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A streamed event: a named step of the turn has begun."""

    step: str


@dataclass(frozen=True, slots=True)
class HelpShown:
    """A streamed event: somebody may need help at once, and this is where to get it. It comes before any guidance."""

    help: tuple[HelpRoute, ...]


@dataclass(frozen=True, slots=True)
class StatementShown:
    """A streamed event: a grounded statement, the part it belongs to, and the citations that are new with it.

    A citation comes again, with its number, when this statement makes it longer.
    """

    statement: Statement
    citations: tuple[Citation, ...]
    title: str
    url: str
    heading_path: tuple[str, ...] = ()
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The last streamed event: the whole answer."""

    answer: Answer


Event = StepStarted | HelpShown | StatementShown | AnswerFinished
"""What `Assistant.ask_stream` yields, in order; always ends with one `AnswerFinished`."""
