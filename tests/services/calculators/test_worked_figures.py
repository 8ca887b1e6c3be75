"""Figures that public pages work out, each beside the page it stands on."""

from __future__ import annotations

from typing import Any

import pytest

from fingerpost.errors import CalculatorInputError, OutsideRatesError
from fingerpost.services.calculators import calculate, calculators

WORKED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # https://www.gov.uk/marriage-allowance/how-it-works: saves £214
    (
        "marriage-allowance",
        {"tax_year": "2025-26", "lower_income": 11_500, "higher_income": 20_000},
        {"saving": "214.00"},
    ),
    ("marriage-allowance", {"tax_year": "2025-26", "lower_income": 0, "higher_income": 30_000}, {"saving": "252.00"}),
    ("marriage-allowance", {"tax_year": "2025-26", "lower_income": 0, "higher_income": 60_000}, {"saving": "0.00"}),
    ("marriage-allowance", {"tax_year": "2025-26", "lower_income": 0, "higher_income": 13_000}, {"saving": "86.00"}),
    # https://www.gov.uk/income-tax-rates: 20% from £12,571 to £50,270, 40% to £125,140, 45% above; no allowance there
    ("income-tax", {"tax_year": "2025-26", "nation": "england", "employment_income": 12_570}, {"income_tax": "0.00"}),
    ("income-tax", {"tax_year": "2025-26", "nation": "wales", "employment_income": 50_270}, {"income_tax": "7540.00"}),
    (
        "income-tax",
        {"tax_year": "2025-26", "nation": "england", "employment_income": 30_000},
        {"income_tax": "3486.00", "national_insurance": "1394.40", "take_home": "25119.60"},
    ),
    (
        "income-tax",
        {"tax_year": "2025-26", "nation": "england", "employment_income": 125_140},
        {"income_tax": "42516.00", "personal_allowance": "0.00"},
    ),
    # https://www.gov.uk/scottish-income-tax, 2025 to 2026: 19% to £15,397, 20% to £27,491, 21% to £43,662
    (
        "income-tax",
        {"tax_year": "2025-26", "nation": "scotland", "employment_income": 43_662},
        {"income_tax": "6351.84"},
    ),
    # https://www.gov.uk/redundancy-your-rights/redundancy-pay
    (
        "redundancy-pay",
        {"nation": "england", "date": "2025-06-01", "age": 45, "years": 10, "weekly_pay": 800},
        {"weeks": 12, "amount": "8628.00"},
    ),
    (
        "redundancy-pay",
        {"nation": "northern-ireland", "date": "2025-06-01", "age": 60, "years": 30, "weekly_pay": 2_000},
        {"weeks": 29.5, "amount": "22095.50"},
    ),
    (
        "redundancy-pay",
        {"nation": "scotland", "date": "2024-06-01", "age": 23, "years": 2, "weekly_pay": 300},
        {"weeks": 1.5, "amount": "450.00"},
    ),
    (
        "redundancy-pay",
        {"nation": "wales", "date": "2025-06-01", "age": 30, "years": 1, "weekly_pay": 500},
        {"weeks": 0},
    ),
    # https://www.gov.uk/national-minimum-wage-rates
    ("minimum-wage", {"date": "2025-04-01", "age": 21, "apprentice": "no"}, {"rate": "12.21"}),
    ("minimum-wage", {"date": "2025-03-31", "age": 20, "apprentice": "no"}, {"rate": "8.60"}),
    ("minimum-wage", {"date": "2023-05-01", "age": 22, "apprentice": "no"}, {"rate": "10.18"}),
    ("minimum-wage", {"date": "2026-04-01", "age": 17, "apprentice": "no"}, {"rate": "8.00"}),
    ("minimum-wage", {"date": "2026-04-01", "age": 30, "apprentice": "yes"}, {"rate": "8.00"}),
    # https://www.gov.uk/holiday-entitlement-rights/entitlement: 5 days a week is 28 days, 3 days is 16.8
    ("holiday-entitlement", {"days_per_week": 5}, {"days": 28}),
    ("holiday-entitlement", {"days_per_week": 6}, {"days": 28}),
    ("holiday-entitlement", {"days_per_week": 3}, {"days": 16.8}),
    # https://www.gov.uk/government/publications/state-pension-age-timetable
    ("state-pension-age", {"date_of_birth": "1949-01-01", "sex": "female"}, {"date": "2009-01-01", "years": 60}),
    ("state-pension-age", {"date_of_birth": "1950-06-20", "sex": "female"}, {"date": "2010-09-06"}),
    ("state-pension-age", {"date_of_birth": "1953-12-05", "sex": "male"}, {"date": "2018-12-05", "years": 65}),
    ("state-pension-age", {"date_of_birth": "1953-12-20"}, {"date": "2019-03-06"}),
    ("state-pension-age", {"date_of_birth": "1960-07-31"}, {"date": "2026-11-30", "years": 66, "months": 4}),
    ("state-pension-age", {"date_of_birth": "1956-02-29"}, {"date": "2022-03-01", "years": 66}),
    ("state-pension-age", {"date_of_birth": "1964-03-27"}, {"date": "2031-03-27", "years": 67, "months": 0}),
    ("state-pension-age", {"date_of_birth": "1978-04-06"}, {"date": "2046-04-06", "years": 68}),
    # National Minimum Wage Regulations 2015, regulation 5(1)(b): from 19, the apprentice's rate is for the first year
    (
        "minimum-wage",
        {"date": "2026-04-01", "age": 30, "apprentice": "yes", "first_year": "no"},
        {"rate": "12.71"},
    ),
    (
        "minimum-wage",
        {"date": "2026-04-01", "age": 18, "apprentice": "yes", "first_year": "no"},
        {"rate": "8.00"},
    ),
    # https://www.gov.uk/vat-returns/deadlines: one calendar month and 7 days after the period
    ("vat-deadlines", {"period_end": "2026-03-31"}, {"file_by": "2026-05-07", "pay_by": "2026-05-07"}),
    ("vat-deadlines", {"period_end": "2026-02-28"}, {"file_by": "2026-04-07"}),
    ("vat-deadlines", {"period_end": "2026-01-31"}, {"file_by": "2026-03-07"}),
    ("vat-deadlines", {"period_end": "2026-01-31", "payment_method": "chaps"}, {"pay_by": "2026-03-06"}),
    # Value Added Tax Regulations 1995, regulation 25(1): the last day of the month next following, and 7 days
    ("vat-deadlines", {"period_end": "2026-04-15"}, {"file_by": "2026-06-07", "pay_by": "2026-06-07"}),
    # alphagov/smart-answers, vat_payment_deadlines.rb on 21 August 2026: 2 working days before it has to arrive
    ("vat-deadlines", {"period_end": "2025-11-30", "payment_method": "bacs"}, {"pay_by": "2026-01-05"}),
    (
        "vat-deadlines",
        {"period_end": "2026-03-31", "payment_method": "direct-debit"},
        {"pay_by": "2026-05-05", "collected_on": "2026-05-12"},
    ),
    # https://www.gov.uk/statutory-sick-pay: £118.75 a week in 2025 to 2026, after 3 waiting days
    (
        "statutory-sick-pay",
        {"first_day": "2025-06-02", "last_day": "2025-06-13", "weekly_pay": 400},
        {"amount": "166.25", "days_paid": 7, "waiting_days": 3},
    ),
    (
        "statutory-sick-pay",
        {"first_day": "2025-06-02", "last_day": "2025-06-13", "weekly_pay": 100},
        {"amount": "0.00"},
    ),
    (
        "statutory-sick-pay",
        {"first_day": "2025-06-02", "last_day": "2025-06-04", "weekly_pay": 400},
        {"amount": "0.00"},
    ),
    (
        "statutory-sick-pay",
        {"first_day": "2026-06-01", "last_day": "2026-06-05", "weekly_pay": 100},
        {"amount": "80.00", "days_paid": 5, "waiting_days": 0},
    ),
    (
        "statutory-sick-pay",
        {"first_day": "2026-06-01", "last_day": "2026-06-01", "weekly_pay": 400},
        {"amount": "24.65"},
    ),
    # DWP on 6 April 2026, https://payadvice.uk/2025/12/21/new-statutory-sick-pay-ssp-transitional-protection-april-2026:
    # who was paid for days before keeps the flat rate, £123.25, where 80% of £130 is £104. 7 days at £118.75 / 5 and
    # 10 at £123.25 / 5.
    (
        "statutory-sick-pay",
        {"first_day": "2026-03-23", "last_day": "2026-04-19", "weekly_pay": 130},
        {"amount": "412.75", "days_paid": 17, "waiting_days": 3},
    ),
    # Who was not paid before, for earning too little, gets 80% from then on: 10 days at £80 / 5.
    (
        "statutory-sick-pay",
        {"first_day": "2026-03-23", "last_day": "2026-04-19", "weekly_pay": 100},
        {"amount": "160.00", "days_paid": 10},
    ),
    # alphagov/smart-answers, self_assessment_penalties.rb: 7.75% from 9 January 2026; 33 days, and 5% after 2 March
    (
        "self-assessment-penalties",
        {"tax_year": "2024-25", "filed_on": "2026-01-31", "paid_on": "2026-03-05", "tax_due": 1_000},
        {"filing_penalty": "0.00", "payment_penalty": "50.00", "interest": "7.00", "total": "57.00"},
    ),
    # https://www.gov.uk/maternity-pay-leave/pay: 90% for 6 weeks, then £187.18 or 90% for 33 weeks
    (
        "statutory-maternity-pay",
        {"due_date": "2025-07-01", "leave_starts": "2025-06-22", "weekly_pay": 500},
        {"first_weeks": "450.00", "later_weeks": "187.18", "total": "8876.94", "earliest_start": "2025-04-13"},
    ),
    (
        "statutory-maternity-pay",
        {"due_date": "2025-07-01", "leave_starts": "2025-06-22", "weekly_pay": 122},
        {"total": "0.00", "eligible": False},
    ),
    (
        "statutory-paternity-pay",
        {"leave_starts": "2025-07-01", "weekly_pay": 150},
        {"weekly": "135.00", "total": "270.00"},
    ),
    ("statutory-paternity-pay", {"leave_starts": "2026-07-01", "weekly_pay": 900, "weeks": 1}, {"total": "194.32"}),
    # The lower earnings limit is that of the 15th week before: 123 to 5 April 2025, 125 after.
    (
        "statutory-paternity-pay",
        {"leave_starts": "2025-07-01", "due_date": "2025-07-01", "weekly_pay": 124},
        {"eligible": True, "tell_by": "2025-03-22", "leave_ends_by": "2026-06-30"},
    ),
    (
        "statutory-paternity-pay",
        {"leave_starts": "2025-08-01", "weekly_pay": 124, "nation": "northern ireland"},
        {"eligible": False, "leave_ends_by": "2025-09-26"},
    ),
    (
        "statutory-maternity-pay",
        {"due_date": "2013-07-10", "leave_starts": "2013-07-10", "weekly_pay": 400},
        {"first_weeks": "360.00", "later_weeks": "136.78", "tell_by": "2013-03-30", "pay_ends": "2014-04-08"},
    ),
    # https://www.gov.uk/minimum-wage-different-types-work/calculate-the-minimum-wage and -accommodation
    ("minimum-wage", {"date": "2019-06-01", "age": 24}, {"rate": "7.70"}),
    ("minimum-wage", {"date": "2021-06-01", "age": 23}, {"rate": "8.91"}),
    (
        "minimum-wage",
        {"date": "2025-06-01", "age": 30, "pay": "500", "hours": 40, "accommodation_days": 7},
        {"hourly_pay": "14.37", "enough": True},
    ),
    (
        "minimum-wage",
        {
            "date": "2025-06-01",
            "age": 30,
            "pay": "500",
            "hours": 40,
            "accommodation_days": 7,
            "accommodation_charge": 15,
        },
        {"hourly_pay": "11.74", "enough": False, "shortfall": "18.78"},
    ),
    # https://www.gov.uk/statutory-sick-pay: days that are not paid are over when spells link
    (
        "statutory-sick-pay",
        {"first_day": "2025-06-02", "last_day": "2025-06-13", "weekly_pay": 400, "linked": "yes"},
        {"amount": "237.50", "days_paid": 10, "waiting_days": 0},
    ),
    # In Scotland tax starts at 19%: https://www.gov.uk/scottish-income-tax
    (
        "marriage-allowance",
        {"tax_year": "2025-26", "lower_income": 0, "higher_income": 13_000, "nation": "scotland"},
        {"saving": "81.70"},
    ),
    (
        "intestacy",
        {"nation": "england", "estate": 300_000, "partner": "yes", "children": 1, "date_of_death": "2019-01-01"},
        {"partner": "275000.00"},
    ),
    # https://www.gov.uk/self-assessment-tax-returns/penalties
    (
        "self-assessment-penalties",
        {"tax_year": "2023-24", "filed_on": "2025-02-01", "paid_on": "2025-01-31", "tax_due": 5_000},
        {"filing_penalty": "100.00", "payment_penalty": "0.00", "interest": "0.00"},
    ),
    (
        "self-assessment-penalties",
        {"tax_year": "2023-24", "filed_on": "2025-07-30", "paid_on": "2025-03-03", "tax_due": 1_000},
        {"filing_penalty": "1000.00", "payment_penalty": "50.00"},
    ),
    (
        "self-assessment-penalties",
        {"tax_year": "2023-24", "filed_on": "2025-08-01", "paid_on": "2025-01-31", "tax_due": 10_000},
        {"filing_penalty": "1500.00"},
    ),
    (
        "self-assessment-penalties",
        {"tax_year": "2023-24", "filed_on": "2025-01-31", "paid_on": "2025-02-10", "tax_due": 3_650},
        {"interest": "7.25", "total": "7.25"},
    ),
    # https://www.gov.uk/bank-holidays
    ("working-days", {"nation": "england", "date": "2026-12-24", "days": 1}, {"date": "2026-12-29"}),
    ("working-days", {"nation": "scotland", "date": "2026-12-31", "days": 1}, {"date": "2027-01-05"}),
    ("working-days", {"nation": "england", "date": "2026-12-29", "days": -1}, {"date": "2026-12-24"}),
    ("bank-holidays", {"nation": "northern-ireland", "year": 2026}, {"count": 10}),
    ("bank-holidays", {"nation": "wales", "year": 2026}, {"count": 8, "holiday_1": "2026-01-01"}),
    # https://www.gov.uk/inherits-someone-dies-without-will
    (
        "intestacy",
        {"nation": "england", "estate": 500_000, "partner": "yes", "children": 2},
        {"partner": "411000.00", "children_each": "44500.00"},
    ),
    (
        "intestacy",
        {"nation": "wales", "estate": 300_000, "partner": "yes", "children": 1, "date_of_death": "2023-07-25"},
        {"partner": "285000.00", "children_each": "15000.00"},
    ),
    (
        "intestacy",
        {"nation": "england", "estate": 90_000, "partner": "no", "children": 4},
        {"children_each": "22500.00"},
    ),
    ("intestacy", {"nation": "england", "estate": 90_000, "partner": "yes"}, {"partner": "90000.00"}),
    (
        "intestacy",
        {"nation": "northern-ireland", "estate": 550_000, "partner": "yes", "children": 3},
        {"partner": "350000.00", "children_each": "66666.66"},
    ),
    (
        "intestacy",
        {"nation": "northern-ireland", "estate": 500_000, "partner": "yes", "parents_or_siblings": "yes"},
        {"partner": "475000.00", "others": "25000.00"},
    ),
    # Succession (Scotland) Act 1964, section 2(1)(b): parents share with brothers and sisters and do not come first
    (
        "intestacy",
        {"nation": "scotland", "estate": 90_000, "partner": "no", "parents_or_siblings": "yes"},
        {
            "others": "90000.00",
            "others_are": "parents, and brothers and sisters: half to each where there are both",
        },
    ),
    (
        "intestacy",
        {"nation": "england", "estate": 90_000, "partner": "no", "parents_or_siblings": "yes"},
        {"others_are": "parents, or else brothers and sisters"},
    ),
    (
        "intestacy",
        {"nation": "scotland", "estate": 350_000, "partner": "yes", "children": 2, "home": 200_000},
        {"partner": "283333.33", "children_each": "33333.33"},
    ),
]


@pytest.mark.parametrize(("name", "given_inputs", "expected"), WORKED)
def test_worked_figures(name: str, given_inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    result = calculate(name, given_inputs).as_json()["result"]
    assert {key: result[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "given_inputs"),
    [
        ("income-tax", {"tax_year": "2022-23", "nation": "england", "employment_income": 1}),
        ("income-tax", {"tax_year": "2027-28", "nation": "england", "employment_income": 1}),
        ("minimum-wage", {"date": "2016-09-30", "age": 30}),
        ("minimum-wage", {"date": "2027-04-01", "age": 30}),
        ("redundancy-pay", {"nation": "wales", "date": "2019-04-05", "age": 30, "years": 5, "weekly_pay": 500}),
        ("state-pension-age", {"date_of_birth": "2026-01-01"}),
        ("bank-holidays", {"nation": "wales", "year": 1999}),
        ("vat-deadlines", {"period_end": "2040-03-31"}),
        (
            "self-assessment-penalties",
            {"tax_year": "2019-20", "filed_on": "2021-02-10", "paid_on": "2021-01-31", "tax_due": 1},
        ),
        (
            "self-assessment-penalties",
            {"tax_year": "2024-25", "filed_on": "2026-01-31", "paid_on": "2026-08-22", "tax_due": 1},
        ),
        ("intestacy", {"nation": "england", "estate": 1, "partner": "yes", "date_of_death": "2014-09-30"}),
    ],
)
def test_a_date_outside_the_rates_is_an_error_and_never_a_guess(name: str, given_inputs: dict[str, Any]) -> None:
    with pytest.raises(OutsideRatesError):
        calculate(name, given_inputs)


@pytest.mark.parametrize(
    ("name", "given_inputs", "key"),
    [
        ("income-tax", {"tax_year": "2027-28", "nation": "england", "employment_income": 1}, "tax_year"),
        ("child-benefit", {"tax_year": "2011-12", "children": 1}, "tax_year"),
        ("marriage-allowance", {"tax_year": "2027-28", "lower_income": 1, "higher_income": 2}, "tax_year"),
        ("minimum-wage", {"date": "2027-04-01", "age": 30}, "date"),
        ("redundancy-pay", {"nation": "wales", "date": "2030-01-01", "age": 30, "years": 5, "weekly_pay": 5}, "date"),
        (
            "self-assessment-penalties",
            {"tax_year": "2024-25", "filed_on": "2026-01-31", "paid_on": "2026-08-22", "tax_due": 1},
            "paid_on",
        ),
        ("statutory-sick-pay", {"first_day": "2027-04-04", "last_day": "2027-04-09", "weekly_pay": 400}, "last_day"),
        ("statutory-maternity-pay", {"due_date": "2026-12-01", "weekly_pay": 400}, "leave_starts"),
        ("statutory-paternity-pay", {"leave_starts": "2030-01-01", "weekly_pay": 400}, "due_date"),
    ],
)
def test_an_error_of_a_date_names_the_input_to_change(name: str, given_inputs: dict[str, Any], key: str) -> None:
    with pytest.raises(OutsideRatesError) as caught:
        calculate(name, given_inputs)
    assert caught.value.what.startswith(f"{key}: no rates are held for")


@pytest.mark.parametrize(
    ("name", "given_inputs", "said"),
    [
        ("income-tax", {"tax_year": "2025-27", "nation": "england", "employment_income": 1}, "tax year"),
        ("income-tax", {"tax_year": "2025-26", "nation": "france", "employment_income": 1}, "nation"),
        ("income-tax", {"tax_year": "2025-26", "nation": "england", "employment_income": 1.5}, "money as text"),
        ("income-tax", {"tax_year": "2025-26", "nation": "england", "employment_income": "-1"}, "greater than"),
        ("income-tax", {"tax_year": "2025-26", "nation": "england", "employment_income": "1.001"}, "decimal places"),
        ("income-tax", {"tax_year": "2025-26", "nation": "england", "employment_income": "nan"}, "amount of pounds"),
        ("income-tax", {"tax_year": "2025-26", "nation": "england"}, "employment_income: field required"),
        ("income-tax", {"tax_year": "2025-26", "nation": "england", "employment_income": 1, "pay": 2}, "pay"),
        ("minimum-wage", {"date": "31/3/2025", "age": 30}, "date"),
        ("state-pension-age", {"date_of_birth": "1950-01-01"}, "sex"),
        ("redundancy-pay", {"nation": "wales", "date": "2025-06-01", "age": 20, "years": 9, "weekly_pay": 1}, "years"),
        ("intestacy", {"nation": "scotland", "estate": 10, "partner": "yes", "home": 20}, "more than the whole"),
        ("holiday-entitlement", {"days_per_week": 8}, "less than or equal to 7"),
    ],
)
def test_an_input_that_cannot_be_used_is_named(name: str, given_inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(CalculatorInputError, match=said):
        calculate(name, given_inputs)


@pytest.mark.parametrize("name", list(calculators()))
def test_every_calculator_says_what_it_takes_in_plain_words(name: str) -> None:
    chosen = calculators()[name]
    assert chosen.name == name
    assert chosen.title
    assert chosen.description.endswith(".")
    for key, field in chosen.inputs.model_fields.items():
        assert field.title, key
