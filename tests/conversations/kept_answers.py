"""Answers to keep."""

from __future__ import annotations

from datetime import UTC, datetime

from fingerpost.domain import (
    Answer,
    AnswerPart,
    Citation,
    Contact,
    Link,
    Outcome,
    Record,
    SentenceKind,
    Statement,
)


def answer(question: str = "When are my bins emptied?") -> Answer:
    quote = "We empty bins every Tuesday – even “holidays”."
    return Answer(
        outcome=Outcome.PARTIAL,
        question=question,
        record=Record("v3", "c1", "minilm", "extractive"),
        reason="the guidance found may not be the whole answer",
        parts=(AnswerPart("Bins", "https://example.org/bins", (Statement(quote, (1,), SentenceKind.STEP, 2, 1),)),),
        citations=(
            Citation(
                number=1,
                quote=quote,
                section_id="s1",
                start=0,
                end=len(quote),
                title="Bins",
                heading_path=("Household", "Days"),
                url="https://example.org/bins#:~:text=We",
                source="council",
                content_hash="ab" * 32,
                licence="OGL-UK-3.0",
                updated_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
            ),
        ),
        next_step=Link("Report a missed bin", "https://example.org/missed"),
        nearest=(Link("Recycling", "https://example.org/recycling"),),
        contact=Contact(name="Customer services", phone="0300 123 4567"),
        removed=("email",),
        timings={"find": 0.0123},
    )
