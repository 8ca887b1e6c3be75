"""Child Benefit for a tax year, and how much of it a high income takes back.

Social Security Contributions and Benefits Act 1992, part 9, and the Child Benefit (Rates) Regulations 2006; the charge:
Income Tax (Earnings and Pensions) Act 2003, sections 681B to 681H. Child Benefit is due for each Monday of the year.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.services.calculators.fields import Count, Pounds, TaxYear
from fingerpost.services.calculators.model import (
    Calculation,
    Figure,
    Inputs,
    Line,
    Source,
    Unit,
    down_to_pound,
    to_penny,
)
from fingerpost.services.calculators.rates import as_decimal, rate_table, tax_year

RATES = Path(__file__).with_name("child_benefit.yaml")
_CHARGE = Source(
    "Income Tax (Earnings and Pensions) Act 2003, section 681C",
    "https://www.legislation.gov.uk/ukpga/2003/1/section/681C",
)
_WEEKS = Source("Child Benefit: how it works", "https://www.gov.uk/child-benefit/how-it-works")


class ChildBenefitInputs(Inputs):
    """What Child Benefit depends on."""

    tax_year: Annotated[TaxYear, Field(title="Which tax year?", description="For example, 2025-26")]
    children: Annotated[
        Count,
        Field(
            title="How many children do you get Child Benefit for?",
            description="All year, if it varies",
            json_schema_extra={"fact": "children"},
        ),
    ]
    adjusted_net_income: Annotated[
        Pounds,
        Field(
            title="What is the highest adjusted net income in your household?",
            description="Yours or your partner's, whichever is higher, in pounds a year before tax. Leave it empty if "
            "neither of you has more than £50,000",
        ),
    ] = Decimal(0)


class ChildBenefit:
    """Child Benefit for a whole tax year and the High Income Child Benefit Charge."""

    name: ClassVar[str] = "child-benefit"
    title: ClassVar[str] = "Work out your Child Benefit and the charge on high incomes"
    description: ClassVar[str] = (
        "How much Child Benefit you get in a tax year and how much of it you pay back if you or your partner earn more "
        "than the limit. It counts the same children all year."
    )
    inputs: ClassVar[type[Inputs]] = ChildBenefitInputs

    def __call__(self, given: ChildBenefitInputs) -> Calculation:
        """Return ``child_benefit``, ``charge``, ``kept`` and ``weekly``. Raises ``OutsideRatesError``."""
        starts, ends = tax_year(given.tax_year)
        rates = rate_table(RATES).on(starts, "tax_year")
        eldest, other = as_decimal(rates.values["eldest_child"]), as_decimal(rates.values["each_other_child"])
        weekly = eldest + other * (given.children - 1) if given.children else Decimal(0)
        weeks = mondays(starts, ends)
        benefit = to_penny(weekly * weeks)
        limit, whole = as_decimal(rates.values["charge_from"]), as_decimal(rates.values["charge_whole_at"])
        share = _share(down_to_pound(given.adjusted_net_income), limit, whole)
        charged_from = rates.values.get("charge_starts", starts)
        assert isinstance(charged_from, date)  # noqa: S101 - the table is ours; this tells the type checker
        charge = down_to_pound(to_penny(weekly * mondays(max(starts, charged_from), ends)) * share / 100)
        working = (
            Line(
                "Child Benefit a week",
                weekly,
                Unit.PER_WEEK,
                f"£{eldest} for the eldest child and £{other} for each other child",
                rates.source,
            ),
            Line("Weeks in the year", weeks, Unit.WEEKS, "It is due for each Monday in the tax year", _WEEKS),
            Line("Child Benefit for the year", benefit, Unit.POUNDS, "The amount a week times the weeks", rates.source),
            Line(
                "Share of it taken back",
                share,
                Unit.PERCENT,
                f"1% for each £{(whole - limit) / 100:f} of income over £{limit:,}, all of it from £{whole:,}",
                _CHARGE,
            ),
            Line("The charge", charge, Unit.POUNDS, "That share of the year's benefit, pennies left out", _CHARGE),
        )
        figures = (
            Figure("child_benefit", "Child Benefit for the year", benefit, Unit.POUNDS),
            Figure("charge", "High Income Child Benefit Charge", charge, Unit.POUNDS),
            Figure("kept", "What you keep", benefit - charge, Unit.POUNDS),
            Figure("weekly", "Child Benefit a week", weekly, Unit.PER_WEEK),
        )
        notes = ("It counts the same number of children for the whole year.",)
        return Calculation(figures, working, (rates,), notes)


def mondays(starts: date, ends: date) -> int:
    """Return how many Mondays there are from one day to another, both included."""
    first = starts + timedelta(days=(7 - starts.weekday()) % 7)
    return (ends - first).days // 7 + 1 if first <= ends else 0


def _share(income: Decimal, limit: Decimal, whole: Decimal) -> int:
    """Return the whole percent that is taken back. Section 681C(2): rounded down; 681D: income in whole pounds."""
    if income <= limit:
        return 0
    return min(100, int((income - limit) / ((whole - limit) / 100)))
