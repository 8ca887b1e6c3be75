"""Asking a throw-away index as a service is asked, and saying when its weights have seen the pages before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from fingerpost.answers.confidence import confidence
from fingerpost.domain import Passage
from fingerpost.search.embed import Embedder
from fingerpost.search.index import Index
from fingerpost.search.rank import find, look_closely, order
from fingerpost.search.rerank import Ranking, fits, shipped

_BATCH = 64


def ask_index(
    index: Index, embedder: Embedder, questions: Sequence[str], ranking: Ranking | None = None
) -> Iterator[tuple[list[Passage], float]]:
    """Yield, for each question, everything found, best first, and the confidence that it holds an answer.

    ``ranking`` are the weights to use instead of those that ship.
    """
    sections = index.release.sections
    for start in range(0, len(questions), _BATCH):
        batch = questions[start : start + _BATCH]
        for text, vector in zip(batch, embedder.embed_questions(batch), strict=True):
            found = look_closely(index, text, order(find(index, text, vector)), embedder, ranking)
            yield found, confidence(text, found, sections=sections, ranking=ranking)


def trained_on(urls: Sequence[str], embedder: Embedder, ranking: Ranking | None = None) -> float:
    """Return the share of these pages that the weights in use were fitted on: figures for those flatter."""
    if not urls or not (ranking or fits(embedder)):
        return 0.0
    known = (ranking or shipped()).trained_on
    return sum(address_mark(url) in known for url in urls) / len(urls)


def address_mark(url: str) -> str:
    """Return what the weights file keeps of a page's address: twelve hex digits of its SHA-256."""
    return hashlib.sha256(url.encode()).hexdigest()[:12]
