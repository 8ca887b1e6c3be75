"""Printed lines to blocks: which are headings, which go on, which are items, which are on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.content.characters import clean, one_line
from fingerpost.content.lines import reads_as_contact
from fingerpost.content.tables import join_cells
from fingerpost.domain import Block, BlockKind

_MARGIN = 0.1
"""Running heads and feet stand in this share of the page at its top and bottom."""

_LARGER = 1.12
_PARAGRAPH_GAP = 0.6
_UNKNOWN_GLYPH = re.compile(r"\(cid:\d+\)")
_BULLET = re.compile(r"^(?:\(cid:\d+\)|[•●◦▪▫■□‣⁃∙·\uf0b7\uf0a7\uf0d8o*]|[–—-](?=\s))\s+(?=\S)")
_STEP = re.compile(r"^(\d{1,2})[.)]\s+(?=\S)")
_BREAK_HYPHEN = re.compile(r"(\w+)[-\u2010]$")
_PAGE_NUMBER = re.compile(r"^(?:page\s+|tudalen\s+)?[\divxlc]{1,5}(?:\s*(?:of|o|/)\s*\d{1,5})?$", re.IGNORECASE)
_KEEPS_HYPHEN = frozenset(
    ["self", "non", "co", "ex", "part", "full", "long", "short", "well", "means", "pre", "post", "low", "high", "re"]
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Places and sizes are in points from the top left of its page."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    page_height: float


@dataclass(frozen=True, slots=True)
class TableLines:
    """A ruled table: its cells by row, and where it stands on its page."""

    rows: list[list[str]]
    page: int
    box: tuple[float, float, float, float]


def arrange_lines(lines: Sequence[Line | TableLines]) -> list[Block]:
    """Return the blocks that ``lines``, in reading order, make."""
    kept = _without_running_lines(lines)
    body = _body_size(kept)
    arranger = _Arranger(kept, body)
    for line in kept:
        arranger.add(line)
    return arranger.finish()


def _without_running_lines(lines: Sequence[Line | TableLines]) -> list[Line | TableLines]:
    """Leave out page numbers, and lines at the edge of a page that come back on at least half of three or more."""
    pages = {line.page for line in lines}
    at_edge: Counter[str] = Counter()
    for _, name in {(line.page, _masked(line)) for line in lines if isinstance(line, Line) and _is_at_edge(line)}:
        at_edge[name] += 1
    least = max(3, len(pages) / 2) if len(pages) > 2 else 2
    return [
        line
        for line in lines
        if isinstance(line, TableLines)
        or not _is_at_edge(line)
        or not (at_edge[_masked(line)] >= least or _PAGE_NUMBER.match(line.text.strip()))
    ]


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.strip().casefold())


def _is_at_edge(line: Line) -> bool:
    return line.bottom < line.page_height * _MARGIN or line.top > line.page_height * (1 - _MARGIN)


def _body_size(lines: Sequence[Line | TableLines]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        if isinstance(line, Line):
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class _Arranger:
    def __init__(self, lines: Sequence[Line | TableLines], body: float) -> None:
        self._blocks: list[Block] = []
        self._body = body
        larger = {line.size for line in lines if isinstance(line, Line) and line.size >= body * _LARGER}
        self._levels = {size: min(level, 5) for level, size in enumerate(sorted(larger, reverse=True), 1)}
        self._words = Counter(
            word.lower() for line in lines if isinstance(line, Line) for word in re.findall(r"[\w-]+", line.text)
        )
        widths = sorted(line.right - line.left for line in lines if isinstance(line, Line))
        self._width = widths[len(widths) * 9 // 10] if widths else 0.0
        self._held: list[Line] = []
        self._kind = BlockKind.PARAGRAPH
        self._number: int | None = None
        self._depths: list[float] = []
        self._group = 0
        self._header: list[str] | None = None

    def add(self, line: Line | TableLines) -> None:
        """Take the next line."""
        if isinstance(line, TableLines):
            self._flush()
            self._depths = []
            self._table(line)
            return
        self._header = None
        kind = self._kind_of(line)
        before = self._held[-1] if self._held else None
        if before is None or not self._goes_on(before, line, kind):
            self._flush()
            self._begin(line, kind)
        self._held.append(line)

    def finish(self) -> list[Block]:
        """Return all blocks once the last line has been taken."""
        self._flush()
        return self._blocks

    def _kind_of(self, line: Line) -> BlockKind:
        text = line.text.strip()
        if line.size in self._levels:
            return BlockKind.HEADING
        if _BULLET.match(text):
            return BlockKind.ITEM
        if _STEP.match(text) and not line.bold:
            return BlockKind.STEP
        if line.bold and len(text) <= 90 and not text.endswith((".", ":", ",", ";")):
            return BlockKind.HEADING
        return BlockKind.PARAGRAPH

    def _goes_on(self, before: Line, line: Line, kind: BlockKind) -> bool:
        if kind is BlockKind.HEADING or self._kind is BlockKind.HEADING:
            same = kind is self._kind and (before.size, before.bold) == (line.size, line.bold)
            return same and before.page == line.page and 0 <= line.top - before.bottom + 1 < line.size * 0.8
        if kind is not BlockKind.PARAGRAPH:
            return False
        ended = before.text.rstrip().endswith((".", "!", "?", ":", ";"))
        if before.page != line.page or line.top < before.top:
            return not ended and line.text.lstrip()[:1].islower()
        if line.top - before.bottom > _PARAGRAPH_GAP * line.size:
            return False
        # Lines of an item hang under its words; one that goes back to the bullet's edge after a full stop does not.
        hangs = line.left > self._held[0].left + 1
        return hangs or not ended or self._kind is BlockKind.PARAGRAPH

    def _begin(self, line: Line, kind: BlockKind) -> None:
        if kind not in {BlockKind.ITEM, BlockKind.STEP}:
            self._depths = []
        else:
            if kind is not self._kind and self._depths and line.left <= self._depths[0] + 3:
                self._depths = []
            if not self._depths:
                self._group += 1
            self._depths = [left for left in self._depths if left < line.left - 3]
            self._depths.append(line.left)
        self._kind = kind
        match = _STEP.match(line.text.strip()) if kind is BlockKind.STEP else None
        self._number = int(match[1]) if match else None

    def _flush(self) -> None:
        if not self._held:
            return
        held, self._held = self._held, []
        text = self._joined([line.text.strip() for line in held])
        if self._kind is BlockKind.ITEM:
            text = _BULLET.sub("", text)
        elif self._kind is BlockKind.STEP:
            text = _STEP.sub("", text)
        text = one_line(_UNKNOWN_GLYPH.sub("", text))
        if not text:
            return
        if self._kind is BlockKind.HEADING:
            level = self._levels.get(held[0].size, len(self._levels) + 1)
            self._blocks.append(Block(self._kind, text, level=min(level, 6)))
        elif self._kind in {BlockKind.ITEM, BlockKind.STEP}:
            depth = max(len(self._depths) - 1, 0)
            self._blocks.append(Block(self._kind, text, level=depth, number=self._number, group=self._group))
        elif self._is_contact(held):
            self._group += 1
            lines = [one_line(line.text) for line in held]
            self._blocks.append(Block(BlockKind.CONTACT, "\n".join(lines), group=self._group))
        else:
            self._blocks.append(Block(self._kind, text))

    def _is_contact(self, held: Sequence[Line]) -> bool:
        """Say whether lines were broken by hand: all of them end well before the page's longer lines do."""
        short = all(line.right - line.left < 0.6 * self._width for line in held)
        return short and reads_as_contact([one_line(line.text) for line in held])

    def _joined(self, lines: Sequence[str]) -> str:
        text = ""
        for line in lines:
            match = _BREAK_HYPHEN.search(text)
            if text.endswith("\u00ad"):
                text = text[:-1] + line
            elif match and line[:1].islower():
                text = (text if self._keeps_hyphen(match[1], line) else text[:-1]) + line
            else:
                text = f"{text} {line}" if text else line
        return clean(text)

    def _keeps_hyphen(self, first: str, line: str) -> bool:
        """Say whether a hyphen at a line's end is the word's own: by the same word elsewhere, or its first part."""
        last = re.match(r"\w*", line)
        second = last[0].lower() if last else ""
        whole, parted = self._words[first.lower() + second], self._words[f"{first.lower()}-{second}"]
        return parted > whole or (whole == parted and first.lower() in _KEEPS_HYPHEN)

    def _table(self, table: TableLines) -> None:
        rows = [row for row in table.rows if any(row)]
        if not rows:
            return
        first = rows[0]
        named = all(first) and not any(re.match(r"^[£€$]?\d[\d,.%]*$", cell) for cell in first)
        if self._header is not None and first == self._header:
            # The same table on the next page, its header printed again.
            rows = rows[1:]
        else:
            self._group += 1
            self._header = first if named and len(rows) > 1 else None
            if self._header is not None:
                self._blocks.append(Block(BlockKind.TABLE_HEADER, join_cells(first), group=self._group))
                rows = rows[1:]
        self._blocks.extend(Block(BlockKind.ROW, join_cells(row), group=self._group) for row in rows)
