"""Numbers as people write them: digits, and words in English and Welsh, up to the millions.

A run of words is read only if it is one number: "two hundred and fifty" is, "two three" and "one and two" are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "un": 1, "dau": 2, "ddau": 2, "dwy": 2, "ddwy": 2, "tri": 3, "dri": 3, "tair": 3, "dair": 3, "pedwar": 4,
    "bedwar": 4, "pedair": 4, "bedair": 4, "pum": 5, "bum": 5, "pump": 5, "bump": 5, "chwe": 6, "chwech": 6,
    "saith": 7, "wyth": 8, "naw": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "deg": 10, "deng": 10, "ddeg": 10, "ddeng": 10, "deuddeg": 12, "ddeuddeg": 12, "deuddeng": 12, "pymtheg": 15,
    "bymtheg": 15, "pymtheng": 15, "deunaw": 18, "ddeunaw": 18,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "ugain": 20, "deugain": 40, "ddeugain": 40,
}  # fmt: skip
_HUNDRED = frozenset({"hundred", "cant", "gant", "chant", "can", "gan", "chan"})
_LARGE = {"thousand": 1000, "mil": 1000, "fil": 1000, "million": 1_000_000, "miliwn": 1_000_000, "filiwn": 1_000_000}
_WHOLE = {"a couple of": 2, "hanner cant": 50, "half a million": 500_000, "a quarter of a million": 250_000}
_JOINS = frozenset({"and", "ar", "a"})
_LAST_IS_HALF = " and a half"
_TEN = 10

_FIRST = "|".join(sorted([*_ONES, *_TEENS, *_TENS], key=len, reverse=True))
_ANY = "|".join(sorted([*_ONES, *_TEENS, *_TENS, *_HUNDRED, *_LARGE], key=len, reverse=True))
_HALVES = "|".join(_WHOLE)
NUMBER = (
    r"(?:\d{1,3}(?: \d{3}){1,3}(?!\d)|\d[\d,]*(?:\.\d+)?"
    rf"|\b(?:{_HALVES}|(?:{_FIRST}|a (?:hundred|thousand|million))(?:(?:[ -]| and | ar )(?:{_ANY})\b){{0,9}}"
    rf"(?:{_LAST_IS_HALF})?)(?!\w))"
)
"""A pattern of what may be a number; ``number_in`` says if it is one."""


def number_in(words: str) -> Decimal | None:
    """Return a number written in digits or in words, English or Welsh; ``None`` for anything else."""
    lowered = " ".join(words.lower().strip().replace("-", " ").split())
    if lowered[:1].isdigit():
        return _in_digits(lowered)
    if lowered in _WHOLE:
        return Decimal(_WHOLE[lowered])
    half = lowered.endswith(_LAST_IS_HALF)
    whole = _in_words(lowered.removesuffix(_LAST_IS_HALF).split())
    return None if whole is None else Decimal(whole) + (Decimal("0.5") if half else 0)


def _in_digits(written: str) -> Decimal | None:
    if re.match(r"\d+\.\d{3}\Z|0\d", written):
        # "1.500" is fifteen hundred to somebody from much of Europe, and one and a half here; "07700" is dialled.
        return None
    try:
        return Decimal(written.replace(",", "").replace(" ", "").rstrip("."))
    except InvalidOperation:
        return None


def _in_words(words: Sequence[str]) -> int | None:
    """Return the number that a run of words is, by the thousands and what is under a thousand."""
    total, group = 0, list[str]()
    largest = max(_LARGE.values()) + 1
    for word in words:
        if word not in _LARGE:
            group.append(word)
            continue
        size = _LARGE[word]
        count = 1 if group in ([], ["a"]) else _under_a_thousand(group)
        if count is None or size >= largest:
            return None
        total, largest, group = total + count * size, size, []
    if not group:
        return total or None
    rest = _under_a_thousand(group[1:] if total and group[0] in _JOINS else group)
    return None if rest is None else total + rest


def _under_a_thousand(words: Sequence[str]) -> int | None:
    at = next((place for place, word in enumerate(words) if word in _HUNDRED), None)
    if at is None:
        return _under_a_hundred(words)
    hundreds = 1 if list(words[:at]) in ([], ["a"]) else _under_a_hundred(words[:at])
    rest = list(words[at + 1 :])
    if hundreds is None or hundreds >= _TEN:
        return None
    if not rest:
        return hundreds * 100
    below = _under_a_hundred(rest[1:] if rest[0] in _JOINS else rest)
    return None if below is None else hundreds * 100 + below


def _under_a_hundred(words: Sequence[str]) -> int | None:
    """Return "forty five", "un deg dau" (one ten two), "dau ddeg tri" (two tens three), "un ar bymtheg" (one on 15)."""
    match [*words]:
        case [one] if one in _ONES or one in _TEENS or one in _TENS:
            return (_ONES | _TEENS | _TENS)[one]
        case [tens, one] if tens in _TENS and one in _ONES:
            return _TENS[tens] + _ONES[one]
        case [tens, ten] if tens in _ONES and _TEENS.get(ten) == _TEN:
            return _ONES[tens] * _TEN
        case [tens, ten, one] if tens in _ONES and _TEENS.get(ten) == _TEN and one in _ONES:
            return _ONES[tens] * _TEN + _ONES[one]
        case [one, "ar", teen] if one in _ONES and (teen in _TEENS or teen in _TENS):
            return _ONES[one] + (_TEENS | _TENS)[teen]
        case _:
            return None
