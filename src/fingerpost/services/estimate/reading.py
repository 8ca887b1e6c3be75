"""What the engine said of every case, read as a range for each benefit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fingerpost.errors import EstimateUnavailableError
from fingerpost.services.estimate.council_tax import reduction
from fingerpost.services.estimate.household import HouseholdInputs
from fingerpost.services.estimate.situation import MONTHS, VARIABLES, WEEKS, Case, people_in
from fingerpost.settings.calculators import ReductionScheme

BENEFITS = (
    "universal_credit",
    "pension_credit",
    "housing_benefit",
    "child_benefit",
    "carers_allowance",
    "carer_support_payment",
    "scottish_child_payment",
    "council_tax_reduction",
)
"""The benefits estimated, in the order shown."""
_COUNTED_AS_INCOME = ("universal_credit", "pension_credit", "carers_allowance", "carer_support_payment")


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most, pounds a month."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Ranges:
    """A range for each benefit and for all together, and how much of the reduction is known."""

    each: Mapping[str, Range]
    total: Range
    reduction_known: bool


def ranges_of(
    given: HouseholdInputs, cases: Sequence[Case], values: Mapping[str, Sequence[str]], scheme: ReductionScheme
) -> Ranges:
    """Return the ranges over all cases.

    Args:
        given: the household.
        cases: the cases asked about, in order.
        values: what the engine said: pounds a year, as text.
        scheme: the council's own Council Tax Reduction, used where the engine knows none.

    Raises:
        EstimateUnavailableError: the engine did not say what it was asked.
    """
    asked = _by_case(given, len(cases), values)
    own_scheme = bool(scheme.bands) and given.in_england
    found: list[dict[str, Decimal]] = []
    known = True
    for case, said in zip(cases, asked, strict=True):
        amounts = {name: said[name] for name in BENEFITS if name in said}
        supported = said["council_tax_reduction_scheme_supported"] > 0
        known = known and (supported or own_scheme)
        amounts["council_tax_reduction"] = (
            said["council_tax_benefit"]
            if supported
            else reduction(scheme, given, _take_home(given, case, said) / WEEKS)
            if own_scheme
            else Decimal(0)
        )
        found.append({name: amount / MONTHS for name, amount in amounts.items()})
    each = {name: _range([amounts[name] for amounts in found]) for name in BENEFITS}
    return Ranges(each, _range([sum(amounts.values(), Decimal(0)) for amounts in found]), known)


def _take_home(given: HouseholdInputs, case: Case, said: Mapping[str, Decimal]) -> Decimal:
    earned = (given.earnings + given.partner_earnings) * case.pay * MONTHS
    pensions = given.state_pension * WEEKS + given.other_pension * MONTHS
    benefits = sum((said[name] for name in _COUNTED_AS_INCOME), Decimal(0))
    return earned + pensions + benefits - said["income_tax"] - said["national_insurance"]


def _by_case(given: HouseholdInputs, count: int, values: Mapping[str, Sequence[str]]) -> list[dict[str, Decimal]]:
    people = people_in(given)
    cases: list[dict[str, Decimal]] = [{} for _ in range(count)]
    for name, whose in VARIABLES.items():
        each = values.get(name, ())
        size = people if whose == "person" else 1
        if len(each) != count * size:
            raise EstimateUnavailableError(
                f"the engine said nothing usable of {name}",
                where="benefits-estimate",
                fix="install the version of policyengine-uk that the lock names",
            )
        for place in range(count):
            amounts = [Decimal(amount) for amount in each[place * size : (place + 1) * size]]
            cases[place][name] = sum(amounts, Decimal(0))
    return cases


def _range(amounts: Sequence[Decimal]) -> Range:
    return Range(max(Decimal(0), min(amounts)), max(Decimal(0), *amounts))
