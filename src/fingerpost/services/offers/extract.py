"""What a person said that a form may ask for: dates, money, ages, numbers of things, yes and no, nations, tax years.

Only what is said outright is taken. "3 May" without a year, "about my age", and money without a period where two are
possible are left for the person to fill in. Each value keeps where it stood, so that ``bind`` can read what is beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import chain

from fingerpost.answers.places import asked_nations


class ValueKind(StrEnum):
    """What kind of thing was said."""

    DATE = "date"
    MONEY = "money"
    AGE = "age"
    COUNT = "count"
    NATION = "nation"
    TAX_YEAR = "tax_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Said:
    """One value somebody said.

    ``value`` is a date, a ``Decimal`` of pounds or of a count, a whole number, or text. ``unit`` is the period of money
    ("year", "month", "week", "day", "hour", or empty) or the noun of a count ("years", "children", "days"...).
    """

    kind: ValueKind
    value: date | Decimal | int | str
    start: int
    end: int
    unit: str = ""


_UNITS = {
    "one": 1, "a couple of": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
    "un": 1, "dau": 2, "ddau": 2, "dwy": 2, "ddwy": 2, "tri": 3, "dri": 3, "tair": 3, "dair": 3, "pedwar": 4,
    "bedwar": 4, "pedair": 4, "bedair": 4, "pum": 5, "bum": 5, "pump": 5, "chwe": 6, "chwech": 6,
    "saith": 7, "wyth": 8, "naw": 9, "deg": 10, "deng": 10, "ddeg": 10, "ddeng": 10, "ugain": 20,
}  # fmt: skip
_NUMBER_WORD = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_N = rf"(?:\d[\d,]*(?:\.\d+)?|(?:{_NUMBER_WORD})(?:[ -](?:{_NUMBER_WORD}))?)"

_PERIODS = {
    "year": r"(?:(?:a|per|each|every|/) ?(?:year|yr|annum)|p\.?a\b\.?|annually|yearly|y flwyddyn|salary|cyflog)",
    "month": r"(?:(?:a|per|each|every|/) ?(?:calendar )?month|pcm\b|p\.?m\b\.?|monthly|y mis)",
    "week": r"(?:(?:a|per|each|every|/) ?(?:week|wk)|p\.?w\b\.?|weekly|yr wythnos)",
    "day": r"(?:(?:a|per|each|every|/) ?day|daily|y dydd)",
    "hour": r"(?:(?:an|a|per|each|every|/) ?(?:hour|hr)|p\.?h\b\.?|hourly|yr awr)",
}
_PERIOD_AFTER = re.compile(
    r"\A(?: (?:before tax|gross|net))?[ ,]*(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in _PERIODS.items())
    + r")",
    re.IGNORECASE,
)
_SCALE = {"k": 1000, "grand": 1000, "thousand": 1000, "mil": 1000, "m": 1_000_000, "million": 1_000_000}
_MONEY = re.compile(
    rf"(?P<sign>£ ?)?(?<![\w.,:/])(?P<number>{_N})(?P<scale> ?(?:k|m)\b| (?:grand|thousand|million|mil)\b)?"
    r"(?P<pounds> ?(?:pounds?|quid|gbp|o bunnau)\b)?",
    re.IGNORECASE,
)
# Words that make a bare number an amount: "I earn 300 a week", "my salary is 28000", "on 28000".
_EARNS = re.compile(
    r"\b(?:earn(?:s|ing|ed)?|paid|pay(?:s|ing)?|make|makes|salary|wages?|income|worth|estate|on|got|ennill|cyflog"
    r"|owes?|due|tax(?:ed)?)(?: (?:is|of|about|around|me|only|just|of about|was))* ?£? ?\Z",
    re.IGNORECASE,
)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr", "february feb chwefror", "march mar mawrth", "april apr ebrill", "may mai",
            "june jun mehefin", "july jul gorffennaf", "august aug awst", "september sept sep medi",
            "october oct hydref", "november nov tachwedd", "december dec rhagfyr",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|ain|af|eg|fed)?"
_DATES = (
    re.compile(
        rf"\b{_DAY}(?: of)?[ -](?P<month>{_MONTH})\b\.?,?[ -](?P<year>\d{{4}}|'?\d{{2}}(?![\d:/]))", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<month>{_MONTH}) {_DAY},? (?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?![\d/-])"),
    re.compile(r"(?<![\d/.-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"),
)
_TAX_YEAR = re.compile(r"\b(20\d\d) ?[-/–] ?((?:20)?\d\d)\b(?![-/]\d)")
_YEAR = re.compile(r"(?<![\d/£.,-])\b(20[1-4]\d)\b(?![\d/-]|,\d)")
_AGE = re.compile(
    rf"\b(?:i'?m|i am|im|he'?s|she'?s|he is|she is|i'?ll be|i will be|turn(?:s|ed|ing)?|aged?|age of|dw?i'?n|rw?y'?n) "
    rf"(?:now |only |nearly |just |age |aged )?(?P<a>{_N})(?= ?(?:,|\.|;|\?|!|and\b|but\b|years? old|yrs? old|now\b"
    rf"|yo\b|y/o|oed|mlwydd|\Z))(?! and a half)|\b(?P<b>{_N})[- ](?:years?|yrs?)[- ]old"
    rf"|\b(?P<c>{_N}) (?:oed|mlwydd oed)\b|\b(?P<d>\d{{2}}) ?(?:yo|y/o)\b",
    re.IGNORECASE,
)
_NOUNS = {
    "children": r"(?:children|child|kids?|sons?|daughters?|boys|girls|babies|little ones|blant|blentyn|plant|plentyn)",
    "years": r"(?:full |whole |complete )?(?:years?|yrs?|mlynedd|blynedd|flynedd|blwyddyn)",
    "weeks": r"(?:weeks?|wks?|wythnos)",
    "working days": r"(?:working|business) days?|(?:diwrnod|ddiwrnod) gwaith",
    "days a week": (
        r"(?:days?|shifts?) ?(?:a|per|each|every|/) ?(?:week|wk)|day (?:working )?week|(?:diwrnod|ddiwrnod) yr wythnos"
    ),
    "days": r"(?:days?|diwrnod|ddiwrnod)",
    "hours": r"(?:hours?|hrs?|awr)",
}
_COUNT = re.compile(
    rf"(?<![\w£.,/])(?P<number>{_N})[ -]?(?:" + "|".join(f"(?P<{key.replace(' ', '_')}>{form})" for key, form in
    (("working days", _NOUNS["working days"]), ("days a week", _NOUNS["days a week"]), *(
        (key, form) for key, form in _NOUNS.items() if key not in ("working days", "days a week")))) + r")\b",
    re.IGNORECASE,
)  # fmt: skip
# "under 3 children", "12 years old", "the second week": not a number of what is asked for.
_NOT_COUNTED_AFTER = re.compile(r"\A[- ]?(?:old\b|ago\b|late\b|of age)", re.IGNORECASE)
_NOT_SURE_BEFORE = re.compile(
    r"\b(?:if|under|over|below|less than|more than|at least|up to|between|than|only after)\s+\Z", re.IGNORECASE
)
_THIS_CENTURY = 100


def said_in(text: str, *, today: date | None = None) -> tuple[Said, ...]:
    """Return what is said in a text, in reading order.

    Args:
        text: in the person's own words.
        today: the day it is; a birth year of two digits is the last such year before it. Today, when left out.
    """
    day = today or date.today()  # noqa: DTZ011 - people speak of their own day
    found: list[Said] = []
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return not any(start < there_end and there_start < end for there_start, there_end in taken)

    finders = (_tax_years(text), _dates(text, day), _ages(text), _counts(text), _money(text), _years(text))
    for each in chain.from_iterable(finders):
        if free(each.start, each.end):
            found.append(each)
            taken.append((each.start, each.end))
    nations = asked_nations(text)
    if len(nations) == 1:
        found.append(Said(ValueKind.NATION, next(iter(nations)).replace("_", "-"), 0, 0))
    return tuple(sorted(found, key=lambda each: each.start))


def number_in(words: str) -> Decimal | None:
    """Return a number written in digits or in words up to ninety-nine, English or Welsh; ``None`` for anything else."""
    lowered = words.lower().strip()
    if lowered[:1].isdigit():
        try:
            return Decimal(lowered.replace(",", "").rstrip("."))
        except InvalidOperation:
            return None
    if lowered in _UNITS:
        return Decimal(_UNITS[lowered])
    tens, _, ones = lowered.replace("-", " ").rpartition(" ")
    if tens in _UNITS and ones in _UNITS and _UNITS[tens] >= 20 and _UNITS[ones] < 10:
        return Decimal(_UNITS[tens] + _UNITS[ones])
    return None


def _dates(text: str, today: date) -> Iterator[Said]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = _MONTHS.get(match["month"].lower()) or (int(match["month"]) if match["month"].isdigit() else 0)
            written = match["year"].lstrip("'")
            year = int(written)
            if len(written) == 2:
                year += today.year // _THIS_CENTURY * _THIS_CENTURY
                # A short year is the nearest one that is not more than a few years ahead: "3/5/64" is long past.
                year -= _THIS_CENTURY if year > today.year + 3 else 0
            try:
                yield Said(ValueKind.DATE, date(year, month, int(match["day"])), *match.span())
            except ValueError:
                continue


def _tax_years(text: str) -> Iterator[Said]:
    for match in _TAX_YEAR.finditer(text):
        first, second = int(match[1]), int(match[2][-2:])
        if (first + 1) % _THIS_CENTURY == second:
            yield Said(ValueKind.TAX_YEAR, f"{first}-{second:02d}", *match.span())


def _years(text: str) -> Iterator[Said]:
    for match in _YEAR.finditer(text):
        yield Said(ValueKind.YEAR, int(match[1]), *match.span())


def _ages(text: str) -> Iterator[Said]:
    for match in _AGE.finditer(text):
        group = next(name for name in "abcd" if match[name])
        age = number_in(match[group])
        if age is not None and age == age.to_integral_value() and 0 < age < 120:
            yield Said(ValueKind.AGE, int(age), *match.span(group))


def _counts(text: str) -> Iterator[Said]:
    for match in _COUNT.finditer(text):
        if _NOT_COUNTED_AFTER.match(text[match.end() :]) or _NOT_SURE_BEFORE.search(text[: match.start()]):
            continue
        number = number_in(match["number"])
        unit = next(name for name in _NOUNS if match[name.replace(" ", "_")])
        if number is not None:
            yield Said(ValueKind.COUNT, number, *match.span(), unit=unit)


def _money(text: str) -> Iterator[Said]:
    for match in _MONEY.finditer(text):
        amount = number_in(match["number"])
        if amount is None:
            continue
        scale = (match["scale"] or "").strip().lower()
        amount *= _SCALE.get(scale, 1)
        before, after = text[: match.start()], text[match.end() :]
        period = _PERIOD_AFTER.match(after)
        # "fifty thousand pound salary" and "£32k a year" say what they are; "300" alone only beside earning.
        marked = bool(match["sign"] or match["pounds"] or scale)
        if not (marked or (amount >= 50 and _EARNS.search(before))):
            continue
        if _NOT_SURE_BEFORE.search(before):
            continue
        unit = period.lastgroup or "" if period else ""
        yield Said(ValueKind.MONEY, amount, *match.span(), unit=unit)
