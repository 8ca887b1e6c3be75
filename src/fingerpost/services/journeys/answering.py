"""Answers as people give them, read as the question's kind, and what is said of one that can't be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from fingerpost.errors import JourneyAnswerError
from fingerpost.services.journeys.conditions import Value
from fingerpost.services.journeys.countries import countries
from fingerpost.services.journeys.model import MANY, Day, Kind, Question

Given = str | bool | int | Sequence[str] | None
"""An answer as it comes in: text, the choices ticked, or JSON's own true, false and whole numbers."""

# GOV.UK Design System, "Text input": let people write an amount or a postcode however they do. The shape of postcodes:
# https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema
_POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2})")
_MONEY = re.compile(r"£?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?|£?(\.\d{1,2})")
_NUMBER = re.compile(r"-?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_DATE = re.compile(r"(\d{4})-([^-]+)-(\d{1,2})")
_MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "january jan ionawr ion",
                "february feb chwefror chwe",
                "march mar mawrth maw",
                "april apr ebrill ebr",
                "may mai",
                "june jun mehefin meh",
                "july jul gorffennaf gorff gor",
                "august aug awst",
                "september sep sept medi",
                "october oct hydref hyd",
                "november nov tachwedd tach",
                "december dec rhagfyr rhag",
            ),
            start=1,
        )
        for name in names.split()
    }
)
_LONGEST = 40
"""The most characters of an answer that is no free text."""


class AnswerRefusedError(JourneyAnswerError):
    """An answer can't be taken. ``key`` names the words that say why, ``values`` what they are filled with."""

    def __init__(self, question: Question, reason: str, **values: Value) -> None:
        self.key = f"journey.error.{reason}"
        self.values = values
        super().__init__(
            f"the answer can't be taken ({reason.replace('_', ' ')})", where=question.key, fix="answer it another way"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (JourneyAnswerError, (self.what,), {"where": self.where, "fix": self.fix})


def read_answer(question: Question, given: Given, *, today: date) -> Value:
    """Return an answer as the question's kind.

    Returns:
        ``bool`` for yes or no, ``Decimal`` for money (pounds) and numbers, a date, a tuple of choices for checkboxes
        and documents, else text. ``None`` where an optional question is left empty.

    Raises:
        AnswerRefusedError: it is missing, not of the kind, or outside the question's limits.
    """
    if question.kind in MANY:
        return _choices(question, given)
    text = _written(question, given)
    if not text:
        if question.optional:
            return None
        raise AnswerRefusedError(question, "missing")
    if question.kind is not Kind.TEXT and len(text) > _LONGEST:
        raise AnswerRefusedError(question, _not_of_kind(question))
    match question.kind:
        case Kind.YES_NO:
            return _yes_no(question, text)
        case Kind.DATE:
            return _date(question, text, today)
        case Kind.MONEY | Kind.NUMBER:
            return _amount(question, text)
        case Kind.POSTCODE:
            return _postcode(question, text)
        case Kind.COUNTRY:
            return _country(question, text)
        case Kind.RADIO:
            return _choice(question, text)
        case _:
            return _text(question, text)


def _written(question: Question, given: Given) -> str:
    """Return an answer that is one text, without what nobody can see in it and the spaces around it.

    What can't be seen goes first: a required answer of zero-width characters is a missing one.
    """
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, int):
        return str(given)
    if given is not None and not isinstance(given, str):
        raise AnswerRefusedError(question, _not_of_kind(question))
    return "".join(each for each in given or "" if each.isprintable() or each in "\n\t").strip()


def _not_of_kind(question: Question) -> str:
    if question.kind in {Kind.YES_NO, Kind.RADIO}:
        return "choose_one"
    return "missing" if question.kind is Kind.TEXT else f"not_{question.kind.value}"


def kept(value: Value) -> str | bool | list[str] | None:
    """Return an answer as it is stored and sent as JSON; ``read_answer`` reads it back the same."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def day_of(day: Day | None, today: date) -> date | None:
    """Return a limit as a date."""
    return today if day == "today" else day


def _text(question: Question, text: str) -> str:
    if len(text) > question.longest:
        raise AnswerRefusedError(question, "too_long", most=Decimal(question.longest))
    return text


def _yes_no(question: Question, text: str) -> bool:
    found = {"yes": True, "no": False, "ie": True, "na": False, "nac": False, "true": True, "false": False}
    if text.lower() not in found:
        raise AnswerRefusedError(question, "choose_one")
    return found[text.lower()]


def _choice(question: Question, text: str) -> str:
    if text not in {option.value for option in question.options}:
        raise AnswerRefusedError(question, "choose_one")
    return text


def _choices(question: Question, given: Given) -> Value:
    if isinstance(given, str):
        given = [each.strip() for each in given.split(",")]
    if not isinstance(given, Sequence | None):
        raise AnswerRefusedError(question, "choose")
    chosen = [each for each in given or () if each]
    known = {option.value: option for option in question.options}
    if any(each not in known for each in chosen):
        raise AnswerRefusedError(question, "choose")
    if not chosen and not question.optional and question.kind is Kind.CHECKBOX:
        raise AnswerRefusedError(question, "missing")
    if len(set(chosen)) > 1 and any(known[each].alone for each in chosen):
        raise AnswerRefusedError(question, "choose_alone")
    return tuple(value for value in known if value in chosen)


def _date(question: Question, text: str, today: date) -> date:
    found = _DATE.fullmatch(text)
    try:
        if not found:
            raise ValueError
        month = found[2].strip().lower()
        day = date(int(found[1]), _MONTHS.get(month) or int(month), int(found[3]))
    except ValueError:
        raise AnswerRefusedError(question, "not_date") from None
    earliest, latest = day_of(question.earliest, today), day_of(question.latest, today)
    if earliest and day < earliest:
        raise AnswerRefusedError(question, "too_early", least=earliest)
    if latest and day > latest:
        raise AnswerRefusedError(question, "future" if question.latest == "today" else "too_late", most=latest)
    return day


def _amount(question: Question, text: str) -> Decimal:
    money = question.kind is Kind.MONEY
    bare = re.sub(r"\s", "", text)
    # Digits of other scripts are digits to Python; a number read wrongly is worse than one asked for again.
    if not bare.removeprefix("£").isascii() or not (_MONEY if money else _NUMBER).fullmatch(bare):
        raise AnswerRefusedError(question, f"not_{question.kind.value}")
    try:
        amount = Decimal(bare.replace(",", "").removeprefix("£"))
    except InvalidOperation:
        raise AnswerRefusedError(question, f"not_{question.kind.value}") from None
    if not money and -int(amount.as_tuple().exponent) > question.decimals:
        reason = "whole" if question.decimals == 0 else "too_fine"
        raise AnswerRefusedError(question, reason, most=Decimal(question.decimals))
    if question.least is not None and amount < question.least:
        raise AnswerRefusedError(question, f"too_little_{question.kind.value}", least=question.least)
    if question.most is not None and amount > question.most:
        raise AnswerRefusedError(question, f"too_much_{question.kind.value}", most=question.most)
    return amount


def _postcode(question: Question, text: str) -> str:
    bare = re.sub(r"[\s\-.()]", "", text).upper()
    if not _POSTCODE.fullmatch(bare):
        raise AnswerRefusedError(question, "not_postcode")
    return f"{bare[:-3]} {bare[-3:]}"


def _country(question: Question, text: str) -> str:
    if text in countries("en"):
        return text
    named = {name.casefold(): code for locale in ("en", "cy") for code, name in countries(locale).items()}
    if text.casefold() not in named:
        raise AnswerRefusedError(question, "not_country")
    return named[text.casefold()]


def values_of(given: Mapping[str, Given]) -> dict[str, Given]:
    """Return answers with hyphens in their keys read as underscores, as addresses and command lines write them."""
    return {key.replace("-", "_"): value for key, value in given.items()}
