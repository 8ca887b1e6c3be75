"""The benefits estimate as a calculator: its ranges, what it takes for granted, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fingerpost.errors import CalculatorInputError, EstimateUnavailableError, OutsideRatesError, SettingsError
from fingerpost.services.calculators import calculators, offered, offered_names, set_up, work_out
from fingerpost.services.estimate import BenefitsEstimate, HouseholdInputs, line_for
from fingerpost.services.estimate.reading import ranges_of
from fingerpost.services.estimate.situation import VARIABLES, cases_of, request_for
from fingerpost.services.offers import offerable_of, tools_of
from fingerpost.settings import load_settings
from fingerpost.settings.calculators import CalculatorSettings, EstimateSettings, ReductionScheme
from fingerpost.testing.estimate_engine import DIES_AT, FAILS_AT, install

ALONE: dict[str, Any] = {"region": "north-east", "age": 30, "savings": 0, "home": "owned"}
FAMILY = {
    **ALONE,
    "partner_age": 28,
    "children": "7, 3",
    "earnings": 500,
    "home": "rent-privately",
    "rent": 900,
    "region": "wales",
}


@pytest.fixture(scope="module")
def estimate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BenefitsEstimate]:
    settings = EstimateSettings(python=install(tmp_path_factory.mktemp("engine")))
    yield BenefitsEstimate(settings)
    line_for(settings).close()


def household(**given: Any) -> HouseholdInputs:
    return HouseholdInputs.model_validate({**ALONE, **given})


def test_a_household_with_nothing_unknown_has_no_range(estimate: BenefitsEstimate):
    worked = work_out(estimate, ALONE)
    assert worked.as_json()["result"] == {
        "total_low": "1000.00",
        "total_high": "1000.00",
        "universal_credit_low": "1000.00",
        "universal_credit_high": "1000.00",
    }
    assert [(line.label, line.value) for line in worked.working] == [("Universal Credit", "about £1,000 a month")]
    assert worked.notes[0].startswith("This is an estimate, not a promise")


def test_pay_and_the_rental_area_make_a_range(estimate: BenefitsEstimate):
    result = work_out(estimate, FAMILY).as_json()["result"]
    # £1,000 and the rent up to £500 in one area and £800 in the other, less 55p for each £1 of £525 or £475.
    assert (result["universal_credit_low"], result["universal_credit_high"]) == ("1211.00", "1539.00")
    assert (result["child_benefit_low"], result["child_benefit_high"]) == ("200.00", "200.00")
    assert (result["total_low"], result["total_high"]) == ("1411.00", "1739.00")


def test_a_service_narrows_the_range_to_the_areas_it_covers(estimate: BenefitsEstimate):
    local = BenefitsEstimate(estimate.settings.model_copy(update={"rental_areas": ("CARDIFF", "NOWHERE")}))
    result = work_out(local, FAMILY).as_json()["result"]
    assert (result["universal_credit_low"], result["universal_credit_high"]) == ("1511.00", "1539.00")
    line_for(local.settings).close()


def test_health_that_nobody_has_decided_on_makes_a_range(estimate: BenefitsEstimate):
    result = work_out(estimate, {**ALONE, "health": "not-decided"}).as_json()["result"]
    assert (result["universal_credit_low"], result["universal_credit_high"]) == ("1000.00", "1200.00")
    decided = work_out(estimate, {**ALONE, "health": "decided"}).as_json()["result"]
    assert decided["universal_credit_low"] == "1200.00"


def test_the_council_s_own_scheme_counts_where_the_service_gives_it(estimate: BenefitsEstimate):
    scheme = ReductionScheme.model_validate(
        {"bands": [{"household": "single", "weekly_income": 300, "reduction": "0.5"}], "url": "https://c.example/ctr"}
    )
    council = BenefitsEstimate(estimate.settings.model_copy(update={"council_tax_reduction": scheme}))
    worked = work_out(council, {**ALONE, "council_tax": 1200})
    assert worked.as_json()["result"]["council_tax_reduction_high"] == "50.00"
    assert worked.working[-1].source.url == "https://c.example/ctr"
    without = work_out(estimate, {**ALONE, "council_tax": 1200})
    assert "council_tax_reduction_high" not in without.as_json()["result"]
    assert any("Council Tax Reduction is not in it" in note for note in without.notes)
    line_for(council.settings).close()


def test_somebody_who_gets_nothing_is_told_so_and_no_benefit_is_listed(estimate: BenefitsEstimate):
    worked = work_out(estimate, {**ALONE, "earnings": 9000})
    assert worked.as_json()["result"] == {"total_low": "0.00", "total_high": "0.00"}
    assert worked.working[0].value == "none"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"partner_earnings": 100}, "partner_age"),
        ({"home": "rent-privately"}, "rent"),
        ({"rent": 500}, "home"),
        ({"disabled_children": 1}, "disabled_children"),
        ({"childcare": 100}, "childcare"),
    ],
)
def test_answers_that_cannot_be_true_together_name_the_one_to_change(
    estimate: BenefitsEstimate, given: dict[str, Any], key: str
):
    with pytest.raises(CalculatorInputError) as caught:
        work_out(estimate, {**ALONE, **given})
    assert caught.value.what.startswith(f"{key}: ")


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"children": "three"}, "children"),
        ({"children": "20"}, "children"),
        ({"children": ", ".join(["1"] * 13)}, "children"),
        ({"age": 17}, "age"),
        ({"region": "france"}, "region"),
        ({"savings": "-1"}, "savings"),
        ({"rent": 1.5}, "rent"),
        ({"cats": 2}, "cats"),
    ],
)
def test_an_answer_that_cannot_be_read_is_named(estimate: BenefitsEstimate, given: dict[str, Any], key: str):
    with pytest.raises(CalculatorInputError, match=f"{key}: "):
        work_out(estimate, {**ALONE, **given})


def test_ages_are_read_as_people_write_them():
    assert household(children="3 and 7, 12").children_ages == (3, 7, 12)
    assert household(children="0").children_ages == (0,)
    assert household().children_ages == ()


def test_a_year_the_engine_was_not_held_against_is_refused(estimate: BenefitsEstimate):
    with pytest.raises(OutsideRatesError, match="tax_year: the estimate is held for 2025-26 to 2026-27"):
        work_out(estimate, {**ALONE, "tax_year": "2027-28"})


@pytest.mark.parametrize("age", [DIES_AT, FAILS_AT])
def test_an_engine_that_fails_is_said_and_the_next_is_served(estimate: BenefitsEstimate, age: int):
    with pytest.raises(EstimateUnavailableError):
        work_out(estimate, {**ALONE, "age": age})
    assert work_out(estimate, ALONE)["total_low"] == 1000


def test_every_case_is_a_household_of_its_own_in_one_request():
    given = household(partner_age=28, children="7, 3", earnings="500", home="rent-privately", rent="900")
    cases = cases_of(given, ("A", "B"))
    assert len(cases) == 6
    situation = request_for(given, cases, 2026)["situation"]
    assert len(situation["households"]) == 6
    assert len(situation["people"]) == 24
    members = [name for unit in situation["benunits"].values() for name in unit["members"]]
    # The engine orders people as they come: each case's must stand together, in the order of the cases.
    assert members == list(situation["people"])


def test_an_answer_of_another_size_than_asked_for_is_not_taken():
    given = household()
    values = {name: ["1.00", "2.00"] for name in VARIABLES}
    with pytest.raises(EstimateUnavailableError, match="nothing usable"):
        ranges_of(given, cases_of(given, ()), values, ReductionScheme())


def test_a_negative_amount_is_never_shown():
    given = household()
    values = {name: ["-5.00"] for name in VARIABLES} | {"council_tax_reduction_scheme_supported": ["0.00"]}
    cases = cases_of(given, ())
    ranges = ranges_of(given, cases, {name: each * len(cases) for name, each in values.items()}, ReductionScheme())
    assert ranges.total.high == Decimal(0)


def test_it_is_offered_to_people_and_no_model_calls_it_and_keeps_an_answer_waiting(tmp_path: Path):
    (tmp_path / "fingerpost.toml").write_text(
        '[service]\nname = "A"\norganisation = "B"\n[service.contact]\nphone = "01632 960 123"\n'
        '[calculators]\noffered = ["*", "benefits-estimate"]\n'
    )
    settings = load_settings(tmp_path, {})
    assert "benefits-estimate" in {each.name for each in offerable_of(settings)}
    names = {each.name for each in tools_of(settings)}
    assert "work_out_income_tax" in names
    assert "work_out_benefits_estimate" not in names


def test_it_is_offered_only_where_it_is_named_and_as_the_service_has_set_it(tmp_path: Path):
    assert "benefits-estimate" not in offered_names(("*",))
    assert "benefits-estimate" in calculators()
    settings = CalculatorSettings.model_validate(
        {"offered": ["*", "benefits-estimate"], "estimate": {"python": str(tmp_path / "python")}}
    )
    chosen = offered(settings.offered, settings)["benefits-estimate"]
    assert isinstance(chosen, BenefitsEstimate)
    assert chosen.settings.python == str(tmp_path / "python")
    assert set_up(calculators()["income-tax"], settings) is calculators()["income-tax"]
    with pytest.raises(SettingsError, match="benefit-estimate"):
        offered_names(("benefit-estimate",))
