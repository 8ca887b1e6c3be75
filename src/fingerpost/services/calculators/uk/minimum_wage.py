"""The least an employer must pay an hour, and whether somebody's pay reaches it.

National Minimum Wage Act 1998 and the National Minimum Wage Regulations 2015.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.services.calculators.fields import Count, Pounds
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, RateUsed, Source, Unit, to_penny
from fingerpost.services.calculators.rates import as_decimal, rate_table

RATES = Path(__file__).with_name("minimum_wage.yaml")
_RULES = Source(
    "National Minimum Wage Regulations 2015, regulations 4 to 5", "https://www.legislation.gov.uk/uksi/2015/621/part/2"
)
_PAY = Source(
    "National Minimum Wage Regulations 2015, regulation 7", "https://www.legislation.gov.uk/uksi/2015/621/regulation/7"
)
_HOME = Source(
    "National Minimum Wage Regulations 2015, regulations 14 to 16",
    "https://www.legislation.gov.uk/uksi/2015/621/part/4",
)
_ADULT, _APPRENTICE_UNDER = 18, 19


class MinimumWageInputs(Inputs):
    """What the rate depends on, and the pay to hold against it."""

    date: Annotated[date, Field(title="On what date was the work done?", description="For example, 2025-06-30")]
    age: Annotated[int, Field(ge=16, le=120, title="How old were you?", description="The minimum wage starts at 16")]
    apprentice: Annotated[
        bool,
        Field(title="Were you an apprentice?", description="Under 19, or in the first year of your apprenticeship"),
    ] = False
    first_year: Annotated[
        bool | None,
        Field(
            title="Was it the first year of your apprenticeship?",
            description="Only matters if you were an apprentice of 19 or over",
        ),
    ] = None
    pay: Annotated[
        Pounds | None,
        Field(title="How much were you paid before tax?", description="For the hours you give next, in pounds"),
    ] = None
    hours: Annotated[
        Decimal | None,
        Field(gt=0, le=1_000, title="How many hours did you work for it?", description="For example, 37.5"),
    ] = None
    accommodation_days: Annotated[
        Count,
        Field(
            title="For how many days of that time did your employer give you somewhere to live?",
            description="0 if they did not",
        ),
    ] = 0
    accommodation_charge: Annotated[
        Pounds, Field(title="How much did your employer charge you for it a day?", description="0 if it was free")
    ] = Decimal(0)


class MinimumWage:
    """The National Minimum Wage an hour on a day, and whether pay reaches it."""

    name: ClassVar[str] = "minimum-wage"
    title: ClassVar[str] = "Check if you are paid the minimum wage"
    description: ClassVar[str] = (
        "The least you must be paid an hour, and whether your pay reaches it. It does not know of deductions from your "
        "pay or of working time you were not paid for."
    )
    inputs: ClassVar[type[Inputs]] = MinimumWageInputs

    def __call__(self, given: MinimumWageInputs) -> Calculation:
        """Return ``rate``; with pay and hours also ``hourly_pay``, ``enough`` and ``shortfall``.

        Raises:
            OutsideRatesError: no rates are held for the date.
        """
        rates = rate_table(RATES).on(given.date, "date")
        key, rule = _band(given, rates)
        rate = as_decimal(rates.values[key])
        figures = [Figure("rate", "The least you must be paid", rate, Unit.PER_HOUR)]
        working = [Line("Your minimum rate", rate, Unit.PER_HOUR, rule, _RULES)]
        if given.pay is not None and given.hours is not None:
            offset = _offset(given, as_decimal(rates.values["accommodation"]))
            counted = max(Decimal(0), given.pay + offset)
            hourly = counted / given.hours
            owed = max(Decimal(0), to_penny(rate * given.hours - counted))
            if given.accommodation_days:
                rule = f"Up to £{rates.values['accommodation']} a day counts as pay; a higher charge counts against it"
                working.append(Line("Somewhere to live from your employer", offset, Unit.POUNDS, rule, _HOME))
            working.append(
                Line("Your pay an hour", to_penny(hourly), Unit.PER_HOUR, "Your pay divided by your hours", _PAY)
            )
            figures += [
                Figure("hourly_pay", "Your pay an hour", to_penny(hourly), Unit.PER_HOUR),
                Figure("enough", "Is it at least the minimum wage?", hourly >= rate, Unit.YES_NO),
                Figure("shortfall", "How much less you were paid", owed, Unit.POUNDS),
            ]
        return Calculation(
            tuple(figures),
            tuple(working),
            (rates,),
            ("Apprentices of 19 or over who have finished the first year get the rate for their age.",)
            if given.apprentice and given.age >= _APPRENTICE_UNDER and given.first_year is None
            else (),
        )


def _band(given: MinimumWageInputs, rates: RateUsed) -> tuple[str, str]:
    """Return the rate's key and the rule that gives it."""
    living_from = int(as_decimal(rates.values["living_wage_from"]))
    # Regulation 5(1): an apprentice of 19 or over only in the first year. Not said, it is taken to be so.
    if given.apprentice and (given.age < _APPRENTICE_UNDER or given.first_year is not False):
        return "apprentice", f"Apprentices under {_APPRENTICE_UNDER} or in their first year"
    if given.age >= living_from:
        return "living_wage", f"The National Living Wage, from age {living_from}"
    if given.age >= 21:
        return "age_21_up", f"The rate for ages 21 to {living_from - 1}"
    if given.age >= _ADULT:
        return "age_18_to_20", "The rate for ages 18 to 20"
    return "under_18", "The rate for workers under 18 who have left school"


def _offset(given: MinimumWageInputs, a_day: Decimal) -> Decimal:
    """Return what a home from the employer adds to pay, or takes from it where they charge more than counts.

    Regulations 14 to 16: free, it adds the daily amount; charged below that, nothing; above it, what is over is lost.
    """
    charge = given.accommodation_charge
    per_day = a_day if not charge else min(Decimal(0), a_day - charge)
    return per_day * given.accommodation_days
