"""How a true answer is made false, one change at a time: the kinds of mistake that a model makes.

Each alteration takes a text and a seeded random source and returns the altered text, or ``None`` where there is nothing
of the kind to alter. The names and sentences that it puts in are in ``data/alterations.toml``.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

Alteration = Callable[[str, random.Random], str | None]

_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w/])|(?<![\w.,/-])\d+(?:\.\d+)?(?![\w/-])")
_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "fourteen",
    "fifteen",
    "twenty",
    "thirty",
]
_NUMBER_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})\b")
_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})\b(?: (\d{{4}}))?")
_YEAR = re.compile(rf"(?<=(?:{'|'.join(m[-3:] for m in _MONTHS)}) )(\d{{4}})\b")
_TIME = re.compile(r"\b(\d{1,2})(?::(\d{2}))?(am|pm)\b")
_UNITS: tuple[tuple[str, str], ...] = (
    (r"\bworking days\b", "weeks"),
    (r"(?<=\d )minutes\b", "hours"),
    (r"(?<=\d )hours\b", "days"),
    (r"(?<=\d )days\b", "weeks"),
    (r"(?<=\d )weeks\b", "months"),
    (r"(?<=\d )months\b", "years"),
    (r"(?<=\d )years\b", "months"),
    (r"(?<=1 )hour\b", "day"),
    (r"(?<=1 )day\b", "week"),
    (r"(?<=1 )week\b", "month"),
    (r"(?<=1 )month\b", "year"),
    (r"(?<=1 )year\b", "month"),
    (r"\ba week\b", "a month"),
    (r"\ba month\b", "a year"),
    (r"\ba year\b", "a month"),
    (r"\bevery week\b", "every month"),
    (r"\bper week\b", "per month"),
    (r"(?<=\d )miles\b", "kilometres"),
    (r"(?<=\d )metres\b", "feet"),
    (r"(?<=\d)kg\b", "g"),
    (r"(?<=\d)%", " pounds"),
    (r"£(?=\d+(?:\.\d+)?(?![\d,]))", "€"),
)
_NOTS: tuple[tuple[str, str], ...] = (
    (r"\b([Cc])annot\b", r"\1an"),
    (r"\b([Cc]a)n[’']t\b", r"\1n"),
    (r"\b([Ww])on[’']t\b", r"\1ill"),
    (r"\b(do|does|did|is|are|was|were|has|have|must|should|would|could|need)n[’']t\b", r"\1"),
    (r"\b(do|does|did|is|are|was|were|has|have|must|should|would|could|may|will|can) not\b", r"\1"),
    (r"\bDo not (\w)", r"\1"),
    (r"\b[Nn]ever ", ""),
    (r"\bnot ", ""),
)
_OPENS_WITH_CONDITION = re.compile(
    r"^(?:If|Unless|When|Once|Until)\b[^,.;|]*, (?=(?:you|we|they|your|the|it|ask|tell|call|apply|send)\b)"
)
_CONDITION = re.compile(
    r",? (?<!even )(?<!as )(?<!check )(?<!out )(?:but only if|only if|but only when|if|unless|except(?: for| if| when)?"
    r"|until|as long as|provided(?: that)?|apart from) [^.;:]*(?=[.;]|$)"
)
_ONLY = re.compile(r"\b[Oo]nly ")
_LONG_ENOUGH = 3


def changed_number(text: str, rng: random.Random) -> str | None:
    """Change one number: a digit of it, or the word for it."""
    dated = [match.span() for pattern in (_DATE, _TIME, _YEAR) for match in pattern.finditer(text)]
    free = [
        match
        for pattern in (_NUMBER, _NUMBER_WORD)
        for match in pattern.finditer(text)
        if not any(start <= match.start() < end for start, end in dated)
    ]
    if not free:
        return None
    match = rng.choice(free)
    return _put(text, match.span(), _other_number(match.group(), rng))


def _other_number(written: str, rng: random.Random) -> str:
    if written.lower() in _WORDS:
        other = rng.choice([word for word in _WORDS if word != written.lower()])
        return other.capitalize() if written[0].isupper() else other
    place = rng.choice([place for place, character in enumerate(written) if character.isdigit()])
    digits = [digit for digit in "0123456789" if digit != written[place] and not (digit == "0" and place == 0)]
    return f"{written[:place]}{rng.choice(digits)}{written[place + 1 :]}"


def changed_date(text: str, rng: random.Random) -> str | None:
    """Change the day, the month or the year of a date, a day of the week, or a time of day."""
    changes: list[tuple[tuple[int, int], str]] = []
    for match in _DATE.finditer(text):
        day = rng.choice([number for number in range(1, 29) if number != int(match[1])])
        changes.append((match.span(1), str(day)))
    for pattern, names in ((_MONTH, _MONTHS), (_DAY, _DAYS)):
        for match in pattern.finditer(text):
            if pattern is _MONTH and match[1] == "May" and not re.search(r"\d $", text[: match.start()]):
                continue
            changes.append((match.span(1), rng.choice([name for name in names if name != match[1]])))
    changes.extend((match.span(1), str(int(match[1]) + rng.choice([-2, -1, 1, 2]))) for match in _YEAR.finditer(text))
    for match in _TIME.finditer(text):
        hour = rng.choice([number for number in range(1, 12) if number != int(match[1])])
        changes.append((match.span(1), str(hour)))
    return _put(text, *rng.choice(changes)) if changes else None


def changed_unit(text: str, rng: random.Random) -> str | None:
    """Change what a figure counts: days made weeks, a week made a month, pounds made euros."""
    found = [(match.span(), other) for pattern, other in _UNITS for match in re.finditer(pattern, text)]
    return _put(text, *rng.choice(found)) if found else None


def dropped_not(text: str, rng: random.Random) -> str | None:
    """Leave out one "not" or "never"."""
    for pattern, other in _NOTS:
        found = list(re.finditer(pattern, text))
        if found:
            match = rng.choice(found)
            return _capital(f"{text[: match.start()]}{match.expand(other)}{text[match.end() :]}")
    return None


def dropped_condition(text: str, rng: random.Random) -> str | None:
    """Leave out one condition, exception or limit."""
    kept: list[str] = []
    opens = _OPENS_WITH_CONDITION.match(text)
    if opens:
        kept.append(_capital(text[opens.end() :]))
    kept += [f"{text[: match.start()]}{text[match.end() :]}" for match in _CONDITION.finditer(text)]
    kept += [_capital(f"{text[: match.start()]}{text[match.end() :]}") for match in _ONLY.finditer(text)]
    kept = [left for left in kept if len(re.findall(r"\w+", left)) >= _LONG_ENOUGH]
    return rng.choice(kept) if kept else None


def swapped_entity(text: str, rng: random.Random) -> str | None:
    """Put another of its kind for one person, body, place or thing."""
    found: list[tuple[tuple[int, int], str]] = []
    for names in _groups():
        for name in names:
            for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE):
                others = [other for other in names if other.lower() not in text.lower()]
                if others:
                    other = rng.choice(others)
                    found.append((match.span(), other.capitalize() if match.group()[0].isupper() else other))
    return _put(text, *rng.choice(found)) if found else None


def added_fact(text: str, rng: random.Random) -> str | None:
    """Put one more thing after it that the page does not say."""
    words = set(re.findall(r"\w+", text.lower()))
    fresh = [fact for fact in _facts() if not set(re.findall(r"\w{4,}", fact.lower())) <= words]
    return f"{text} {rng.choice(fresh)}" if fresh else None


def stitch(first: str, second: str) -> str | None:
    """Return the beginning of one sentence joined to the end of another, or ``None`` where either is too short."""
    ahead, behind = first.split(), second.split()
    if len(ahead) < 2 * _LONG_ENOUGH or len(behind) < 2 * _LONG_ENOUGH:
        return None
    stitched = " ".join([*ahead[: len(ahead) // 2], *behind[len(behind) // 2 :]])
    return stitched if stitched not in {first, second} else None


STATEMENT_ALTERATIONS: dict[str, Alteration] = {
    "changed_number": changed_number,
    "changed_date": changed_date,
    "changed_unit": changed_unit,
    "dropped_not": dropped_not,
    "dropped_condition": dropped_condition,
    "swapped_entity": swapped_entity,
    "added_fact": added_fact,
}
"""What is done to an answer's text, its quotations left true."""

QUOTATION_ALTERATIONS = ("other_page", "stitched")
"""What is done to an answer's quotations, its text left true."""


def _put(text: str, span: tuple[int, int], other: str) -> str:
    return f"{text[: span[0]]}{other}{text[span[1] :]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    source = files("fingerpost.evaluation") / "data" / "alterations.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _groups() -> Sequence[Sequence[str]]:
    return cast("Sequence[Sequence[str]]", _written()["entities"])


def _facts() -> Sequence[str]:
    return cast("Sequence[str]", _written()["facts"])
