"""How likely it is that the passages found hold an answer at all.

A neighbouring page is nearly always there, so closeness alone says little: the score also asks whether the leading page
stands out from the others, and how many of the question's own words it holds. The weights are fitted by
``scripts/fit_confidence.py`` on real questions with and without their own pages in the index; what else was tried is in
docs/adr/0007.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fingerpost.domain import Passage

FEATURES = ("similarity", "similarity_lead", "coverage", "length")
WEIGHTS_FILE = Path(__file__).with_name("confidence.json")

_NEXT_PAGES = 5
_STEM = 5
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Words that ask rather than say: they stand in every question and on every page.
_ASKING = frozenset(
    """
    a about after all also am an and any anything are as at be because been before being but by can can't cannot
    could did do does doesn't don't for from get getting give given go going got had has have he help her here
    hers him his how however i i'd i'm i've if in into is isn't it it's its just know like long make many may me
    might more much must my need needs no not now of off on one only or other our out over own please she should
    so some still such tell than that that's the their them then there these they thing things this those through
    to too under up us use very want was we well were what what's when where which while who whose why will with
    won't would you your yes a'r a'u ac am ar at beth byddaf bydd cael ei eich ei'n er fel fy fydd gallaf gan gen
    gyda hyn i'r mae mae'n mae'r mewn na neu nid nad o'r oes os pa pan pryd pwy rhaid rwy rwyf sut sy sydd y yn yr
    """.split()  # noqa: SIM905 - a hundred quoted words would take a screen each
)


@dataclass(frozen=True, slots=True)
class _Model:
    """A logistic regression: ``sigmoid(bias + sum(weight * (feature - mean) / spread))``."""

    bias: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]


def confidence(question: str, found: Sequence[Passage]) -> float:
    """Return how likely (0 to 1) it is that these passages hold an answer; 0 when there are none.

    Args:
        question: what was searched for.
        found: everything the search looked at, best first; the pages behind the leading one matter too.
    """
    if not found:
        return 0.0
    model = _model()
    total = model.bias + sum(
        weight * (value - mean) / spread
        for weight, value, mean, spread in zip(
            model.weights, features(question, found), model.means, model.spreads, strict=True
        )
    )
    return 1 / (1 + math.exp(-total))


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


def telling_words(text: str) -> set[str]:
    """Return the words of a text that say what it is about, cut to their first letters so that forms of one meet."""
    words = (word.replace("’", "'") for word in _WORD.findall(text.lower()))
    return {word[:_STEM] for word in words if word not in _ASKING and len(word) > 1}


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
