"""What was published: pages, their sections, and the passages found among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
    """A link shown to a person. ``url`` is absolute, https unless the settings allow the host.

    ``locale`` is the language ``text`` is in, empty when it is not known.
    """

    text: str
    url: str
    locale: str = ""


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
    """One published page with its content. Only ``live`` documents are indexed.

    ``unseen`` is text of the file that nobody who looks at it sees, such as white words in a PDF. It may stand in the
    blocks too: screening decides what becomes of the document.
    """

    page: Page
    blocks: tuple[Block, ...]
    status: Status = Status.LIVE
    unseen: tuple[str, ...] = ()


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

    ``similarity`` is the cosine between question and section, ``bm25`` the full-text score, ``fused`` the two in one.
    ``evidence`` is the score of the closer look, which the first passages are ordered by; ``measures`` are what that
    look measured, in the order of ``fingerpost.search.evidence.SECTION_FEATURES``.
    """

    fused: float
    similarity: float | None = None
    bm25: float | None = None
    vector_rank: int | None = None
    text_rank: int | None = None
    weight: float = 1.0
    evidence: float | None = None
    measures: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A section found for a question, with the reasons it was ranked where it is.

    ``tokens`` is what its index keeps of the embedder's reading of it, where that was looked up: packed, for ``search``
    to unpack, and no part of what makes two passages equal.
    """

    section: Section
    scores: Scores
    tokens: bytes = field(default=b"", compare=False, repr=False)
