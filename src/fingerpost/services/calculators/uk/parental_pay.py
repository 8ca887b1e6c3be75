"""Statutory maternity and paternity pay, and the dates of the leave.

Social Security Contributions and Benefits Act 1992, parts 12 and 12ZA; Statutory Maternity Pay (General) Regulations
1986; Maternity and Parental Leave etc. Regulations 1999.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators.fields import Pounds
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, RateUsed, Source, Unit, to_penny
from fingerpost.services.calculators.rates import as_decimal, rate_table

RATES = Path(__file__).with_name("parental_pay.yaml")
_MATERNITY = Source(
    "Social Security Contributions and Benefits Act 1992, section 166",
    "https://www.legislation.gov.uk/ukpga/1992/4/section/166",
)
_PATERNITY = Source(
    "Social Security Contributions and Benefits Act 1992, section 171ZE",
    "https://www.legislation.gov.uk/ukpga/1992/4/section/171ZE",
)
_LEAVE = Source(
    "Maternity and Parental Leave etc. Regulations 1999", "https://www.legislation.gov.uk/uksi/1999/3312/contents"
)
_WEEK = timedelta(weeks=1)
_FIRST_WEEKS, _PAID_WEEKS, _LEAVE_WEEKS = 6, 39, 52
_EARLIEST_WEEKS, _QUALIFYING_WEEKS = 11, 15
_SHARE = Decimal("0.90")


class MaternityPayInputs(Inputs):
    """What Statutory Maternity Pay depends on."""

    due_date: Annotated[date, Field(title="When is the baby due?", description="For example, 2026-09-14")]
    leave_starts: Annotated[
        date | None, Field(title="When does the leave start?", description="The due date, if you have not decided")
    ] = None
    weekly_pay: Annotated[
        Pounds, Field(title="What do you earn a week before tax?", description="On average over the last 8 weeks")
    ]
    long_enough: Annotated[
        bool,
        Field(
            title="Will you have worked there for 26 weeks by the 15th week before the baby is due?",
            description="Counted to the end of that week",
        ),
    ] = True


class MaternityPay:
    """Statutory Maternity Pay, week by week, and the dates of Statutory Maternity Leave."""

    name: ClassVar[str] = "statutory-maternity-pay"
    title: ClassVar[str] = "Work out your maternity pay and leave"
    description: ClassVar[str] = (
        "The least your employer must pay you, and when your leave can start and end. Your contract may give you more."
    )
    inputs: ClassVar[type[Inputs]] = MaternityPayInputs

    def __call__(self, given: MaternityPayInputs) -> Calculation:
        """Return ``total``, ``first_weeks``, ``later_weeks`` and the dates of the leave.

        Raises:
            OutsideRatesError: no rates are held for a week of it.
            CalculatorInputError: the leave starts before it may, or after the birth is due by months.
        """
        week = week_of(given.due_date)
        earliest = week - _EARLIEST_WEEKS * _WEEK
        qualifying = week - _QUALIFYING_WEEKS * _WEEK
        starts = given.leave_starts or given.due_date
        if not earliest <= starts <= given.due_date + 4 * _WEEK:
            raise CalculatorInputError(
                f"leave_starts: leave can start from {earliest.isoformat()} to the birth",
                where=self.name,
                fix="give a date between these, or leave it out",
            )
        table = rate_table(RATES)
        least = table.on(qualifying)
        due = given.long_enough and given.weekly_pay >= as_decimal(least.values["least_earnings"])
        share = to_penny(given.weekly_pay * _SHARE)
        rates = [table.on(starts + number * _WEEK) for number in range(_FIRST_WEEKS, _PAID_WEEKS)] if due else []
        later = [min(share, as_decimal(each.values["weekly"])) for each in rates]
        first = share * _FIRST_WEEKS if due else Decimal(0)
        total = first + sum(later, Decimal(0))
        working = (
            Line(
                "Qualifying week starts",
                qualifying,
                Unit.DATE,
                "The 15th week before the week the baby is due",
                _MATERNITY,
            ),
            Line(
                "Can you get it?",
                due,
                Unit.YES_NO,
                f"26 weeks with the employer and at least £{least.values['least_earnings']} a week",
                _MATERNITY,
            ),
            Line(f"The first {_FIRST_WEEKS} weeks", first, Unit.POUNDS, "90% of your weekly pay", _MATERNITY),
            Line(
                f"The next {_PAID_WEEKS - _FIRST_WEEKS} weeks",
                sum(later, Decimal(0)),
                Unit.POUNDS,
                "The flat rate of each week, or 90% of your pay if that is less",
                _MATERNITY,
            ),
            Line("Leave", _LEAVE_WEEKS, Unit.WEEKS, "Everybody employed can take up to 52 weeks", _LEAVE),
        )
        ends = starts + _LEAVE_WEEKS * _WEEK - timedelta(days=1)
        figures = (
            Figure("total", "Maternity pay in all", total, Unit.POUNDS),
            Figure("first_weeks", f"A week for the first {_FIRST_WEEKS}", share if due else Decimal(0), Unit.PER_WEEK),
            Figure("later_weeks", "A week after that", later[0] if later else Decimal(0), Unit.PER_WEEK),
            Figure("eligible", "Can you get it?", due, Unit.YES_NO),
            Figure("earliest_start", "Leave can start from", earliest, Unit.DATE),
            Figure("leave_ends", "Leave ends by", ends, Unit.DATE),
        )
        return Calculation(figures, working, _used((least, *rates)), _notes(due))


class PaternityPayInputs(Inputs):
    """What Statutory Paternity Pay depends on."""

    leave_starts: Annotated[date, Field(title="When does the leave start?", description="From the birth on")]
    weeks: Annotated[int, Field(ge=1, le=2, title="How many weeks do you take?", description="1 or 2")] = 2
    weekly_pay: Annotated[
        Pounds, Field(title="What do you earn a week before tax?", description="On average over the last 8 weeks")
    ]
    long_enough: Annotated[
        bool,
        Field(title="Will you have worked there for 26 weeks by the 15th week before the baby is due?"),
    ] = True


class PaternityPay:
    """Statutory Paternity Pay for one or two weeks."""

    name: ClassVar[str] = "statutory-paternity-pay"
    title: ClassVar[str] = "Work out your paternity pay"
    description: ClassVar[str] = (
        "The least your employer must pay you for 1 or 2 weeks. Your contract may give you more."
    )
    inputs: ClassVar[type[Inputs]] = PaternityPayInputs

    def __call__(self, given: PaternityPayInputs) -> Calculation:
        """Return the ``total`` and the ``weekly`` rate. Raises ``OutsideRatesError``."""
        table = rate_table(RATES)
        rates = [table.on(given.leave_starts + number * _WEEK) for number in range(given.weeks)]
        due = given.long_enough and given.weekly_pay >= as_decimal(rates[0].values["least_earnings"])
        share = to_penny(given.weekly_pay * _SHARE)
        weekly = [min(share, as_decimal(each.values["weekly"])) if due else Decimal(0) for each in rates]
        working = (
            Line(
                "Can you get it?",
                due,
                Unit.YES_NO,
                f"26 weeks with the employer and at least £{rates[0].values['least_earnings']} a week",
                _PATERNITY,
            ),
            Line(
                "Pay a week", weekly[0], Unit.PER_WEEK, "The flat rate, or 90% of your pay if that is less", _PATERNITY
            ),
        )
        figures = (
            Figure("total", "Paternity pay in all", sum(weekly, Decimal(0)), Unit.POUNDS),
            Figure("weekly", "A week", weekly[0], Unit.PER_WEEK),
            Figure("eligible", "Can you get it?", due, Unit.YES_NO),
        )
        return Calculation(figures, working, _used(rates), _notes(due))


def week_of(day: date) -> date:
    """Return the Sunday that a day's week starts on: weeks are counted so for maternity pay (section 171)."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _used(rates: tuple[RateUsed, ...] | list[RateUsed]) -> tuple[RateUsed, ...]:
    return tuple({each.starts: each for each in rates}.values())


def _notes(due: bool) -> tuple[str, ...]:
    return () if due else ("You may get Maternity Allowance or other help instead.",)
