"""What a couple save in a tax year by Marriage Allowance.

Income Tax Act 2007, sections 55A to 55C: one transfers a tenth of their Personal Allowance, and the other's tax is less
by the basic rate of it.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.services.calculators.fields import InNation, Pounds, TaxYear
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, Source, Unit, to_penny
from fingerpost.services.calculators.rates import as_decimal, rate_table, tax_year

RATES = Path(__file__).with_name("marriage_allowance.yaml")
_RULE = Source(
    "Income Tax Act 2007, sections 55A to 55C", "https://www.legislation.gov.uk/ukpga/2007/3/part/3/chapter/3A"
)
_BASIC, _STARTER = Decimal("0.20"), Decimal("0.19")


class MarriageAllowanceInputs(Inputs):
    """The two incomes of a couple who are married or in a civil partnership."""

    tax_year: Annotated[TaxYear, Field(title="Which tax year?", description="For example, 2025-26")]
    lower_income: Annotated[
        Pounds, Field(title="What is the lower income of you two?", description="A year, before tax")
    ]
    higher_income: Annotated[
        Pounds, Field(title="What is the higher income of you two?", description="A year, before tax")
    ]
    nation: Annotated[
        InNation,
        Field(
            title="Where do you live?",
            description="Scotland has its own limit",
            json_schema_extra={"fact": "nation"},
        ),
    ] = "england"


class MarriageAllowance:
    """The tax a couple save in a year by transferring part of one's Personal Allowance."""

    name: ClassVar[str] = "marriage-allowance"
    title: ClassVar[str] = "Work out what you save with Marriage Allowance"
    description: ClassVar[str] = (
        "How much less tax you pay between you in a year. It takes both incomes to be wages or pensions, not savings."
    )
    inputs: ClassVar[type[Inputs]] = MarriageAllowanceInputs

    def __call__(self, given: MarriageAllowanceInputs) -> Calculation:
        """Return the ``saving`` and whether you are ``eligible``. Raises ``OutsideRatesError``."""
        rates = rate_table(RATES).on(tax_year(given.tax_year)[0], "tax_year")
        allowance, transferred = (as_decimal(rates.values[key]) for key in ("personal_allowance", "transferred"))
        scottish = given.nation == "scotland"
        most = as_decimal(rates.values["most_of_receiver_scotland" if scottish else "most_of_receiver"])
        lower, higher = sorted((given.lower_income, given.higher_income))
        eligible = lower <= allowance < higher <= most
        band = as_decimal(rates.values["scottish_starter_band"]) if scottish else Decimal(0)
        less = min(_BASIC * transferred, _tax(higher - allowance, band)) if eligible else Decimal(0)
        more = _tax(lower - (allowance - transferred), band) if eligible else Decimal(0)
        saving = max(Decimal(0), to_penny(less - more))
        working = (
            Line(
                "Can you get it?",
                eligible,
                Unit.YES_NO,
                f"The lower income is up to £{allowance:,} and the higher from there to £{most:,}",
                _RULE,
            ),
            Line("Allowance transferred", transferred, Unit.POUNDS, "A tenth of the Personal Allowance", _RULE),
            Line("Less tax for the higher income", to_penny(less), Unit.POUNDS, "20% of it, up to the tax due", _RULE),
            Line(
                "More tax for the lower income",
                to_penny(more),
                Unit.POUNDS,
                f"Tax on income over the £{allowance - transferred:,} that is left of the allowance",
                _RULE,
            ),
        )
        figures = (
            Figure("saving", "What you save between you in the year", saving, Unit.POUNDS),
            Figure("eligible", "Can you get Marriage Allowance?", eligible, Unit.YES_NO),
        )
        notes = ("You can claim for up to 4 earlier tax years if you could have had it in them.",)
        return Calculation(figures, working, (rates,), notes if eligible else ())


def _tax(taxable: Decimal, starter_band: Decimal) -> Decimal:
    """Return the tax on what is over the allowance, as far as it matters here: 20%, in Scotland first 19%."""
    taxable = max(Decimal(0), taxable)
    low = min(taxable, starter_band)
    return low * _STARTER + (taxable - low) * _BASIC
