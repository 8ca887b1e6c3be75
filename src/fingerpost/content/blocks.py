"""One walk over a page's elements, turning them into blocks in reading order."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from fingerpost.content.lines import BREAK, join_cell
from fingerpost.content.markup import (
    BLOCKS,
    classes,
    is_bold,
    is_dropped,
    kept_whole,
    layout_tables,
    whole_number,
)
from fingerpost.content.placing import Item, Lines, List, Placer, Table, Terms
from fingerpost.content.raised import raise_text
from fingerpost.content.tables import Row
from fingerpost.domain import Block, BlockKind


def read_element(root: HtmlElement, *, first_group: int = 0) -> tuple[Block, ...]:
    """Return the blocks of one element and everything below it. Like ``read_fragment``, of a parsed tree."""
    reader = _Reader(first_group, layout_tables(root))
    return tuple(reader.read(root))


_Leave = Callable[[], None]


class _Reader:
    """Walks a tree once, without recursion, entering and leaving the frames (lists, tables, call-outs) on its way."""

    def __init__(self, first_group: int, layout_tables: frozenset[HtmlElement]) -> None:
        self._placer = Placer(first_group)
        self._frames = self._placer.frames
        self._layout = layout_tables
        self._inline: list[str] = []
        self._bare: tuple[str, int, int] = ("", 0, -1)
        self._pre = 0
        self._footnotes = 0

    def read(self, root: HtmlElement) -> list[Block]:
        """Return the blocks of ``root`` and all below it, but not of the text after it."""
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
        return self._placer.blocks

    def _drops(self, element: HtmlElement) -> bool:
        if not is_dropped(element):
            return False
        return element.tag != "button" or not any(isinstance(f, Lines) and f.what == "heading" for f in self._frames)

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
        whole = None if any(isinstance(frame, Lines) for frame in self._frames) else kept_whole(element)
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
            return lambda: raise_text(self._inline, start, whole=tag != "sup")
        return None

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
        if (
            self._placer.lines() is not None
            or isinstance(self._placer.innermost(), Item)
            or "attachment-title" in classes(element)
        ):
            return self._flush
        if any("attachment" in classes(above) for above in element.iterancestors("section")):
            return self._flush
        heading = Lines("heading")
        self._frames.append(heading)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            text = " ".join(heading.lines)
            if text:
                self._placer.blocks.append(Block(BlockKind.HEADING, text, level=level))

        return leave

    def _open_lines(self, what: str) -> _Leave:
        held = Lines(what)
        self._frames.append(held)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            self._close_lines(held)

        return leave

    def _close_lines(self, held: Lines) -> None:
        if held.what in {"callout", "contact"}:
            if held.lines:
                group = self._placer.new_group()
                kind = BlockKind.CALLOUT if held.what == "callout" else BlockKind.CONTACT
                self._placer.blocks.append(Block(kind, "\n".join(held.lines), group=group))
            return
        terms = next((frame for frame in reversed(self._frames) if isinstance(frame, Terms)), None)
        text = join_cell(held.lines)
        if terms is None:
            self._placer.text(text)
        elif held.what == "term":
            terms.names.append(text)
        else:
            self._placer.row(Row(cells=[*terms.names, text]), terms.group)
            terms.names = []

    def _open_list(self, element: HtmlElement, *, ordered: bool) -> _Leave:
        outer = next((frame for frame in reversed(self._frames) if not isinstance(frame, Terms)), None)
        group = outer.group if isinstance(outer, (List, Item)) else self._placer.new_group()
        frame = List(ordered, whole_number(element.get("start"), 1), group)
        self._frames.append(frame)
        return self._leave_frame

    def _leave_frame(self) -> None:
        self._flush()
        self._frames.pop()

    def _open_item(self, element: HtmlElement) -> _Leave:
        lists = items = 0
        around: List | None = None
        for frame in reversed(self._frames):
            if isinstance(frame, (Lines, Table)):
                break
            if isinstance(frame, List):
                around = around or frame
                lists += 1
            elif isinstance(frame, Item):
                items += 1
        number: int | None = None
        if around is None:
            group = self._bare_group("li")
        else:
            group = around.group
            if around.ordered:
                number = whole_number(element.get("value"), around.number)
                around.number = number + 1
        self._frames.append(Item(max(lists - 1, items), group, number))

        def leave() -> None:
            self._leave_frame()
            if around is None:
                self._bare = ("li", group, len(self._placer.blocks))

        return leave

    def _bare_group(self, tag: str) -> int:
        """Return the group of a list item or a row that stands alone: that of the one directly before it, if any."""
        if self._bare[0] == tag and self._bare[2] == len(self._placer.blocks):
            return self._bare[1]
        return self._placer.new_group()

    def _open_table(self) -> _Leave:
        outer = next((frame for frame in reversed(self._frames) if isinstance(frame, Table)), None)
        if outer is not None:
            self._interrupt(outer)
        table = Table(self._placer.new_group())
        self._frames.append(table)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            self._placer.table(table)

        return leave

    def _interrupt(self, outer: Table) -> None:
        """Say what the outer table has said so far, before a table inside one of its cells begins."""
        cell = self._placer.innermost()
        if isinstance(cell, Lines) and cell.what in {"cell", "head"}:
            if outer.row is not None and cell.lines:
                outer.row.add(join_cell(cell.lines), head=cell.what == "head")
            cell.lines = []
        if outer.row is not None and outer.row.cells:
            outer.rows.append(outer.row)
            outer.row = Row()
        self._placer.table(outer)

    def _open_row(self, element: HtmlElement) -> _Leave:
        table = self._placer.innermost()
        if not isinstance(table, Table):
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
        if self._placer.lines() is not None:
            return self._flush
        table = Table(self._bare_group("tr"))
        table.row = Row()
        self._frames.append(table)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            if table.row is not None:
                self._placer.row(table.row, table.group)
            self._bare = ("tr", table.group, len(self._placer.blocks))

        return leave

    def _open_cell(self, element: HtmlElement, *, head: bool) -> _Leave:
        table = self._placer.innermost()
        if not isinstance(table, Table):
            return self._flush
        if table.row is None:
            table.row = Row()
        cell = Lines("head" if head else "cell")
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
        terms = Terms(self._placer.new_group())
        self._frames.append(terms)

        def leave() -> None:
            self._flush()
            self._frames.pop()
            if terms.names:
                self._placer.row(Row(cells=list(terms.names)), terms.group)

        return leave

    def _flush(self) -> None:
        """Place the text gathered since the last block began or ended."""
        if self._inline:
            text = "".join(self._inline)
            self._inline.clear()
            self._placer.gathered(text)
