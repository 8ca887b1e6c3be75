"""Dates and lists in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fingerpost.interfaces.wording import day, listed, shipped, speaking
from fingerpost.interfaces.wording.lists import welsh_and


@pytest.mark.parametrize("month", range(1, 13))
def test_dates_are_written_as_the_unicode_consortium_writes_them(month: int):
    from babel.dates import format_date

    moment = date(2026, month, 16)
    assert day(moment) == format_date(moment, "long", locale="en_GB")
    with speaking(shipped("cy")):
        assert day(moment) == format_date(moment, "long", locale="cy")


def test_a_moment_is_written_as_its_day():
    assert day(datetime(2026, 2, 6, 12, tzinfo=UTC)) == "6 February 2026"


@pytest.mark.parametrize(
    ("items", "english"),
    [([], ""), (["x"], "x"), (["x", "y"], "x and y"), (["x", "y", "z"], "x, y and z")],
)
def test_english_lists_end_in_and(items: list[str], english: str):
    assert listed(items) == english


def test_welsh_lists_end_in_the_and_that_the_last_item_takes():
    with speaking(shipped("cy")):
        assert listed(["eich rhif ffôn"]) == "eich rhif ffôn"
        assert listed(["eich rhif ffôn", "eich rhif GIG"]) == "eich rhif ffôn a’ch rhif GIG"
        assert listed(["bara", "llaeth", "afalau"]) == "bara, llaeth ac afalau"


@pytest.mark.parametrize(
    ("following", "said"),
    [
        ("afal", "ac afal"),
        ("wyau", "ac wyau"),
        ("ysgol", "ac ysgol"),
        ("bin", "a bin"),
        ("rhif", "a rhif"),
        ("llaeth", "a llaeth"),
        ("haul", "a haul"),
        ("cath", "a chath"),
        ("pasbort", "a phasbort"),
        ("treth", "a threth"),
        ("chwaer", "a chwaer"),
        ("theatr", "a theatr"),
        ("Caerdydd", "a Caerdydd"),
        ("eich cod post", "a’ch cod post"),
        ("", "a "),
    ],
)
def test_welsh_and_changes_with_what_follows(following: str, said: str):
    assert welsh_and(following) == said
