"""Bank holidays and working days, by nation, as GOV.UK publishes them.

``govuk-bank-holidays`` carries a copy, so nothing is fetched. A year it does not hold is an error, never a guess.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any, ClassVar, cast

from pydantic import Field

from fingerpost.errors import OutsideRatesError
from fingerpost.services.calculators.fields import InNation
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, Source, Unit

SOURCE = Source("UK bank holidays", "https://www.gov.uk/bank-holidays")
_DIVISIONS = {
    "england": "england-and-wales",
    "wales": "england-and-wales",
    "scotland": "scotland",
    "northern-ireland": "northern-ireland",
}
_SATURDAY = 5


@cache
def bank_holidays(nation: str) -> dict[date, str]:
    """Return the bank holidays of a nation, by day, in order."""
    from govuk_bank_holidays.bank_holidays import BankHolidays

    published: Any = BankHolidays(use_cached_holidays=True)  # which carries no types
    held = cast("list[dict[str, Any]]", published.get_holidays(_DIVISIONS[nation]))
    return {holiday["date"]: str(holiday["title"]) for holiday in held}


def is_working_day(day: date, nation: str) -> bool:
    """Return whether a day is neither at a weekend nor a bank holiday.

    Raises:
        OutsideRatesError: bank holidays of that year are not held.
    """
    holidays = bank_holidays(nation)
    years = {holiday.year for holiday in holidays}
    if day.year not in years:
        raise OutsideRatesError(
            f"bank holidays are held for {min(years)} to {max(years)}, not for {day.year}",
            where="bank holidays",
            fix="use a date within these years",
        )
    return day.weekday() < _SATURDAY and day not in holidays


def working_day_after(day: date, count: int, nation: str) -> date:
    """Return the day that is so many working days after another; before it when ``count`` is negative.

    With 0, the day itself, or the next working day when it is none. Raises ``OutsideRatesError``.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    if count == 0:
        while not is_working_day(day, nation):
            day += step
        return day
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, nation):
            day += step
    return day


def working_day_on_or_before(day: date, nation: str) -> date:
    """Return a day, or the last working day before it when it is none. Raises ``OutsideRatesError``."""
    while not is_working_day(day, nation):
        day -= timedelta(days=1)
    return day


class WorkingDaysInputs(Inputs):
    """A day to count from."""

    nation: Annotated[InNation, Field(title="Where?", description="Bank holidays differ between nations")]
    date: Annotated[date, Field(title="From which date?", description="For example, 2026-12-23")]
    days: Annotated[
        int, Field(ge=-500, le=500, title="How many working days later?", description="A minus sign counts back")
    ]


class WorkingDays:
    """The date so many working days from another."""

    name: ClassVar[str] = "working-days"
    title: ClassVar[str] = "Count working days from a date"
    description: ClassVar[str] = "The date that is so many working days later, leaving out weekends and bank holidays."
    inputs: ClassVar[type[Inputs]] = WorkingDaysInputs

    def __call__(self, given: WorkingDaysInputs) -> Calculation:
        """Return the ``date`` and the ``bank_holidays`` passed over. Raises ``OutsideRatesError``."""
        reached = working_day_after(given.date, given.days, given.nation)
        first, last = sorted((given.date, reached))
        passed = [
            f"{name} ({day.isoformat()})" for day, name in bank_holidays(given.nation).items() if first < day < last
        ]
        rule = "Counted from the day after, leaving out Saturdays, Sundays and bank holidays"
        return Calculation(
            (
                Figure("date", "The date is", reached, Unit.DATE),
                Figure("bank_holidays", "Bank holidays passed over", "; ".join(passed) or "none", Unit.WORDS),
            ),
            (Line("Working days counted", given.days, Unit.DAYS, rule, SOURCE),),
        )


class BankHolidaysInputs(Inputs):
    """A nation and a year."""

    nation: Annotated[InNation, Field(title="Where?", description="Bank holidays differ between nations")]
    year: Annotated[int, Field(title="Which year?", description="For example, 2027")]


class BankHolidayDates:
    """The bank holidays of a year."""

    name: ClassVar[str] = "bank-holidays"
    title: ClassVar[str] = "See the bank holidays in a year"
    description: ClassVar[str] = "Every bank holiday of a nation in a year."
    inputs: ClassVar[type[Inputs]] = BankHolidaysInputs

    def __call__(self, given: BankHolidaysInputs) -> Calculation:
        """Return ``count`` and each holiday as ``holiday_1`` and so on. Raises ``OutsideRatesError``."""
        is_working_day(date(given.year, 1, 1), given.nation)
        found = [(day, name) for day, name in bank_holidays(given.nation).items() if day.year == given.year]
        dates = tuple(
            Figure(f"holiday_{place}", name, day, Unit.DATE) for place, (day, name) in enumerate(found, start=1)
        )
        rule = "As GOV.UK publishes them, substitute days where one falls on a weekend"
        return Calculation(
            (Figure("count", "Bank holidays", len(found), Unit.COUNT), *dates),
            (Line("Bank holidays", len(found), Unit.COUNT, rule, SOURCE),),
        )
