"""Every rate held against the figures that GOV.UK's own calculators work with, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from fingerpost.services.calculators import calculate
from fingerpost.services.calculators.rates import rate_table
from fingerpost.services.calculators.uk import child_benefit, minimum_wage, parental_pay, redundancy_pay, sick_pay

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "uk-rates"
pytestmark = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="needs ../shared/data/uk-rates")
LAST = date(2027, 4, 3)


def published(name: str) -> Any:
    # The minimum wage's keys are Ruby symbols; read them as the words they are.
    return yaml.safe_load((PUBLISHED / name).read_text(encoding="utf-8").replace(" :", " "))


def days(entry: dict[str, Any], until: date = LAST) -> Iterable[date]:
    """The first, last and middle day of a period, as far as anything is known."""
    starts, ends = cast("date", entry["start_date"]), min(cast("date", entry["end_date"]), until)
    return (starts, starts + (ends - starts) / 2, ends)


def exact(number: object) -> Decimal:
    return Decimal(str(number))


def test_child_benefit_in_every_year():
    for entry in published("child_benefit_rates.yml").values():
        for day in days(entry):
            held = rate_table(child_benefit.RATES).on(day).values
            assert held["eldest_child"] == exact(entry["only_child"])
            assert held["each_other_child"] == exact(entry["additional_child"])
            assert held["charge_from"] == entry["lower_earnings_threshold"]
            assert held["charge_whole_at"] == entry["upper_earnings_threshold"]


@pytest.mark.parametrize(
    ("name", "nation"), [("redundancy_pay.yml", "wales"), ("redundancy_pay_northern_ireland.yml", "northern-ireland")]
)
def test_the_limit_on_a_weeks_pay_in_every_year(name: str, nation: str):
    assert redundancy_pay.RedundancyPay.name == "redundancy-pay"
    for entry in published(name):
        for day in days(entry):
            given = {"nation": nation, "date": day.isoformat(), "age": 61, "years": 20, "weekly_pay": 9_000}
            worked = calculate("redundancy-pay", given)
            assert worked["weeks"] == 30
            assert worked["amount"] == exact(entry["max"].replace(",", ""))


def test_sick_pay_in_every_year():
    entries = published("statutory_sick_pay.yml")
    # One entry of the published list starts a year too soon; the one before it is the true one for that year.
    for entry in (each for each in entries if each["end_date"] != date(2017, 4, 5)):
        for day in days(entry):
            held = rate_table(sick_pay.RATES).on(day).values
            assert held["weekly"] == exact(entry["ssp_weekly_rate"])
            assert held["least_earnings"] == entry.get("lower_earning_limit_rate", 0)


def test_the_least_earnings_for_maternity_and_paternity_pay_in_every_year():
    for entry in published("maternity_paternity_birth.yml"):
        if entry["start_date"] < date(2014, 4, 6):
            continue  # these are by the day the baby is due, and not by the week that is looked at
        first = entry["start_date"]
        while first.weekday() != 5:  # the limit is looked up on a Saturday
            first += timedelta(days=1)
        for day in (first, min(entry["end_date"], LAST)):
            assert rate_table(parental_pay.LEAST).on(day).values["weekly"] == entry["lower_earning_limit_rate"]
    for entry in published("maternity_paternity_birth.yml"):
        if date(2010, 7, 17) <= entry["start_date"] < date(2014, 4, 6):
            looked_at = parental_pay.week_of(entry["start_date"] + timedelta(days=20)) - timedelta(weeks=15, days=-6)
            assert rate_table(parental_pay.LEAST).on(looked_at).values["weekly"] == entry["lower_earning_limit_rate"]


def test_the_minimum_wage_in_every_year():
    for entry in published("minimum_wage.yml"):
        for day in days(entry, date(2027, 3, 31)):
            for band in entry["minimum_rates"]:
                for age in {max(16, band["min_age"]), min(90, band["max_age"] - 1)}:
                    assert calculate("minimum-wage", {"date": day, "age": age})["rate"] == exact(band["rate"])
            apprentice = calculate("minimum-wage", {"date": day, "age": 18, "apprentice": True})
            assert apprentice["rate"] == exact(entry["apprentice_rate"])
            held = rate_table(minimum_wage.RATES).on(day).values
            assert held["accommodation"] == exact(entry["accommodation_rate"])
            assert held["living_wage_from"] == entry["living_wage_min_age"]


def test_state_pension_age_for_every_date_of_birth():
    # The published list carries tags of Ruby's, which a safe reader refuses; its fields are plain.
    text = (
        (PUBLISHED / "state_pension_dates.yml").read_text(encoding="utf-8").replace("!ruby/struct:StatePensionDate", "")
    )
    entries = yaml.safe_load(text)
    assert len(entries) > 60
    for entry in entries:
        reached = entry["pension_date"]
        if not isinstance(reached, date):
            continue
        for born in (entry["start_date"], entry["end_date"]):
            given = {"date_of_birth": born, "sex": str(entry["gender"]).strip(":").replace("both", "male")}
            assert calculate("state-pension-age", given)["date"] == reached, entry
