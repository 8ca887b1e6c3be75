"""Sampleford's Council Tax bill, against what its own pages say, and offered by nobody who did not ask for it."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from fingerpost.demo.council_tax import RATES
from fingerpost.errors import CalculatorInputError, OutsideRatesError
from fingerpost.services.calculators import calculate, offered_names
from fingerpost.services.calculators.rates import rate_table
from fingerpost.settings import load_settings

PAGES = files("fingerpost.demo") / "sampleford" / "content" / "council-tax"
HOME: dict[str, Any] = {"date": "2026-11-01", "band": "d", "use": "main-home", "adults": 2}


@pytest.mark.parametrize(
    ("changed", "bill"),
    [
        ({}, "2100.00"),
        ({"adults": 1}, "1575.00"),
        ({"adults": 3, "not_counted": 2}, "1575.00"),
        ({"adults": 2, "not_counted": 2}, "1050.00"),
        ({"adults": 2, "not_counted": 2, "all_exempt": "yes"}, "0.00"),
        ({"band": "b", "adults": 1}, "1225.00"),
        ({"use": "second-home", "adults": 0}, "4200.00"),
        ({"use": "empty", "adults": 0}, "2100.00"),
        ({"use": "empty", "adults": 0, "years_empty": 1}, "4200.00"),
        ({"use": "empty", "adults": 0, "years_empty": 5}, "6300.00"),
        ({"use": "empty", "adults": 0, "years_empty": 40}, "8400.00"),
    ],
)
def test_the_bill_is_what_the_councils_pages_say(changed: dict[str, Any], bill: str):
    worked = calculate("sampleford-council-tax", {**HOME, **changed}).as_json()["result"]
    assert worked["bill"] == bill
    assert Decimal(worked["each_month"]) * 12 - Decimal(bill) <= Decimal("0.06")


def test_every_band_is_the_pages_own():
    page = (PAGES / "bands-and-charges.md").read_text(encoding="utf-8")
    charges = dict(re.findall(r"^\| ([A-H]) \|.*\| £([\d,.]+) \|$", page, re.MULTILINE))
    held = rate_table(RATES).periods[0].values
    assert {band: held[f"band_{band.lower()}"] for band in charges} == {
        band: Decimal(charge.replace(",", "")) for band, charge in charges.items()
    }
    assert len(charges) == 8


def test_what_cannot_be_is_refused():
    with pytest.raises(CalculatorInputError, match="adults"):
        calculate("sampleford-council-tax", {**HOME, "adults": 0})
    with pytest.raises(CalculatorInputError, match="not_counted"):
        calculate("sampleford-council-tax", {**HOME, "not_counted": 3})
    with pytest.raises(OutsideRatesError):
        calculate("sampleford-council-tax", {**HOME, "date": "2027-04-01"})


def test_it_is_offered_by_the_demonstration_and_by_no_service_that_does_not_name_it():
    assert "sampleford-council-tax" not in offered_names(["*"])
    with_it = load_settings(str(files("fingerpost.demo") / "sampleford")).calculators.offered
    assert "sampleford-council-tax" in offered_names(with_it)
