"""Statutory redundancy pay in Great Britain and in Northern Ireland.

Employment Rights Act 1996, sections 155, 162 and 227; Employment Rights (Northern Ireland) Order 1996, articles 190,
197 and 23. The two have the same rule and different limits on a week's pay.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators.fields import InNation, Pounds
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, Source, Unit, to_penny
from fingerpost.services.calculators.rates import rate_table

_FOLDER = Path(__file__).parent
_GREAT_BRITAIN = (
    Source("Employment Rights Act 1996, section 162", "https://www.legislation.gov.uk/ukpga/1996/18/section/162"),
    _FOLDER / "redundancy_pay_gb.yaml",
)
_NORTHERN_IRELAND = (
    Source(
        "Employment Rights (Northern Ireland) Order 1996, article 197",
        "https://www.legislation.gov.uk/nisi/1996/1919/article/197",
    ),
    _FOLDER / "redundancy_pay_ni.yaml",
)
_LEAST_YEARS, _MOST_YEARS = 2, 20
_YOUNGEST_WORKER = 13


class RedundancyPayInputs(Inputs):
    """What statutory redundancy pay depends on."""

    nation: Annotated[InNation, Field(title="Where do you work?", description="Northern Ireland has its own limits")]
    date: Annotated[date, Field(title="When does your job end?", description="For example, 2025-06-30")]
    age: Annotated[int, Field(ge=16, le=120, title="How old will you be on that date?")]
    years: Annotated[
        int, Field(ge=0, le=80, title="How many full years will you have worked there?", description="Whole years only")
    ]
    weekly_pay: Annotated[
        Pounds, Field(title="How much are you paid a week before tax?", description="If it varies, a 12-week average")
    ]


class RedundancyPay:
    """Statutory redundancy pay: weeks of pay by age and service, a week's pay up to a limit."""

    name: ClassVar[str] = "redundancy-pay"
    title: ClassVar[str] = "Work out your statutory redundancy pay"
    description: ClassVar[str] = (
        "The least your employer must pay you if you are made redundant. Your contract may give you more."
    )
    inputs: ClassVar[type[Inputs]] = RedundancyPayInputs

    def __call__(self, given: RedundancyPayInputs) -> Calculation:
        """Return ``weeks`` of pay and the ``amount``.

        Raises:
            OutsideRatesError: no limit is held for the date.
            CalculatorInputError: more years than the age allows.
        """
        if given.years > given.age - _YOUNGEST_WORKER:
            raise CalculatorInputError(
                f"years: somebody of {given.age} can't have worked {given.years} full years",
                where=self.name,
                fix="check the age on the date the job ends, and count whole years only",
            )
        rule, table = _NORTHERN_IRELAND if given.nation == "northern-ireland" else _GREAT_BRITAIN
        limits = rate_table(table)
        limit = limits.amount(given.date, "weekly_limit", "date")
        rates = limits.on(given.date)
        counted = min(given.years, _MOST_YEARS) if given.years >= _LEAST_YEARS else 0
        weeks = sum((_weeks(given.age - back) for back in range(1, counted + 1)), Decimal(0))
        pay = min(given.weekly_pay, limit)
        amount = to_penny(weeks * pay)
        service = (
            f"The last {_MOST_YEARS} years count at most"
            if counted
            else f"You need {_LEAST_YEARS} full years with your employer"
        )
        working = (
            Line("Years that count", counted, Unit.YEARS, service, rule),
            Line(
                "Weeks of pay",
                weeks,
                Unit.WEEKS,
                "Half a week for each full year under 22, one week for each from 22 to 40, one and a half from 41",
                rule,
            ),
            Line("A week's pay that counts", pay, Unit.POUNDS, f"Your week's pay, up to £{limit}", rates.source),
            Line("Redundancy pay", amount, Unit.POUNDS, "The weeks times the week's pay that counts", rule),
        )
        figures = (
            Figure("weeks", "Weeks of pay", weeks, Unit.WEEKS),
            Figure("amount", "Statutory redundancy pay", amount, Unit.POUNDS),
        )
        return Calculation(figures, working, (rates,), () if counted else (f"{service} to get it.",))


def _weeks(age_at_start: int) -> Decimal:
    """Return what a full year counts for, by the age at which it began."""
    if age_at_start >= 41:
        return Decimal("1.5")
    return Decimal(1) if age_at_start >= 22 else Decimal("0.5")
