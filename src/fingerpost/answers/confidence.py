"""How likely it is that the passages found hold an answer at all.

A neighbouring page is nearly always there, so closeness alone says little. Where the passages were looked at closely
(``search/rerank.py``), what was measured there decides: how well each thing asked is met by the leading page, and how
far that page stands above those behind it. The weights are fitted by ``scripts/fit_ranking.py`` on real questions with
and without their own pages in the index.

Where they were not (another embedder, Welsh pages), four simpler features do, fitted by ``scripts/fit_confidence.py``;
docs/adr/0007 has what else was tried.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.domain import Passage
from fingerpost.search.evidence import Rows
from fingerpost.search.rerank import Network, Ranking, shipped
from fingerpost.search.telling import telling_words, words_about

FEATURES = ("similarity", "similarity_lead", "coverage", "length")
WEIGHTS_FILE = Path(__file__).with_name("confidence.json")

LARGE = 1_000
"""Sections from which an index counts as large: what is found in one is about the same thing."""

SMALL = 100
"""Sections below which an index is smaller than any that the weights were fitted on."""

_NEXT_PAGES = 5
_LEAST_SPREAD = 0.01


@dataclass(frozen=True, slots=True)
class _Model:
    """A logistic regression: ``sigmoid(bias + sum(weight * (feature - mean) / spread))``."""

    bias: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]


def confidence(
    question: str, found: Sequence[Passage], *, sections: int = LARGE, ranking: Ranking | None = None
) -> float:
    """Return how likely (0 to 1) it is that these passages hold an answer; 0 when there are none.

    Args:
        question: what was searched for.
        found: everything the search looked at, best first; the pages behind the leading one matter too.
        sections: how many the index holds. In a small one what is found is less alike.
        ranking: the weights to use instead of those that ship.
    """
    if not found:
        return 0.0
    simply = _simply(question, found)
    if not found[0].scores.measures:
        return simply
    judged = closely(question, found, sections, (ranking or shipped()).answerable)
    # With a handful of pages, "ahead of all others" says little: both have to be sure.
    return judged if sections >= SMALL else min(judged, simply)


def _simply(question: str, found: Sequence[Passage]) -> float:
    model = _model()
    total = model.bias + sum(
        weight * (value - mean) / spread
        for weight, value, mean, spread in zip(
            model.weights, features(question, found), model.means, model.spreads, strict=True
        )
    )
    return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Everything that the search looked at, as ``answer_row`` reads it: one entry a section, in any order."""

    similarity: NDArray[np.float64]
    bm25: NDArray[np.float64]
    fused: NDArray[np.float64]
    pages: tuple[str, ...]
    words: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, found: Sequence[Passage]) -> Seen:
        """Return what these passages show."""
        sections = [passage.section for passage in found]
        return cls(
            similarity=np.array([passage.scores.similarity or 0.0 for passage in found]),
            bm25=np.array([passage.scores.bm25 or 0.0 for passage in found]),
            fused=np.array([passage.scores.fused for passage in found]),
            pages=tuple(section.page.id for section in sections),
            words=tuple(words_about(f"{s.page.title} {' '.join(s.heading_path)} {s.text}") for s in sections),
        )


def closely(question: str, found: Sequence[Passage], sections: int, network: Network) -> float:
    """Return the confidence in passages the first of which were looked at closely, by the network given."""
    looked_at = [passage for passage in found if passage.scores.measures]
    rows = np.array([passage.scores.measures for passage in looked_at], np.float32)
    scores = np.array([passage.scores.evidence or 0.0 for passage in looked_at])
    pages = [passage.section.page.id for passage in looked_at]
    row = answer_row(rows, pages, scores, words_about(question), Seen.of(found), sections)
    return float(1 / (1 + np.exp(-network(row[None])[0])))


def answer_row(
    rows: Rows,
    pages: Sequence[str],
    scores: NDArray[np.float64],
    asked: frozenset[str],
    seen: Seen,
    sections: int,
) -> Rows:
    """Return what tells whether there is an answer among the sections looked at, as one row.

    That is: what was measured of the leading section and of its page at best, how far its page is ahead of the best of
    all others and of the next five pages on average, how the scores are spread over sections and pages, and how the
    leading page stands out from everything that was found.

    Args:
        rows: float32[n, len(SECTION_FEATURES)], the best section first.
        pages: the page each section stands on.
        scores: float64[n]: the score each section is ordered by.
        asked: the question's telling words.
        seen: everything found.
        sections: how many the index holds.

    Returns:
        float32[4 * len(SECTION_FEATURES) + 27].
    """
    own = [place for place, page in enumerate(pages) if page == pages[0]]
    others = [place for place, page in enumerate(pages) if page != pages[0]]
    best = rows[own].max(axis=0)
    nearest = rows[others].max(axis=0) if others else rows.min(axis=0)
    following = list(dict.fromkeys(pages[place] for place in others))[:_NEXT_PAGES]
    each = [rows[[place for place in others if pages[place] == page]].max(axis=0) for page in following]
    behind = np.mean(each, axis=0) if each else nearest
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    by_page: dict[str, float] = {}
    for page, share in zip(pages, shares, strict=True):
        by_page[page] = by_page.get(page, 0.0) + float(share)
    first, *rest = sorted(by_page.values(), reverse=True)
    spread = -sum(share * math.log(share + 1e-9) for share in by_page.values())
    told = (
        float(scores[0]),
        float(scores[0] - (scores[others].max() if others else scores[-1])),
        float(scores[:3].mean()),
        float(scores.std()),
        float(len(own)),
        first,
        first - (rest[0] if rest else 0.0),
        spread,
        float(len(by_page)),
        float(len(pages)),
    )
    second = next((page for page in pages if page != pages[0]), "")
    stands_out = _stands_out(asked, seen, pages[0], second)
    size = math.log(max(1, min(sections, LARGE)))
    return np.concatenate([rows[0], best, best - nearest, best - behind, told, stands_out, [size]]).astype(np.float32)


def _stands_out(asked: frozenset[str], seen: Seen, leading: str, second: str) -> tuple[float, ...]:
    own = [place for place, page in enumerate(seen.pages) if page == leading]
    its_words = frozenset[str]().union(*(seen.words[place] for place in own))
    second_words = frozenset[str]().union(
        *(words for page, words in zip(seen.pages, seen.words, strict=True) if page == second)
    )
    count = len(seen.pages)
    rarity = {
        word: math.log((count + 1) / (sum(word in words for words in seen.words) + 0.5)) for word in sorted(asked)
    }
    held = sum(rarity[word] for word in rarity if word in its_words)
    total = sum(rarity.values()) or 1.0
    held_by_second = sum(rarity[word] for word in rarity if word in second_words)
    likeness, words = np.sort(seen.similarity)[::-1], np.sort(seen.bm25)[::-1]
    best, best_words = float(seen.similarity[own].max()), float(seen.bm25[own].max())
    by_page: dict[str, list[float]] = {}
    for page, value in zip(seen.pages, seen.similarity, strict=True):
        by_page.setdefault(page, []).append(float(value))
    means = sorted((sum(sorted(values)[-3:]) / len(values[-3:]) for values in by_page.values()), reverse=True)
    its_mean = sum(sorted(by_page[leading])[-3:]) / len(by_page[leading][-3:])
    return (
        (best - float(likeness.mean())) / (float(likeness.std()) + _LEAST_SPREAD),
        best - float(likeness[:20].mean()),
        (best_words - float(words.mean())) / (float(words.std()) + _LEAST_SPREAD),
        best_words - float(words[:20].mean()),
        held / total,
        (held - held_by_second) / total,
        sum(value > math.log(count) for value in rarity.values()) / max(1, len(rarity)),
        1 - held / total,
        max((value for word, value in rarity.items() if word not in its_words), default=0.0),
        max((value for word, value in rarity.items() if word in its_words), default=0.0),
        its_mean - means[min(1, len(means) - 1)],
        float(likeness.std()),
        float(words.std()) / (float(words[0]) + _LEAST_SPREAD),
        float(likeness[0] - likeness[min(9, count - 1)]),
        float(likeness[0] - likeness[min(39, count - 1)]),
        (float(seen.fused.max()) - float(seen.fused.mean())) / (float(seen.fused.std()) + _LEAST_SPREAD),
    )


def features(question: str, found: Sequence[Passage]) -> tuple[float, ...]:
    """Return what the score is made from, in the order of ``FEATURES``.

    ``similarity`` is the leading page's best cosine; ``similarity_lead`` how far it stands above the mean of the next
    five pages; ``coverage`` the share of the question's telling words that stand on the leading page, as far as it was
    found; ``length`` the logarithm of one more than the number of telling words.
    """
    pages: dict[str, list[Passage]] = {}
    for passage in found:
        pages.setdefault(passage.section.page.id, []).append(passage)
    leading, *others = pages.values()
    likeness = _best_likeness(leading)
    next_likeness = sorted((_best_likeness(page) for page in others), reverse=True)[:_NEXT_PAGES]
    telling = telling_words(question)
    held: set[str] = set()
    for passage in leading:
        section = passage.section
        held |= telling_words(" ".join((section.page.title, *section.heading_path, section.text)))
    return (
        likeness,
        likeness - sum(next_likeness) / len(next_likeness) if next_likeness else 0.0,
        len(telling & held) / len(telling) if telling else 0.0,
        math.log1p(len(telling)),
    )


def _best_likeness(page: Sequence[Passage]) -> float:
    return max(passage.scores.similarity or 0.0 for passage in page)


@cache
def _model() -> _Model:
    fitted = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    described = [fitted["features"][name] for name in FEATURES]
    return _Model(
        bias=float(fitted["bias"]),
        weights=tuple(float(feature["weight"]) for feature in described),
        means=tuple(float(feature["mean"]) for feature in described),
        spreads=tuple(float(feature["spread"]) for feature in described),
    )
