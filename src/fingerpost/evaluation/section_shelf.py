"""The sections that a grounding evaluation quotes from: of a pages file, or of Sampleford's own pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path

from fingerpost.content.extract import extract_file, media_type_of
from fingerpost.content.html import read_fragment
from fingerpost.content.provenance import content_hash, page_id
from fingerpost.content.sections import split
from fingerpost.domain import Block, Document, Page, Section
from fingerpost.evaluation.cases import read_pages
from fingerpost.search.embed import Embedder

_SOURCE = "evaluation"


@dataclass(frozen=True)
class Shelf:
    """Stored sections, page by page, in reading order."""

    sections: tuple[Section, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Section]:
        """Each section by its id."""
        return {section.id: section for section in self.sections}

    @cached_property
    def by_page(self) -> Mapping[str, tuple[Section, ...]]:
        """The sections of each page, by the page's address."""
        pages: dict[str, list[Section]] = {}
        for section in self.sections:
            pages.setdefault(section.page.url, []).append(section)
        return {url: tuple(found) for url, found in pages.items()}

    def lookup(self, ids: Sequence[str]) -> Mapping[str, Section]:
        """Return the sections with these ids, as an index would."""
        return {identity: self.by_id[identity] for identity in ids if identity in self.by_id}

    def page(self, source: str) -> tuple[Section, ...]:
        """Return the sections of the page that a case names, by address or by the path of its file."""
        if source in self.by_page:
            return self.by_page[source]
        name = source.strip("/").rsplit("#", 1)[0]
        stem = name.rsplit(".", 1)[0] if media_type_of(name) != "application/octet-stream" else name
        endings = (f"/{name}", f"/{stem}")
        return next((found for url, found in self.by_page.items() if url.endswith(endings)), ())


def open_shelf(pages: Path | None, embedder: Embedder) -> Shelf:
    """Return the sections of a pages file, or of Sampleford's pages when there is none.

    Raises:
        EvaluationInputError: the file is missing, or a line of it is not in the form of a pages file.
    """
    documents = _published(pages) if pages is not None else _sampleford()
    return Shelf(
        tuple(
            section
            for document in documents
            for section in split(document, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens)
        )
    )


def _published(file: Path) -> Iterator[Document]:
    for record in read_pages(file):
        yield _document(record.url, record.title, read_fragment(record.html, base_url=record.url))


def _sampleford() -> Iterator[Document]:
    with as_file(files("fingerpost") / "demo" / "sampleford" / "content") as folder:
        for file in sorted(folder.rglob("*")):
            relative = file.relative_to(folder).as_posix()
            if not file.is_file() or relative.startswith("."):
                continue
            content = extract_file(file.read_bytes(), media_type=media_type_of(file.name), url=relative)
            url = f"https://www.sampleford.example/{relative.removesuffix('.md')}"
            yield _document(url, content.title, content.blocks, "cy" if relative.startswith("cy/") else "en")


def _document(url: str, title: str, blocks: tuple[Block, ...], locale: str = "en") -> Document:
    page = Page(page_id(_SOURCE, url), _SOURCE, url, title, locale, content_hash=content_hash(blocks))
    return Document(page, blocks)
