"""What a journey says, in a language: variables filled in and escaped, answers and figures as people read them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from fingerpost.services.calculators import Unit
from fingerpost.services.calculators.written import written
from fingerpost.services.journeys.conditions import Name, Value
from fingerpost.services.journeys.countries import countries
from fingerpost.services.journeys.engine import Known
from fingerpost.services.journeys.model import Kind, Question, said
from fingerpost.services.journeys.variables import VARIABLE

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>&~|])")
# What Markdown sees only at the start of a line: a heading, a list, a line under a heading.
_AT_START = re.compile(r"^(?:(#|[-+=])|(\d+)([.)]))")
_WELSH_MONTHS = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)
_WELSH_UNITS = {
    Unit.PER_HOUR: " yr awr",
    Unit.PER_WEEK: " yr wythnos",
    Unit.DAYS: " diwrnod",
    Unit.WEEKS: " wythnos",
    Unit.MONTHS: " mis",
    Unit.YEARS: " blwyddyn",
}
_YES_NO = {"en": ("yes", "no"), "cy": ("ie", "na")}


def filled(text: str, known: Known, locale: str, *, markdown: bool = True) -> str:
    """Return a text with its variables filled in.

    Args:
        text: with ``{key}`` and ``{calculation.figure}``.
        known: looks them up.
        locale: the language they are written in.
        markdown: escape what is filled in, so that no answer is ever read as Markdown.
    """

    def fill(found: re.Match[str]) -> str:
        shown = _shown(Name(found[1], found[2] or ""), known, locale)
        return escaped(shown) if markdown else shown

    return VARIABLE.sub(fill, text)


def escaped(text: str) -> str:
    """Return text in which Markdown sees nothing but text, on one line."""
    marked = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", marked)


def answer_words(question: Question, value: Value, locale: str) -> str:
    """Return an answer as people read it: a choice's label, "£1,200.50", "6 April 2025"; empty when none was given."""
    if value is None:
        return ""
    if isinstance(value, bool):
        word = _YES_NO.get(locale.partition("-")[0], _YES_NO["en"])[0 if value else 1]
        return word.capitalize()
    if isinstance(value, tuple):
        return ", ".join(said(option.label, locale) for option in question.options if option.value in value)
    if isinstance(value, date):
        return day_words(value, locale)
    if isinstance(value, Decimal):
        unit = Unit.POUNDS if question.kind is Kind.MONEY else Unit.COUNT
        suffix = said(question.suffix, locale)
        return figure_words(value, unit, locale) + (f" {suffix}" if suffix else "")
    if question.kind is Kind.COUNTRY:
        return countries(locale).get(value, value)
    return next((said(option.label, locale) for option in question.options if option.value == value), value)


def figure_words(value: Value | int, unit: Unit, locale: str) -> str:
    """Return a calculator's figure as people read it in a language."""
    if not locale.startswith("cy") or value is None:
        return written(value if not isinstance(value, tuple) else ", ".join(value), unit)
    if isinstance(value, bool):
        return _YES_NO["cy"][0 if value else 1]
    if isinstance(value, date):
        return day_words(value, locale)
    if isinstance(value, tuple | str):
        return written(value if isinstance(value, str) else ", ".join(value), unit)
    bare = Unit.POUNDS if unit in {Unit.PER_HOUR, Unit.PER_WEEK} else Unit.COUNT if unit in _WELSH_UNITS else unit
    return written(value, bare) + _WELSH_UNITS.get(unit, "")


def day_words(day: date, locale: str) -> str:
    """Return a date in words: "6 April 2025", "6 Ebrill 2025"."""
    month = _WELSH_MONTHS[day.month - 1] if locale.startswith("cy") else f"{day:%B}"
    return f"{day.day} {month} {day.year}"


def _shown(name: Name, known: Known, locale: str) -> str:
    if not name.part:
        question = known.journey.question(name.name)
        return answer_words(question, known(name), locale) if question else ""
    worked = known.worked(name.name)
    for figure in worked.figures if worked else ():
        if figure.key == name.part:
            return figure_words(figure.value, figure.unit, locale)
    return ""
