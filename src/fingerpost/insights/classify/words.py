"""The words of a question as the topics' classifier counts them: single words and pairs, without the small ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W\d_]+)?")
_SMALL = frozenset(
    """
    a about after again all also am an and any are as at be because been before being both but by can cannot could did
    do does doing don't down during each few for from further get go had has have having he her here hers him his how
    however i if i'm in into is it its just know like may me might more most much my need no nor not now of off on once
    only or other our out over own please same she should so some such than that the their them then there these they
    this those through to too under until up us very want was we were what when where which while who whom why will
    with would you your i've it's that's he's she's can't i'd
    """.split()  # noqa: SIM905 - a list of quoted words is harder to read
)


def terms(text: str) -> Counter[str]:
    """Return how often each word and each pair of neighbouring words is said, in small letters."""
    words = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    telling = [word for word in words if word not in _SMALL]
    return Counter(telling) + Counter(f"{one} {two}" for one, two in pairwise(telling))


def known_terms(texts: Sequence[str], *, least: int = 2) -> dict[str, float]:
    """Return the weight of each term that at least ``least`` texts say: the rarer, the more (inverse frequency)."""
    held = Counter(term for text in texts for term in terms(text))
    return {term: 1 + log((1 + len(texts)) / (1 + count)) for term, count in sorted(held.items()) if count >= least}


def weighed(found: Mapping[str, int], weights: Mapping[str, float]) -> Iterable[tuple[str, float]]:
    """Yield each known term with its share in a vector of unit length."""
    raw = [(term, (1 + log(count)) * weights[term]) for term, count in found.items() if term in weights]
    length = sum(value * value for _, value in raw) ** 0.5
    return ((term, value / length) for term, value in raw)
