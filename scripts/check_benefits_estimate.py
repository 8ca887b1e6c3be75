"""Hold the benefits estimate against households worked out by hand from the published rates of 2026-27.

The engine, policyengine-uk, is licensed under the AGPL and heavy, so it is no part of Fingerpost and not in the lock of
the tests. Run this by hand when the engine or the rates change, with a Python that has it:

    python3 -m venv /tmp/policyengine
    /tmp/policyengine/bin/pip install --require-hashes -r requirements/checks/policyengine.lock
    .venv/bin/python scripts/check_benefits_estimate.py --python /tmp/policyengine/bin/python

Prints a table in Markdown for docs/explanation/benefits-estimate.md: each household, what is worked out by hand, the
range of the estimate, and whether the one lies in the other. Ends with 1 if any does not.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fingerpost.services.calculators.registry import work_out
from fingerpost.services.estimate import BenefitsEstimate, HouseholdInputs, line_for
from fingerpost.services.estimate.reading import Ranges, ranges_of
from fingerpost.services.estimate.situation import cases_of
from fingerpost.settings.calculators import EstimateSettings

# GOV.UK, "Benefit and pension rates 2026 to 2027": pounds a month for Universal Credit, a week for the others.
SINGLE, SINGLE_UNDER_25, COUPLE = Decimal("424.90"), Decimal("338.58"), Decimal("666.97")
CHILD, CARER, HEALTH = Decimal("303.94"), Decimal("209.34"), Decimal("429.80")
DISABLED_CHILD, DISABLED_CHILD_HIGHER = Decimal("164.79"), Decimal("514.71")
ALLOWANCE_WITH_RENT, TAPER, TARIFF = Decimal(427), Decimal("0.55"), Decimal("4.35")
CAP_OUTSIDE_LONDON = Decimal(1835)
ELDEST, OTHER = Decimal("27.05"), Decimal("17.90")
CARERS_ALLOWANCE, MINIMUM_GUARANTEE, SCOTTISH_CHILD = Decimal("86.45"), Decimal("238.00"), Decimal("28.20")
NEAR = Decimal(1)
"""Pounds a month: what rounding may move."""


def monthly(weekly: Decimal) -> Decimal:
    """Return a month's share of an amount a week."""
    return weekly * 52 / 12


@dataclass(frozen=True, slots=True)
class Household:
    """A household, and for each benefit what it is by hand: the least and the most, pounds a month."""

    called: str
    given: Mapping[str, str]
    by_hand: Mapping[str, tuple[Decimal, Decimal]]


def same(amount: Decimal) -> tuple[Decimal, Decimal]:
    """Return a range of one amount."""
    return amount, amount


OWNED = {"region": "north-east", "savings": "0", "home": "owned"}
CHILD_BENEFIT_2, CHILD_BENEFIT_1 = same(monthly(ELDEST + OTHER)), same(monthly(ELDEST))
TWO_PAYS = Decimal(1600) - Decimal("110.50") - Decimal("44.20") + 900
HOUSEHOLDS = (
    Household("One person of 30, no pay", {**OWNED, "age": "30"}, {"universal_credit": same(SINGLE)}),
    Household("One person of 22, no pay", {**OWNED, "age": "22"}, {"universal_credit": same(SINGLE_UNDER_25)}),
    Household(
        "Couple, £800 a month",
        {**OWNED, "age": "30", "partner_age": "28", "earnings": "800"},
        {"universal_credit": (COUPLE - TAPER * 840, COUPLE - TAPER * 760)},
    ),
    Household(
        "One parent, children of 5 and 2, £1,000 a month, council rent £550",
        {**OWNED, "home": "rent-from-council", "rent": "550", "age": "30", "children": "5, 2", "earnings": "1000"},
        {
            "universal_credit": (
                SINGLE + 2 * CHILD + 550 - TAPER * (1050 - ALLOWANCE_WITH_RENT),
                SINGLE + 2 * CHILD + 550 - TAPER * (950 - ALLOWANCE_WITH_RENT),
            ),
            "child_benefit": CHILD_BENEFIT_2,
        },
    ),
    Household(
        "One person of 40, £10,000 saved",
        {**OWNED, "savings": "10000", "age": "40"},
        {"universal_credit": same(SINGLE - 16 * TARIFF)},
    ),
    Household(
        "One person of 40, £16,001 saved",
        {**OWNED, "savings": "16001", "age": "40"},
        {"universal_credit": same(Decimal(0))},
    ),
    Household(
        "Carer of 45, no pay",
        {**OWNED, "age": "45", "carer": "yes"},
        {
            "universal_credit": same(SINGLE + CARER - monthly(CARERS_ALLOWANCE)),
            "carers_allowance": same(monthly(CARERS_ALLOWANCE)),
        },
    ),
    Household(
        "Pensioner of 72, £180 a week, £5,000 saved",
        {**OWNED, "savings": "5000", "age": "72", "state_pension": "180"},
        {"pension_credit": same(monthly(MINIMUM_GUARANTEE - 180)), "universal_credit": same(Decimal(0))},
    ),
    Household(
        "The same pensioner, council rent £600, Council Tax £1,400",
        {
            "region": "london",
            "savings": "5000",
            "home": "rent-from-council",
            "rent": "600",
            "age": "72",
            "state_pension": "180",
            "council_tax": "1400",
        },
        {
            "pension_credit": same(monthly(MINIMUM_GUARANTEE - 180)),
            "housing_benefit": same(Decimal(600)),
            "council_tax_reduction": same(Decimal(1400) / 12),
        },
    ),
    Household(
        "Couple, child of 7, £1,600 and £900 a month, childcare £400, council rent £700",
        {
            **OWNED,
            "home": "rent-from-council",
            "rent": "700",
            "age": "35",
            "partner_age": "33",
            "children": "7",
            "earnings": "1600",
            "partner_earnings": "900",
            "childcare": "400",
        },
        {
            "universal_credit": same(COUPLE + CHILD + 700 + 340 - TAPER * (TWO_PAYS - ALLOWANCE_WITH_RENT)),
            "child_benefit": CHILD_BENEFIT_1,
        },
    ),
    Household(
        "One parent, child of 6 with Disability Living Allowance",
        {**OWNED, "age": "30", "children": "6", "disabled_children": "1"},
        {
            "universal_credit": (SINGLE + CHILD + DISABLED_CHILD, SINGLE + CHILD + DISABLED_CHILD_HIGHER),
            "child_benefit": CHILD_BENEFIT_1,
        },
    ),
    Household(
        "One person of 35, ill, nothing decided yet",
        {**OWNED, "age": "35", "health": "not-decided"},
        {"universal_credit": (SINGLE, SINGLE + HEALTH)},
    ),
    Household(
        "Couple, children of 8, 6 and 4, no pay, council rent £1,500: the benefit cap",
        {
            **OWNED,
            "home": "rent-from-council",
            "rent": "1500",
            "age": "35",
            "partner_age": "33",
            "children": "8, 6, 4",
        },
        {
            "universal_credit": same(CAP_OUTSIDE_LONDON - monthly(ELDEST + 2 * OTHER)),
            "child_benefit": same(monthly(ELDEST + 2 * OTHER)),
        },
    ),
    Household(
        "One parent in Scotland, child of 4",
        {**OWNED, "region": "scotland", "age": "30", "children": "4"},
        {
            "universal_credit": same(SINGLE + CHILD),
            "child_benefit": CHILD_BENEFIT_1,
            "scottish_child_payment": same(monthly(SCOTTISH_CHILD)),
        },
    ),
)


def estimated(estimate: BenefitsEstimate, given: HouseholdInputs) -> Ranges:
    """Return the ranges before they are rounded."""
    engine, values = estimate.join(given).wait()
    areas = engine.areas.get(given.region.replace("-", "_").upper(), ())
    return ranges_of(given, cases_of(given, areas), values, estimate.settings.council_tax_reduction)


def holds(by_hand: tuple[Decimal, Decimal], low: Decimal, high: Decimal) -> bool:
    """Return whether a range worked out by hand lies in one estimated, to within ``NEAR``."""
    return low - NEAR <= by_hand[0] and by_hand[1] <= high + NEAR


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--python", default="", help="a Python that has policyengine-uk")
    settings = EstimateSettings(python=options.parse_args().python, start_seconds=900, seconds=300)
    estimate = BenefitsEstimate(settings)
    work_out(estimate, HOUSEHOLDS[0].given)
    wrong, took = 0, []
    out = sys.stdout
    out.write(
        "| household | benefit | by hand, £ a month | estimate, £ a month | holds |\n| --- | --- | --- | --- | --- |\n"
    )
    for each in HOUSEHOLDS:
        began = time.perf_counter()
        ranges = estimated(estimate, HouseholdInputs.model_validate(each.given))
        took.append(time.perf_counter() - began)
        for name, by_hand in each.by_hand.items():
            found = ranges.each[name]
            right = holds(by_hand, found.low, found.high)
            wrong += not right
            hand = f"{by_hand[0]:.2f}" if by_hand[0] == by_hand[1] else f"{by_hand[0]:.2f} to {by_hand[1]:.2f}"
            out.write(
                f"| {each.called} | {name.replace('_', ' ')} | {hand} | {found.low:.2f} to {found.high:.2f} "
                f"| {'yes' if right else 'NO'} |\n"
            )
            out.flush()
    took.sort()
    out.write(
        f"\n{len(took)} households; seconds each: {took[0]:.1f} to {took[-1]:.1f}, median {took[len(took) // 2]:.1f}.\n"
    )
    line_for(settings).close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
