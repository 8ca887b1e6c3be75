"""What was found, in the order it is worth reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fingerpost.domain import Passage
from fingerpost.search.embed import Embedder
from fingerpost.search.index import Index
from fingerpost.search.rerank import DEPTH, Ranking, rerank

KIND_WEIGHTS: Mapping[str, float] = {
    # What people are meant to read to do something stays at 1: guides, answers, transactions, step-by-steps, pages.
    "consultation": 0.85,
    "contact": 0.95,
    "corporate_information_page": 0.85,
    "corporate_report": 0.8,
    "document_collection": 0.85,
    "fatality_notice": 0.6,
    "foi_release": 0.7,
    "government_response": 0.7,
    "hmrc_manual_section": 0.9,
    "impact_assessment": 0.75,
    "manual_section": 0.92,
    "news": 0.75,
    "news_article": 0.75,
    "news_story": 0.75,
    "notice": 0.8,
    "official_statistics": 0.75,
    "organisation": 0.85,
    "policy_paper": 0.85,
    "press_release": 0.75,
    "research": 0.8,
    "service_manual_guide": 0.9,
    "speech": 0.7,
    "statistical_data_set": 0.75,
    "statistics": 0.75,
    "statistics_announcement": 0.65,
    "transparency": 0.75,
    "world_news_story": 0.75,
    "written_statement": 0.7,
}
"""What a page's kind is worth, against 1 for guidance. The service's ``search.kind_weights`` goes before it."""

GUIDANCE_WEIGHT = 0.9
"""A kind worth less than this tells what was done or planned, not what to do: it never makes a whole answer."""

BEST_PAGE_SECTIONS = 5
OTHER_PAGE_SECTIONS = 3
"""How many of a page's sections may stand before other pages have had their turn: more for the page that leads, because
an answer is mostly made from it. Its next sections follow behind instead of being dropped."""


CLEARLY_MORE_WORDS = 0.2
"""How much larger a share of a question's words another language must hold before it is answered in that one."""

FEW_WORDS = 0.34
"""The share of its words below which a question is looked for in the other languages as well."""

_WORD = re.compile(r"[^\W\d_]+")


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
    closely: bool = True,
) -> list[Passage]:
    """Return the passages found for a question, best first.

    Args:
        index: what to search.
        embedder: the embedder the index was made by.
        question: any text.
        locale: the language wanted. When no page in it shares a word with the question, pages in the service's other
            languages are searched too: a page in another language is better than none.
        candidates: how many sections are looked at in each of the two lists.
        passages: the most to return.
        kind_weights: what kinds of page are worth, over ``KIND_WEIGHTS``.
        source_weights: what sources are worth, by name; 1 for those not named.
        closely: read the best of what was found again, token by token (see ``rerank``). Costs some 15 ms.

    Returns:
        The same passages in the same order for the same question and release; ties go by section id.
    """
    vector = embedder.embed_questions([question])[0]
    found = find(index, question, vector, locale=locale, candidates=candidates)
    ordered = order(found, kind_weights=kind_weights, source_weights=source_weights)
    return (look_closely(index, question, ordered, embedder) if closely else ordered)[:passages]


def look_closely(
    index: Index, question: str, ordered: Sequence[Passage], embedder: Embedder, ranking: Ranking | None = None
) -> list[Passage]:
    """Return passages in the order ``rerank`` gives them, where its weights can judge: they know English only.

    The first ``DEPTH`` have their tokens with them, whatever their language.
    """
    passages = [*index.with_tokens(ordered[:DEPTH]), *ordered[DEPTH:]]
    english = bool(ordered) and ordered[0].section.page.locale.split("-")[0] == "en"
    return rerank(question, passages, embedder, ranking=ranking) if english else passages


def is_guidance(kind: str, kind_weights: Mapping[str, float] | None = None) -> bool:
    """Return whether pages of this kind tell people what to do. ``kind_weights`` go before ``KIND_WEIGHTS``."""
    return {**KIND_WEIGHTS, **(kind_weights or {})}.get(kind, 1.0) >= GUIDANCE_WEIGHT


def find(
    index: Index, question: str, vector: NDArray[np.float32], *, locale: str | None = None, candidates: int = 50
) -> list[Passage]:
    """Return what the index finds in a language, or in the one the question is asked in.

    A question is taken to be in another language when a passage in that one holds clearly more of its words than any
    in the language wanted. When none there shares a word with it, every language is searched.

    Args:
        index: what to search.
        question: any text.
        vector: float32[dimensions], unit length: the question's.
        locale: the language wanted; every one when ``None``.
        candidates: how many sections are looked at in each of the two lists.
    """
    found = index.search(question, vector, locale=locale, candidates=candidates)
    if locale is None:
        return found
    held = _words_held(question, found)
    if held < FEW_WORDS:
        language = locale.split("-")[0]
        for other in sorted({spoken.split("-")[0] for spoken in index.release.locales} - {language}):
            theirs = index.search(question, vector, locale=other, candidates=candidates)
            if _words_held(question, theirs) >= held + CLEARLY_MORE_WORDS:
                held, found = _words_held(question, theirs), theirs
    if any(passage.scores.text_rank is not None for passage in found):
        return found
    return index.search(question, vector, locale=None, candidates=candidates)


def _words_held(question: str, found: Sequence[Passage]) -> float:
    """Return the greatest share of the question's words, small ones too, that stand in one passage.

    The small words tell languages apart best: every English page has "the", no Welsh one has.
    """
    asked = set(_WORD.findall(question.lower()))
    shares = (
        len(asked & set(_WORD.findall(f"{p.section.page.title} {p.section.text}".lower()))) / len(asked) for p in found
    )
    return max(shares, default=0.0) if asked else 0.0


def order(
    found: Sequence[Passage],
    *,
    kind_weights: Mapping[str, float] | None = None,
    source_weights: Mapping[str, float] | None = None,
) -> list[Passage]:
    """Weigh passages by their page's kind and source, put the best first, and let no page crowd the others out."""
    kinds = {**KIND_WEIGHTS, **(kind_weights or {})}
    sources = source_weights or {}
    weighed: list[Passage] = []
    for passage in found:
        page = passage.section.page
        weight = kinds.get(page.kind, 1.0) * sources.get(page.source, 1.0)
        scores = replace(passage.scores, fused=passage.scores.fused * weight, weight=weight)
        weighed.append(replace(passage, scores=scores))
    weighed.sort(key=lambda passage: (-passage.scores.fused, passage.section.id))
    return _spread(weighed)


def _spread(ordered: Sequence[Passage]) -> list[Passage]:
    """Move sections over their page's share behind all others, in the same order."""
    shown: Counter[str] = Counter()
    first: list[Passage] = []
    later: list[Passage] = []
    for passage in ordered:
        page = passage.section.page.id
        share = BEST_PAGE_SECTIONS if page == ordered[0].section.page.id else OTHER_PAGE_SECTIONS
        shown[page] += 1
        (first if shown[page] <= share else later).append(passage)
    return first + later
