"""Sampleford's Council Tax Reduction in its settings is the one on its published page."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from fingerpost.services.estimate import HouseholdInputs
from fingerpost.services.estimate.council_tax import reduction
from fingerpost.settings import load_settings

SAMPLEFORD = Path(str(files("fingerpost.demo"))) / "sampleford"
PAGE = SAMPLEFORD / "content" / "council-tax" / "council-tax-reduction.md"
SCHEME = load_settings(SAMPLEFORD, {}).calculators.estimate.council_tax_reduction
COLUMNS = ("single", "couple", "family")


def amounts(cell: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r"£([\d.]+)", cell)]


def test_every_band_of_the_page_is_in_the_settings():
    rows = re.findall(r"^\| (\d+)% \|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    published = {
        (column, amounts(cell)[-1], Decimal(share) / 100)
        for share, cells in rows
        for column, cell in zip(COLUMNS, cells.split("|"), strict=True)
    }
    assert len(published) == 12
    assert {(band.household, band.weekly_income, band.reduction) for band in SCHEME.bands} == published
    assert f"more than £{SCHEME.most_savings:,} in savings" in PAGE.read_text(encoding="utf-8")


def household(**given: str) -> HouseholdInputs:
    alone = {"region": "north-west", "age": "40", "savings": "0", "home": "owned", "council_tax": "1200"}
    return HouseholdInputs.model_validate({**alone, **given})


@pytest.mark.parametrize(
    ("given", "income", "off"),
    [
        ({}, "110", "1200"),
        ({}, "110.01", "900"),
        ({}, "260", "300"),
        ({}, "260.01", "0"),
        ({"partner_age": "40"}, "110.01", "1200"),
        ({"children": "3"}, "260", "1200"),
        ({"partner_age": "40", "children": "3"}, "440", "300"),
        ({"savings": "10000"}, "110", "1200"),
        ({"savings": "10000.01"}, "110", "0"),
    ],
)
def test_the_reduction_turns_at_the_published_incomes(given: dict[str, str], income: str, off: str):
    assert reduction(SCHEME, household(**given), Decimal(income)) == Decimal(off)
