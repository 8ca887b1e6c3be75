"""The language of conditions: what it says, what it refuses, and that nothing in it is ever run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.errors import JourneyFileError
from fingerpost.services.journeys.conditions import Name, Value, compared_with, holds, names, read_condition

TODAY = date(2026, 11, 24)
ANSWERS: dict[str, Value] = {
    "age": Decimal(17),
    "nation": "wales",
    "works": True,
    "needs": ("food", "heat"),
    "born": date(2009, 1, 1),
}


def holds_now(written: str) -> bool:
    return holds(read_condition(written), lambda name: ANSWERS.get(name.name), TODAY)


@pytest.mark.parametrize(
    "written",
    [
        "age == 17",
        "age >= 17 and age <= 17",
        "age < 17.5",
        "17 == age",
        'nation in ["england", "wales"]',
        'nation not in ["scotland"]',
        "works",
        "works == yes",
        "not works == no",
        '"food" in needs',
        '"money" not in needs',
        "born <= 2009-01-01",
        "born < today",
        "age > 90 or works and nation == 'wales'",
        "not (age > 90 or not works)",
    ],
)
def test_what_is_true_holds_and_its_opposite_does_not(written: str):
    assert holds_now(written)
    assert not holds_now(f"not ({written})")


def test_and_binds_before_or_and_not_before_both():
    assert holds_now("works or works and not works")
    assert not holds_now("not works or not works and works")


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_no_comparison_with_an_answer_that_was_not_given_holds(sign: str):
    assert not holds_now(f"savings {sign} 1")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "age ==",
        "age = 17",
        "(age > 1",
        "age > 1)",
        "__import__('os').system('true')",
        "age.__class__",
        "1 if age else 2",
        "lambda: 1",
        "age > 2026-13-01",
        "f'{age}'",
    ],
)
def test_anything_that_is_not_a_condition_is_refused_with_its_place(written: str):
    with pytest.raises(JourneyFileError) as refused:
        read_condition(written)
    assert refused.value.fix


def test_what_a_condition_looks_at_and_compares_with_can_be_listed():
    condition = read_condition("age >= 16 and (wage.enough or age in [20, 21]) and 'food' in needs")
    assert names(condition) == (Name("age"), Name("wage", "enough"), Name("needs"))
    assert compared_with(condition, Name("age")) == (Decimal(16), Decimal(20), Decimal(21))
    assert compared_with(condition, Name("needs")) == ("food",)


def test_a_name_may_begin_with_a_word_of_the_language():
    assert names(read_condition("android or notes and insured and today_only")) == tuple(
        Name(each) for each in ("android", "notes", "insured", "today_only")
    )
