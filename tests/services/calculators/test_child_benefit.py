"""Child Benefit and its charge, against worked figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.errors import OutsideRatesError
from fingerpost.services.calculators import calculate
from fingerpost.services.calculators.uk.child_benefit import mondays


# Amounts a week: https://www.gov.uk/child-benefit/what-youll-get. The charge at £65,000 of income from 2024-25 on is
# 25% of the benefit, and all of it at £80,000: https://www.gov.uk/child-benefit-tax-charge.
@pytest.mark.parametrize(
    ("year", "children", "income", "benefit", "charge"),
    [
        ("2025-26", 1, 30_000, "1354.60", "0"),
        ("2025-26", 2, 60_000, "2251.60", "0"),
        ("2025-26", 2, 65_000, "2251.60", "562"),
        ("2025-26", 2, 80_000, "2251.60", "2251"),
        ("2025-26", 2, 250_000, "2251.60", "2251"),
        ("2023-24", 1, 55_000, "1248.00", "624"),
        ("2026-27", 3, 0, "3331.05", "0"),  # 53 Mondays
        ("2025-26", 0, 90_000, "0.00", "0"),
    ],
)
def test_worked_figures(year: str, children: int, income: int, benefit: str, charge: str) -> None:
    worked = calculate("child-benefit", {"tax_year": year, "children": children, "adjusted_net_income": income})
    assert worked["child_benefit"] == Decimal(benefit)
    assert worked["charge"] == Decimal(charge)
    assert worked["kept"] == Decimal(benefit) - Decimal(charge)


def test_in_its_first_year_the_charge_took_only_from_7_january_2013() -> None:
    worked = calculate("child-benefit", {"tax_year": "2012-13", "children": 1, "adjusted_net_income": 100_000})
    assert worked["charge"] == Decimal(263)  # 13 Mondays of £20.30, pennies left out


@pytest.mark.parametrize("year", ["2011-12", "2027-28"])
def test_years_outside_the_rates_are_refused(year: str) -> None:
    with pytest.raises(OutsideRatesError, match="no rates are held"):
        calculate("child-benefit", {"tax_year": year, "children": 1})


def test_a_year_has_52_or_53_mondays() -> None:
    assert mondays(date(2025, 4, 6), date(2026, 4, 5)) == 52
    assert mondays(date(2019, 4, 6), date(2020, 4, 5)) == 52
    assert mondays(date(2025, 4, 7), date(2025, 4, 7)) == 1
    assert mondays(date(2025, 4, 8), date(2025, 4, 13)) == 0


@given(
    year=st.sampled_from(["2013-14", "2020-21", "2024-25", "2026-27"]),
    children=st.integers(0, 12),
    income=st.integers(0, 200_000),
    more=st.integers(0, 20_000),
)
def test_more_income_never_lowers_the_charge_and_nothing_is_below_nought(
    year: str, children: int, income: int, more: int
) -> None:
    def charge(at: int) -> Decimal:
        worked = calculate("child-benefit", {"tax_year": year, "children": children, "adjusted_net_income": at})
        taken, benefit = worked["charge"], worked["child_benefit"]
        assert isinstance(taken, Decimal)
        assert isinstance(benefit, Decimal)
        assert 0 <= taken <= benefit
        return taken

    assert charge(income) <= charge(income + more)
