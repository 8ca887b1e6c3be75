"""The nations of the UK, as guidance and people name them."""

from __future__ import annotations

import pytest

from fingerpost.answers.places import asked_nations, label, told_nations


@pytest.mark.parametrize(
    ("text", "nations"),
    [
        ("In England and Wales, you pay £36", {"england", "wales"}),
        ("If you live in Scotland", {"scotland"}),
        ("Scotland", {"scotland"}),
        ("people in Great Britain", {"england", "scotland", "wales"}),
        ("everywhere except in Northern Ireland", {"england", "scotland", "wales"}),
        ("yng Nghymru a Lloegr", {"england", "wales"}),
    ],
)
def test_guidance_is_limited_to_a_set_of_nations(text: str, nations: set[str]) -> None:
    assert told_nations(text) == nations


@pytest.mark.parametrize(
    "text",
    [
        "Ask Student Finance England",
        "Registers of Scotland",
        "in England, Scotland, Wales and Northern Ireland",
        "It is £5 in England and free in Scotland",
        "anywhere in the UK",
    ],
)
def test_a_name_or_everywhere_limits_nothing(text: str) -> None:
    assert told_nations(text) is None


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("I live in Cardiff", "wales"),
        ("a farm in Lincolnshire", "england"),
        ("my flat in Reading", "england"),
        ("I'm Scottish", "scotland"),
        ("from Belfast", "northern_ireland"),
        ("yng Nghymru", "wales"),
    ],
)
def test_people_name_towns_and_peoples(text: str, nation: str) -> None:
    assert asked_nations(text) == {nation}


def test_a_word_that_is_also_a_town_is_not_one_without_its_capital() -> None:
    assert asked_nations("I like reading and the Derby") == frozenset()


def test_a_set_is_said_as_people_say_it() -> None:
    assert label(frozenset({"wales", "england"}), "en") == "England or Wales"
    assert label(frozenset({"scotland", "wales", "england"}), "cy") == "Lloegr, yr Alban neu Cymru"
