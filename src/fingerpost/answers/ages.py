"""Ages as guidance limits them and as people give them: spans of whole years."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

OLDEST = 200
_OLDEST_GIVEN = 120
STATE_PENSION_AGE = 66
"""The State Pension age from October 2020, Pensions Act 2014 section 26. It only tells spans apart: nothing is worked
out from it, and whoever is within two years of it is taken to have said nothing."""

_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
# A number of anything but years of age.
_UNIT = (
    r"(?![\d,.]*\d)(?!\s*(?:%|per ?cent|p\b|m\b|km|miles?|metres?|centimetres?|millimetres?|hours?|days?|weeks?"
    r"|months?|minutes?|people|employees|litres?|kg|tonnes?|cm|mm|cc|acres?|hectares?|items?|homes?|guests?"
    r"|years?\b(?! old| of age)))"
)
_N = r"(?<![£$€\d.,])(\d{1,2})" + _UNIT
_YEARS = r"(?: years?(?: old| of age)?)?"
_UNDER = re.compile(
    rf"\b(?:under|below|younger than|less than)(?: the age of| age)? {_N}|\bo dan {_N}|\biau na {_N}", re.IGNORECASE
)
_OR_UNDER = re.compile(rf"\b(?:aged? |are |is )?{_N}{_YEARS} (?:or|and|neu) (?:under|younger|below|iau)", re.IGNORECASE)
_OR_OVER = re.compile(
    rf"\b(?:aged? |are |is |at least )?{_N}{_YEARS} (?:or|and|neu) (?:over|older|above|hŷn|drosodd)"
    rf"|\bat least {_N}{_YEARS}(?= old| of age)",
    re.IGNORECASE,
)
_OVER = re.compile(rf"\b(?:over|older than|above)(?: the age of| age)? {_N}|\bdros {_N}", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"\b(?:aged?|ages|between the ages of) {_N}{_YEARS} ?(?:to|and|or|-|–|i) {_N}{_YEARS}"
    rf"|(?<![£\d.,])\b(\d{{1,2}}) ?(?:to|and|or|-|–) (\d{{1,2}})(?= years? olds?\b|-year)"
    rf"|\bbetween {_N} and {_N}(?= years? olds?\b)"
    rf"|\b(?:are|is|you're|yn) {_N} (?:or|neu) {_N}(?! (?:or|neu)\b)",
    re.IGNORECASE,
)
_PENSION = re.compile(
    r"\b(?:reached|over|at|after|above|past|of) (?:the )?state pension age\b|\bstate pension age or over\b"
    r"|\boed pensiwn\b",
    re.IGNORECASE,
)
_NOT_PENSION = re.compile(
    r"\b(?:under|below|before|not(?: yet)? reached|not at) (?:the )?state pension age\b|\bworking[- ]age\b"
    r"|\bo dan oed pensiwn\b|\boed gweithio\b",
    re.IGNORECASE,
)
_NUMBERED = "|".join(_NUMBER_WORDS)
_GIVEN = re.compile(
    r"\b(?:i'?m|i am|he is|he's|she is|she's|is|was|are|aged?|age of|turn(?:s|ed|ing)?|now|only|nearly|almost|yn)"
    r" (?:now |only |nearly |almost |just |over )?(\d{1,3})\b(?![:.,]\d|\s*(?:%|hours?|days?|weeks?|months?|miles?"
    r"|minutes?|am\b|pm\b|people|metres?|items?|years? (?!old)))"
    r"|\b(\d{1,3})[- ]?(?:years?|yrs?|y)?[- ]?(?:old|o)\b|\b(\d{1,3}) ?(?:yo|mlwydd|oed)\b|[(,] ?(\d{1,2})[),] "
    rf"|\b({_NUMBERED})[- ]years?[- ]olds?\b|\b({_NUMBERED}) years? old\b",
    re.IGNORECASE,
)
_PEOPLE = (
    (re.compile(r"\b(baby|babies|newborn|infant)\b", re.IGNORECASE), 0, 2),
    (re.compile(r"\btoddlers?\b", re.IGNORECASE), 1, 4),
    (re.compile(r"\bteen(age|ager|agers)?\b", re.IGNORECASE), 13, 20),
    (
        re.compile(r"\b(pensioners?|retired|oap|elderly|state pension|pensiynwr)\b", re.IGNORECASE),
        STATE_PENSION_AGE,
        OLDEST,
    ),
    (re.compile(r"\bworking[- ]age\b", re.IGNORECASE), 16, STATE_PENSION_AGE),
)
_FROM_BUT_UNDER = re.compile(rf"\b{_N}{_YEARS} or (?:over|older),? (?:but|and) under {_N}", re.IGNORECASE)
# What each pattern's numbers bound: the ages from the first up to but not including the second. Those made of two
# numbers come first: their halves read as spans of their own.
_SPANS: tuple[tuple[re.Pattern[str], Callable[[int, int], tuple[int, int]]], ...] = (
    (_FROM_BUT_UNDER, lambda low, high: (low, high)),
    (_BETWEEN, lambda low, high: (low, high + 1)),
    (_OR_UNDER, lambda age, _: (0, age + 1)),
    (_OR_OVER, lambda age, _: (age, OLDEST)),
    (_UNDER, lambda age, _: (0, age)),
    (_OVER, lambda age, _: (age, OLDEST)),
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Ages from ``low`` up to but not including ``high``, in whole years.

    ``pension`` says that State Pension age bounds it. ``wording`` is how the guidance puts it, and is no part of what
    the span is.
    """

    low: int
    high: int
    pension: bool = False
    wording: str = field(default="", compare=False)

    def meets(self, other: Span) -> bool:
        """Return whether somebody can be in both."""
        return self.low < other.high and other.low < self.high

    def rest(self) -> Span | None:
        """Return every other age, where that is one span."""
        if self.low == 0:
            return Span(self.high, OLDEST, self.pension)
        return Span(0, self.low, self.pension) if self.high == OLDEST else None

    def label(self, locale: str) -> str:
        """Return the span as a button says it: in the guidance's own words where it has some."""
        welsh = locale.startswith("cy")
        if self.pension:
            if self.high == OLDEST:
                return "Oed Pensiwn y Wladwriaeth neu'n hŷn" if welsh else "State Pension age or over"
            return "O dan oed Pensiwn y Wladwriaeth" if welsh else "Under State Pension age"
        if self.wording:
            return self.wording[0].upper() + self.wording[1:]
        if self.low == 0:
            return f"O dan {self.high}" if welsh else f"Under {self.high}"
        return f"{self.low} neu'n hŷn" if welsh else f"{self.low} or over"

    def words(self, locale: str) -> str:
        """Return what is put after a question when the button is pressed."""
        said = self.label(locale)
        said = said if self.pension and self.high == OLDEST else said[0].lower() + said[1:]
        if locale.startswith("cy"):
            return f"oed: {said}"
        return said if said.startswith("aged") or self.pension else f"aged {said}"


def told_ages(text: str) -> tuple[Span, ...]:
    """Return the spans of age a piece of guidance is limited to, in reading order."""
    found: list[tuple[int, Span]] = []
    below = [match.span() for match in _NOT_PENSION.finditer(text)]
    found += [(start, Span(16, STATE_PENSION_AGE, pension=True)) for start, _ in below]
    for match in _PENSION.finditer(text):
        if not any(start <= match.end() and match.start() <= end for start, end in below):
            found.append((match.start(), Span(STATE_PENSION_AGE, OLDEST, pension=True)))
    taken: list[tuple[int, int]] = []
    for pattern, make in _SPANS:
        for match in pattern.finditer(text):
            numbers = [int(group) for group in match.groups() if group]
            low, high = make(numbers[0], numbers[-1])
            if low < high and not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append((match.start(), Span(low, high, wording=" ".join(match[0].split()))))
    return tuple(span for _, span in sorted(found))


def asked_ages(text: str) -> tuple[Span, ...]:
    """Return the ages somebody gives ("my 10 year old", "I'm 67", "a pensioner", "under 18")."""
    found = list(told_ages(text))
    for match in _GIVEN.finditer(text):
        given = next(group for group in match.groups() if group).lower()
        age = _NUMBER_WORDS.get(given, int(given) if given.isdigit() else OLDEST)
        if age < _OLDEST_GIVEN:
            found.append(Span(age, age + 1))
    found += [Span(low, high) for pattern, low, high in _PEOPLE if pattern.search(text)]
    return tuple(found)
