"""What the tests of asking back share: a page whose answer depends on who asks, and what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.answers.clarify import Clarified, clarify
from fingerpost.domain import (
    Answer,
    Draft,
    DraftStatement,
    Link,
    Outcome,
    Passage,
    Quote,
    Record,
    Scores,
    Section,
)

DAMP = """
<p>Report damp as soon as you see it.</p>
<h2>If you rent from us</h2><p>We visit within 10 working days.</p>
<h2>If you have a private landlord</h2><p>Give your landlord 14 days to reply.</p>
<h2>What you can do</h2><p>Open a window when you cook.</p>
"""
QUESTION = "How do I get help with damp?"


def passages(*sections: Section) -> tuple[Passage, ...]:
    """Return sections as they would be found, each a little further down than the one before."""
    return tuple(Passage(section, Scores(fused=0.9 - 0.05 * place)) for place, section in enumerate(sections))


def draft(*quoted: tuple[Section, Sequence[int]]) -> Draft:
    """Return a draft that shows these sentences of these sections."""
    return Draft(
        tuple(
            DraftStatement(text, (Quote(section.id, text, sentence.start),), sentence.kind)
            for section, indices in quoted
            for sentence, text in (
                (section.sentences[i], section.text[section.sentences[i].start : section.sentences[i].end])
                for i in indices
            )
        ),
        complete=True,
        next_step=Link("Start now", "https://www.sampleford.example/start"),
    )


def whole(*sections: Section) -> Draft:
    return draft(*((section, range(len(section.sentences))) for section in sections))


def asks(question: str, shown: Draft, found: Sequence[Section], **more: object) -> Clarified:
    asked = clarify(question, shown, passages(*found), **more)  # type: ignore[arg-type]
    assert asked is not None
    return asked


def labels(asked: Clarified) -> list[str]:
    return [option.label for option in asked.clarification.options]


def answered(question: str, asked: Clarified | None = None) -> Answer:
    clarification = asked.clarification if asked else None
    outcome = Outcome.CLARIFY if asked else Outcome.ANSWERED
    return Answer(outcome, question, Record("1", "1", "e", "c"), clarification=clarification)
