"""Hold Income Tax and National Insurance against policyengine-uk, another and independent model of the same law.

It is licensed under the AGPL and heavy, so it is no part of Fingerpost and not in its development lock. Run it by hand,
in an environment of its own, when the rates change:

    python3 -m venv /tmp/policyengine
    /tmp/policyengine/bin/pip install --require-hashes -r requirements/checks/policyengine.lock
    PYTHONPATH=src /tmp/policyengine/bin/python scripts/check_income_tax.py

Prints a table in Markdown for docs/reference/calculators.md: for each nation and tax year, how many of the incomes
agree to within a pound, and the largest difference.
"""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal
from importlib import import_module
from importlib.metadata import version
from typing import Any

from fingerpost.services.calculators.uk.income_tax import IncomeTax, IncomeTaxInputs

NATIONS = {"england": "LONDON", "wales": "WALES", "scotland": "SCOTLAND", "northern-ireland": "NORTHERN_IRELAND"}
YEARS = (2023, 2024, 2025, 2026)
HIGHEST = 200_000
NEAR = Decimal(1)
"""Pounds. The other model does not round the Personal Allowance up to a whole pound."""


def situation(region: str, count: int) -> dict[str, Any]:
    """Return one working person alone, ``count`` times, with wages from nothing to ``HIGHEST`` in even steps."""
    return {
        "people": {"person": {"age": dict.fromkeys(YEARS, 40)}},
        "benunits": {"benunit": {"members": ["person"]}},
        "households": {"household": {"members": ["person"], "region": dict.fromkeys(YEARS, region)}},
        "axes": [
            [{"name": "employment_income", "min": 0, "max": HIGHEST, "count": count, "period": year} for year in YEARS]
        ],
    }


def differences(nation: str, count: int) -> list[tuple[int, list[tuple[Decimal, Decimal, Decimal]]]]:
    """Return for each year and income: the wages, and by how much Income Tax and National Insurance differ."""
    # By name, because it is never installed beside what checks the types.
    model: Any = import_module("policyengine_uk").Simulation(situation=situation(NATIONS[nation], count))
    found: list[tuple[int, list[tuple[Decimal, Decimal, Decimal]]]] = []
    for year in YEARS:
        wages = [Decimal(f"{each:.2f}") for each in model.calculate("employment_income", year)]
        tax, insurance = (model.calculate(name, year) for name in ("income_tax", "ni_employee"))
        rows: list[tuple[Decimal, Decimal, Decimal]] = []
        for wage, theirs, their_insurance in zip(wages, tax, insurance, strict=True):
            named = {"tax_year": f"{year}-{(year + 1) % 100}", "nation": nation, "employment_income": str(wage)}
            ours = IncomeTax()(IncomeTaxInputs.model_validate(named))
            rows.append(
                (
                    wage,
                    Decimal(str(ours["income_tax"])) - Decimal(f"{theirs:.2f}"),
                    Decimal(str(ours["national_insurance"])) - Decimal(f"{their_insurance:.2f}"),
                )
            )
        found.append((year, rows))
    return found


def main() -> None:
    """Print the table; with ``--show`` also each income that differs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--incomes", type=int, default=200, help="how many incomes in each nation")
    options.add_argument("--show", action="store_true", help="show each income that differs by more than a pound")
    chosen = options.parse_args()
    out = sys.stdout
    out.write(f"Against policyengine-uk {version('policyengine-uk')}, {chosen.incomes} incomes up to £{HIGHEST:,}.\n\n")
    out.write("| nation | tax year | Income Tax agrees | largest difference | National Insurance agrees | largest |\n")
    out.write("| --- | --- | --- | --- | --- | --- |\n")
    for nation in NATIONS:
        for year, rows in differences(nation, chosen.incomes):
            taxes, insurances = [abs(row[1]) for row in rows], [abs(row[2]) for row in rows]
            out.write(
                f"| {nation} | {year}-{(year + 1) % 100} "
                f"| {sum(each <= NEAR for each in taxes)} of {len(rows)} | £{max(taxes)} "
                f"| {sum(each <= NEAR for each in insurances)} of {len(rows)} | £{max(insurances)} |\n"
            )
            out.flush()
            for wage, tax, insurance in rows:
                if chosen.show and max(abs(tax), abs(insurance)) > NEAR:
                    sys.stderr.write(f"{nation} {year} £{wage}: tax {tax:+}, insurance {insurance:+}\n")


if __name__ == "__main__":
    main()
