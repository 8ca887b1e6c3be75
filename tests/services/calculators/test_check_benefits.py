"""What somebody might get: by what they said, where they live, and with an address for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators import calculate
from fingerpost.services.calculators.uk.check_benefits import NATIONS, CheckBenefitsInputs, supports

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "uk-rates" / "check_benefits_financial_support_data.yml"
SOMEBODY: dict[str, Any] = {
    "nation": "england",
    "over_pension_age": "no",
    "working": "no",
    "health_condition": "no",
    "cares": "no",
    "on_benefits": "no",
    "savings": "16000-or-less",
}


def found(**said: Any) -> set[str]:
    return set(calculate("check-benefits", {**SOMEBODY, **said}).as_json()["result"]) - {"count"}


@pytest.mark.parametrize(
    ("said", "there", "not_there"),
    [
        ({}, {"universal_credit", "new_style_jobseekers_allowance", "council_tax_reduction"}, {"pension_credit"}),
        ({"savings": "over-16000"}, {"new_style_jobseekers_allowance"}, {"universal_credit"}),
        ({"working": "16-hours-or-more"}, {"universal_credit"}, {"new_style_jobseekers_allowance"}),
        (
            {"over_pension_age": "yes", "health_condition": "yes"},
            {"pension_credit", "attendance_allowance", "housing_benefit", "winter_fuel_payment"},
            {"universal_credit", "personal_independence_payment"},
        ),
        (
            {"health_condition": "yes", "affects_work": "unable"},
            {"personal_independence_payment", "new_style_employment_and_support_allowance"},
            {"access_to_work", "new_style_jobseekers_allowance"},
        ),
        (
            {"health_condition": "yes", "affects_work": "no"},
            {"access_to_work"},
            {"new_style_employment_and_support_allowance"},
        ),
        ({"cares": "yes"}, {"carers_allowance"}, {"carer_support_payment"}),
        ({"cares": "yes", "nation": "scotland"}, {"carer_support_payment"}, {"carers_allowance"}),
        (
            {"children": "2", "working": "under-16-hours"},
            {"child_benefit", "tax_free_childcare", "free_childcare_for_2_year_olds"},
            set[str](),
        ),
        ({"children": "12 to 15", "working": "under-16-hours"}, {"free_school_meals"}, {"tax_free_childcare"}),
        (
            {"children": "12-to-15", "working": "under-16-hours", "child_disabled": "yes"},
            {"tax_free_childcare", "disability_living_allowance_for_children"},
            {"personal_independence_payment"},
        ),
        (
            {"children": "16-to-17", "child_disabled": "yes"},
            {"personal_independence_payment", "bursary_fund_16_to_19"},
            set[str](),
        ),
        (
            {"children": "pregnant"},
            {"maternity_allowance", "healthy_start"},
            {"child_benefit", "sure_start_maternity_grant"},
        ),
        (
            {"on_benefits": "unsure", "children": "1-or-under"},
            {"sure_start_maternity_grant", "warm_home_discount"},
            set[str](),
        ),
        (
            {"on_benefits": "yes", "current_benefits": "universal credit", "working": "under-16-hours"},
            {"help_to_save"},
            {"budgeting_loan"},
        ),
        ({"on_benefits": "yes", "current_benefits": "pension-credit"}, {"budgeting_loan"}, {"help_to_save"}),
        (
            {"nation": "northern-ireland"},
            {"rate_relief", "travel_pass_at_60"},
            {"council_tax_reduction", "warm_home_discount"},
        ),
    ],
)
def test_what_is_worth_a_look(said: dict[str, Any], there: set[str], not_there: set[str]):
    shown = found(**said)
    assert there <= shown
    assert not not_there & shown


def test_each_says_why_and_where_to_apply_and_never_that_it_is_sure():
    worked = calculate("check-benefits", SOMEBODY)
    assert worked["count"] == len(worked.working)
    for line in worked.working:
        assert line.value == "you might get it"
        assert line.source.url.startswith("https://")
        assert line.rule


def test_benefits_named_and_denied_cannot_both_be_true():
    with pytest.raises(CalculatorInputError, match="on_benefits"):
        calculate("check-benefits", {**SOMEBODY, "current_benefits": "universal-credit"})


def test_every_rule_is_about_questions_and_answers_that_there_are():
    properties = CheckBenefitsInputs.model_json_schema()["properties"]
    for support in supports():
        assert set(support.urls) <= set(NATIONS)
        for alternative in support.when:
            for key, wanted in alternative.items():
                field = properties[key]
                known = field.get("enum") or field.get("items", {}).get("enum")
                known = known or next(
                    (each["enum"] for each in field.get("anyOf", ()) if "enum" in each), ["yes", "no"]
                )
                assert wanted <= {*known, ""}, (support.name, key)


@given(
    nation=st.sampled_from(NATIONS),
    old=st.booleans(),
    working=st.sampled_from(["no", "under-16-hours", "16-hours-or-more"]),
    ill=st.booleans(),
    cares=st.booleans(),
    children=st.sets(st.sampled_from(["pregnant", "1-or-under", "2", "3-to-4", "8-to-11", "16-to-17"])),
    savings=st.sampled_from(["over-16000", "16000-or-less"]),
)
def test_nobody_is_left_with_nothing_and_nobody_is_shown_another_nations(
    nation: str, old: bool, working: str, ill: bool, cares: bool, children: set[str], savings: str
):
    worked = calculate(
        "check-benefits",
        {
            "nation": nation,
            "over_pension_age": old,
            "working": working,
            "health_condition": ill,
            "cares": cares,
            "children": tuple(children),
            "on_benefits": "unsure",
            "savings": savings,
        },
    )
    keys = {figure.key for figure in worked.figures}
    assert "help_in_a_crisis" in keys
    assert not ({"universal_credit", "pension_credit"} <= keys)
    urls = " ".join(line.source.url for line in worked.working)
    elsewhere = {
        "england": ("mygov.scot", "nidirect"),
        "wales": ("mygov.scot", "nidirect"),
        "scotland": ("nidirect", "gov.wales"),
        "northern-ireland": ("mygov.scot", "gov.wales"),
    }
    assert not any(site in urls for site in elsewhere[nation])


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="needs ../shared/data/uk-rates")
def test_there_is_a_rule_for_every_benefit_published_in_each_nation():
    for published in yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))["benefits"]:
        url = published.get("url")
        if not url or url == "nil" or (published["name"] == "attendance_allowance"):
            continue  # winter payments have no address there; Scotland has its own payment now
        whole = url if url.startswith("https://") else f"https://www.gov.uk{url}"
        for nation in published["countries"]:
            assert any(each.url(nation) == whole for each in supports()), (published["name"], nation, whole)
