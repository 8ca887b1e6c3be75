"""What a person says that a form may ask for is read as it was meant, or not at all."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fingerpost.services.calculators import calculators
from fingerpost.services.offers.bind import bind, rule_of
from fingerpost.services.offers.extract import Said, ValueKind, said_in
from fingerpost.services.offers.numbers import number_in

DAY = date(2026, 11, 24)


def found(text: str, kind: ValueKind) -> list[object]:
    return [each.value for each in said_in(text, today=DAY) if each.kind is kind]


def known(name: str, text: str) -> dict[str, str]:
    inputs = calculators()[name].inputs
    return {each.key: each.value or each.placeholder for each in bind(name, inputs, text, said_in(text, today=DAY))}


@pytest.mark.parametrize(
    "written",
    ["3 May 1964", "3rd of May 1964", "3/5/64", "03-05-1964", "3.5.1964", "1964-05-03", "May 3, 1964", "3 Mai 1964"],
)
def test_a_date_is_read_as_it_is_written_in_the_uk(written: str) -> None:
    assert found(f"I was born on {written}.", ValueKind.DATE) == [date(1964, 5, 3)]


@pytest.mark.parametrize("written", ["3 May", "last March", "in May 1964", "31/2/1964", "next Tuesday", "24/7 care"])
def test_what_is_no_whole_date_is_left_to_the_person(written: str) -> None:
    assert found(f"It was {written}", ValueKind.DATE) == []


@pytest.mark.parametrize(
    ("written", "amount", "unit"),
    [
        ("I earn £32k a year", "32000", "year"),
        ("I earn 450 a week", "450", "week"),
        ("on £1,234.50 pcm", "1234.50", "month"),
        ("thirty grand a year", "30000", "year"),
        ("£8.60 an hour", "8.60", "hour"),
        ("dwi'n ennill £300 yr wythnos", "300", "week"),
        ("a fifty five thousand pound salary", "55000", "year"),
    ],
)
def test_money_is_read_with_its_period(written: str, amount: str, unit: str) -> None:
    (said,) = [each for each in said_in(written, today=DAY) if each.kind is ValueKind.MONEY]
    assert (said.value, said.unit) == (Decimal(amount), unit)


@pytest.mark.parametrize("written", ["ring 0300 123 4567", "in 2024", "form CT4", "if I earned over £60,000", "the 3"])
def test_a_number_that_is_no_money_said_is_not_taken(written: str) -> None:
    assert found(written, ValueKind.MONEY) == []


def test_numbers_go_where_the_words_beside_them_say() -> None:
    text = "I'm 45, worked there 10 years and get £600 a week in Cardiff"
    assert known("redundancy-pay", text) == {"nation": "wales", "age": "45", "years": "10", "weekly_pay": "600"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("redundancy-pay", "I get £2,100 a month"),
        ("redundancy-pay", "they said in 2 years"),
        ("redundancy-pay", "my son is 12 years old"),
        ("income-tax", "my flat is worth £200,000"),
        ("child-benefit", "two kids at home and three children away"),
        ("statutory-sick-pay", "my rent is £120 a week"),
        ("intestacy", "she had 4 grandchildren"),
        ("minimum-wage", "I am 12"),
        ("redundancy-pay", "in England or in Scotland"),
    ],
)
def test_what_does_not_fit_a_question_is_not_put_in_it(name: str, text: str) -> None:
    assert known(name, text) == {}


def test_a_birth_date_taken_out_as_personal_data_is_named_and_never_held() -> None:
    assert known("state-pension-age", "born [date of birth 1]") == {"date_of_birth": "[date of birth 1]"}
    assert known("state-pension-age", "me [date of birth 1], my wife [date of birth 2]") == {}


def test_every_rule_is_for_a_question_that_some_form_asks() -> None:
    keys = {key for each in calculators().values() for key in each.inputs.model_fields}
    assert {"nation", "age", "weekly_pay", "date_of_birth"} <= {key for key in keys if rule_of("any", key)}


def test_a_long_text_is_read_to_its_end() -> None:
    text = "I earn 300 a week and 3 kids, twenty one years, born 3/5/64; " * 60
    assert len([each for each in said_in(text, today=DAY) if each.kind is ValueKind.DATE]) == 60
    assert said_in("two hundred and " * 500 + "£" * 500 + "two " * 500, today=DAY) == ()


CASES = [json.loads(line) for line in Path(__file__).with_name("said.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_what_was_said_is_read_in_english_welsh_and_by_those_who_learn_them(case: dict[str, list[str]]) -> None:
    assert sorted({written(each) for each in said_in(str(case["text"]), today=DAY)}) == case["said"]


def written(said: Said) -> str:
    value = said.value.isoformat() if isinstance(said.value, date) else str(said.value)
    if isinstance(said.value, Decimal) and said.value == said.value.to_integral_value():
        value = f"{said.value:.0f}"
    return ":".join(each for each in (said.kind.value, value, said.unit) if each)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("forty-five", 45),
        ("two hundred and fifty", 250),
        ("two million three hundred thousand", 2_300_000),
        ("un ar bymtheg", 16),
        ("dau ddeg tri", 23),
        ("pum mil", 5000),
        ("hanner cant", 50),
        ("42 000", 42000),
        ("two three", None),
        ("one and two", None),
        ("hundred hundred", None),
        ("1.500", None),
        ("07700", None),
    ],
)
def test_a_run_of_words_is_a_number_only_if_it_is_one(words: str, number: int | None) -> None:
    assert number_in(words) == number


def test_money_of_a_fortnight_or_four_weeks_is_no_yearly_income() -> None:
    for period in ("a fortnight", "every two weeks", "every four weeks"):
        assert known("income-tax", f"I am paid £1,200 {period}") == {}
