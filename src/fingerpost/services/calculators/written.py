"""Figures as people read them: "£1,354.60", "6 April 2025", "yes"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fingerpost.services.calculators.model import MONEY, Unit, Value, to_penny

_AFTER = {
    Unit.PER_HOUR: " an hour",
    Unit.PER_WEEK: " a week",
    Unit.PER_MONTH: " a month",
    Unit.PERCENT: "%",
}
_COUNTED = frozenset({Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS})


def written(value: Value, unit: Unit) -> str:
    """Return a figure in the words and signs of plain English. ``None`` is "not known"."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, str):
        return value
    if unit in MONEY:
        amount = to_penny(Decimal(value))
        sign = "-" if amount < 0 else ""
        whole = f"{abs(amount):,.2f}".removesuffix(".00")
        return f"{sign}£{whole}{_AFTER.get(unit, '')}"
    number = f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}"
    if unit in _COUNTED:
        noun = unit.value.removesuffix("s") if value == 1 else unit.value
        return f"{number} {noun}"
    return f"{number}{_AFTER.get(unit, '')}"
