"""Answers as people give them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.services.journeys.answering import AnswerRefusedError, Given, kept, read_answer
from fingerpost.services.journeys.conditions import Value
from tests.services.journeys.written import every_kind

TODAY = date(2026, 11, 24)
JOURNEY = every_kind()


def read(key: str, answer: Given) -> Value:
    question = JOURNEY.question(key)
    assert question
    return read_answer(question, answer, today=TODAY)


@pytest.mark.parametrize(
    ("key", "answer", "value"),
    [
        ("agree", "yes", True),
        ("agree", False, False),
        ("agree", "Na", False),
        ("born", "1980-2-29", date(1980, 2, 29)),
        ("born", "1980-February-29", date(1980, 2, 29)),
        ("born", "1980-Chwefror-29", date(1980, 2, 29)),
        ("born", "2026-11-24", TODAY),
        ("savings", "£1,200.50", Decimal("1200.50")),
        ("savings", " 16 000 ", Decimal(16000)),
        ("savings", ".5", Decimal("0.5")),
        ("rooms", "3", Decimal(3)),
        ("rooms", 3, Decimal(3)),
        ("note", "", None),
        ("postcode", "aa3-1ab", "AA3 1AB"),
        ("country", "FR", "FR"),
        ("country", "Ffrainc", "FR"),
        ("needs", ["heat", "food"], ("food", "heat")),
        ("needs", "food, heat", ("food", "heat")),
        ("papers", [], ()),
    ],
)
def test_an_answer_is_read_however_it_is_written(key: str, answer: Given, value: Value):
    assert read(key, answer) == value


@pytest.mark.parametrize(
    ("key", "answer", "reason"),
    [
        ("agree", "perhaps", "choose_one"),
        ("agree", "", "missing"),
        ("colour", "green", "choose_one"),
        ("needs", [], "missing"),
        ("needs", ["none", "food"], "choose_alone"),
        ("needs", ["gold"], "choose"),
        ("born", "1981-2-29", "not_date"),
        ("born", "1981-2", "not_date"),
        ("born", "2026-11-25", "future"),
        ("savings", "-1", "not_money"),
        ("savings", "12.345", "not_money"),
        ("savings", "1,20", "not_money"),
        ("savings", "1000001", "too_much_money"),
        ("savings", "١٢", "not_money"),
        ("rooms", "1.5", "whole"),
        ("rooms", "0", "too_little_number"),
        ("rooms", "1e3", "not_number"),
        ("note", "a" * 201, "too_long"),
        ("postcode", "Sampleford", "not_postcode"),
        ("country", "Atlantis", "not_country"),
        ("savings", ["1"], "not_money"),
    ],
)
def test_an_answer_that_can_t_be_taken_says_why_and_is_not_repeated(key: str, answer: Given, reason: str):
    with pytest.raises(AnswerRefusedError) as refused:
        read(key, answer)
    assert refused.value.key == f"journey.error.{reason}"
    assert refused.value.where == key
    if isinstance(answer, str) and len(answer) > 3:
        assert answer not in str(refused.value)


@pytest.mark.parametrize("unseen", ["\u200b\u200d", "\ud7fc", " \x00 "])
def test_an_answer_of_what_nobody_can_see_is_none(unseen: str):
    assert read("note", unseen) is None
    with pytest.raises(AnswerRefusedError) as refused:
        read("postcode", unseen)
    assert refused.value.key == "journey.error.missing"


_ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=60), st.lists(st.text(max_size=10), max_size=5)
)


@given(st.sampled_from([question.key for question in JOURNEY.questions]), _ANYTHING)
def test_anything_at_all_is_read_or_refused_and_what_is_kept_reads_back_the_same(key: str, answer: Given):
    try:
        value = read(key, answer)
    except AnswerRefusedError:
        return
    assert read(key, kept(value)) == value
