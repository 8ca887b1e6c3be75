"""Which words of a text say what it is about."""

from __future__ import annotations

import re
from functools import lru_cache

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


@lru_cache(maxsize=4_096)
def words_about(text: str) -> frozenset[str]:
    """Return the words of a text that say what it is about, cut to their first letters so that forms of one meet.

    The last few thousand texts are remembered: the same sections are found again and again.
    """
    return frozenset(telling_words(text))


def telling_words(text: str) -> set[str]:
    """Return what ``words_about`` does, as a set of one's own."""
    words = (word.replace("’", "'") for word in _WORD.findall(text.lower()))
    return {word[:_STEM] for word in words if word not in _ASKING and len(word) > 1}
