"""One walk over a page's elements, turning them into blocks in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from fingerpost.content.characters import one_line
from fingerpost.content.lines import BREAK, join_cell, lines_of, reads_as_contact
from fingerpost.content.markup import (
    BLOCKS,
    classes,
    is_bold,
    is_dropped,
    kept_whole,
    layout_tables,
    whole_number,
)
from fingerpost.content.tables import Row, arrange
from fingerpost.domain import Block, BlockKind

_SUPERSCRIPT = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def read_element(root: HtmlElement, *, first_group: int = 0) -> tuple[Block, ...]:
    """Return the blocks of one element and everything below it. Like ``read_fragment``, of a parsed tree."""
    reader = _Reader(first_group, layout_tables(root))
    reader.read(root)
    return tuple(reader.blocks)


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int
    group: int


@dataclass(slots=True)
class _Item:
    level: int
    group: int
    number: int | None
    said: bool = False


@dataclass(slots=True)
class _Lines:
    """A heading, a table cell, a call-out or a contact while it is being read: the lines it holds so far."""

    what: str
    lines: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class _Table:
    group: int
    rows: list[Row] = field(default_factory=list[Row])
    row: Row | None = None
    has_header: bool = False


@dataclass(slots=True)
class _Terms:
    group: int
    names: list[str] = field(default_factory=list[str])


_Frame = _List | _Item | _Lines | _Table | _Terms
_Leave = Callable[[], None]


class _Reader:
    """Walks a tree once, without recursion, and keeps the frames (lists, tables, call-outs) it stands in."""

    def __init__(self, first_group: int, layout_tables: frozenset[HtmlElement]) -> None:
        self.blocks: list[Block] = []
        self._group = first_group
        self._layout = layout_tables
        self._inline: list[str] = []
        self._frames: list[_Frame] = []
        self._bare: tuple[str, int, int] = ("", 0, -1)
        self._pre = 0
        self._footnotes = 0

    def read(self, root: HtmlElement) -> None:
        """Read ``root`` and all below it, but not the text after it."""
        todo: list[tuple[HtmlElement, _Leave | None]] = [(root, None)]
        entered: set[HtmlElement] = set()
        while todo:
            element, leave = todo.pop()
            if element in entered:
                entered.discard(element)
                if leave is not None:
                    leave()
                if element is not root:
                    self._say(element.tail)
                continue
            if not isinstance(element.tag, str) or self._drops(element):
                if element is not root:
                    self._say(element.tail)
                continue
            leave = self._enter(element)
            self._say(element.text)
            entered.add(element)
            todo.append((element, leave))
            todo.extend((child, None) for child in reversed(element))
        self._flush()

    def _drops(self, element: HtmlElement) -> bool:
        if not is_dropped(element):
            return False
        return element.tag != "button" or not any(isinstance(f, _Lines) and f.what == "heading" for f in self._frames)

    def _say(self, text: str | None) -> None:
        if text:
            self._inline.append(text.replace("\n", BREAK) if self._pre else text)

    # What an element starts, and what to do when it ends.

    def _enter(self, element: HtmlElement) -> _Leave | None:
        tag = str(element.tag)
        if tag not in BLOCKS:
            return self._enter_inline(element, tag)
        self._flush()
        if "footnotes" in classes(element):
            self._footnotes += 1
            return self._leave_footnotes
        whole = None if any(isinstance(frame, _Lines) for frame in self._frames) else kept_whole(element)
        if whole is not None:
            return self._open_lines(whole)
        return self._enter_block(element, tag)

    def _enter_inline(self, element: HtmlElement, tag: str) -> _Leave | None:
        if tag == "br":
            self._inline.append(BREAK)
        elif tag == "img":
            if any("fraction" in classes(above) for above in element.iterancestors("span")):
                self._inline.append(element.get("alt") or "")
        elif tag == "sup" or "fraction" in classes(element):
            start = len(self._inline)
            return lambda: self._raise_text(start, whole=tag != "sup")
        return None

    def _raise_text(self, start: int, *, whole: bool) -> None:
        """Keep ``5,000`` and its note ``1`` from reading as ``5,0001``; keep ``1`` and ``½`` apart."""
        text = "".join(self._inline[start:])
        del self._inline[start:]
        before = self._inline[-1][-1:] if self._inline else ""
        if whole:
            plain = one_line(text).translate(_FROM_SUPERSCRIPT).replace("⁄", "/")
            self._inline.append(f" {plain}" if before.isdigit() else plain)
        else:
            raised = text.strip()
            self._inline.append(raised.translate(_SUPERSCRIPT) if re.fullmatch(r"[\d+\-−()n]+", raised) else text)

    def _enter_block(self, element: HtmlElement, tag: str) -> _Leave:
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            return self._open_heading(element, int(tag[1]))
        if tag in {"ul", "ol", "menu", "dir"}:
            return self._open_list(element, ordered=tag == "ol" and not self._footnotes)
        if tag == "li":
            return self._open_item(element)
        if tag == "pre":
            self._pre += 1
            return self._leave_pre
        if tag in {"table", "tr", "td", "th", "dl", "dt", "dd"}:
            return self._enter_table(element, tag)
        return self._flush

    def _enter_table(self, element: HtmlElement, tag: str) -> _Leave:
        if tag == "table":
            return self._flush if element in self._layout else self._open_table()
        if tag == "dl":
            return self._open_terms()
        if tag == "dt":
            return self._open_lines("term")
        if tag == "dd":
            return self._open_lines("definition")
        if self._layout and next(element.iterancestors("table"), None) in self._layout:
            return self._flush
        if tag == "tr":
            return self._open_row(element)
        return self._open_cell(element, head=tag == "th")

    def _leave_footnotes(self) -> None:
        self._flush()
        self._footnotes -= 1

    def _leave_pre(self) -> None:
        self._flush()
        self._pre -= 1

    def _open_heading(self, element: HtmlElement, level: int) -> _Leave:
        if self._lines() is not None or isinstance(self._innermost(), _Item) or "attachment-title" in classes(element):
            return self._flush
        if any("attachment" in classes(above) for above in element.iterancestors("section")):
            return self._flush
        heading = _Lines("heading")
        self._frames.append(heading)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            text = " ".join(heading.lines)
            if text:
                self.blocks.append(Block(BlockKind.HEADING, text, level=level))

        return leave

    def _open_lines(self, what: str) -> _Leave:
        held = _Lines(what)
        self._frames.append(held)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            self._close_lines(held)

        return leave

    def _close_lines(self, held: _Lines) -> None:
        if held.what in {"callout", "contact"}:
            if held.lines:
                self._group += 1
                kind = BlockKind.CALLOUT if held.what == "callout" else BlockKind.CONTACT
                self.blocks.append(Block(kind, "\n".join(held.lines), group=self._group))
            return
        terms = next((frame for frame in reversed(self._frames) if isinstance(frame, _Terms)), None)
        text = join_cell(held.lines)
        if terms is None:
            self._emit(text)
        elif held.what == "term":
            terms.names.append(text)
        else:
            self._emit_row(Row(cells=[*terms.names, text]), terms.group)
            terms.names = []

    def _open_list(self, element: HtmlElement, *, ordered: bool) -> _Leave:
        outer = next((frame for frame in reversed(self._frames) if not isinstance(frame, _Terms)), None)
        if isinstance(outer, (_List, _Item)):
            group = outer.group
        else:
            self._group += 1
            group = self._group
        frame = _List(ordered, whole_number(element.get("start"), 1), group)
        self._frames.append(frame)
        return self._leave_frame

    def _leave_frame(self) -> None:
        self._flush()
        self._frames.pop()

    def _open_item(self, element: HtmlElement) -> _Leave:
        lists = items = 0
        around: _List | None = None
        for frame in reversed(self._frames):
            if isinstance(frame, (_Lines, _Table)):
                break
            if isinstance(frame, _List):
                around = around or frame
                lists += 1
            elif isinstance(frame, _Item):
                items += 1
        number: int | None = None
        if around is None:
            group = self._bare_group("li")
        else:
            group = around.group
            if around.ordered:
                number = whole_number(element.get("value"), around.number)
                around.number = number + 1
        self._frames.append(_Item(max(lists - 1, items), group, number))

        def leave() -> None:
            self._leave_frame()
            if around is None:
                self._bare = ("li", group, len(self.blocks))

        return leave

    def _bare_group(self, tag: str) -> int:
        """Return the group of a list item or a row that stands alone: that of the one directly before it, if any."""
        if self._bare[0] == tag and self._bare[2] == len(self.blocks):
            return self._bare[1]
        self._group += 1
        return self._group

    def _open_table(self) -> _Leave:
        outer = next((frame for frame in reversed(self._frames) if isinstance(frame, _Table)), None)
        if outer is not None:
            self._interrupt(outer)
        self._group += 1
        table = _Table(self._group)
        self._frames.append(table)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            self._emit_table(table)

        return leave

    def _interrupt(self, outer: _Table) -> None:
        """Say what the outer table has said so far, before a table inside one of its cells begins."""
        cell = self._innermost()
        if isinstance(cell, _Lines) and cell.what in {"cell", "head"}:
            if outer.row is not None and cell.lines:
                outer.row.add(join_cell(cell.lines), head=cell.what == "head")
            cell.lines = []
        if outer.row is not None and outer.row.cells:
            outer.rows.append(outer.row)
            outer.row = Row()
        self._emit_table(outer)

    def _open_row(self, element: HtmlElement) -> _Leave:
        table = self._innermost()
        if not isinstance(table, _Table):
            return self._open_bare_row()
        parent = element.getparent()
        table.row = Row(in_head=parent is not None and parent.tag == "thead")

        def leave() -> None:
            self._flush()
            if table.row is not None:
                table.rows.append(table.row)
            table.row = None

        return leave

    def _open_bare_row(self) -> _Leave:
        if self._lines() is not None:
            return self._flush
        table = _Table(self._bare_group("tr"))
        table.row = Row()
        self._frames.append(table)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            if table.row is not None:
                self._emit_row(table.row, table.group)
            self._bare = ("tr", table.group, len(self.blocks))

        return leave

    def _open_cell(self, element: HtmlElement, *, head: bool) -> _Leave:
        table = self._innermost()
        if not isinstance(table, _Table):
            return self._flush
        if table.row is None:
            table.row = Row()
        cell = _Lines("head" if head else "cell")
        self._frames.append(cell)
        columns = min(max(whole_number(element.get("colspan"), 1), 1), 50)
        rows = min(max(whole_number(element.get("rowspan"), 1), 1), 200)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            if table.row is None:
                table.row = Row()
            bold = not head and is_bold(element)
            table.row.add(join_cell(cell.lines), head=head, bold=bold, columns=columns, rows=rows)

        return leave

    def _open_terms(self) -> _Leave:
        self._group += 1
        terms = _Terms(self._group)
        self._frames.append(terms)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            if terms.names:
                self._emit_row(Row(cells=list(terms.names)), terms.group)

        return leave

    # Where text goes when a block ends.

    def _innermost(self) -> _Frame | None:
        return self._frames[-1] if self._frames else None

    def _lines(self) -> _Lines | None:
        """Return the heading, cell, call-out or contact that text goes to now, if it goes to one."""
        for frame in reversed(self._frames):
            if isinstance(frame, _Lines):
                return frame
            if isinstance(frame, _Table):
                return None
        return None

    def _flush(self) -> None:
        if not self._inline:
            return
        text = "".join(self._inline)
        self._inline.clear()
        lines = lines_of(text)
        if not lines:
            return
        held = self._lines()
        if held is not None:
            held.lines.extend(lines)
        elif any(isinstance(frame, (_Item, _Table)) for frame in self._frames[-1:]):
            self._emit(" ".join(lines))
        else:
            self._emit_paragraph(text)

    def _emit_paragraph(self, text: str) -> None:
        for part in re.split(rf"{BREAK}\s*{BREAK}", text):
            lines = lines_of(part)
            if reads_as_contact(lines):
                self._group += 1
                self.blocks.append(Block(BlockKind.CONTACT, "\n".join(lines), group=self._group))
            elif lines:
                self._emit(" ".join(lines))

    def _emit(self, text: str) -> None:
        if not text:
            return
        held = self._lines()
        if held is not None:
            held.lines.append(text)
            return
        item = next((frame for frame in reversed(self._frames) if isinstance(frame, (_Item, _Table))), None)
        if isinstance(item, _Table):
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

    def _emit_table(self, table: _Table) -> None:
        captions, header, rows = arrange(table.rows, has_header=table.has_header)
        table.rows = []
        for text in captions:
            self._put_row(BlockKind.PARAGRAPH, text, table.group)
        if header:
            table.has_header = True
            self._put_row(BlockKind.TABLE_HEADER, header, table.group)
        for text in rows:
            self._put_row(BlockKind.ROW, text, table.group)

    def _emit_row(self, row: Row, group: int) -> None:
        text = row.text()
        if text:
            self._put_row(BlockKind.ROW, text, group)

    def _put_row(self, kind: BlockKind, text: str, group: int) -> None:
        # A row goes out on its own even from within a cell of another table: tables inside tables are laid flat.
        whole = (frame for frame in self._frames if isinstance(frame, _Lines) and frame.what not in {"cell", "head"})
        held = next(whole, None)
        if held is not None:
            held.lines.append(text)
        else:
            self.blocks.append(Block(kind, text, group=group))
