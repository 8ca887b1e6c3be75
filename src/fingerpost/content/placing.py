"""Where the text of a page goes: to the list item, table cell, call-out or contact it stands in, or to a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fingerpost.content.lines import BREAK, lines_of, reads_as_contact
from fingerpost.content.tables import Row, arrange
from fingerpost.domain import Block, BlockKind


@dataclass(slots=True)
class List:
    """A list being read. ``number`` is that of its next item."""

    ordered: bool
    number: int
    group: int


@dataclass(slots=True)
class Item:
    """A list item being read. ``said`` once its own line has gone out; what comes then is a paragraph below it."""

    level: int
    group: int
    number: int | None
    said: bool = False


@dataclass(slots=True)
class Lines:
    """A heading, a table cell, a call-out or a contact while it is being read: the lines it holds so far."""

    what: str
    lines: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class Table:
    """A table being read: the rows that are not said yet, and the one it is in."""

    group: int
    rows: list[Row] = field(default_factory=list[Row])
    row: Row | None = None
    has_header: bool = False


@dataclass(slots=True)
class Terms:
    """A list of terms being read, and the terms whose definition has not come yet."""

    group: int
    names: list[str] = field(default_factory=list[str])


Frame = List | Item | Lines | Table | Terms


class Placer:
    """The blocks of a page so far, and the frames that a reader of it stands in, outermost first.

    Args:
        first_group: the number before that of the first list or table.
    """

    def __init__(self, first_group: int) -> None:
        self.blocks: list[Block] = []
        self.frames: list[Frame] = []
        self._group = first_group

    def new_group(self) -> int:
        """Return the number of a list, a table or a call-out that begins."""
        self._group += 1
        return self._group

    def innermost(self) -> Frame | None:
        """Return the frame that the reader stands in directly."""
        return self.frames[-1] if self.frames else None

    def lines(self) -> Lines | None:
        """Return the heading, cell, call-out or contact that text goes to now, if it goes to one."""
        for frame in reversed(self.frames):
            if isinstance(frame, Lines):
                return frame
            if isinstance(frame, Table):
                return None
        return None

    def gathered(self, text: str) -> None:
        """Place text gathered between the beginnings and ends of blocks; ``BREAK`` in it is a line break."""
        lines = lines_of(text)
        if not lines:
            return
        held = self.lines()
        if held is not None:
            held.lines.extend(lines)
        elif isinstance(self.innermost(), (Item, Table)):
            self.text(" ".join(lines))
        else:
            self._paragraphs(text)

    def text(self, text: str) -> None:
        """Place one line of text."""
        if not text:
            return
        held = self.lines()
        if held is not None:
            held.lines.append(text)
            return
        item = next((frame for frame in reversed(self.frames) if isinstance(frame, (Item, Table))), None)
        if isinstance(item, Table):
            if item.row is not None:
                item.row.add(text, head=False)
            else:
                self.blocks.append(Block(BlockKind.PARAGRAPH, text, group=item.group))
        elif item is None:
            self.blocks.append(Block(BlockKind.PARAGRAPH, text))
        elif item.said:
            self.blocks.append(Block(BlockKind.PARAGRAPH, text, level=item.level + 1, group=item.group))
        else:
            item.said = True
            kind = BlockKind.ITEM if item.number is None else BlockKind.STEP
            self.blocks.append(Block(kind, text, level=item.level, number=item.number, group=item.group))

    def table(self, table: Table) -> None:
        """Place the rows of ``table`` that are not said yet, its captions and its header."""
        captions, header, rows = arrange(table.rows, has_header=table.has_header)
        table.rows = []
        for text in captions:
            self._row(BlockKind.PARAGRAPH, text, table.group)
        if header:
            table.has_header = True
            self._row(BlockKind.TABLE_HEADER, header, table.group)
        for text in rows:
            self._row(BlockKind.ROW, text, table.group)

    def row(self, row: Row, group: int) -> None:
        """Place one row, if any of its cells says something."""
        text = row.text()
        if text:
            self._row(BlockKind.ROW, text, group)

    def _paragraphs(self, text: str) -> None:
        for part in re.split(rf"{BREAK}\s*{BREAK}", text):
            lines = lines_of(part)
            if reads_as_contact(lines):
                self.blocks.append(Block(BlockKind.CONTACT, "\n".join(lines), group=self.new_group()))
            elif lines:
                self.text(" ".join(lines))

    def _row(self, kind: BlockKind, text: str, group: int) -> None:
        # A row goes out on its own even from within a cell of another table: tables inside tables are laid flat.
        whole = (frame for frame in self.frames if isinstance(frame, Lines) and frame.what not in {"cell", "head"})
        held = next(whole, None)
        if held is not None:
            held.lines.append(text)
        else:
            self.blocks.append(Block(kind, text, group=group))
