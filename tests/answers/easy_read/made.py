"""Answers made of what is written here, each statement with a quotation of its own or one for a whole part."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.answers.ground import ground
from fingerpost.domain import (
    Answer,
    AnswerPart,
    Citation,
    Draft,
    DraftStatement,
    Outcome,
    Quote,
    Record,
    Section,
    SentenceKind,
    Statement,
)

S = SentenceKind
RECORD = Record("1", "1", "written", "written")
Said = tuple[SentenceKind, str] | str


def answer_of(*parts: Sequence[Said], locale: str = "en") -> Answer:
    """Return an answer with one quotation for each part, as a run of neighbouring sentences has."""
    made: list[AnswerPart] = []
    citations: list[Citation] = []
    for number, said in enumerate(parts, 1):
        pairs = [(S.SENTENCE, each) if isinstance(each, str) else each for each in said]
        statements = tuple(Statement(text, (number,), kind) for kind, text in pairs)
        quote = "\n".join(text for _, text in pairs)
        title, url = f"Page {number}", f"https://www.sampleford.example/{number}"
        made.append(AnswerPart(title, url, statements, (f"Heading {number}",), locale))
        citations.append(
            Citation(number, quote, f"s{number}", 0, len(quote), title, (f"Heading {number}",), url, "site", "0", "OGL")
        )
    return Answer(Outcome.ANSWERED, "What now?", RECORD, parts=tuple(made), citations=tuple(citations))


def answer_from(section: Section) -> Answer:
    """Return the answer that shows every sentence of a section."""
    texts = [(section.text[each.start : each.end], each.start) for each in section.sentences]
    draft = Draft(
        tuple(DraftStatement(text, (Quote(section.id, text, start),)) for text, start in texts), complete=True
    )
    grounded = ground(draft, lambda ids: {section.id: section})
    assert grounded.dropped == 0
    return Answer(Outcome.ANSWERED, "What now?", RECORD, parts=grounded.parts, citations=grounded.citations)
