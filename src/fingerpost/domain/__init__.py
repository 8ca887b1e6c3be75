"""The words Fingerpost is built from, as frozen records.

Everything here is plain data: hashable where its parts are, picklable, and comparable with ``==``. Nothing here does
input or output, and nothing here imports another part of Fingerpost. Times are timezone-aware UTC ``datetime``s.
Offsets are Python string indices: ``text[start:end]``.
"""

from __future__ import annotations

from fingerpost.domain.clarification import Clarification, ClarificationOption
from fingerpost.domain.guidance import (
    Block,
    BlockKind,
    Document,
    Link,
    Page,
    Passage,
    Scores,
    Section,
    Sentence,
    SentenceKind,
    Status,
)
from fingerpost.domain.offers import Offer, OfferedValue
from fingerpost.domain.outcomes import Intent, Outcome
from fingerpost.domain.plain import EasyBlock, EasyLine, EasyRead, PlainWord, Reading
from fingerpost.domain.replies import (
    Answer,
    AnswerPart,
    Citation,
    Contact,
    Draft,
    DraftStatement,
    Quote,
    Record,
    Statement,
    Usage,
)
from fingerpost.domain.safety import HelpRoute, Judgement, Seal
from fingerpost.domain.turns import AnswerFinished, Event, Finding, HelpShown, StatementShown, StepStarted, Turn
from fingerpost.domain.worked import ToolResult, WorkedFigure, WorkedLine, WorkedRates, WorkedResult

__all__ = [
    "Answer",
    "AnswerFinished",
    "AnswerPart",
    "Block",
    "BlockKind",
    "Citation",
    "Clarification",
    "ClarificationOption",
    "Contact",
    "Document",
    "Draft",
    "DraftStatement",
    "EasyBlock",
    "EasyLine",
    "EasyRead",
    "Event",
    "Finding",
    "HelpRoute",
    "HelpShown",
    "Intent",
    "Judgement",
    "Link",
    "Offer",
    "OfferedValue",
    "Outcome",
    "Page",
    "Passage",
    "PlainWord",
    "Quote",
    "Reading",
    "Record",
    "Scores",
    "Seal",
    "Section",
    "Sentence",
    "SentenceKind",
    "Statement",
    "StatementShown",
    "Status",
    "StepStarted",
    "ToolResult",
    "Turn",
    "Usage",
    "WorkedFigure",
    "WorkedLine",
    "WorkedRates",
    "WorkedResult",
]
