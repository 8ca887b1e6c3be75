"""Penalties and interest for a Self Assessment tax return that is sent or paid late.

Finance Act 2009, schedules 55 (returns) and 56 (payment), and section 101 (interest).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from dateutil.relativedelta import relativedelta
from pydantic import Field

from fingerpost.services.calculators.fields import Pounds, TaxYear
from fingerpost.services.calculators.model import (
    Calculation,
    Figure,
    Inputs,
    Line,
    RateUsed,
    Source,
    Unit,
    down_to_penny,
    to_penny,
)
from fingerpost.services.calculators.rates import as_decimal, rate_table, tax_year

RATES = Path(__file__).with_name("late_tax_return.yaml")
PENALTIES = Path(__file__).with_name("late_tax_return_penalties.yaml")
_RETURN = Source("Finance Act 2009, schedule 55", "https://www.legislation.gov.uk/ukpga/2009/10/schedule/55")
_PAYMENT = Source("Finance Act 2009, schedule 56", "https://www.legislation.gov.uk/ukpga/2009/10/schedule/56")
_INTEREST = Source("Finance Act 2009, section 101", "https://www.legislation.gov.uk/ukpga/2009/10/section/101")


class LateTaxReturnInputs(Inputs):
    """When a return was sent and paid, and how much was due."""

    tax_year: Annotated[TaxYear, Field(title="Which tax year is the return for?", description="For example, 2023-24")]
    filed_on: Annotated[date, Field(title="When did you send it, or will you?", description="For example, 2025-03-12")]
    paid_on: Annotated[date, Field(title="When did you pay, or will you?", description="For example, 2025-03-12")]
    tax_due: Annotated[Pounds, Field(title="How much tax do you have to pay?", description="In pounds")]
    on_paper: Annotated[bool, Field(title="Did you send it on paper?", description="Paper returns are due sooner")] = (
        False
    )


class LateTaxReturn:
    """Self Assessment penalties for late filing and late payment, and interest."""

    name: ClassVar[str] = "self-assessment-penalties"
    title: ClassVar[str] = "Estimate the penalty for a late Self Assessment tax return"
    description: ClassVar[str] = (
        "What you may have to pay if you send your tax return or pay your tax late. You can appeal if you have a "
        "reasonable excuse. It is not for those in Making Tax Digital, whose penalties are points."
    )
    inputs: ClassVar[type[Inputs]] = LateTaxReturnInputs

    def __call__(self, given: LateTaxReturnInputs) -> Calculation:
        """Return ``filing_penalty``, ``payment_penalty``, ``interest`` and ``total``.

        Raises:
            OutsideRatesError: penalties are not held for the year, or interest rates for a day it is owed.
        """
        starts, ends = tax_year(given.tax_year)
        penalties = rate_table(PENALTIES).on(starts, "tax_year")
        pay_by = date(ends.year + 1, 1, 31)
        file_by = date(ends.year, 10, 31) if given.on_paper else pay_by
        filing = _filing(file_by, given.filed_on, given.tax_due, penalties)
        payment = _payment(pay_by, given.paid_on, given.tax_due, penalties)
        interest, used = _interest(pay_by, given.paid_on, given.tax_due)
        filing_total = sum((line_amount(line) for line in filing), Decimal(0))
        payment_total = sum((line_amount(line) for line in payment), Decimal(0))
        working = (
            Line("Return due by", file_by, Unit.DATE, "31 January after the tax year; 31 October on paper", _RETURN),
            *filing,
            Line("Tax due by", pay_by, Unit.DATE, "31 January after the tax year", _PAYMENT),
            *payment,
            Line("Interest", interest, Unit.POUNDS, "For each day the tax is unpaid after 31 January", _INTEREST),
        )
        figures = (
            Figure("filing_penalty", "Penalty for sending it late", filing_total, Unit.POUNDS),
            Figure("payment_penalty", "Penalty for paying late", payment_total, Unit.POUNDS),
            Figure("interest", "Interest", interest, Unit.POUNDS),
            Figure("total", "In all, beside the tax itself", filing_total + payment_total + interest, Unit.POUNDS),
        )
        return Calculation(figures, working, (penalties, *used), ("It takes the tax to be paid all at once.",))


def line_amount(line: Line) -> Decimal:
    """Return a line's value as a decimal."""
    return as_decimal(line.value)


def _filing(due: date, filed: date, tax: Decimal, penalties: RateUsed) -> list[Line]:
    """Schedule 55: £100; £10 a day after three months; 5% of the tax or £300 after six and after twelve."""
    if filed <= due:
        return []
    fixed, daily, most, least, part = (
        as_decimal(penalties.values[key]) for key in ("late", "a_day", "most_days", "least_share", "share")
    )
    lines = [Line("Late return", fixed, Unit.POUNDS, f"£{fixed} if it is late at all", _RETURN)]
    daily_from = due + relativedelta(months=3) + timedelta(days=1)
    days = min(int(most), (filed - daily_from).days + 1)
    if days > 0:
        rule = f"£{daily} a day from 3 months late, up to {most} days"
        lines.append(Line("Daily penalties", daily * days, Unit.POUNDS, rule, _RETURN))
    share = max(least, to_penny(tax * part))
    for months in (6, 12):
        if filed > due + relativedelta(months=months):
            rule = f"5% of the tax or £{least}, whichever is more, at {months} months late"
            lines.append(Line(f"{months} months late", share, Unit.POUNDS, rule, _RETURN))
    return lines


def _payment(due: date, paid: date, tax: Decimal, penalties: RateUsed) -> list[Line]:
    """Schedule 56: 5% of the tax unpaid 30 days, 6 months and 12 months late (30 days counted from the day after)."""
    share = as_decimal(penalties.values["share"])
    penalty_day = due + timedelta(days=30)
    reached = [
        ("30 days", penalty_day),
        ("6 months", penalty_day + relativedelta(months=5)),
        ("12 months", penalty_day + relativedelta(months=11)),
    ]
    return [
        Line(
            f"Tax unpaid after {name}",
            to_penny(tax * share),
            Unit.POUNDS,
            f"5% of the tax unpaid after {name}",
            _PAYMENT,
        )
        for name, day in reached
        if paid > day
    ]


def _interest(due: date, paid: date, tax: Decimal) -> tuple[Decimal, tuple[RateUsed, ...]]:
    """Return simple interest for each day from the day after it was due to the day it was paid, by each day's rate."""
    if paid <= due or not tax:
        return Decimal(0), ()
    table = rate_table(RATES)
    day, total = due + timedelta(days=1), Decimal(0)
    used: dict[date, RateUsed] = {}
    while day <= paid:
        rates = table.on(day, "paid_on")
        used[rates.starts] = rates
        total += tax * as_decimal(rates.values["percent"]) / 100 / 365
        day += timedelta(days=1)
    return down_to_penny(total), tuple(used.values())
