"""Income Tax and National Insurance on an employee's pay for a tax year, in Scotland and in the rest of the UK.

Income Tax Act 2007, sections 10, 11A and 35; the Scottish Rate Resolutions; Social Security Contributions and Benefits
Act 1992, section 8. National Insurance is worked out on the year, as for pay that is the same each month.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar, cast

from pydantic import Field

from fingerpost.services.calculators.fields import InNation, Pounds, TaxYear
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, Source, Unit, to_penny
from fingerpost.services.calculators.rates import as_decimal, rate_table, tax_year

RATES = Path(__file__).with_name("income_tax.yaml")
_ALLOWANCE = Source("Income Tax Act 2007, section 35", "https://www.legislation.gov.uk/ukpga/2007/3/section/35")
_BANDS = Source("Income Tax Act 2007, section 10", "https://www.legislation.gov.uk/ukpga/2007/3/section/10")
_SCOTTISH = Source("Income Tax in Scotland", "https://www.gov.uk/scottish-income-tax")
_INSURANCE = Source(
    "Social Security Contributions and Benefits Act 1992, section 8",
    "https://www.legislation.gov.uk/ukpga/1992/4/section/8",
)
Band = tuple[Decimal, Decimal | None]
"""The share that is tax, and the taxable income up to which it is; no end for the last."""


class IncomeTaxInputs(Inputs):
    """What an employee's tax depends on, where pay is all there is."""

    tax_year: Annotated[TaxYear, Field(title="Which tax year?", description="For example, 2025-26")]
    nation: Annotated[
        InNation,
        Field(
            title="Where do you live?",
            description="Scotland has its own rates",
            json_schema_extra={"fact": "nation"},
        ),
    ]
    employment_income: Annotated[
        Pounds, Field(title="How much are you paid a year before tax?", description="Wages or salary, in pounds")
    ]


class IncomeTax:
    """Income Tax, National Insurance and take-home pay of an employee for a tax year."""

    name: ClassVar[str] = "income-tax"
    title: ClassVar[str] = "Work out your Income Tax and National Insurance"
    description: ClassVar[str] = (
        "What an employee pays on a year's wages. It leaves out pensions, savings, student loans and other allowances."
    )
    inputs: ClassVar[type[Inputs]] = IncomeTaxInputs

    def __call__(self, given: IncomeTaxInputs) -> Calculation:
        """Return ``income_tax``, ``national_insurance``, ``take_home`` and ``personal_allowance``.

        Raises:
            OutsideRatesError: no rates are held for the year.
        """
        rates = rate_table(RATES).on(tax_year(given.tax_year)[0], "tax_year")
        income, number = given.employment_income, rates.values
        full, shrinks = as_decimal(number["personal_allowance"]), as_decimal(number["allowance_shrinks_from"])
        allowance = personal_allowance(income, full, shrinks)
        taxable = max(Decimal(0), income - allowance)
        scottish = given.nation == "scotland"
        bands = _bands(number["scotland" if scottish else "rest_of_uk"])
        slices = sliced(taxable, bands)
        tax = to_penny(sum((amount * share for share, amount in slices), Decimal(0)))
        starts, upper = as_decimal(number["primary_threshold"]), as_decimal(number["upper_earnings_limit"])
        main, above = as_decimal(number["national_insurance_main"]), as_decimal(number["national_insurance_above"])
        insurance = to_penny(
            max(Decimal(0), min(income, upper) - starts) * main + max(Decimal(0), income - upper) * above
        )
        where = _SCOTTISH if scottish else _BANDS
        working = [
            Line(
                "Personal Allowance",
                allowance,
                Unit.POUNDS,
                f"£{full:,}, less £1 for each £2 of income over £{shrinks:,}",
                _ALLOWANCE,
            ),
            Line("Taxable pay", taxable, Unit.POUNDS, "Your pay less your Personal Allowance", _BANDS),
            *(
                Line(
                    f"Tax at {_percent(share)}",
                    to_penny(amount * share),
                    Unit.POUNDS,
                    f"On £{amount:,.2f} of taxable pay",
                    where,
                )
                for share, amount in slices
                if amount
            ),
            Line(
                "National Insurance",
                insurance,
                Unit.POUNDS,
                f"{_percent(main)} of pay from £{starts:,} to £{upper:,} and {_percent(above)} above",
                _INSURANCE,
            ),
        ]
        figures = (
            Figure("income_tax", "Income Tax", tax, Unit.POUNDS),
            Figure("national_insurance", "National Insurance", insurance, Unit.POUNDS),
            Figure("take_home", "Take-home pay", to_penny(income - tax - insurance), Unit.POUNDS),
            Figure("personal_allowance", "Personal Allowance", allowance, Unit.POUNDS),
        )
        notes = ("It takes pay to be the same each month and all your income to be wages from one job.",)
        return Calculation(figures, tuple(working), (rates,), notes)


def personal_allowance(income: Decimal, full: Decimal, shrinks_from: Decimal) -> Decimal:
    """Return the allowance: £1 less for each £2 over a limit, rounded up to a whole pound (section 35(2) and (3))."""
    shrunk = full - max(Decimal(0), income - shrinks_from) / 2
    return max(Decimal(0), shrunk).quantize(Decimal(1), ROUND_CEILING)


def sliced(taxable: Decimal, bands: Sequence[Band]) -> list[tuple[Decimal, Decimal]]:
    """Return each band's share and how much of the taxable income lies in it."""
    slices: list[tuple[Decimal, Decimal]] = []
    below = Decimal(0)
    for share, ends in bands:
        top = taxable if ends is None else min(taxable, ends)
        slices.append((share, max(Decimal(0), top - below)))
        below = ends if ends is not None else below
    return slices


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


def _bands(written: Any) -> list[Band]:
    pairs = cast("list[tuple[Decimal, int | None]]", written)
    return [(Decimal(share), None if ends is None else Decimal(ends)) for share, ends in pairs]
