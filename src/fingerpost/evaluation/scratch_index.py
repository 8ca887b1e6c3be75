"""A throw-away index of the pages an evaluation is given, made by the parts that a service uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fingerpost.content.html import read_fragment
from fingerpost.content.provenance import content_hash, page_id
from fingerpost.content.sections import split
from fingerpost.content.source import Fetched
from fingerpost.domain import Document, Page
from fingerpost.evaluation.cases import PageRecord
from fingerpost.search.embed import Embedder
from fingerpost.search.index import Index, searched_text
from fingerpost.search.writer import IndexWriter

_SOURCE = "evaluation"


def build_index(folder: str, pages: Sequence[PageRecord], embedder: Embedder) -> Index:
    """Make an index of the pages in ``folder``, as a sync would, and open it."""
    now = datetime.now(UTC)
    with IndexWriter.open(folder, embedder) as writer:
        for record in pages:
            blocks = read_fragment(record.html, base_url=record.url)
            page = Page(
                id=page_id(_SOURCE, record.url),
                source=_SOURCE,
                url=record.url,
                title=record.title,
                content_hash=content_hash(blocks),
            )
            document = Document(page, blocks)
            sections = split(document, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens)
            vectors = embedder.embed_sections([searched_text(section) for section in sections])
            fetched = Fetched(record.url, record.url, record.html.encode(), "text/html", now)
            writer.put(_SOURCE, fetched, document, sections, vectors)
        writer.publish()
    return Index.open(folder, embedder)
