"""An example of each reply, made from the records themselves so that it can't fall behind them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from fingerpost.answers.easy_read import easy_read
from fingerpost.answers.readability import measure_sentences
from fingerpost.client.records import ConversationStarted
from fingerpost.domain import (
    Answer,
    AnswerPart,
    Citation,
    Clarification,
    ClarificationOption,
    Link,
    Outcome,
    Record,
    Scores,
    SentenceKind,
    Statement,
)
from fingerpost.interfaces.api.problems import Problem
from fingerpost.interfaces.api.records import (
    AskReply,
    ConversationReply,
    EasyReadReply,
    FoundPassage,
    Ready,
    SearchReply,
    TurnReply,
    ask_reply,
    easy_read_reply,
)

_WHEN = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
_PAGE = "https://www.sampleford.example/bins/missed"
_QUOTE = "Tell us within 2 working days."
_CONVERSATION = "d2hvZXZlciBoYXMgdGhpcyByZWFk"
_TURN = "b25lIHF1ZXN0aW9uIGFuZCBhbnN3"

_ANSWER = Answer(
    outcome=Outcome.ANSWERED,
    question="My bin was missed, ring me on [phone number]. What now?",
    record=Record("20260901T093000-4f2a", "9b1c52d07a3e", "minilm-l6-v2-int8", "extractive", None, "0.1.0"),
    parts=(
        AnswerPart("Missed bins", _PAGE, (Statement(_QUOTE, (1,), SentenceKind.SENTENCE),), ("If we missed your bin",)),
    ),
    citations=(
        Citation(
            number=1,
            quote=_QUOTE,
            section_id="site-bins-missed-2",
            start=0,
            end=len(_QUOTE),
            title="Missed bins",
            heading_path=("If we missed your bin",),
            url=f"{_PAGE}#:~:text=Tell%20us%20within%202%20working%20days.",
            source="site",
            content_hash="6f1d3c0a" * 8,
            licence="OGL-UK-3.0",
            updated_at=_WHEN,
            fetched_at=_WHEN,
        ),
    ),
    next_step=Link("Report a missed bin", "https://www.sampleford.example/bins/missed/report"),
    removed=("phone number",),
    confidence=0.91,
    language="en",
    reading=measure_sentences([_QUOTE]),
    timings={"protect": 0.0006, "find": 0.021, "compose": 0.008, "ground": 0.002, "plain": 0.0002},
)
_TURN_REPLY = TurnReply(
    **{name: getattr(_ANSWER, name) for name in Answer.__dataclass_fields__},
    notice_words=(),
    turn_id=_TURN,
    asked_at=_WHEN,
    feedback=None,
)
_DAMP = "How do I get help with damp?"
_CLARIFICATION = Clarification(
    dimension="home",
    question="Which of these is your home?",
    options=tuple(
        ClarificationOption(
            label=f"{words[0].upper()}{words[1:]}",
            words=words,
            question=f"{_DAMP} — {words}",
            section_id=section_id,
            title="Damp and mould in your home",
            heading_path=(heading,),
            url="https://www.sampleford.example/housing/damp-and-mould",
            quote=heading,
        )
        for words, heading, section_id in (
            ("I rent from the council", "If you rent from us", "site-housing-damp-1"),
            ("I rent from a private landlord", "If you have a private landlord", "site-housing-damp-3"),
        )
    ),
    unsure=ClarificationOption("I'm not sure", "I'm not sure", f"{_DAMP} — I'm not sure"),
)
_REPLIES: tuple[tuple[Any, Any], ...] = (
    (AskReply, ask_reply(_ANSWER, _CONVERSATION, _TURN)),
    (ConversationReply, ConversationReply(_CONVERSATION, "en", _WHEN, (_TURN_REPLY,))),
    (Clarification, _CLARIFICATION),
    (EasyReadReply, easy_read_reply(easy_read(_ANSWER), _ANSWER, _TURN)),
    (ConversationStarted, ConversationStarted(_CONVERSATION, "en")),
    (
        SearchReply,
        SearchReply(
            "missed bin",
            (
                FoundPassage(
                    section_id="site-bins-missed-2",
                    title="Missed bins",
                    heading_path=("If we missed your bin",),
                    text=_QUOTE,
                    url=_PAGE,
                    source="site",
                    kind="guide",
                    locale="en",
                    licence="OGL-UK-3.0",
                    updated_at=_WHEN,
                    scores=Scores(fused=0.7825, similarity=0.71, bm25=9.4, vector_rank=1, text_rank=1, weight=1.0),
                ),
            ),
        ),
    ),
    (Ready, Ready("ready", "20260901T093000-4f2a", 412)),
    (
        Problem,
        Problem(
            type="urn:fingerpost:problem:question",
            title="Unprocessable Entity",
            status=422,
            detail="there is no question",
            instance="urn:fingerpost:request:5f3c0e1a9b7d2c44",
            fix="type a question in your own words",
        ),
    ),
)

EXAMPLES: dict[str, Any] = {
    kind.__name__: TypeAdapter(kind).dump_python(reply, mode="json", exclude_none=kind is Problem)
    for kind, reply in _REPLIES
}
"""JSON by the name of its schema."""
