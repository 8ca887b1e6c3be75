"""Statutory Sick Pay for one spell of sickness.

Social Security Contributions and Benefits Act 1992, part 11; the Employment Rights Act 2025 took away the waiting days
and the least earnings from 6 April 2026. Northern Ireland has the same rates.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators.fields import Pounds
from fingerpost.services.calculators.model import PENNY, Calculation, Figure, Inputs, Line, RateUsed, Source, Unit
from fingerpost.services.calculators.rates import as_decimal, rate_table

RATES = Path(__file__).with_name("sick_pay.yaml")
_ACT = Source(
    "Social Security Contributions and Benefits Act 1992, part 11",
    "https://www.legislation.gov.uk/ukpga/1992/4/part/XI",
)
_SHORTEST, _MOST_WEEKS, _LONGEST_SPELL = 4, 28, 366


class SickPayInputs(Inputs):
    """One spell of sickness, and the work it kept somebody from."""

    first_day: Annotated[date, Field(title="What was the first day you were too ill to work?")]
    last_day: Annotated[
        date, Field(title="What was the last day you were too ill to work?", description="Days off too")
    ]
    weekly_pay: Annotated[Pounds, Field(title="What do you earn a week before tax?", description="On average")]
    days_per_week: Annotated[
        int, Field(ge=1, le=7, title="How many days a week do you work?", description="Counted from Monday on")
    ] = 5
    linked: Annotated[
        bool,
        Field(
            title="Were you ill before in the 8 weeks before this, for 4 days in a row or more?",
            description="If so, the days that are not paid were over then",
        ),
    ] = False


class SickPay:
    """Statutory Sick Pay for a spell of sickness, day by day at the rates of each day."""

    name: ClassVar[str] = "statutory-sick-pay"
    title: ClassVar[str] = "Work out your Statutory Sick Pay"
    description: ClassVar[str] = (
        "The least your employer must pay you when you are too ill to work. Your contract may give you more."
    )
    inputs: ClassVar[type[Inputs]] = SickPayInputs

    def __call__(self, given: SickPayInputs) -> Calculation:
        """Return the ``amount``, the ``days_paid`` and the ``waiting_days``.

        Raises:
            OutsideRatesError: no rates are held for a day of it.
            CalculatorInputError: it ends before it starts, or is longer than a year.
        """
        length = (given.last_day - given.first_day).days + 1
        if not 1 <= length <= _LONGEST_SPELL:
            raise CalculatorInputError(
                "last_day: it has to be the first day or later, and within a year of it",
                where=self.name,
                fix="check both dates",
            )
        table = rate_table(RATES)
        days = [given.first_day + timedelta(days=after) for after in range(length)]
        working = [day for day in days if day.weekday() < given.days_per_week]
        most = _MOST_WEEKS * given.days_per_week
        paid: list[tuple[RateUsed, Decimal]] = []
        # Somebody paid for days before the share of pay came in keeps the flat rate until the spell ends.
        protected = False
        waited = 0
        linked = given.linked
        for day in working:
            rates = table.on(day, "last_day" if day > given.first_day else "first_day")
            if not linked and waited < int(as_decimal(rates.values["waiting_days"])):
                waited += 1
            elif self._is_due(given, rates, length) and len(paid) < most:
                weekly = weekly_rate(given.weekly_pay, rates, protected=protected)
                protected = protected or "share_of_pay" not in rates.values
                paid.append((rates, weekly / given.days_per_week))
        amount = sum((of_day for _, of_day in paid), Decimal(0)).quantize(PENNY, ROUND_UP)
        first = table.on(given.first_day, "first_day")
        used = tuple({rates.starts: rates for rates in (first, *(rates for rates, _ in paid))}.values())
        lines = [
            Line("Working days you were ill", len(working), Unit.DAYS, "Only days you would have worked count", _ACT),
            Line("Waiting days", waited, Unit.DAYS, "Before 6 April 2026 the first 3 were not paid", _ACT),
            *(
                Line(
                    "Sick pay a week",
                    weekly_rate(given.weekly_pay, rates, protected=protected),
                    Unit.PER_WEEK,
                    self._rule(rates, protected),
                    rates.source,
                )
                for rates in used
            ),
            Line("Days paid", len(paid), Unit.DAYS, f"Up to {_MOST_WEEKS} weeks in all", _ACT),
        ]
        figures = (
            Figure("amount", "Statutory Sick Pay", amount, Unit.POUNDS),
            Figure("days_paid", "Days you are paid for", len(paid), Unit.DAYS),
            Figure("waiting_days", "Days that are not paid first", waited, Unit.DAYS),
        )
        return Calculation(figures, tuple(lines), used, self._notes(given, used[0], length, bool(paid)))

    @staticmethod
    def _is_due(given: SickPayInputs, rates: RateUsed, length: int) -> bool:
        enough = given.weekly_pay >= as_decimal(rates.values["least_earnings"])
        # Spells that link count as one only when each is long enough itself (section 152(3)).
        long_enough = length >= _SHORTEST or not as_decimal(rates.values["waiting_days"])
        return enough and long_enough

    @staticmethod
    def _rule(rates: RateUsed, protected: bool) -> str:
        if "share_of_pay" in rates.values and protected:
            return f"£{rates.values['weekly']}, as you were paid for days before 6 April 2026"
        if "share_of_pay" in rates.values:
            return f"£{rates.values['weekly']}, or 80% of your pay if that is less"
        return f"£{rates.values['weekly']} if you earn at least £{rates.values['least_earnings']} a week"

    @staticmethod
    def _notes(given: SickPayInputs, rates: RateUsed, length: int, paid: bool) -> tuple[str, ...]:
        if paid:
            return (
                (f"Sick pay of the illness before counts towards the {_MOST_WEEKS} weeks too.",) if given.linked else ()
            )
        if given.weekly_pay < as_decimal(rates.values["least_earnings"]):
            return ("You earn less than the least you needed to get it then.",)
        if length < _SHORTEST:
            return (f"You had to be ill for {_SHORTEST} days in a row to get it then.",)
        return ("No day of it is paid.",)


def weekly_rate(weekly_pay: Decimal, rates: RateUsed, *, protected: bool = False) -> Decimal:
    """Return sick pay a week: the flat rate, or since 6 April 2026 a share of pay where that is less.

    Args:
        weekly_pay: pay a week before tax.
        rates: those of the day.
        protected: whether the same spell was paid for days before 6 April 2026. It then keeps the flat rate: the
            transitional protection the Department for Work and Pensions set out for that date.
    """
    flat = as_decimal(rates.values["weekly"])
    if protected or "share_of_pay" not in rates.values:
        return flat
    return min(flat, weekly_pay * as_decimal(rates.values["share_of_pay"]))
