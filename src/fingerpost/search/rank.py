"""What was found, in the order it is worth reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fingerpost.domain import Passage
from fingerpost.search.embed import Embedder
from fingerpost.search.index import Index

KIND_WEIGHTS: Mapping[str, float] = {
    "news_article": 0.7,
}


def rank(
    index: Index,
    embedder: Embedder,
    question: str,
    *,
    locale: str | None = None,
    candidates: int = 50,
    passages: int = 8,
    kind_weights: Mapping[str, float] | None = None,
    source_weights: Mapping[str, float] | None = None,
) -> list[Passage]:
    """placeholder."""
    vector = embedder.embed_questions([question])[0]
    found = index.search(question, vector, locale=locale, candidates=candidates)
    return order(found, passages=passages, kind_weights=kind_weights, source_weights=source_weights)


def order(
    found: Sequence[Passage],
    *,
    passages: int,
    kind_weights: Mapping[str, float] | None = None,
    source_weights: Mapping[str, float] | None = None,
) -> list[Passage]:
    """Weigh and order what was found."""
    kinds = {**KIND_WEIGHTS, **(kind_weights or {})}
    sources = source_weights or {}
    weighed: list[Passage] = []
    for passage in found:
        page = passage.section.page
        weight = kinds.get(page.kind, 1.0) * sources.get(page.source, 1.0)
        weighed.append(
            replace(passage, scores=replace(passage.scores, fused=passage.scores.fused * weight, weight=weight))
        )
    return sorted(weighed, key=lambda p: (-p.scores.fused, p.section.id))[:passages]
