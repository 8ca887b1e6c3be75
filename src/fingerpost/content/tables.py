"""Rows of a table as lines of text: header found, spans filled in, cells joined by `` | ``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_MAX_REPEATED_CHARACTERS = 100_000
"""How much text row spans may repeat in one table, so that a hostile page can't grow without end."""


@dataclass(slots=True)
class Row:
    """One row as it is read. ``spans`` are (columns, rows) of each cell in ``cells``; ``in_head`` means ``thead``."""

    cells: list[str] = field(default_factory=list[str])
    spans: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    heads: int = 0
    bolds: int = 0
    in_head: bool = False

    def add(self, text: str, *, head: bool, bold: bool = False, columns: int = 1, rows: int = 1) -> None:
        """Add the next cell."""
        self.cells.append(text)
        self.spans.append((columns, rows))
        self.heads += head
        self.bolds += bold

    def text(self) -> str:
        """Return the row as one line, empty if every cell is."""
        return join_cells(self.cells)

    def is_header(self) -> bool:
        """Say whether the markup calls every filled cell of the row a header."""
        return self.in_head or (self.heads > 0 and self.heads == len(self.cells))


def join_cells(cells: Sequence[str]) -> str:
    """Return ``cells`` joined by `` | ``. Empty cells at the end are left out; one between keeps its place."""
    last = max((number for number, cell in enumerate(cells, 1) if cell), default=0)
    return " | ".join(cells[:last]).replace(" |  | ", " | | ").replace(" |  | ", " | | ").strip()


def arrange(rows: Sequence[Row], *, has_header: bool = False) -> tuple[list[str], str, list[str]]:
    """Return a table's captions, its header line (or ``""``) and its other rows as lines.

    A leading row that is one header cell across the whole table is a caption. Several header rows become one, column
    by column. With no header cells at all, a first row set wholly in bold is the header.

    Args:
        rows: the rows as read, in order.
        has_header: the header has been said already: these rows go on from it.
    """
    columns = _fill(rows)
    filled = [number for number, row in enumerate(columns) if any(text for _, text in row)]
    width = max((len(columns[number]) for number in filled), default=0)
    captions: list[str] = []
    headers: list[tuple[str, list[str]]] = []
    body: list[str] = []
    for place, number in enumerate(filled):
        row, cells = rows[number], columns[number]
        leading = not body and not has_header
        shown = [text for own, text in cells if own]
        if leading and _opens(row, is_first=place == 0, is_last=place == len(filled) - 1, headers=len(headers)):
            if len([text for text in shown if text]) == 1 and width > 1 and not headers:
                captions.append(join_cells(shown))
            else:
                headers.append((join_cells(shown), [text for _, text in cells]))
        else:
            body.append(join_cells(shown))
    return captions, headers[0][0] if len(headers) == 1 else _merge([row for _, row in headers]), body


def _opens(row: Row, *, is_first: bool, is_last: bool, headers: int) -> bool:
    """Say whether a row at the top of a table is part of its header."""
    if row.in_head:
        return True
    if row.is_header():
        return not (is_last and headers)
    filled = sum(1 for cell in row.cells if cell)
    return is_first and not is_last and filled > 1 and row.bolds == filled


def _fill(rows: Sequence[Row]) -> list[list[tuple[bool, str]]]:
    """Return each row's columns as (shown, text): spanned rows are repeated and shown, spanned columns are not."""
    carried: dict[int, tuple[int, str, bool]] = {}
    repeated = 0
    result: list[list[tuple[bool, str]]] = []
    for row in rows:
        line: list[tuple[bool, str]] = []
        for text, (columns, depth) in zip(row.cells, row.spans or [(1, 1)] * len(row.cells), strict=True):
            repeated += _carry(line, carried, repeated)
            for offset in range(columns):
                if depth > 1:
                    carried[len(line)] = (depth - 1, text, offset == 0)
                line.append((offset == 0, text))
        if row.cells:
            repeated += _carry(line, carried, repeated)
        result.append(line)
    return result


def _carry(line: list[tuple[bool, str]], carried: dict[int, tuple[int, str, bool]], repeated: int) -> int:
    """Add to ``line`` the cells of rows above that reach into it here; return how many characters that repeated."""
    added = 0
    while len(line) in carried:
        depth, text, shown = carried.pop(len(line))
        if depth > 1:
            carried[len(line)] = (depth - 1, text, shown)
        kept = text if repeated + added + len(text) <= _MAX_REPEATED_CHARACTERS else ""
        added += len(kept)
        line.append((shown, kept))
    return added


def _merge(headers: list[list[str]]) -> str:
    merged: list[str] = []
    for column in range(max((len(row) for row in headers), default=0)):
        parts: list[str] = []
        for row in headers:
            if column < len(row) and row[column] and row[column] not in parts:
                parts.append(row[column])
        merged.append(" ".join(parts))
    return join_cells(merged)
