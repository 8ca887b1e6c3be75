"""Documents to put into an index, made from a few words each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from fingerpost.content.source import Fetched
from fingerpost.domain import Document, Page, Section, Sentence
from fingerpost.search.embed import Embedder, Span
from fingerpost.search.readings import read_sections, searched_text
from fingerpost.search.writer import IndexWriter

WHEN = datetime(2026, 1, 5, 9, tzinfo=UTC)

BINS = ("Put your rubbish bin out by 7am on collection day.", "We collect recycling every second Monday.")
TAX = ("You get 25% off Council Tax if you live alone.", "Full-time students do not pay Council Tax.")
BADGE = ("A Blue Badge costs £10 and lasts three years.",)


def page(name: str, texts: Sequence[str], *, source: str = "council", locale: str = "en", kind: str = "page") -> Page:
    return Page(
        id=hashlib.sha256(f"{source}\n{name}".encode()).hexdigest()[:24],
        source=source,
        url=f"https://www.example.gov.uk/{name}",
        title=name.replace("-", " ").title(),
        locale=locale,
        kind=kind,
        content_hash=hashlib.sha256("\n".join(texts).encode()).hexdigest(),
        raw_sha256=hashlib.sha256(f"raw {texts}".encode()).hexdigest(),
        fetched_at=WHEN,
    )


def sections(of: Page, texts: Sequence[str]) -> tuple[Section, ...]:
    return tuple(
        Section(
            id=f"{of.id}-{position}",
            page=of,
            position=position,
            url=of.url,
            heading_path=("How it works",),
            text=text,
            sentences=(Sentence(0, len(text)),),
            hash=hashlib.sha256(text.encode()).hexdigest(),
        )
        for position, text in enumerate(texts)
    )


def put(
    writer: IndexWriter,
    embedder: Embedder,
    name: str,
    texts: Sequence[str],
    *,
    source: str = "council",
    locale: str = "en",
    kind: str = "page",
    recipe: str = "",
) -> None:
    of = page(name, texts, source=source, locale=locale, kind=kind)
    parts = sections(of, texts)
    vectors, tokens = read_sections(embedder, [searched_text(part) for part in parts])
    fetched = Fetched(name, of.url, b"", "text/html", WHEN, etag=f'"{name}"')
    writer.put(source, fetched, Document(of, ()), parts, vectors, tokens, recipe=recipe)


class HashedWords:
    """A quick embedder of its own fingerprint: one direction a word. For tests of what happens around the vectors."""

    dimensions = 16
    max_tokens = 256

    def __init__(self, fingerprint: str = "hashed-words@1") -> None:
        self.fingerprint = fingerprint

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.full((len(texts), self.dimensions), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                rows[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimensions] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_sections(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed_questions(texts)

    def embed_sentences_in_context(self, text: str, spans: Sequence[Span]) -> NDArray[np.float32]:
        return self.embed_questions([text[start:end] for start, end in spans])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 2 for text in texts]
