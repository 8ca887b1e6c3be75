"""What the client returns. An ``Answer`` is the very record that the service made; the rest says where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.domain import Answer, Citation, EasyRead, HelpShown, Scores, StatementShown, StepStarted


@dataclass(frozen=True, slots=True)
class Notice:
    """Fixed words to show with an answer, the language they are in, and which way it is written (``ltr``, ``rtl``)."""

    text: str
    locale: str
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a question, the words of its notices, and where it is kept."""

    answer: Answer
    notices: tuple[Notice, ...]
    conversation_id: str
    turn_id: str


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A section that was found, and why it is ranked where it is."""

    section_id: str
    title: str
    heading_path: tuple[str, ...]
    text: str
    url: str
    source: str
    kind: str
    locale: str
    licence: str
    updated_at: datetime | None
    scores: Scores


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was searched for, with personal data taken out, and what was found, best first."""

    query: str
    passages: tuple[FoundPassage, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of an answer."""

    useful: bool
    reason: str
    comment: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ConversationTurn:
    """One question and its answer, as they were given."""

    answer: Answer
    notices: tuple[Notice, ...]
    turn_id: str
    asked_at: datetime
    feedback: Feedback | None


@dataclass(frozen=True, slots=True)
class ConversationStarted:
    """A new conversation. Whoever has its id can read and delete it."""

    conversation_id: str
    locale: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with its turns, oldest first."""

    conversation_id: str
    locale: str
    started_at: datetime
    turns: tuple[ConversationTurn, ...]


@dataclass(frozen=True, slots=True)
class EasyReadReply:
    """An answer in short lines, and the quotations that they rest on."""

    easy_read: EasyRead
    citations: tuple[Citation, ...]
    turn_id: str


ReplyEvent = StepStarted | HelpShown | StatementShown | Reply
"""What a stream yields, in order; always ends with one `Reply`."""


@dataclass(frozen=True, slots=True)
class CalculatorEntry:
    """A calculator: its name, what it does for you, and what it leaves out."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class CalculatorDetails(CalculatorEntry):
    """A calculator and what it takes: ``inputs`` is a JSON Schema, each property with its question and hint."""

    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Calculation:
    """A calculation, which is not guidance.

    ``result`` holds the figures by key: money as text in pounds, dates as ISO. ``working`` is one line for each step,
    with its rule and its source; ``rates`` are those used, with the dates they hold.
    """

    result: Mapping[str, str | int | float | bool | None]
    working: tuple[Mapping[str, Any], ...]
    rates: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, str], ...]
    notes: tuple[str, ...]
