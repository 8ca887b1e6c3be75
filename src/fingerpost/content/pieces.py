"""Blocks to pieces: the smallest parts of a document that can be quoted, each with what it can't be read without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fingerpost.content.sentences import find_sentences
from fingerpost.domain import Block, BlockKind, Document, SentenceKind

_LONG_ITEM_WORDS = 60
"""A list item or a step of more words than this is quoted by the sentence, a shorter one whole."""

_KINDS = {
    BlockKind.PARAGRAPH: SentenceKind.SENTENCE,
    BlockKind.HEADING: SentenceKind.SENTENCE,
    BlockKind.ITEM: SentenceKind.ITEM,
    BlockKind.STEP: SentenceKind.STEP,
    BlockKind.TABLE_HEADER: SentenceKind.TABLE_HEADER,
    BlockKind.ROW: SentenceKind.ROW,
    BlockKind.CALLOUT: SentenceKind.CALLOUT,
    BlockKind.CONTACT: SentenceKind.CONTACT,
}
_ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")
# Words that point at what comes next, in a sentence closed by a full stop; English and Welsh.
_POINTS_ON = re.compile(
    r"\b(?:following|below|these|includes?|including|such as|one of|any of|all of|either|canlynol|isod|hyn|rhain)\b",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Piece:
    """Something that can be quoted, before it has a place in a section.

    ``follows`` is the piece directly before it on the same line, ``gap`` the white space between them. ``lead`` is what
    this can't be read without. ``tokens`` counts the piece with its ``prefix`` (bullet or number); 0 until counted.
    """

    text: str
    kind: SentenceKind
    follows: Piece | None = None
    gap: str = " "
    prefix: str = ""
    lead: Piece | None = None
    number: int | None = None
    level: int = 0
    starts_unit: bool = False
    tokens: int = 0

    @property
    def words(self) -> int:
        """Return how many words the piece has."""
        return len(self.text.split())

    def chain(self) -> list[Piece]:
        """Return what must be said before this piece, outermost first."""
        found: list[Piece] = []
        piece = self.lead
        while piece is not None:
            found.append(piece)
            piece = piece.lead
        return found[::-1]


@dataclass(slots=True)
class Region:
    """The pieces that stand directly under one heading. ``url`` is the page's, or that of the part they stand in."""

    heading_path: tuple[str, ...]
    url: str
    pieces: list[Piece] = field(default_factory=list[Piece])


def find_regions(document: Document) -> list[Region]:
    """Return a document's regions in reading order, each with at least one piece.

    The page's title, where the document repeats it as its first heading, is no heading of a path. A heading with
    nothing below it becomes a piece itself, so that its words are not lost.
    """
    regions: list[Region] = []
    stack: list[Block] = []
    maker = _PieceMaker(document.page.locale)
    blocks = document.blocks
    title = _one_line(document.page.title).casefold()
    for number, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING:
            if not regions:
                regions.append(Region((), document.page.url))
            regions[-1].pieces.extend(maker.pieces(block))
            continue
        text = _one_line(block.text)
        if not text:
            continue
        if (number == 0 or block.level == 1) and not block.url and text.casefold() == title:
            stack.clear()
            maker.forget()
            regions.append(Region((), document.page.url))
            continue
        while stack and stack[-1].level >= block.level:
            stack.pop()
        maker.forget()
        if _has_content(blocks, number):
            stack.append(block)
            regions.append(_region(stack, document.page.url))
        else:
            while regions and not regions[-1].pieces:
                regions.pop()
            region = _region(stack, block.url or document.page.url)
            if not (regions and (regions[-1].heading_path, regions[-1].url) == (region.heading_path, region.url)):
                regions.append(region)
            regions[-1].pieces.extend(maker.pieces(block))
            maker.forget()
            stack.append(block)
            regions.append(_region(stack, document.page.url))
    return [region for region in regions if region.pieces]


def _has_content(blocks: Sequence[Block], heading: int) -> bool:
    """Say whether anything stands below a heading, under it or under a heading below it."""
    level = blocks[heading].level
    for block in blocks[heading + 1 :]:
        if block.kind is not BlockKind.HEADING:
            if block.text.strip():
                return True
        elif block.level <= level:
            return False
    return False


def _region(stack: Sequence[Block], page_url: str) -> Region:
    url = next((block.url for block in reversed(stack) if block.url), page_url)
    return Region(tuple(_one_line(block.text) for block in stack), url)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(slots=True)
class _Group:
    """What is known of one list or table: what leads it, its header, its latest item at each depth, or row."""

    lead: Piece | None
    header: Piece | None = None
    items: dict[int, Piece] = field(default_factory=dict[int, Piece])


class _PieceMaker:
    """Turns blocks into pieces one after another, remembering what may lead the next."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._before: Piece | None = None
        self._lists: dict[int, _Group] = {}
        self._tables: dict[int, _Group] = {}

    def forget(self) -> None:
        """Begin under a new heading: nothing above it leads what follows."""
        self._before = None
        self._lists = {}
        self._tables = {}

    def pieces(self, block: Block) -> list[Piece]:
        """Return the pieces of ``block``, in order."""
        if block.kind in {BlockKind.ITEM, BlockKind.STEP}:
            made = self._item(block)
        elif block.kind in {BlockKind.TABLE_HEADER, BlockKind.ROW}:
            made = self._row(block)
        elif block.kind in {BlockKind.CALLOUT, BlockKind.CONTACT}:
            made = _whole(block, self._open_end())
        else:
            made = self._paragraph(block)
        if made:
            made[0].starts_unit = made[0].lead is None
            last = made[-1]
            leads = block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.CALLOUT and last.text.endswith(":"))
            self._before = last if leads else None
        return made

    def _open_end(self) -> Piece | None:
        """Return the sentence directly before, if it ends in a colon."""
        return self._before if self._before is not None and self._before.text.endswith(":") else None

    def _group(self, groups: dict[int, _Group], number: int, lead: Piece | None) -> _Group:
        """Return the list or table of that number, begun now if need be. Number 0 is none: a paragraph ends it."""
        if number == 0 and self._before is not None:
            groups.pop(0, None)
        if number not in groups:
            groups[number] = _Group(lead)
        return groups[number]

    def _paragraph(self, block: Block) -> list[Piece]:
        around = self._lists.get(block.group) if block.group else None
        if around is None or not around.items:
            made = _sentences(block, None, self._locale)
            if made and block.group:
                # The caption of a table leads the header and the rows that follow in its group.
                self._tables.setdefault(block.group, _Group(made[-1]))
            return made
        made = _sentences(block, _above(around.items, block.level), self._locale)
        if made and made[-1].text.endswith(":"):
            around.items[max(block.level - 1, 0)] = made[-1]
        return made

    def _item(self, block: Block) -> list[Piece]:
        group = self._group(self._lists, block.group, self._before if _introduces(self._before) else None)
        lead = _above(group.items, block.level) or group.lead
        if len(block.text.split()) > _LONG_ITEM_WORDS:
            made = _sentences(block, lead, self._locale)
            for later in made[1:]:
                later.lead = made[0]
        else:
            made = _whole(block, lead)
        if made:
            group.items = {level: piece for level, piece in group.items.items() if level < block.level}
            group.items[block.level] = made[-1] if made[-1].text.endswith(":") else made[0]
        return made

    def _row(self, block: Block) -> list[Piece]:
        group = self._group(self._tables, block.group, self._open_end())
        if block.kind is BlockKind.ROW:
            # A row with nothing in its first cell goes on with the row above it, and says little without it.
            goes_on = block.text.startswith("|")
            made = _whole(block, (group.items.get(0) if goes_on else None) or group.header or group.lead)
            if made and not goes_on:
                group.items[0] = made[0]
            return made
        made = _whole(block, group.lead)
        group.header = made[-1] if made else group.header
        return made


def _above(items: dict[int, Piece], level: int) -> Piece | None:
    """Return the latest item that one of depth ``level`` stands below."""
    outer = [depth for depth in items if depth < level]
    return items[max(outer)] if outer else None


def _whole(block: Block, lead: Piece | None) -> list[Piece]:
    lines = [line.strip() for line in block.text.split("\n") if line.strip()]
    return [_piece(block, "\n".join(lines), lead)] if lines else []


def _sentences(block: Block, lead: Piece | None, locale: str) -> list[Piece]:
    made: list[Piece] = []
    for line in block.text.split("\n"):
        before: Piece | None = None
        text = line.strip()
        end = 0
        for start, stop in find_sentences(text, locale=locale):
            piece = _piece(block, text[start:stop], lead)
            piece.prefix = "" if made else piece.prefix
            piece.follows, piece.gap = before, text[end:start]
            made.append(piece)
            before, end = piece, stop
    return made


def _piece(block: Block, text: str, lead: Piece | None) -> Piece:
    prefix = ""
    if block.kind is BlockKind.ITEM:
        prefix = "- "
    elif block.kind is BlockKind.STEP:
        prefix = "- " if block.number is None else f"{block.number}. "
    level = 0 if block.kind is BlockKind.HEADING else block.level
    return Piece(text, _KINDS[block.kind], prefix=prefix, lead=lead, number=block.number, level=level)


def _introduces(piece: Piece | None) -> bool:
    """Say whether a sentence leads the list after it: it ends open, or it points at what follows."""
    if piece is None:
        return False
    return not _ENDED.search(piece.text) or bool(_POINTS_ON.search(piece.text))
