"""An answer as it is laid out on a page: which of its statements make one list, one table, one paragraph.

Pure: an ``Answer`` in, plain records out. Nothing is worded or reordered here; the words are the statements' own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, zip_longest
from typing import Literal
from urllib.parse import urlsplit

from fingerpost.domain import AnswerPart, Citation, SentenceKind, Statement, StatementShown

Shape = Literal["paragraph", "list", "steps", "table", "callout", "contact"]

_SHAPES: dict[SentenceKind, Shape] = {
    SentenceKind.SENTENCE: "paragraph",
    SentenceKind.ITEM: "list",
    SentenceKind.STEP: "steps",
    SentenceKind.TABLE_HEADER: "table",
    SentenceKind.ROW: "table",
    SentenceKind.CALLOUT: "callout",
    SentenceKind.CONTACT: "contact",
}
CELL = " | "
"""What stands between the cells of a row's text (``domain.Block``)."""


@dataclass(slots=True)
class Entry:
    """One statement in a list or among steps, with the items nested under it."""

    statement: Statement
    children: list[Entry] = field(default_factory=list["Entry"])


@dataclass(slots=True)
class Row:
    """One row of a table: its cells, all of one width in a table, and the citations it rests on."""

    cells: list[str]
    citations: tuple[int, ...]


@dataclass(slots=True)
class Group:
    """Neighbouring statements that are shown as one thing.

    ``entries`` is filled for every shape but a table, which has ``header`` (absent when the guidance quoted had none)
    and ``rows``.
    """

    shape: Shape
    entries: list[Entry] = field(default_factory=list[Entry])
    header: Row | None = None
    rows: list[Row] = field(default_factory=list[Row])


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where some of a part's quotations stand: one page, one heading, one licence."""

    title: str
    url: str
    heading_path: tuple[str, ...]
    updated_at: datetime | None
    published_at: datetime | None
    licence: str
    attribution: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """What stands under one heading of a page, laid out."""

    heading_path: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """Neighbouring parts of an answer that come from one page, and where their quotations stand."""

    title: str
    url: str
    parts: tuple[PartView, ...]
    sources: tuple[SourceView, ...]
    locale: str = "en"

    @property
    def attributions(self) -> tuple[str, ...]:
        """What must be shown beside these quotations, each once."""
        return tuple(dict.fromkeys(source.attribution for source in self.sources if source.attribution))


def lay_out(parts: Sequence[AnswerPart], citations: Sequence[Citation]) -> tuple[PageView, ...]:
    """Return the parts as they are shown: in their order, those in a row from one page together."""
    by_number = {citation.number: citation for citation in citations}
    quotes = tuple(citation.quote for citation in citations)
    pages: list[PageView] = []
    for (title, url), together in groupby(parts, key=lambda part: (part.title, part.url.partition("#")[0])):
        here = tuple(together)
        numbers = dict.fromkeys(
            number for part in here for statement in part.statements for number in statement.citations
        )
        pages.append(
            PageView(
                title=title,
                url=safe_url(url),
                parts=tuple(
                    PartView(part.heading_path, tuple(group_statements(_number_once(part.statements), quotes)))
                    for part in here
                ),
                sources=_sources([by_number[number] for number in numbers if number in by_number]),
                locale=here[0].locale,
            )
        )
    return tuple(pages)


def group_statements(statements: Iterable[Statement], quotes: Sequence[str] = ()) -> Iterator[Group]:
    """Yield statements gathered into what is shown as one: a list, a run of steps, a table, a paragraph.

    Sentences stand in one paragraph when one of the ``quotes`` holds them side by side on one line, as their page does.
    """
    group: Group | None = None
    for statement in statements:
        if group is not None and _joins(statement, group, quotes):
            _add(statement, group)
            continue
        if group is not None:
            yield _even(group)
        group = Group(_SHAPES[statement.kind])
        _add(statement, group)
    if group is not None:
        yield _even(group)


def collect(shown: Sequence[StatementShown]) -> tuple[tuple[AnswerPart, ...], tuple[Citation, ...]]:
    """Return the parts and citations of an answer that is still arriving."""
    parts: list[AnswerPart] = []
    for event in shown:
        last = parts[-1] if parts else None
        if last and (last.title, last.url, last.heading_path) == (event.title, event.url, event.heading_path):
            parts[-1] = replace(last, statements=(*last.statements, event.statement))
        else:
            parts.append(AnswerPart(event.title, event.url, (event.statement,), event.heading_path, event.locale))
    # A citation comes again when it has grown: the next sentence of its section was quoted too.
    numbered = {citation.number: citation for event in shown for citation in event.citations}
    return tuple(parts), tuple(numbered.values())


def safe_url(url: str) -> str:
    """Return ``url`` if it is an ordinary web address, else nothing: content is never trusted with a scheme."""
    try:
        split = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if split.scheme.lower() in ("http", "https") and split.netloc else ""


def _number_once(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Leave the numbers on the last of each run of statements that one quotation backs."""
    for statement, following in zip_longest(statements, statements[1:]):
        backed_together = following is not None and following.citations == statement.citations
        yield replace(statement, citations=()) if backed_together else statement


def _joins(statement: Statement, group: Group, quotes: Sequence[str]) -> bool:
    shape = _SHAPES[statement.kind]
    if shape == "paragraph" == group.shape:
        together = f"{group.entries[-1].statement.text} {statement.text}"
        return any(together in quote for quote in quotes)
    if group.shape == "steps" and shape == "list" and statement.level > 0:
        return True  # an item inside a step
    if shape != group.shape or shape not in ("list", "steps", "table"):
        return False
    if statement.kind is not SentenceKind.TABLE_HEADER:
        return True
    # A header said again belongs to the same table, as when its rows come from two sections; another one starts anew.
    return group.header is not None and group.header.cells == statement.text.split(CELL)


def _add(statement: Statement, group: Group) -> None:
    if group.shape == "table":
        row = Row(statement.text.split(CELL), statement.citations)
        if statement.kind is SentenceKind.ROW:
            group.rows.append(row)
        elif group.header is None:
            group.header = row
        return
    siblings = group.entries
    depth = statement.level
    while depth > 0 and siblings and siblings[-1].statement.level < statement.level:
        siblings = siblings[-1].children
        depth -= 1
    siblings.append(Entry(statement))


def _even(group: Group) -> Group:
    """Give every row of a table as many cells as its widest."""
    rows = [*([group.header] if group.header else []), *group.rows]
    width = max((len(row.cells) for row in rows), default=0)
    for row in rows:
        row.cells += [""] * (width - len(row.cells))
    return group


def _sources(citations: Sequence[Citation]) -> tuple[SourceView, ...]:
    found: dict[tuple[object, ...], list[Citation]] = {}
    for citation in citations:
        place = (citation.title, citation.url.partition("#")[0], citation.heading_path)
        terms = (citation.updated_at, citation.published_at, citation.licence, citation.attribution)
        found.setdefault((*place, *terms), []).append(citation)
    return tuple(
        SourceView(
            title=first.title,
            url=safe_url(first.url.partition("#")[0]),
            heading_path=first.heading_path,
            updated_at=first.updated_at,
            published_at=first.published_at,
            licence=first.licence,
            attribution=first.attribution,
            citations=tuple(together),
        )
        for together in found.values()
        for first in together[:1]
    )
