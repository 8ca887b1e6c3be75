"""Sampleford's Council Tax bill: an example of a calculator that a council adds by a package of its own.

The band gives the charge; who counts as an adult, or why the home is empty, what is taken off or put on. It is found by
its entry point and offered only by a service that names it: docs/how-to/add-a-calculator.md shows how it was made.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators.fields import Count, Day
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, RateUsed, Source, Unit, to_penny
from fingerpost.services.calculators.rates import as_decimal, rate_table

RATES = Path(__file__).with_name("council_tax.yaml")
_SITE = "https://www.sampleford.example/council-tax"
_COUNTED = Source("Sampleford Council: people who are not counted for Council Tax", f"{_SITE}/who-is-not-counted")
_STUDENTS = Source("Sampleford Council: Council Tax if you are a student", f"{_SITE}/students")
_EMPTY = Source("Sampleford Council: Council Tax on empty homes", f"{_SITE}/empty-homes")
_MONTHS = 12
_EMPTY_FOR = ((10, "empty_10_years_more"), (5, "empty_5_years_more"), (1, "empty_1_year_more"))


class CouncilTaxBillInputs(Inputs):
    """A home and who lives in it."""

    date: Annotated[Day, Field(title="On what date?", description="The charge changes each April")]
    band: Annotated[
        Literal["a", "b", "c", "d", "e", "f", "g", "h"],
        Field(
            title="What Council Tax band is the home in?",
            description="It is on your bill",
            json_schema_extra={"labels": {each: each.upper() for each in "abcdefgh"}, "fact": "council_tax_band"},
        ),
    ]
    use: Annotated[
        Literal["main-home", "second-home", "empty"],
        Field(
            title="What is the home?",
            json_schema_extra={
                "labels": {
                    "main-home": "Somebody's main home",
                    "second-home": "A second home, furnished",
                    "empty": "Empty and unfurnished",
                }
            },
        ),
    ]
    adults: Annotated[
        Count,
        Field(
            title="How many people of 18 or over live there as their main home?",
            description="0 if it is nobody's main home",
            json_schema_extra={"fact": "adults"},
        ),
    ] = 0
    not_counted: Annotated[
        Count,
        Field(
            title="How many of them are not counted?",
            description="For example, full-time students and people with a severe mental impairment",
        ),
    ] = 0
    all_exempt: Annotated[
        bool,
        Field(
            title="Is everybody there a full-time student, or does everybody have a severe mental impairment?",
        ),
    ] = False
    years_empty: Annotated[Count, Field(title="For how many full years has it been empty?", description="If it is")] = 0


class CouncilTaxBill:
    """Sampleford's Council Tax for a year and a month, after discounts and premiums."""

    name: ClassVar[str] = "sampleford-council-tax"
    title: ClassVar[str] = "Work out your Sampleford Council Tax bill"
    description: ClassVar[str] = (
        "What a home in Sampleford is charged for a year, less the discount or with the premium that applies. It "
        "leaves out Council Tax Reduction for people on a low income, and homes that are exempt while empty."
    )
    inputs: ClassVar[type[Inputs]] = CouncilTaxBillInputs

    def __call__(self, given: CouncilTaxBillInputs) -> Calculation:
        """Return the ``bill`` for the year, ``each_month``, and the ``full_charge``.

        Raises:
            OutsideRatesError: the charges of the date are not held.
            CalculatorInputError: nobody lives in a main home, or more people are not counted than live there.
        """
        if given.use == "main-home" and not given.adults:
            raise CalculatorInputError(
                "adults: say how many people of 18 or over live in a main home", where=self.name, fix="give 1 or more"
            )
        if given.not_counted > given.adults:
            raise CalculatorInputError(
                "not_counted: this can't be more than the people who live there",
                where=self.name,
                fix="check both numbers",
            )
        rates = rate_table(RATES).on(given.date, "date")
        full = as_decimal(rates.values[f"band_{given.band}"])
        share, rule, source = _share(given, rates)
        change = to_penny(full * share)
        bill = full + change
        working = (
            Line("Full charge", full, Unit.POUNDS, f"The charge for band {given.band.upper()}", rates.source),
            Line("Taken off or put on", change, Unit.POUNDS, rule, source),
        )
        figures = (
            Figure("bill", "Your bill for the year", bill, Unit.POUNDS),
            Figure("each_month", "A month, over 12 months", to_penny(bill / _MONTHS), Unit.POUNDS),
            Figure("full_charge", "The full charge", full, Unit.POUNDS),
        )
        notes = ("If you have a low income, you may pay less with Council Tax Reduction.",)
        return Calculation(figures, working, (rates,), notes)


def _share(given: CouncilTaxBillInputs, rates: RateUsed) -> tuple[Decimal, str, Source]:
    """Return the share of the charge that is put on, below nought when it is taken off, and the rule that says so."""
    if given.use == "second-home":
        return as_decimal(rates.values["second_home_more"]), "A second home is charged 100% more", _EMPTY
    if given.use == "empty":
        for years, key in _EMPTY_FOR:
            if given.years_empty >= years:
                more = as_decimal(rates.values[key])
                return more, f"{more:.0%} more from {years} year{'s' if years > 1 else ''} empty", _EMPTY
        return Decimal(0), "An empty home is charged in full in its first year", _EMPTY
    if given.all_exempt:
        return Decimal(-1), "Nothing to pay if everybody is a student or has a severe mental impairment", _STUDENTS
    counted = max(0, given.adults - given.not_counted)
    if counted >= 2:
        return Decimal(0), "The full charge with 2 adults or more who count", _COUNTED
    key = "one_adult_off" if counted else "nobody_counted_off"
    off = as_decimal(rates.values[key])
    who = "one adult counts" if counted else "no adult counts"
    return -off, f"{off:.0%} less where {who}", _COUNTED
