"""PDF files: lines of print back into headings, paragraphs, lists and tables.

A PDF says where each letter stands and in which type, not what it is. Headings are told by their size or weight, lists
by their bullets, paragraphs by the space between lines, running heads and feet by being on page after page.
"""

from __future__ import annotations

import io
import re
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from fingerpost.content.characters import one_line
from fingerpost.content.html import HtmlContent
from fingerpost.content.pdf_layout import Line, TableLines, arrange_lines
from fingerpost.content.pdf_unseen import unseen_on_page
from fingerpost.domain import BlockKind
from fingerpost.errors import ExtractError

if TYPE_CHECKING:
    from pdfplumber.page import Page as PdfPage
    from pdfplumber.pdf import PDF

MAX_PAGES = 1_000
MAX_STREAM_BYTES = 100_000_000
MAX_SECONDS = 120.0
MAX_PAGE_CHARACTERS = 100_000

_TOO_BIG_FIX = "split the document or publish it as HTML, or leave it out in exclude"
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?)?")
_NO_TITLE = re.compile(
    r"^(?:untitled|anonymous|document\d*|microsoft word - .*|.*\.(?:docx?|pdf|indd|pptx?|xlsx?))$", re.IGNORECASE
)
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)


def read_pdf(body: bytes, *, url: str, max_seconds: float = MAX_SECONDS) -> HtmlContent:
    """Return the content of a PDF file: headings, paragraphs, lists and ruled tables in reading order.

    Raises:
        ExtractError: the file is damaged, locked with a password, only pictures, or more than can be read in sane time
            and memory (``MAX_PAGES`` pages, ``MAX_STREAM_BYTES`` in one stream, ``max_seconds`` in all).
    """
    # Loaded only for the sources that hold PDF files.
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    if b"%PDF-" not in body[:1024]:
        raise _damaged(url, "it does not begin as one")
    _refuse_bombs(body, url)
    try:
        with pdfplumber.open(io.BytesIO(body)) as pdf:
            return _read(pdf, url, time.monotonic() + max_seconds)
    except ExtractError:
        raise
    except Exception as problem:  # noqa: BLE001  pdfminer lets through whatever a damaged file makes it raise
        causes = [problem, *problem.args]
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise ExtractError(
                "the file is locked with a password",
                where=url,
                fix="publish it without one, or leave it out in exclude",
            ) from None
        raise _damaged(url, type(problem).__name__) from None


def _read(pdf: PDF, url: str, deadline: float) -> HtmlContent:
    lines: list[Line | TableLines] = []
    unseen: list[str] = []
    for number, page in enumerate(pdf.pages, 1):
        if number > MAX_PAGES:
            raise ExtractError(f"the file has more than {MAX_PAGES} pages", where=url, fix=_TOO_BIG_FIX)
        if time.monotonic() > deadline:
            raise ExtractError(f"the file takes too long to read (page {number})", where=url, fix=_TOO_BIG_FIX)
        lines.extend(_page_lines(page, number, url))
        unseen.append(unseen_on_page(page))
        page.close()
    if not lines:
        raise ExtractError(
            "the file holds no text, only pictures",
            where=url,
            fix="publish the words as HTML, or run the file through text recognition first",
        )
    blocks = tuple(arrange_lines(lines))
    facts = cast("dict[str, Any]", pdf.metadata or {})
    said = one_line(str(facts.get("Title") or ""))
    heading = next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
    top = next((block.text for block in blocks if block.kind is BlockKind.HEADING and block.level == 1), heading)
    return HtmlContent(
        blocks=blocks,
        title=top if not said or _NO_TITLE.match(said) else said,
        locale=_language(pdf),
        published_at=_time(facts.get("CreationDate")),
        updated_at=_time(facts.get("ModDate")),
        unseen=tuple(text for text in unseen if text),
    )


def _damaged(url: str, reason: str) -> ExtractError:
    return ExtractError(
        f"the file is not a PDF, or is damaged ({reason})", where=url, fix="export it as PDF again, or leave it out"
    )


def _refuse_bombs(body: bytes, url: str) -> None:
    """Raise if any packed stream unpacks to more than a page could hold. Memory stays bounded while looking."""
    for match in _STREAM.finditer(body):
        if body[match.end() : match.end() + 1] not in {b"\x78", b"\x68", b"\x58", b"\x48", b"\x38", b"\x28", b"\x18"}:
            continue
        packed, size = body[match.end() : match.end() + MAX_STREAM_BYTES], 0
        unpacker = zlib.decompressobj()
        try:
            while packed and not unpacker.eof:
                size += len(unpacker.decompress(packed, 1_000_000))
                packed = unpacker.unconsumed_tail
                if size > MAX_STREAM_BYTES:
                    raise ExtractError("the file unpacks to more than any page holds", where=url, fix=_TOO_BIG_FIX)
        except zlib.error:
            continue


def _page_lines(page: PdfPage, number: int, url: str) -> Iterator[Line | TableLines]:
    if len(page.chars) > MAX_PAGE_CHARACTERS:
        raise ExtractError(f"page {number} holds more letters than a page can", where=url, fix=_TOO_BIG_FIX)
    tables: list[TableLines] = []
    # Only ruled tables: without rules, columns of plain text would be taken for one.
    for table in page.find_tables() if len(page.lines) + len(page.rects) <= 5_000 else []:
        rows = [[one_line(cell or "") for cell in row] for row in table.extract()]
        if len(rows) > 1 and max(len(row) for row in rows) > 1 and any(any(row) for row in rows):
            tables.append(TableLines(rows, number, table.bbox))
    said: set[int] = set()
    for line in _text_lines(page, number):
        middle = (line.top + line.bottom) / 2
        place = next((place for place, table in enumerate(tables) if _inside(table.box, line.left, middle)), None)
        if place is None:
            yield line
        elif place not in said:
            # A table stands in the order of reading where its first word does.
            said.add(place)
            yield tables[place]


def _inside(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _text_lines(page: PdfPage, number: int) -> Iterator[Line]:
    """Return the page's lines in the order they were set: that of reading, in files made by word processors."""
    words = page.extract_words(use_text_flow=True, extra_attrs=["fontname", "size"], x_tolerance=2)
    held: list[dict[str, Any]] = []
    for word in words:
        if held and not _same_line(held[-1], word):
            yield _line(held, number, float(page.height))
            held = []
        held.append(word)
    if held:
        yield _line(held, number, float(page.height))


def _same_line(before: dict[str, Any], word: dict[str, Any]) -> bool:
    overlap = min(before["bottom"], word["bottom"]) - max(before["top"], word["top"])
    height = min(before["bottom"] - before["top"], word["bottom"] - word["top"])
    return overlap > 0.5 * height and word["x0"] >= before["x0"]


def _line(words: Sequence[dict[str, Any]], page: int, page_height: float) -> Line:
    letters = sum(len(word["text"]) for word in words)
    bold = sum(len(word["text"]) for word in words if _BOLD.search(word["fontname"]))
    sizes: Counter[float] = Counter()
    for word in words:
        # A bullet may be set in any size: it counts for next to nothing.
        sizes[round(float(word["size"]), 1)] += 1 if word["text"].startswith("(cid:") else 2 * len(word["text"])
    return Line(
        text=" ".join(str(word["text"]) for word in words),
        page=page,
        left=min(float(word["x0"]) for word in words),
        right=max(float(word["x1"]) for word in words),
        top=min(float(word["top"]) for word in words),
        bottom=max(float(word["bottom"]) for word in words),
        size=sizes.most_common(1)[0][0],
        bold=bold > letters * 0.8,
        page_height=page_height,
    )


def _language(pdf: PDF) -> str | None:
    said = pdf.doc.catalog.get("Lang")
    text = said.decode("latin-1") if isinstance(said, bytes) else str(said or "")
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", text)
    return match[1].lower() if match else None


def _time(text: object) -> datetime | None:
    match = _DATE.match(text) if isinstance(text, str) else None
    if match is None:
        return None
    given = zip(match.groups(), (1, 1, 1, 0, 0, 0), strict=False)
    year, month, day, hour, minute, second = (int(part or least) for part, least in given)
    away = timedelta(hours=int(match[8] or 0), minutes=int(match[9] or 0))
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return moment - away if match[7] == "+" else moment + away
    except (ValueError, OverflowError):
        return None
