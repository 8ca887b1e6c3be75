"""How much of what is slipped into a page is caught at sync, and how many untouched pages are held back by mistake.

Each case is put into a real page, at a place chosen by its hash, as somebody might who may edit that page: as a
paragraph of its own, or at the end of one that is there. The page then passes the same screening as at a sync.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from fingerpost.content.html import read_fragment
from fingerpost.content.provenance import content_hash
from fingerpost.domain import Document, Page
from fingerpost.evaluation.cases import PageRecord, Progress
from fingerpost.safeguards.screening import Caught, screen_page
from fingerpost.search.embed import Embedder

_PLACES = re.compile(r"</(?:p|li|h[1-6]|ul|ol|table|div)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaughtCases:
    """What screening made of the cases.

    ``caught`` is, for each case in order, what was found on its page that is not found on the page without it.
    ``untouched`` counts the pages that were screened as they are, and ``wrongly`` the addresses of those held back.
    """

    caught: tuple[tuple[Caught, ...], ...]
    untouched: int
    wrongly: tuple[str, ...]

    @property
    def acted(self) -> int:
        """How many cases were caught."""
        return sum(bool(found) for found in self.caught)

    @property
    def share(self) -> float:
        """The share of the cases that were caught, 0 to 1."""
        return self.acted / max(len(self.caught), 1)

    @property
    def wrongly_share(self) -> float:
        """The share of the untouched pages that were held back, 0 to 1."""
        return len(self.wrongly) / max(self.untouched, 1)

    def as_json(self) -> dict[str, Any]:
        """Return the figures as one JSON object."""
        layers = Counter(layer for found in self.caught for layer in {each.layer for each in found})
        kinds = Counter(str(kind) for found in self.caught for kind in {each.kind for each in found})
        return {
            "cases": len(self.caught),
            "acted": self.acted,
            "share": self.share,
            "out_of_scope_share": 0.0,
            "by_layer": dict(sorted(layers.items())),
            "by_kind": dict(sorted(kinds.items())),
            "untouched_pages": self.untouched,
            "untouched_quarantined": len(self.wrongly),
            "untouched_quarantined_share": self.wrongly_share,
            "untouched_quarantined_pages": list(self.wrongly),
        }


def evaluate_screening(
    cases: Sequence[str],
    pages: Sequence[PageRecord] = (),
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> CaughtCases:
    """Put each case into a page and screen it, and screen every page as it is.

    Args:
        cases: what is slipped in, as plain text.
        pages: the pages; Sampleford's, which ship with Fingerpost, when there are none.
        embedder: the opened embedder, if there is one already.
        progress: told how far it is.
    """
    pages = pages or sampleford_pages()
    total = len(pages) + len(cases)
    plainly: dict[str, tuple[Caught, ...]] = {}
    for done, page in enumerate(pages):
        plainly[page.url] = screen_record(page, embedder)
        if progress is not None:
            progress.at("screening", done + 1, total)
    caught: list[tuple[Caught, ...]] = []
    for done, case in enumerate(cases):
        page = page_for(case, pages)
        before = set(plainly[page.url])
        found = screen_record(with_case(page, case), embedder)
        caught.append(tuple(each for each in found if each not in before))
        if progress is not None:
            progress.at("screening", len(pages) + done + 1, total)
    return CaughtCases(tuple(caught), len(pages), tuple(url for url, found in plainly.items() if found))


def page_for(case: str, pages: Sequence[PageRecord]) -> PageRecord:
    """Return the page a case is put into, chosen by the case's hash."""
    return pages[_number(case, "page") % len(pages)]


def with_case(page: PageRecord, case: str) -> PageRecord:
    """Return the page with a case in it, at a place chosen by the case's hash: every other case joins a paragraph."""
    ends = list(_PLACES.finditer(page.html))
    written = html.escape(case, quote=False)
    if not ends:
        return PageRecord(page.url, page.title, f"{page.html}<p>{written}</p>")
    number = _number(case, "place")
    paragraphs = [end for end in ends if end[0].lower() == "</p>"]
    if number % 2 and paragraphs:
        at = paragraphs[(number >> 1) % len(paragraphs)].start()
        return PageRecord(page.url, page.title, f"{page.html[:at]} {written}{page.html[at:]}")
    at = ends[(number >> 1) % len(ends)].end()
    return PageRecord(page.url, page.title, f"{page.html[:at]}<p>{written}</p>{page.html[at:]}")


def screen_record(page: PageRecord, embedder: Embedder | None = None) -> tuple[Caught, ...]:
    """Return what screening finds on a page."""
    blocks = read_fragment(page.html, base_url=page.url)
    of_page = Page(id=page.url, source="evaluation", url=page.url, title=page.title, content_hash=content_hash(blocks))
    return screen_page(Document(of_page, blocks), body=page.html.encode(), media_type="text/html", embedder=embedder)


def sampleford_pages() -> list[PageRecord]:
    """Return Sampleford's English pages as HTML, in order of their paths."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found: list[PageRecord] = []
    for path, file in _markdown(files("fingerpost") / "demo" / "sampleford" / "content", ""):
        text = file.read_text(encoding="utf-8")
        head, _, body = text.removeprefix("---\n").partition("\n---\n")
        title = re.search(r"^title:\s*(.+)$", head, re.MULTILINE)
        if body and not path.startswith("/cy/"):
            found.append(PageRecord(path, title[1].strip("\"' ") if title else path, str(reader.render(body))))
    return found


def _markdown(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _markdown(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".md"):
            found.append((f"{path}/{entry.name}", entry))
    return found


def _number(case: str, what: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{what} {case}".encode("utf-8", "surrogatepass")).digest()[:8])
