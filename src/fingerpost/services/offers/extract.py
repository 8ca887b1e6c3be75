"""What a person said that a form may ask for: dates, money, ages, numbers of things, yes and no, nations, tax years.

Only what is said outright is taken. "3 May" without a year, "about my age", and money without a period where two are
possible are left for the person to fill in. Each value keeps where it stood, so that ``bind`` can read what is beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import chain

from fingerpost.answers.places import asked_nations
from fingerpost.services.offers.numbers import NUMBER, number_in


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


_PERIODS = {
    "fortnight": (r"(?:(?:a|per|each|every|/) ?(?:fortnight|(?:two|2) weeks)|fortnightly|bob pythefnos|y pythefnos)"),
    "four weeks": r"(?:(?:every|per|each|/) ?(?:four|4) weeks|(?:four|4)[ -]weekly)",
    "year": r"(?:(?:a|per|each|every|for|/) ?(?:year|yr|annum)|p\.?/?a\b\.?|annually|yearly|y flwyddyn|salary|cyflog)",
    "month": r"(?:(?:a|per|each|every|for|/) ?(?:calendar )?month|pcm\b|p\.?/?m\b\.?|monthly|y mis)",
    "week": r"(?:(?:a|per|each|every|for|/) ?(?:week|wk)|p\.?/?w\b\.?|weekly|yr wythnos)",
    "day": r"(?:(?:a|per|each|every|/) ?day|daily|y dydd)",
    "hour": r"(?:(?:an|a|per|each|every|/) ?(?:hour|hr)|p\.?/?h\b\.?|hourly|yr awr)",
}
_PERIOD_AFTER = re.compile(
    r"\A(?: (?:before tax|gross|net))?[ ,]*(?:"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{form})" for name, form in _PERIODS.items())
    + r")",
    re.IGNORECASE,
)
_ADVERBS = {
    "annual": "year", "annually": "year", "yearly": "year", "blynyddol": "year", "monthly": "month", "misol": "month",
    "fortnightly": "fortnight", "weekly": "week", "wythnosol": "week", "daily": "day", "hourly": "hour",
}  # fmt: skip
# "weekly wage is £480", "an annual salary of £31,250", "every week I get 390 pounds".
_PERIOD_BEFORE = re.compile(
    r"\b(?:(?:every|each|per|bob) (?P<each>year|month|fortnight|week|day|hour)"
    r"|(?P<adverb>annual(?:ly)?|yearly|monthly|fortnightly|weekly|daily|hourly|blynyddol|misol|wythnosol))"
    r"(?: (?!and\b)[a-z]+){0,3}[: ]*£? ?\Z",
    re.IGNORECASE,
)
_SCALE = {
    "k": 1000, "grand": 1000, "thousand": 1000, "mil": 1000, "m": 1_000_000, "million": 1_000_000, "miliwn": 1_000_000,
}  # fmt: skip
_MONEY = re.compile(
    rf"(?P<sign>£ ?)?(?<![\w.,:/])(?P<number>{NUMBER})(?P<scale> ?(?:k|m)\b| (?:grand|thousand|million|mil|miliwn)\b)?"
    r"(?P<pounds> ?(?:pounds?|quid|gbp|punt|bunt|o bunn(?:au|oedd))\b)?",
    re.IGNORECASE,
)
# Words that make a bare number an amount: "I earn 300 a week", "my salary is 28000", "on 28000".
_EARNS = re.compile(
    r"\b(?:earn(?:s|ing|ed)?|paid|pay(?:s|ing)?|make|makes|salary|wages?|income|worth|estate|on|gets?|got|getting|receives?|ennill|cyflog"
    r"|owes?|due|tax(?:ed)?)(?: (?:is|of|about|around|me|only|just|was))* ?£? ?\Z",
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
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "twenty-second": 22,
    "twenty-third": 23, "twenty-fourth": 24, "twenty-fifth": 25, "twenty-sixth": 26, "twenty-seventh": 27,
    "twenty-eighth": 28, "twenty-ninth": 29, "thirtieth": 30, "thirty-first": 31,
}  # fmt: skip
_ORDINAL = "|".join(sorted((name.replace("-", "[ -]") for name in _ORDINALS), key=len, reverse=True))
_DAY = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th|ain|af|eg|fed|il|ydd|edd|ed)?|{_ORDINAL})"
_DATES = (
    re.compile(
        rf"\b{_DAY}(?: of| o)?[ -](?P<month>{_MONTH})\b\.?,?[ -](?P<year>\d{{4}}|'?\d{{2}}(?![\d:/]))", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<month>{_MONTH}) {_DAY},? (?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?![\d/-])"),
    re.compile(r"(?<![\d/.-])(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)"),
)
_TAX_YEAR = re.compile(
    r"(?<![\d/.-])(20\d\d) ?(?:[-/–]|to(?= 20)) ?((?:20)?\d\d)\b(?![-/]\d)"
    r"|(?<![\d/.-])(\d\d)[-/](\d\d)(?= (?:tax|self|return|sa)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d/£.,-])\b(20[1-4]\d)\b(?![\d/-]|,\d)")
_PERSON = (
    "mum|mam|mom|mother|dad|father|wife|husband|partner|son|daughter|lad|lass|boy|girl|child|kid|brother|sister|friend"
    "|nephew|niece|nan|gran|grandson|granddaughter|grandad|client|employee|worker|apprentice|girlfriend|boyfriend"
)
_AGE = re.compile(
    rf"\b(?:i'?m|i am|im|he'?s|she'?s|he is|she is|i'?ll be|i will be|turn(?:s|ed|ing)?|aged?|age of|dw?i'?n|rw?y'?n"
    rf"|(?:my|our|the|this) (?:{_PERSON}) (?:is|turns|will be)) "
    rf"(?:now |only |nearly |just |age |aged )?(?P<a>{NUMBER})(?= ?(?:,|\.|;|\?|!|and\b|but\b|years? old|yrs? old|now\b"
    rf"|yo\b|y/o|oed|on £|on \d|with\b|work|earn|getting\b|mlwydd|years?(?: ?[,.;?!]| ?\Z| and\b)|\Z))(?! and a half)"
    rf"|\b(?P<b>{NUMBER})[- ](?:years?|yrs?)[- ]old"
    rf"|\b(?P<c>{NUMBER}) (?:oed|mlwydd oed)\b|\b(?P<d>\d{{2}}) ?(?:yo|y/o)\b"
    rf"|\b(?:{_PERSON}) ?\((?:aged )?(?P<e>\d{{1,2}})\)"
    rf"|\baged? (?P<f>\d{{1,2}})\b(?! ?(?:-|to|or|and (?:over|under))\b)",
    re.IGNORECASE,
)
_NOUNS = {
    "children": (
        r"(?:children|child|kids?|sons?|daughters?|boys?|girls?|babies|little ones|(?:o )?blant|blentyn|plant|plentyn)"
    ),
    "years": r"(?:full |whole |complete )?(?:years?|yrs?|mlynedd|blynedd|flynedd|blwyddyn)",
    "weeks": r"(?:weeks?|wks?|wythnos)",
    "working days": r"(?:working|business) days?|(?:diwrnod|ddiwrnod) gwaith",
    "days a week": (
        r"(?:days?|shifts?) ?(?:a|per|each|every|/) ?(?:week|wk)|day (?:working )?week|(?:diwrnod|ddiwrnod) yr wythnos"
    ),
    "days": r"(?:days?|diwrnod|ddiwrnod)",
    "hours": r"(?:hours?|hrs?|awr)",
}
_NO_CHILDREN = re.compile(
    r"\b(?:no|without|without any|didn'?t have any|never had any|dim) (?:children|kids|plant)\b"
    r"(?! (?:under|over|at|in|living|from|yet|aged|who)\b)",
    re.IGNORECASE,
)
# Welsh has words of their own for two and three days.
_DAYS_IN_ONE_WORD = re.compile(r"\b(?:(?P<two>dd?euddydd)|(?P<three>[td]ridiau)) yr wythnos\b", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?<![\w£.,/])(?P<number>{NUMBER})[ -]?(?:" + "|".join(f"(?P<{key.replace(' ', '_')}>{form})" for key, form in
    (("working days", _NOUNS["working days"]), ("days a week", _NOUNS["days a week"]), *(
        (key, form) for key, form in _NOUNS.items() if key not in ("working days", "days a week")))) + r")\b",
    re.IGNORECASE,
)  # fmt: skip
# "under 3 children", "12 years old", "the second week": not a number of what is asked for.
_NOT_COUNTED_AFTER = re.compile(r"[- ]?(?:old\b|ago\b|late\b|of age)", re.IGNORECASE)
_HAVE = re.compile(r"\b(?:i|he|she) ha(?:ve|s) \Z", re.IGNORECASE)
_RANGE = (
    re.compile(r"\A ?(?:-|–|to|or) ?£?\d", re.IGNORECASE),
    re.compile(r"(?:\d ?(?:-|–| to | or )|\bbetween [^.?!]{1,15} and ) ?£?\Z", re.IGNORECASE),
)
_NOT_SURE_BEFORE = re.compile(
    r"\b(?:if|under|over|below|less than|more than|at least|(?<!going )(?<!gone )up to|between|than|only after)\s+\Z",
    re.IGNORECASE,
)
_THIS_CENTURY = 100
_SMALL = 50
"""What is less is taken for money only where it says that it is."""
_LARGE = 1000
_NEAR = 60
"""How many letters beside a value are read with it."""


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


def _dates(text: str, today: date) -> Iterator[Said]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = _MONTHS.get(match["month"].lower()) or (int(match["month"]) if match["month"].isdigit() else 0)
            written = match["year"].lstrip("'")
            year, day = int(written), _day(match["day"])
            if len(written) == 2:
                year += today.year // _THIS_CENTURY * _THIS_CENTURY
                # A short year is the nearest one that is not more than a few years ahead: "3/5/64" is long past.
                year -= _THIS_CENTURY if year > today.year + 3 else 0
            try:
                yield Said(ValueKind.DATE, date(year, month, day), *match.span())
            except ValueError:
                continue


def _day(written: str) -> int:
    named = _ORDINALS.get(written.lower().replace(" ", "-"))
    return named or int("".join(filter(str.isdigit, written)))


def _tax_years(text: str) -> Iterator[Said]:
    for match in _TAX_YEAR.finditer(text):
        first, second = (int(match[1]), int(match[2][-2:])) if match[1] else (2000 + int(match[3]), int(match[4]))
        if (first + 1) % _THIS_CENTURY == second:
            yield Said(ValueKind.TAX_YEAR, f"{first}-{second:02d}", *match.span())


def _years(text: str) -> Iterator[Said]:
    for match in _YEAR.finditer(text):
        yield Said(ValueKind.YEAR, int(match[1]), *match.span())


def _ages(text: str) -> Iterator[Said]:
    for match in _AGE.finditer(text):
        group = next(name for name in "abcdef" if match[name])
        age = number_in(match[group])
        if age is not None and age == age.to_integral_value() and 0 < age < 120:
            yield Said(ValueKind.AGE, int(age), *match.span(group))


def _counts(text: str) -> Iterator[Said]:
    for match in _COUNT.finditer(text):
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if _NOT_COUNTED_AFTER.match(text, match.end()) or _NOT_SURE_BEFORE.search(before):
            continue
        number = number_in(match["number"])
        unit = next(name for name in _NOUNS if match[name.replace(" ", "_")])
        # "I have 48 years" is an age to some, and years of work to others.
        if number is not None and not (unit == "years" and _HAVE.search(before)):
            yield Said(ValueKind.COUNT, number, *match.span(), unit=unit)
    for match in _NO_CHILDREN.finditer(text):
        yield Said(ValueKind.COUNT, Decimal(0), *match.span(), unit="children")
    for match in _DAYS_IN_ONE_WORD.finditer(text):
        yield Said(ValueKind.COUNT, Decimal(2 if match["two"] else 3), *match.span(), unit="days a week")


def _money(text: str) -> Iterator[Said]:
    for match in _MONEY.finditer(text):
        amount = number_in(match["number"])
        if amount is None:
            continue
        scale = (match["scale"] or "").strip().lower()
        amount *= _SCALE.get(scale, 1)
        before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
        period = _PERIOD_AFTER.match(after)
        earlier = None if period else _PERIOD_BEFORE.search(before)
        # "fifty thousand pound salary" and "£32k a year" say what they are; "300" alone only beside earning.
        large = amount >= _LARGE and not match["number"][0].isdigit()
        marked = bool(match["sign"] or match["pounds"] or scale or (large and period))
        if not (marked or (amount >= _SMALL and _EARNS.search(before))):
            continue
        if _NOT_SURE_BEFORE.search(before) or _RANGE[0].match(after) or _RANGE[1].search(before):
            continue
        unit = (period.lastgroup or "").replace("_", " ") if period else ""
        if earlier is not None:
            unit = (earlier["each"] or "").lower() or _ADVERBS[earlier["adverb"].lower()]
        yield Said(ValueKind.MONEY, amount, *match.span(), unit=unit)
