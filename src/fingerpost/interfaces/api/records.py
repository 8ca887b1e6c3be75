"""What goes into the API and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fingerpost.client.records import FoundPassage
from fingerpost.conversations.store import LONGEST_COMMENT, StoredConversation, StoredTurn
from fingerpost.conversations.store import Feedback as StoredFeedback
from fingerpost.domain import Answer, Citation, EasyRead, Passage
from fingerpost.interfaces.wording import Notice, notices

Id = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
LocaleTag = Annotated[str, Field(max_length=40, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Reason = Literal[
    "clear", "next_step", "not_my_question", "incomplete", "out_of_date", "hard_to_understand", "wrong", "other"
]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AskRequest(_Sent):
    """A question."""

    question: str = Field(
        description="The question, in the person's own words. Personal data is taken out before anything else is done.",
        examples=["When is my bin collected?"],
    )
    conversation_id: Id | None = Field(
        default=None, description="The conversation it belongs to. Left out, a new one is started.", examples=[None]
    )
    locale: LocaleTag | None = Field(
        default=None, description="The language to answer in; the service's own if left out.", examples=["en"]
    )


class StartRequest(_Sent):
    """A conversation to be started."""

    locale: LocaleTag | None = Field(
        default=None, description="The conversation's language; the service's own if left out.", examples=["en"]
    )


class FeedbackRequest(_Sent):
    """What somebody thought of an answer."""

    useful: bool = Field(description="Whether the answer was useful.", examples=[False])
    reason: Reason | None = Field(default=None, description="Why.", examples=["out_of_date"])
    comment: str = Field(
        default="",
        max_length=LONGEST_COMMENT,
        description="The person's own words. Personal data is taken out before they are kept.",
        examples=["The prices went up in April"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReply(Answer):
    """An answer, the words of its notices, and where it is kept."""

    notice_words: tuple[Notice, ...]
    conversation_id: str
    turn_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnReply(Answer):
    """An answer as it was given, when, and what was thought of it."""

    notice_words: tuple[Notice, ...]
    turn_id: str
    asked_at: datetime
    feedback: StoredFeedback | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyReadReply(EasyRead):
    """An answer in easy read, with the quotations that its lines rest on."""

    turn_id: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ConversationReply:
    """A conversation with its turns, oldest first."""

    conversation_id: str
    locale: str
    started_at: datetime
    turns: tuple[TurnReply, ...]


@dataclass(frozen=True, slots=True)
class SearchReply:
    """What was found, best first."""

    query: str
    passages: tuple[FoundPassage, ...]


@dataclass(frozen=True, slots=True)
class Alive:
    """The process answers."""

    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Ready:
    """The service can answer questions."""

    status: Literal["ready"]
    index_version: str
    sections: int


def ask_reply(answer: Answer, conversation_id: str, turn_id: str) -> AskReply:
    """Return ``answer`` with where it is kept."""
    return AskReply(**_fields(answer), notice_words=notices(answer), conversation_id=conversation_id, turn_id=turn_id)


def conversation_reply(kept: StoredConversation) -> ConversationReply:
    """Return a stored conversation as the API shows it."""
    return ConversationReply(kept.id, kept.locale, kept.started_at, tuple(_turn_reply(turn) for turn in kept.turns))


def easy_read_reply(easy: EasyRead, answer: Answer, turn_id: str) -> EasyReadReply:
    """Return an easy read with whose it is and the quotations it rests on."""
    said: dict[str, Any] = {each.name: getattr(easy, each.name) for each in fields(EasyRead)}
    return EasyReadReply(**said, turn_id=turn_id, citations=answer.citations)


def found_passage(passage: Passage) -> FoundPassage:
    """Return a passage as the API shows it."""
    section = passage.section
    return FoundPassage(
        section_id=section.id,
        title=section.page.title,
        heading_path=section.heading_path,
        text=section.text,
        url=section.url,
        source=section.page.source,
        kind=section.page.kind,
        locale=section.page.locale,
        licence=section.page.licence,
        updated_at=section.page.updated_at,
        scores=passage.scores,
    )


def _turn_reply(turn: StoredTurn) -> TurnReply:
    answer = turn.answer
    return TurnReply(
        **_fields(answer),
        notice_words=notices(answer),
        turn_id=turn.id,
        asked_at=turn.asked_at,
        feedback=turn.feedback,
    )


def _fields(answer: Answer) -> dict[str, Any]:
    return {each.name: getattr(answer, each.name) for each in fields(Answer)}
