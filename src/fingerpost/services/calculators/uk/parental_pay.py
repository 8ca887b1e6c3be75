"""Statutory maternity and paternity pay, and the dates of the leave.

Social Security Contributions and Benefits Act 1992, parts 12 and 12ZA; Statutory Maternity Pay (General) Regulations
1986; Maternity and Parental Leave etc. Regulations 1999.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators.fields import InNation, Pounds
from fingerpost.services.calculators.model import PENNY, Calculation, Figure, Inputs, Line, RateUsed, Source, Unit
from fingerpost.services.calculators.rates import as_decimal, rate_table

RATES = Path(__file__).with_name("parental_pay.yaml")
LEAST = Path(__file__).with_name("least_earnings.yaml")
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
_PATERNITY_LEAVE = Source(
    "Paternity and Adoption Leave Regulations 2002, regulation 5",
    "https://www.legislation.gov.uk/uksi/2002/2788/regulation/5",
)
_WEEK = timedelta(weeks=1)
_FIRST_WEEKS, _PAID_WEEKS, _LEAVE_WEEKS = 6, 39, 52
_EARLIEST_WEEKS, _QUALIFYING_WEEKS = 11, 15
_SHARE = Decimal("0.90")
WeeklyPay = Annotated[
    Pounds, Field(title="What do you earn a week before tax?", description="On average over the last 8 weeks")
]
"""Average weekly earnings: of the 8 weeks before the qualifying week ends."""
LongEnough = Annotated[
    bool,
    Field(
        title="Will you have worked there for 26 weeks by the 15th week before the baby is due?",
        description="Counted to the end of that week",
    ),
]
"""Whether somebody has been employed long enough for the pay; the leave itself needs less."""


class MaternityPayInputs(Inputs):
    """What Statutory Maternity Pay depends on."""

    due_date: Annotated[date, Field(title="When is the baby due?", description="For example, 2026-09-14")]
    leave_starts: Annotated[
        date | None, Field(title="When does the leave start?", description="The due date, if you have not decided")
    ] = None
    weekly_pay: WeeklyPay
    long_enough: LongEnough = True


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
        least = _least(qualifying)
        due = given.long_enough and given.weekly_pay >= as_decimal(least.values["weekly"])
        share = _share(given.weekly_pay)
        rates = (
            [table.on(starts + number * _WEEK, "leave_starts") for number in range(_FIRST_WEEKS, _PAID_WEEKS)]
            if due
            else []
        )
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
                f"26 weeks with the employer and at least £{least.values['weekly']} a week",
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
            Figure("tell_by", "Tell your employer by", qualifying + timedelta(days=6), Unit.DATE),
            Figure("pay_ends", "Pay ends by", starts + _PAID_WEEKS * _WEEK - timedelta(days=1), Unit.DATE),
        )
        return Calculation(figures, working, _used((least, *rates)), _notes(due))


class PaternityPayInputs(Inputs):
    """What Statutory Paternity Pay depends on."""

    leave_starts: Annotated[date, Field(title="When does the leave start?", description="From the birth on")]
    due_date: Annotated[
        date | None,
        Field(title="When is the baby due?", description="Leave it out if that is the day your leave starts"),
    ] = None
    nation: Annotated[
        InNation, Field(title="Where do you work?", description="Northern Ireland has its own rules on leave")
    ] = "england"
    weeks: Annotated[int, Field(ge=1, le=2, title="How many weeks do you take?", description="1 or 2")] = 2
    weekly_pay: WeeklyPay
    long_enough: LongEnough = True


class PaternityPay:
    """Statutory Paternity Pay for one or two weeks."""

    name: ClassVar[str] = "statutory-paternity-pay"
    title: ClassVar[str] = "Work out your paternity pay"
    description: ClassVar[str] = (
        "The least your employer must pay you for 1 or 2 weeks. Your contract may give you more."
    )
    inputs: ClassVar[type[Inputs]] = PaternityPayInputs

    def __call__(self, given: PaternityPayInputs) -> Calculation:
        """Return the ``total``, the ``weekly`` rate and by when the leave is taken.

        Raises:
            OutsideRatesError: no rates are held for a week of it, or for the 15th week before the birth is due.
            CalculatorInputError: the leave starts long before the baby is due, or too late after.
        """
        due_date = given.due_date or given.leave_starts
        within, leave_rule = _paternity_leave(due_date, given.nation)
        if not due_date - 17 * _WEEK <= given.leave_starts < due_date + within + 4 * _WEEK:
            raise CalculatorInputError(
                "leave_starts: it is not within the time after the birth in which leave can be taken",
                where=self.name,
                fix="check both dates",
            )
        table = rate_table(RATES)
        qualifying = week_of(due_date) - _QUALIFYING_WEEKS * _WEEK
        least = _least(qualifying)
        rates = [table.on(given.leave_starts + number * _WEEK, "leave_starts") for number in range(given.weeks)]
        due = given.long_enough and given.weekly_pay >= as_decimal(least.values["weekly"])
        share = _share(given.weekly_pay)
        weekly = [min(share, as_decimal(each.values["weekly"])) if due else Decimal(0) for each in rates]
        working = (
            Line(
                "Can you get it?",
                due,
                Unit.YES_NO,
                f"26 weeks with the employer and at least £{least.values['weekly']} a week",
                _PATERNITY,
            ),
            Line(
                "Pay a week", weekly[0], Unit.PER_WEEK, "The flat rate, or 90% of your pay if that is less", _PATERNITY
            ),
            Line("Leave", given.weeks, Unit.WEEKS, leave_rule, _PATERNITY_LEAVE),
        )
        figures = (
            Figure("total", "Paternity pay in all", sum(weekly, Decimal(0)), Unit.POUNDS),
            Figure("weekly", "A week", weekly[0], Unit.PER_WEEK),
            Figure("eligible", "Can you get it?", due, Unit.YES_NO),
            Figure("tell_by", "Tell your employer by", qualifying + timedelta(days=6), Unit.DATE),
            Figure("leave_ends_by", "Leave has to end by, if born on the due date", due_date + within, Unit.DATE),
        )
        notes = () if due else ("You may still be able to take leave without this pay.",)
        return Calculation(figures, working, _used((least, *rates)), notes)


def _paternity_leave(due: date, nation: str) -> tuple[timedelta, str]:
    """Return how long after the birth leave may last, and the rule in words.

    Paternity and Adoption Leave Regulations 2002, regulation 5, as amended by S.I. 2024/329 for babies whose week is
    due after 6 April 2024; Northern Ireland's own regulations keep the 56 days.
    """
    if nation != "northern-ireland" and week_of(due) > date(2024, 4, 6):
        return timedelta(weeks=52), "1 or 2 weeks, together or apart, within 52 weeks of the birth"
    return timedelta(days=56), "1 or 2 weeks in one go, within 56 days of the birth"


def _least(qualifying: date) -> RateUsed:
    """Return the least earnings: the limit on the last day of the 15th week before the due week (section 164(2))."""
    return rate_table(LEAST).on(qualifying + timedelta(days=6), "due_date")


def _share(weekly_pay: Decimal) -> Decimal:
    """Return 90% of pay, parts of a penny rounded up (Statutory Maternity Pay (General) Regulations 1986, reg. 28)."""
    return (weekly_pay * _SHARE).quantize(PENNY, ROUND_UP)


def week_of(day: date) -> date:
    """Return the Sunday that a day's week starts on: weeks are counted so for maternity pay (section 171)."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _used(rates: tuple[RateUsed, ...] | list[RateUsed]) -> tuple[RateUsed, ...]:
    return tuple({(each.name, each.starts): each for each in rates}.values())


def _notes(due: bool) -> tuple[str, ...]:
    return () if due else ("You may get Maternity Allowance or other help instead.",)
