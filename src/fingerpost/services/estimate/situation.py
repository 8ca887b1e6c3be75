"""A household as the engine is asked about it: several times at once, with what is not known at its lowest and highest.

The names of variables are those of ``policyengine-uk`` 2; its code is never imported here. Amounts are pounds a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fingerpost.services.estimate.household import HouseholdInputs

MONTHS, WEEKS = 12, 52
PAY_VARIES = Decimal("0.05")
"""How much more or less than they said people are taken to earn: pay differs from month to month."""
CARING_HOURS = 35
_PENSION_AGE = 66
_PERSON, _BENEFIT_UNIT = "person", "benunit"
VARIABLES: Mapping[str, str] = {
    "universal_credit": _BENEFIT_UNIT,
    "pension_credit": _BENEFIT_UNIT,
    "housing_benefit": _BENEFIT_UNIT,
    "child_benefit": _BENEFIT_UNIT,
    "carers_allowance": _PERSON,
    "carer_support_payment": _PERSON,
    "scottish_child_payment": _PERSON,
    "council_tax_benefit": _BENEFIT_UNIT,
    "council_tax_reduction_scheme_supported": _BENEFIT_UNIT,
    "income_tax": _PERSON,
    "national_insurance": _PERSON,
}
"""What the engine is asked for, and whether it says it of each person or of the benefit unit."""


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which it may be: what is not known, decided. ``pay`` is the share of what they say they earn."""

    pay: Decimal = Decimal(1)
    limited: bool = False
    new_health_claim: bool = True
    care_rate: str = "MIDDLE"
    area: str = ""


def cases_of(given: HouseholdInputs, areas: Sequence[str]) -> tuple[Case, ...]:
    """Return the cases to ask about: as they said, then at the lowest and the highest, in each rental area.

    Args:
        given: the household.
        areas: the rental market areas that it may be in. Only a private rent depends on them.
    """
    decided, ill = given.health == "decided", given.health != "no"
    varies = PAY_VARIES if given.earnings or given.partner_earnings else Decimal(0)
    # The engine adds nothing for a child at the lowest rate of care, where the law adds the same as at the middle one
    # (Universal Credit Regulations 2013, regulation 24(2)(a)): so the middle one stands for both.
    most_care = "HIGHER" if given.disabled_children else "MIDDLE"
    found: list[Case] = []
    for area in areas if given.home == "rent-privately" and areas else ("",):
        found += [
            Case(Decimal(1), decided, True, "MIDDLE", area),
            Case(1 + varies, decided, True, "MIDDLE", area),
            Case(1 - varies, ill, not ill, most_care, area),
        ]
    return tuple(dict.fromkeys(found))


def request_for(given: HouseholdInputs, cases: Sequence[Case], year: int) -> dict[str, Any]:
    """Return the request that asks the engine about every case at once.

    Args:
        given: the household.
        cases: the cases, each a household of its own in the request.
        year: the year in which the tax year starts.
    """
    people: dict[str, Any] = {}
    units: dict[str, Any] = {}
    households: dict[str, Any] = {}
    for number, case in enumerate(cases):
        members = _people(given, case, str(number))
        names = list(members)
        people |= members
        units[f"unit{number}"] = {"members": names, **_unit(given, case)}
        households[f"home{number}"] = {"members": names, **_home(given, case)}
    dated = {
        "people": {name: _in_year(each, year) for name, each in people.items()},
        "benunits": {name: _in_year(each, year) for name, each in units.items()},
        "households": {name: _in_year(each, year) for name, each in households.items()},
    }
    return {"year": year, "situation": dated, "variables": list(VARIABLES)}


def people_in(given: HouseholdInputs) -> int:
    """Return how many people a household has, as the engine counts them."""
    return 1 + (given.partner_age is not None) + len(given.children_ages)


def _people(given: HouseholdInputs, case: Case, number: str) -> dict[str, dict[str, Any]]:
    found = {f"you{number}": _you(given, case)}
    if given.partner_age is not None:
        found[f"partner{number}"] = {
            **_adult(given.partner_age, given.partner_earnings * case.pay * MONTHS),
            "uc_limited_capability_for_WRA": False,
            "uc_limited_capability_for_work": False,
        }
    young = [age for age in given.children_ages if age < 17] or list(given.children_ages)
    for place, age in enumerate(given.children_ages):
        child: dict[str, Any] = {"age": age}
        if place < given.disabled_children:
            child["dla_sc_category"] = case.care_rate
        if given.childcare and age in young:
            child["childcare_expenses"] = _number(given.childcare * MONTHS / len(young))
        found[f"child{number}x{place}"] = child
    return found


def _you(given: HouseholdInputs, case: Case) -> dict[str, Any]:
    you: dict[str, Any] = {
        **_adult(given.age, given.earnings * case.pay * MONTHS),
        "state_pension": _number(given.state_pension * WEEKS),
        "private_pension_income": _number(given.other_pension * MONTHS),
        "uc_limited_capability_for_WRA": case.limited,
        "uc_limited_capability_for_work": case.limited,
    }
    if given.carer:
        you["care_hours"] = CARING_HOURS
    if given.disability_benefit:
        you |= {"aa_category": "LOWER"} if given.age >= _PENSION_AGE else {"pip_dl_category": "STANDARD"}
    return you


def _adult(age: int, earnings: Decimal) -> dict[str, Any]:
    return {"age": age, "employment_income": _number(earnings)}


def _unit(given: HouseholdInputs, case: Case) -> dict[str, Any]:
    capital = _number(given.savings)
    return {
        "claims_all_entitled_benefits": True,
        "benunit_reported_capital": capital,
        "uc_reported_capital": capital,
        "pension_credit_reported_capital": capital,
        "uc_receives_new_claimant_health_element": case.new_health_claim,
    }


_TENURES = {
    "rent-privately": "RENT_PRIVATELY",
    "rent-from-council": "RENT_FROM_COUNCIL",
    "mortgage": "OWNED_WITH_MORTGAGE",
    "owned": "OWNED_OUTRIGHT",
    "no-housing-costs": "OWNED_OUTRIGHT",
}


def _home(given: HouseholdInputs, case: Case) -> dict[str, Any]:
    home: dict[str, Any] = {
        "region": engine_region(given),
        "tenure_type": _TENURES[given.home],
        "rent": _number(given.rent * MONTHS),
        "council_tax": _number(given.council_tax),
    }
    if case.area:
        home["brma"] = case.area
    return home


def engine_region(given: HouseholdInputs) -> str:
    """Return what the engine calls the region."""
    return given.region.replace("-", "_").upper()


def _number(amount: Decimal) -> float:
    # The engine works in floats; every amount here has at most pennies, which they hold well enough to be read back.
    return float(round(amount, 2))


def _in_year(values: Mapping[str, Any], year: int) -> dict[str, Any]:
    return {name: each if name == "members" else {str(year): each} for name, each in values.items()}
