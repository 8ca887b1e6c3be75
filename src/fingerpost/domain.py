"""The words Fingerpost is built from, as frozen records.

Everything here is plain data: hashable where its parts are, picklable, and comparable with ``==``. Nothing here does
input or output, and nothing here imports another part of Fingerpost. Times are timezone-aware UTC ``datetime``s.
Offsets are Python string indices: ``text[start:end]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What a question came to."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    UNANSWERABLE = "unanswerable"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSED = "refused"
    URGENT = "urgent"
    HANDOFF = "handoff"


class Status(StrEnum):
    """Whether a document may be quoted. Only ``live`` documents are ever retrieved."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"
    SCHEDULED = "scheduled"
    GONE = "gone"


class BlockKind(StrEnum):
    """The shape of one block of a document, in reading order."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    STEP = "step"
    TABLE_HEADER = "table_header"
    ROW = "row"
    CALLOUT = "callout"
    CONTACT = "contact"


class SentenceKind(StrEnum):
    """What a quotable piece of a section is. Says how it is shown and what must be shown with it."""

    SENTENCE = "sentence"
    ITEM = "item"
    STEP = "step"
    TABLE_HEADER = "table_header"
    ROW = "row"
    CALLOUT = "callout"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Link:
    """A link shown to a person. ``url`` is absolute, https unless the settings allow the host."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document's content, in reading order.

    ``text`` is plain text with no markup; lines inside a callout or a contact are separated by ``\\n``, the cells of a
    table row by `` | ``. ``level`` is the heading level (1 to 6) or the depth of a list item (0 is outermost).
    ``number`` is a step's number as published. ``group`` tells neighbouring lists, tables and call-outs apart: blocks
    of one list share it. ``url`` is set on a heading that starts a part with an address of its own.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: int | None = None
    group: int = 0
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a published page: its address, its dates and whose words it is.

    ``content_hash`` is the SHA-256 (hex) of the document's extracted text, ``raw_sha256`` of the bytes that were
    fetched. ``licence`` is an SPDX identifier, such as ``OGL-UK-3.0``, or the source's own words.
    """

    id: str
    source: str
    url: str
    title: str
    locale: str = "en"
    kind: str = "page"
    description: str = ""
    licence: str = ""
    content_hash: str = ""
    raw_sha256: str = ""
    etag: str | None = None
    fetched_at: datetime | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    change_note: str | None = None
    start_link: Link | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One published page with its content. Only ``live`` documents are indexed."""

    page: Page
    blocks: tuple[Block, ...]
    status: Status = Status.LIVE


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotable piece of a section: ``section.text[start:end]``, without its bullet or number.

    ``lead`` is the index, in the same section, of the piece this one can't be read without: a list item's lead-in
    sentence, a row's table header, a nested item's parent. Never points forwards. ``number`` is a step's number.
    """

    start: int
    end: int
    kind: SentenceKind = SentenceKind.SENTENCE
    lead: int | None = None
    number: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A retrievable piece of a document, small enough to embed whole and to quote from.

    ``heading_path`` runs from the outermost heading inwards and leaves out the page's title. ``url`` is the address a
    citation uses: the page's, or that of the part of a guide the section stands in. ``hash`` is the SHA-256 (hex) of
    ``text``.
    """

    id: str
    page: Page
    position: int
    url: str
    heading_path: tuple[str, ...]
    text: str
    sentences: tuple[Sentence, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Why a passage was found. Ranks count from 1; ``None`` means the list did not hold it.

    ``similarity`` is the cosine between question and section, ``bm25`` the full-text score, ``fused`` the score the
    passages are ordered by.
    """

    fused: float
    similarity: float | None = None
    bm25: float | None = None
    vector_rank: int | None = None
    text_rank: int | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A section found for a question, with the reasons it was ranked where it is."""

    section: Section
    scores: Scores


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a safeguard found in a text. ``label`` is the kind ("email"); the text found is never kept."""

    label: str
    start: int
    end: int
    score: float


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
class Draft:
    """What a composer proposes: statements in reading order, best page first. Untrusted until grounded."""

    statements: tuple[DraftStatement, ...] = ()
    complete: bool = False
    next_step: Link | None = None


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
    """A grounded sentence of an answer. ``citations`` are the numbers of the citations it rests on, never empty."""

    text: str
    citations: tuple[int, ...]
    kind: SentenceKind = SentenceKind.SENTENCE
    number: int | None = None
    level: int = 0


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


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    ``question`` is the question after personal data was taken out; ``removed`` are the kinds taken out, in order.
    ``confidence`` (0 to 1) is how likely it was judged, before composing, that the passages found hold an answer.
    ``notices`` are keys of fixed interface wording. ``timings`` are seconds by step, left out of ``==`` so that the
    same question on the same content compares equal.
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
    timings: Mapping[str, float] = field(default_factory=dict[str, float], compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """One pass through the assistant. Each step takes it and returns the next one; no step changes it in place.

    ``question`` is what was asked until ``protect`` replaces it. A step that ends the turn sets ``outcome`` and
    ``reason``; the steps after it then have nothing to do.
    """

    question: str
    conversation_id: str | None = None
    locale: str | None = None
    findings: tuple[Finding, ...] = ()
    query: str = ""
    passages: tuple[Passage, ...] = ()
    confidence: float = 0.0
    draft: Draft | None = None
    parts: tuple[AnswerPart, ...] = ()
    citations: tuple[Citation, ...] = ()
    next_step: Link | None = None
    nearest: tuple[Link, ...] = ()
    notices: tuple[str, ...] = ()
    outcome: Outcome | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A streamed event: a named step of the turn has begun."""

    step: str


@dataclass(frozen=True, slots=True)
class StatementShown:
    """A streamed event: a grounded statement, the part it belongs to, and the citations that first appear with it."""

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


Event = StepStarted | StatementShown | AnswerFinished
"""What `Assistant.ask_stream` yields, in order; always ends with one `AnswerFinished`."""
