"""A throw-away index of the pages an evaluation is given, made by the parts that a service uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray

from fingerpost.content.html import read_fragment
from fingerpost.content.provenance import content_hash, page_id
from fingerpost.content.sections import split
from fingerpost.content.source import Fetched
from fingerpost.domain import Document, Page
from fingerpost.evaluation.cases import PageRecord
from fingerpost.search.embed import Embedder, TokenEmbedder
from fingerpost.search.index import Index
from fingerpost.search.readings import read_sections, searched_text
from fingerpost.search.writer import IndexWriter

_SOURCE = "evaluation"


class Remembering:
    """An embedder that embeds a section once, however many indexes it goes into. For evaluations that build several."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, tuple[NDArray[np.float32], bytes]] = {}
        self.fingerprint = embedder.fingerprint
        self.dimensions = embedder.dimensions
        self.max_tokens = embedder.max_tokens
        self.embed_questions = embedder.embed_questions
        self.embed_sentences_in_context = embedder.embed_sentences_in_context
        self.count_tokens = embedder.count_tokens
        if isinstance(embedder, TokenEmbedder):
            self.token_states = embedder.token_states

    def embed_sections(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[n, dimensions], unit length, one row a section's text."""
        return self.read_sections(texts)[0]

    def read_sections(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[bytes]]:
        """Return what ``readings.read_sections`` returns."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            vectors, tokens = read_sections(self._embedder, new)
            self._known.update(zip(new, zip(vectors, tokens, strict=True), strict=True))
        known = [self._known[text] for text in texts]
        vectors = np.stack([vector for vector, _ in known]) if known else self._embedder.embed_sections(texts)
        return vectors, [tokens for _, tokens in known]


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
            texts = [searched_text(section) for section in sections]
            read = embedder.read_sections if isinstance(embedder, Remembering) else partial(read_sections, embedder)
            vectors, tokens = read(texts)
            fetched = Fetched(record.url, record.url, record.html.encode(), "text/html", now)
            writer.put(_SOURCE, fetched, document, sections, vectors, tokens)
        writer.publish()
    return Index.open(folder, embedder)
