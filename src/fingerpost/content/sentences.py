"""Where the sentences of a text stand, exactly."""

from __future__ import annotations

import re
from typing import cast

import sentencex

_LONGEST_BRACKET = 400
"""A bracket that closes later than this many characters was never meant to be closed."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What follows these belongs to them, however it begins.
_ALWAYS_OPEN = _words(
    "mr mrs ms dr prof rev hon st approx ca cllr e.g eg i.e ie e.e h.y para paras fig figs sect reg regs vs viz insp "
    "sgt capt col lt gen messrs incl excl"
)
# And these when a number follows: "No. 5", "p. 12", "max. £20".
_OPEN_BEFORE_NUMBER = _words(
    "no nos rhif rhifau tel ffôn ext ref p pp t tt s ss sch ch cl vol min max est jan feb mar apr jun jul aug sep sept "
    "oct nov dec"
)
_ENDS_WITHOUT_SPACE = "。！？"
_AFTER_BRACKET = re.compile(r"(?<=[.!?]\))(?=\s+[A-Z“‘])")
_LAST_WORD = re.compile(r"([^\s(\[“‘\"']+)\.$")
_NUMBERING = re.compile(r"^[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)\]]{1,2}$")
_NUMBER_NEXT = re.compile(r"^[£€$]?\d")
_SAYS_SOMETHING = re.compile(r"\w")


def find_sentences(text: str, *, locale: str = "en") -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of ``text``, in order: Python string indices, no white space at the ends.

    Together they hold every character of ``text`` but the white space between them. Rules are sentencex's for the
    locale's language, mended where guidance shows them wrong: "para. 4", "approx. 5 days", "open Mon. and Tue. only",
    "(a) first", a bracket of two sentences.

    Args:
        text: one paragraph or one line.
        locale: a language tag, such as ``en`` or ``cy``. A language without rules of its own is read as English.
    """
    joined: list[tuple[int, int]] = []
    for start, end in _segment(text, locale.partition("-")[0].lower()):
        if joined and _goes_on(text, joined[-1], start, end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _goes_on(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Say whether the words from ``start`` to ``end`` are still of the sentence ``before``."""
    if before[1] == start and text[start - 1] not in _ENDS_WITHOUT_SPACE:
        return True
    return _belongs(text[max(before[0], start - _LONGEST_BRACKET) : before[1]], text[start:end])


def _segment(text: str, language: str) -> list[tuple[int, int]]:
    if not text.strip():
        return []
    # sentencex is compiled and has no stubs.
    found = cast("list[str]", sentencex.segment(language, text))  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    if "".join(found) != text:  # Never seen; the promise is ours, not the library's.
        found = re.split(r"(?<=[.!?])(?=\s)", text)
    spans: list[tuple[int, int]] = []
    place = 0
    for piece in (part for whole in found for part in _AFTER_BRACKET.split(whole)):
        start = place + len(piece) - len(piece.lstrip())
        end = place + len(piece.rstrip())
        place += len(piece)
        if end > start:
            spans.append((start, end))
    return spans


def _belongs(before: str, after: str) -> bool:
    """Say whether ``after`` goes on with the sentence ``before`` is the beginning of."""
    if not _SAYS_SOMETHING.search(after) or _NUMBERING.match(before):
        return True
    if _is_open_bracket(before) and len(before) + len(after) <= _LONGEST_BRACKET and ")" in after:
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word[1].lower()
    if last in _ALWAYS_OPEN or (last in _OPEN_BEFORE_NUMBER and _NUMBER_NEXT.match(after)):
        return True
    # A sentence of guidance doesn't begin in lower case; what follows a short word and a full stop does.
    return after[0].islower() and (len(last) <= 4 or "." in last) and not last.isdigit()


def _is_open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")")
