"""What a benefits estimate asks of a household, checked: who lives there, what comes in, and what the home costs."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, JsonValue

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators.fields import Count, Pounds, TaxYear
from fingerpost.services.calculators.model import Inputs

Region = Literal[
    "north-east",
    "north-west",
    "yorkshire",
    "east-midlands",
    "west-midlands",
    "east-of-england",
    "london",
    "south-east",
    "south-west",
    "wales",
    "scotland",
    "northern-ireland",
]
Home = Literal["rent-privately", "rent-from-council", "mortgage", "owned", "no-housing-costs"]
Health = Literal["no", "decided", "not-decided"]
OLDEST_CHILD = 19
_MOST_CHILDREN = 12
_LABELS: dict[str, JsonValue] = {
    "yorkshire": "Yorkshire and the Humber",
    "east-of-england": "East of England",
    "north-east": "North East",
    "north-west": "North West",
    "east-midlands": "East Midlands",
    "west-midlands": "West Midlands",
    "south-east": "South East",
    "south-west": "South West",
    "northern-ireland": "Northern Ireland",
}


def _ages(written: object) -> object:
    """Read "3, 7 and 12" as "3, 7, 12"."""
    if not isinstance(written, str):
        raise ValueError('write the ages as text with commas between, such as "3, 7"')
    ages = [each for each in re.split(r"[\s,;]+|\band\b", written) if each]
    if not all(each.isascii() and each.isdigit() and int(each) <= OLDEST_CHILD for each in ages):
        raise ValueError(f"give ages in whole years from 0 to {OLDEST_CHILD}, with commas between, such as 3, 7")
    if len(ages) > _MOST_CHILDREN:
        raise ValueError(f"it takes up to {_MOST_CHILDREN} children")
    return ", ".join(str(int(each)) for each in ages)


def _region(written: object) -> object:
    return re.sub(r"[\s_]+", "-", written.strip().lower()) if isinstance(written, str) else written


class HouseholdInputs(Inputs):
    """A person, a partner and children who live together, and nobody else."""

    tax_year: Annotated[TaxYear, Field(title="Which tax year?", description="For example, 2026-27")] = "2026-27"
    region: Annotated[
        Region, BeforeValidator(_region), Field(title="Where do you live?", json_schema_extra={"labels": _LABELS})
    ]
    age: Annotated[int, Field(ge=18, le=110, title="How old are you?")]
    partner_age: Annotated[
        int | None,
        Field(ge=18, le=110, title="How old is your partner?", description="Leave it empty if you live without one"),
    ] = None
    children: Annotated[
        str,
        BeforeValidator(_ages),
        Field(
            max_length=100,
            title="How old are the children who live with you?",
            description="Their ages with commas between, such as 3, 7. Write 0 for a baby. Leave it empty if there are "
            "none",
        ),
    ] = ""
    earnings: Annotated[
        Pounds, Field(title="How much do you earn a month before tax?", description="Leave it empty if you do not work")
    ] = Decimal(0)
    partner_earnings: Annotated[Pounds, Field(title="How much does your partner earn a month before tax?")] = Decimal(0)
    state_pension: Annotated[
        Pounds, Field(title="How much State Pension do you and your partner get a week?", description="Both together")
    ] = Decimal(0)
    other_pension: Annotated[
        Pounds, Field(title="How much other pension do you and your partner get a month?", description="Both together")
    ] = Decimal(0)
    savings: Annotated[
        Pounds,
        Field(
            title="How much do you and your partner have in savings?",
            description="Money, shares and property that you do not live in",
        ),
    ]
    home: Annotated[
        Home,
        Field(
            title="Is your home rented or your own?",
            json_schema_extra={
                "labels": {
                    "rent-privately": "I rent it from a private landlord",
                    "rent-from-council": "I rent it from a council or housing association",
                    "mortgage": "I own it with a mortgage",
                    "owned": "I own it outright",
                    "no-housing-costs": "I live with others and pay no rent",
                }
            },
        ),
    ]
    rent: Annotated[
        Pounds, Field(title="How much rent do you pay a month?", description="Leave it empty if you pay none")
    ] = Decimal(0)
    council_tax: Annotated[
        Pounds,
        Field(
            title="How much is your Council Tax bill a year?",
            description="Before any Council Tax Reduction. Leave it empty if you do not pay it",
        ),
    ] = Decimal(0)
    childcare: Annotated[
        Pounds,
        Field(
            title="How much do you pay for childcare a month?",
            description="To a registered childminder, nursery or club",
        ),
    ] = Decimal(0)
    health: Annotated[
        Health,
        Field(
            title="Does a health condition or disability limit how much you can work?",
            json_schema_extra={
                "labels": {
                    "decided": "Yes, and it has been decided that I need not prepare for work",
                    "not-decided": "Yes, but nothing has been decided yet",
                }
            },
        ),
    ] = "no"
    disability_benefit: Annotated[
        bool,
        Field(
            title="Do you get a disability benefit?",
            description="Personal Independence Payment, Adult Disability Payment or Attendance Allowance",
        ),
    ] = False
    disabled_children: Annotated[
        Count,
        Field(
            title="How many of the children get a disability benefit?",
            description="Disability Living Allowance or Child Disability Payment",
        ),
    ] = 0
    carer: Annotated[
        bool,
        Field(
            title="Do you care for somebody for 35 hours a week or more?",
            description="Somebody who gets a disability benefit",
        ),
    ] = False

    @property
    def children_ages(self) -> tuple[int, ...]:
        """The children's ages in years."""
        return tuple(int(each) for each in self.children.split(", ") if each)

    @property
    def in_england(self) -> bool:
        """Whether it is a region of England."""
        return self.region not in ("wales", "scotland", "northern-ireland")


def refuse_what_cannot_be(given: HouseholdInputs) -> None:
    """Raise ``CalculatorInputError`` where answers can't be true together; it starts with the key to change."""
    wrong = ""
    if given.partner_age is None and given.partner_earnings:
        wrong = "partner_age: say how old your partner is, or take away what they earn"
    elif given.home.startswith("rent") and not given.rent:
        wrong = "rent: say how much rent you pay"
    elif not given.home.startswith("rent") and given.rent:
        wrong = "home: you gave a rent, and said that you do not rent your home"
    elif given.disabled_children > len(given.children_ages):
        wrong = "disabled_children: there are more of them than children"
    elif given.childcare and not given.children_ages:
        wrong = "childcare: you pay for childcare and gave no children"
    if wrong:
        raise CalculatorInputError(wrong, where="benefits-estimate", fix="change one of the answers")
