"""Who inherits, and how much, when somebody dies without a will.

England and Wales: Administration of Estates Act 1925, section 46. Scotland: Succession (Scotland) Act 1964, sections 2,
8 and 9, and legal rights. Northern Ireland: Administration of Estates Act (Northern Ireland) 1955, part 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators.fields import Count, InNation, Pounds
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
from fingerpost.services.calculators.rates import as_decimal, rate_table

RATES = Path(__file__).with_name("intestacy.yaml")
_LATEST = date(2026, 11, 1)
_ENGLAND = Source(
    "Administration of Estates Act 1925, section 46", "https://www.legislation.gov.uk/ukpga/Geo5/15-16/23/section/46"
)
_PRIOR = Source(
    "Succession (Scotland) Act 1964, sections 8 and 9", "https://www.legislation.gov.uk/ukpga/1964/41/section/8"
)
_LEGAL = Source("Rights of succession in Scotland", "https://www.mygov.scot/your-legal-rights-when-someone-dies")
_FREE = Source("Succession (Scotland) Act 1964, section 2", "https://www.legislation.gov.uk/ukpga/1964/41/section/2")
_NORTHERN = Source(
    "Administration of Estates Act (Northern Ireland) 1955, part 2",
    "https://www.legislation.gov.uk/apni/1955/24/part/II",
)
_NOBODY, _PARTNER, _CHILDREN, _RELATIVES = "", "your partner", "the children", "parents, or else brothers and sisters"
_RELATIVES_IN_SCOTLAND = "parents, and brothers and sisters: half to each where there are both"
_OTHERS = "other relatives in the order the law gives, or else the Crown"


class IntestacyInputs(Inputs):
    """The estate and who is left."""

    nation: Annotated[InNation, Field(title="Where did the person live?", description="Each nation has its own law")]
    estate: Annotated[
        Pounds, Field(title="What is the estate worth after debts and funeral costs?", description="In pounds")
    ]
    partner: Annotated[
        bool, Field(title="Is there a husband, wife or civil partner?", description="Living together does not count")
    ]
    children: Annotated[
        Count,
        Field(title="How many children did the person have?", description="Adopted too; stepchildren do not count"),
    ] = 0
    parents_or_siblings: Annotated[
        bool, Field(title="Is a parent, brother or sister alive?", description="Matters only without children")
    ] = False
    personal_belongings: Annotated[
        Pounds, Field(title="How much of the estate is personal belongings?", description="Furniture, a car, jewellery")
    ] = Decimal(0)
    home: Annotated[
        Pounds,
        Field(
            title="What is the person's share of the home their partner lived in worth?", description="Scotland only"
        ),
    ] = Decimal(0)
    land: Annotated[
        Pounds, Field(title="How much of the estate is other land or buildings?", description="Scotland only")
    ] = Decimal(0)
    date_of_death: Annotated[
        date,
        Field(title="When did the person die?", description="Leave it out if it was after 26 July 2023"),
    ] = _LATEST


@dataclass(frozen=True, slots=True)
class _Shares:
    partner: Decimal
    children: Decimal
    rest: Decimal
    rest_to: str
    working: tuple[Line, ...]


class Intestacy:
    """Shares of an estate where there is no will, in each nation."""

    name: ClassVar[str] = "intestacy"
    title: ClassVar[str] = "Check who inherits if someone dies without a will"
    description: ClassVar[str] = (
        "Who inherits and how much, by the law of the nation the person lived in. It does not cover property owned "
        "jointly that passes to the other owner, pensions or tax."
    )
    inputs: ClassVar[type[Inputs]] = IntestacyInputs

    def __call__(self, given: IntestacyInputs) -> Calculation:
        """Return ``partner``, ``children_total``, ``children_each``, ``others`` and ``others_are``.

        Raises:
            OutsideRatesError: the sums for the date of death are not held.
            CalculatorInputError: the parts of the estate come to more than the whole.
        """
        if given.personal_belongings + given.home + given.land > given.estate:
            raise CalculatorInputError(
                "estate: the home, land and belongings come to more than the whole estate",
                where=self.name,
                fix="give an estate that holds them all",
            )
        rates = rate_table(RATES).on(given.date_of_death, "date_of_death")
        if given.nation == "scotland":
            shares = _scotland(given, rates)
        elif given.nation == "northern-ireland":
            shares = _northern_ireland(given, rates)
        else:
            shares = _england_and_wales(given, rates)
        each = down_to_penny(shares.children / given.children) if given.children else Decimal(0)
        figures = (
            Figure("partner", "The husband, wife or civil partner inherits", to_penny(shares.partner), Unit.POUNDS),
            Figure("children_each", "Each child inherits", each, Unit.POUNDS),
            Figure("children_total", "The children inherit together", to_penny(shares.children), Unit.POUNDS),
            Figure("others", "Others inherit", to_penny(shares.rest), Unit.POUNDS),
            Figure("others_are", "Who the others are", shares.rest_to or "nobody", Unit.WORDS),
        )
        notes = (
            "If a child has died, their own children share what that child would have had.",
            "Somebody who lived with the person without being married may be able to claim. Get advice.",
        )
        return Calculation(figures, shares.working, (rates,), notes)


def _england_and_wales(given: IntestacyInputs, rates: RateUsed) -> _Shares:
    zero = Decimal(0)
    if given.partner and not given.children:
        return _Shares(
            given.estate, zero, zero, _NOBODY, _line(given.estate, "All of it goes to the partner", _ENGLAND)
        )
    if not given.partner:
        return _without_partner(given, _ENGLAND)
    first = as_decimal(rates.values["england_wales_with_children"])
    rest = max(zero, given.estate - given.personal_belongings - first)
    partner = given.estate - rest / 2
    working = (
        Line("Personal belongings", given.personal_belongings, Unit.POUNDS, "All go to the partner", _ENGLAND),
        Line(
            "First sum",
            min(first, given.estate - given.personal_belongings),
            Unit.POUNDS,
            f"The partner has the first £{first:,} of the rest",
            _ENGLAND,
        ),
        Line(
            "What is left",
            rest,
            Unit.POUNDS,
            "Half goes to the partner and half to the children in equal shares",
            _ENGLAND,
        ),
    )
    return _Shares(partner, given.estate - partner, zero, _NOBODY, working)


def _northern_ireland(given: IntestacyInputs, rates: RateUsed) -> _Shares:
    zero = Decimal(0)
    if not given.partner:
        return _without_partner(given, _NORTHERN)
    if not given.children and not given.parents_or_siblings:
        return _Shares(
            given.estate, zero, zero, _NOBODY, _line(given.estate, "All of it goes to the partner", _NORTHERN)
        )
    key = "northern_ireland_with_children" if given.children else "northern_ireland_without_children"
    first = as_decimal(rates.values[key])
    rest = max(zero, given.estate - given.personal_belongings - first)
    to_partner = rest / 3 if given.children > 1 else rest / 2
    others = rest - to_partner
    working = (
        Line("Personal belongings", given.personal_belongings, Unit.POUNDS, "All go to the partner", _NORTHERN),
        Line(
            "First sum",
            min(first, given.estate - given.personal_belongings),
            Unit.POUNDS,
            f"The partner has the first £{first:,} of the rest",
            _NORTHERN,
        ),
        Line(
            "What is left",
            rest,
            Unit.POUNDS,
            "The partner has a third where there are two children or more, and half otherwise",
            _NORTHERN,
        ),
    )
    children = others if given.children else zero
    rest_to = _NOBODY if given.children else _RELATIVES
    return _Shares(given.estate - others, children, others - children, rest_to if others else _NOBODY, working)


def _scotland(given: IntestacyInputs, rates: RateUsed) -> _Shares:
    """Prior rights first, then legal rights in what is left that is not land or buildings, then the rest."""
    zero = Decimal(0)
    home_limit, furniture_limit = (as_decimal(rates.values[key]) for key in ("scotland_home", "scotland_furniture"))
    cash_limit = as_decimal(
        rates.values["scotland_cash_with_children" if given.children else "scotland_cash_without_children"]
    )
    land = given.home + given.land
    moveable = given.estate - land
    home = min(given.home, home_limit) if given.partner else zero
    furniture = min(given.personal_belongings, furniture_limit) if given.partner else zero
    cash = min(cash_limit, given.estate - home - furniture) if given.partner else zero
    # The sum of money comes from land and from everything else in proportion to what each holds (section 9(3)).
    left_land, left_moveable = land - home, moveable - furniture
    left = left_land + left_moveable
    from_moveable = cash * left_moveable / left if left else zero
    left_land, left_moveable = left_land - (cash - from_moveable), left_moveable - from_moveable
    partner_right = left_moveable * _legal_share(given.partner, other=bool(given.children))
    children_right = left_moveable * _legal_share(bool(given.children), other=given.partner)
    free = left_land + left_moveable - partner_right - children_right
    heir, rest_to = _heir(given)
    partner = home + furniture + cash + partner_right + (free if heir == _PARTNER else zero)
    children = children_right + (free if heir == _CHILDREN else zero)
    working = (
        Line(
            "Prior rights",
            home + furniture + cash,
            Unit.POUNDS,
            f"The partner has the home up to £{home_limit:,}, its contents up to £{furniture_limit:,} and "
            f"£{cash_limit:,} in money",
            _PRIOR,
        ),
        Line(
            "Legal rights of the partner",
            to_penny(partner_right),
            Unit.POUNDS,
            "A third of what is left that is not land or buildings; half where there are no children",
            _LEGAL,
        ),
        Line(
            "Legal rights of the children",
            to_penny(children_right),
            Unit.POUNDS,
            "A third of what is left that is not land or buildings; half where there is no partner",
            _LEGAL,
        ),
        Line("The rest", to_penny(free), Unit.POUNDS, f"It goes to {rest_to or heir}", _FREE),
    )
    others = free if heir == _NOBODY else zero
    return _Shares(partner, children, others, rest_to, working)


def _legal_share(there: bool, *, other: bool) -> Decimal:
    if not there:
        return Decimal(0)
    return Decimal(1) / 3 if other else Decimal(1) / 2


def _heir(given: IntestacyInputs) -> tuple[str, str]:
    """Return who has the rest in Scotland, and whom to name when they are neither partner nor children.

    Since 30 April 2024 a partner comes before parents, brothers and sisters (Trusts and Succession (Scotland) Act 2024,
    section 72).
    """
    if given.children:
        return _CHILDREN, _NOBODY
    partner_first = given.date_of_death >= date(2024, 4, 30) or not given.parents_or_siblings
    if given.partner and partner_first:
        return _PARTNER, _NOBODY
    # Section 2(1)(b): in Scotland parents do not come before brothers and sisters, but share with them.
    return _NOBODY, _RELATIVES_IN_SCOTLAND if given.parents_or_siblings else _OTHERS


def _without_partner(given: IntestacyInputs, source: Source) -> _Shares:
    zero = Decimal(0)
    if given.children:
        return _Shares(zero, given.estate, zero, _NOBODY, _line(given.estate, "The children share it equally", source))
    rest_to = _RELATIVES if given.parents_or_siblings else _OTHERS
    return _Shares(zero, zero, given.estate, rest_to, _line(given.estate, f"It goes to {rest_to}", source))


def _line(amount: Decimal, rule: str, source: Source) -> tuple[Line, ...]:
    return (Line("The estate", amount, Unit.POUNDS, rule, source),)
