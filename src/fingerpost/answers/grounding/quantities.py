"""The figures of a text: amounts, durations, ages, dates, times, numbers to ring, addresses and form names.

Each is read into one form, so that "two weeks" and "14 days" meet and "8 weeks" and "2 months" do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{_TENS})[- ](?:{_ONES})\b|a hundred|one hundred"
    rf"|(?:{_WORDS})\b)"
)
_SCALE = r"(?:\s?(?:k|m|million|thousand|hundred|billion|bn)\b)?"
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join([*_MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"])
# Minutes for the short ones, months for the long ones: a month is not four weeks.
_UNITS: dict[str, tuple[str, int]] = {
    "second": ("second", 1),
    "minute": ("minute", 1),
    "hour": ("minute", 60),
    "day": ("minute", 1440),
    "week": ("minute", 10080),
    "fortnight": ("minute", 20160),
    "month": ("month", 1),
    "year": ("month", 12),
    "working day": ("working day", 1),
    "business day": ("working day", 1),
    "weekday": ("working day", 1),
    "school day": ("school day", 1),
    "calendar month": ("month", 1),
    "calendar day": ("minute", 1440),
    "night": ("night", 1),
    "decade": ("month", 120),
}
_UNIT = (
    r"(?P<unit>(?:working|business|calendar|school)[ -](?:day|month)s?|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?"
    r"|fortnights?|months?|years?|yrs?|nights?|weekdays?|decades?)\b"
)
_MEASURES = {
    name: measure
    for measure, names in {
        "mile": "mile miles",
        "km": "km kilometre kilometres kilometer kilometers",
        "m": "m metre metres meter meters",
        "cm": "cm centimetre centimetres",
        "mm": "mm millimetre millimetres",
        "ft": "foot feet ft",
        "in": "inch inches",
        "kg": "kg kilo kilos kilogram kilograms kilogramme kilogrammes",
        "g": "g gram grams",
        "t": "tonne tonnes ton tons",
        "l": "litre litres liter liters",
        "ml": "ml millilitre millilitres",
        "mph": "mph",
        "°C": "°c degrees",
        "mb": "mb megabytes",
        "acre": "acre acres hectare hectares",
    }.items()
    for name in names.split()
}
_MEASURE = "|".join(sorted(map(re.escape, _MEASURES), key=len, reverse=True))
_NTH = {
    name: number
    for number, name in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
}
_FREQUENCIES = {
    "daily": ("minute", 1440),
    "weekly": ("minute", 10080),
    "fortnightly": ("minute", 20160),
    "monthly": ("month", 1),
    "quarterly": ("month", 3),
    "yearly": ("month", 12),
    "annually": ("month", 12),
    "annual": ("month", 12),
}
_RATE = re.compile(
    rf"(?: or (?:more|less|over|under))?"
    rf"\s*(?:an?|(?:for )?(?:each|every)|per|/)\s+(?:{_UNIT})|\s*(?P<adverb>daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)

_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "url",
        r"(?:https?://|www\.)[^\s,;)]+|\b(?:[a-z0-9-]+\.)+(?:gov\.uk|nhs\.uk|org\.uk|co\.uk|com|org"
        r"|example)\b(?:/[^\s,;)]*)?",
    ),
    ("email", r"[\w.+-]+@[\w-]+\.[\w.-]*\w"),
    (
        "date",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b(?:[.,]{{0,2}} (?P<year>\d{{4}})\b)?",
    ),
    ("date", rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:|\s?[ap]m\b)(?:,? (?P<year>\d{{4}}))?"),
    ("date", rf"\b(?P<month>{_MONTH}) (?P<year>\d{{4}})\b"),
    ("date", r"\b(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<year>\d{4})\b"),
    ("date", r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
    ("phone", r"(?:\+44\s?(?:\(0\))?|\b0)\d(?:[\s-]?\d){7,10}\b"),
    ("time", r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>am|pm|a\.m\.|p\.m\.)(?!\w)"),
    ("time", r"\b(?P<hour>\d{1,2}):(?P<minute>\d{2})\b"),
    ("time", r"\b(?:12 ?)?(?P<word>midday|noon|midnight)\b"),
    ("money", rf"(?:£|€|\$)\s?(?P<number>{_NUMBER}{_SCALE})(?P<pence>p\b)?"),
    ("money", rf"\b(?P<number>{_NUMBER}{_SCALE})\s?(?:(?P<pence>pence|p)|pounds?|euros?)\b"),
    ("percent", rf"(?P<number>{_NUMBER})\s?(?:%|per ?cent\b|percent\b)"),
    ("duration", r"\b(?P<halfhour>half an hour)\b"),
    ("age", rf"\b(?P<number>\d+)(?:st|nd|rd|th) birthday\b|\b(?P<nth>{'|'.join(_NTH)}) birthday\b"),
    ("age", r"(?<![\w£.,])(?P<number>[1-9]\d)s\b(?=[ ,.;]|$)"),
    (
        "duration",
        rf"\b(?P<number>{_NUMBER})(?: or (?:more|fewer|less))?(?: consecutive| full| whole)?"
        rf"(?:[- ]and[- ]a[- ](?P<plushalf>half))?[- ]?{_UNIT}(?P<plus> and a half\b)?",
    ),
    ("duration", rf"\b(?:an?|one) {_UNIT}(?P<plushalf> and a half\b)?"),
    ("frequency", rf"\b(?:every|each|per) {_UNIT}"),
    ("frequency", r"\b(?P<adverb>daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b"),
    ("percent", r"\b(?P<word>half|quarter|third)\b(?! (?:board|term|day|hour|brother|sister|party))"),
    ("code", r"\b(?=[A-Z0-9/-]*\d)[A-Z][A-Z0-9]*\d[A-Z0-9]*(?:[/-][A-Z0-9]+)*\b|\b\d+[A-Z]{1,3}\b"),
    (
        "measure",
        rf"\b(?P<number>{_NUMBER})\s?(?P<measure>{_MEASURE})(?!\w)",
    ),
    ("ordinal", r"\b(?P<number>\d+)(?:st|nd|rd|th)\b"),
    ("number", rf"(?<![\w.,])(?P<number>{_NUMBER}{_SCALE})(?![\w%])"),
)
_READERS = tuple((kind, re.compile(pattern, re.IGNORECASE if kind != "code" else 0)) for kind, pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as read. ``kind`` is what it is of, ``unit`` its unit; ``value`` compares equal for equal figures.

    ``rate`` is set when it is so much for each of a time ("£20 a week"). ``text[start:end]`` is where it stands.
    """

    kind: str
    value: object
    unit: str
    written: str
    start: int
    end: int
    rate: tuple[str, Decimal] | None = None


@lru_cache(maxsize=256)  # one sentence is read by several checks
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the figures of a text in the order in which they stand. No two overlap."""
    taken: list[tuple[int, int]] = []
    found: list[Quantity] = []
    for kind, pattern in _READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            quantity = _read(kind, match, text)
            if quantity is not None:
                taken.append((quantity.start, quantity.end))
                found.append(_signed(quantity, text))
    return _with_rates(sorted(found, key=lambda quantity: quantity.start), text)


def _signed(quantity: Quantity, text: str) -> Quantity:
    """Return an amount with the minus sign that stands right before it: "-£60". A dash between two figures is none."""
    before = text[max(0, quantity.start - 2) : quantity.start]
    if isinstance(quantity.value, Decimal) and re.fullmatch(r"(?:^|[\s(])[-\u2212\u2013]", before):
        return replace(quantity, value=-quantity.value, written=before[-1] + quantity.written, start=quantity.start - 1)
    return quantity


def _with_rates(found: Sequence[Quantity], text: str) -> tuple[Quantity, ...]:
    """Give an amount the rate that stands before it as an adjective: "a yearly income of £5,000"."""
    kept: list[Quantity] = []
    for quantity in found:
        before = kept[-1] if kept else None
        adjective = before is not None and before.kind == "frequency" and before.written.lower() in _FREQUENCIES
        if before is not None and adjective and quantity.kind == "money" and quantity.rate is None:
            between = text[before.end : quantity.start]
            if re.fullmatch(r" (?:[a-z]+ ){1,4}", between) and isinstance(before.value, Decimal):
                kept[-1] = replace(quantity, rate=(before.unit, before.value))
                continue
        kept.append(quantity)
    return tuple(kept)


def _read(kind: str, match: re.Match[str], text: str) -> Quantity | None:
    part = {name: value for name, value in match.groupdict().items() if value}
    written = match.group()
    start, end = match.span()
    if kind in {"url", "email", "code"}:
        value = re.sub(r"^(?:https?://)?(?:www\.)?|[./]+$", "", written.lower() if kind != "code" else written)
        end = start + len(written.rstrip("."))
        return Quantity(kind, value.lower(), "", written, start, end)
    if kind == "phone":
        return Quantity(kind, re.sub(r"^(?:\+440?|0)", "", re.sub(r"[^\d+]", "", written)), "", written, start, end)
    if kind == "date":
        return _date(part, written, start, end)
    if kind == "age":
        value = Decimal(part["number"]) if "number" in part else Decimal(_NTH[part["nth"].lower()])
        return Quantity(kind, value, "year", written, start, end)
    if kind == "time":
        return _time(part, written, start, end)
    if kind in {"frequency", "duration"}:
        return _duration(kind, part, match, text)
    if "word" in part:
        value = {"half": Decimal(50), "quarter": Decimal(25), "third": Decimal(100) / 3}[part["word"].lower()]
        return Quantity(kind, value, "%", written, start, end)
    return _amount(kind, part, match, text)


def _date(part: dict[str, str], written: str, start: int, end: int) -> Quantity | None:
    month = int(part["number"]) if "number" in part else _month(part["month"])
    if written.startswith(("may", "march")):
        return None  # "You may 3 times" and "march 5 miles" are no dates.
    day = int(part["day"]) if "day" in part else None
    year = int(part["year"]) if "year" in part else None
    return Quantity("date", (day, month, year), "", written, start, end)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def _time(part: dict[str, str], written: str, start: int, end: int) -> Quantity:
    if "word" in part:
        return Quantity("time", 0 if part["word"].lower() == "midnight" else 720, "", written, start, end)
    hour = int(part["hour"]) % 24
    half = part.get("half", "").lower()[:1]
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return Quantity("time", hour * 60 + int(part.get("minute", 0)), "", written, start, end)


def _duration(kind: str, part: dict[str, str], match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.span()
    if "adverb" in part:
        unit, each = _FREQUENCIES[part["adverb"].lower()]
        return Quantity("frequency", Decimal(each), unit, match.group(), start, end)
    if "halfhour" in part:
        return Quantity("duration", Decimal(30), "minute", match.group(), start, end)
    unit, each = _unit(part["unit"])
    count = number_of(part["number"]) if "number" in part else Decimal(1)
    if "plushalf" in part or "plus" in part:
        count += Decimal("0.5")
    before = text[:start].lower().rstrip()
    if kind == "duration" and re.search(r"\b(?:every|each|per|once|twice|times)$", before):
        kind = "frequency"
    aged = re.match(r"[- ]olds?\b| of age\b", text[end:], re.IGNORECASE)
    if kind == "duration" and each == 12 and (aged or before.endswith((" aged", " age"))):
        return Quantity("age", count, "year", match.group(), start, end)
    rate, end = _rate(text, end)
    return Quantity(kind, count * each, unit, match.group(), start, end, rate)


def _unit(written: str) -> tuple[str, int]:
    name = written.lower().replace("-", " ").rstrip("s")
    name = {"min": "minute", "hr": "hour", "yr": "year"}.get(name, name)
    return _UNITS[name]


def _amount(kind: str, part: dict[str, str], match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.span()
    written = match.group()
    value = number_of(part["number"])
    if "pence" in part:
        value /= 100
    rate, end = _rate(text, end)
    unit = _MEASURES[part["measure"].lower()] if "measure" in part else ""
    if kind == "money":
        unit = "€" if "€" in written or "euro" in written.lower() else "$" if "$" in written else "£"
    if kind == "number" and written.lower() == "one":
        return None  # "one of these" counts nothing.
    if kind == "number" and re.match(r" of (?:you|them|us)\b", text[end:]):
        return None  # "the two of you" counts nothing that the page must count
    if kind == "number" and re.search(
        r"\b(?:age|aged|over|under|turn|turned|reach|reached)\s$", text[:start], re.IGNORECASE
    ):
        kind, unit = ("age", "year") if re.search(r"\bage[d]?\s$", text[:start], re.IGNORECASE) else (kind, unit)
    if kind == "percent":
        unit = "%"
    return Quantity(kind, value, unit, written, start, end, rate)


def _rate(text: str, end: int) -> tuple[tuple[str, Decimal] | None, int]:
    """Return the time that a figure is for ("a week"), and where the figure with it ends."""
    found = _RATE.match(text, end)
    if found is None:
        return None, end
    unit, each = _FREQUENCIES[found["adverb"].lower()] if found["adverb"] else _unit(found["unit"])
    return (unit, Decimal(each)), found.end()


def number_of(written: str) -> Decimal:
    """Return the value of a number written in figures or words: "1,500", "1.5k", "twenty-one", "a hundred"."""
    lower = written.lower().replace(",", "").strip()
    scale = Decimal(1)
    for ending, times in (("billion", 10**9), ("bn", 10**9), ("million", 10**6), ("thousand", 1000), ("hundred", 100)):
        if lower.endswith(ending):
            lower, scale = lower.removesuffix(ending).strip(), Decimal(times)
            break
    else:
        if re.fullmatch(r"[\d.]+\s?[km]", lower):
            scale = Decimal(1000 if lower[-1] == "k" else 10**6)
            lower = lower[:-1].strip()
    if lower in {"", "a"}:
        return scale
    if lower[0].isdigit():
        return Decimal(lower) * scale
    return Decimal(sum(NUMBER_WORDS[piece] for piece in re.split(r"[- ]", lower))) * scale
