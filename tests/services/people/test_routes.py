"""The ways to reach a person at a moment: which come first, and in whose words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fingerpost.services.people.routes import routes_at
from fingerpost.settings import PeopleSettings

WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("09:00-17:00",))
ALWAYS = dict.fromkeys((*WEEK, "saturday", "sunday"), ("00:00-24:00",))


def route(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "phone", "phone": "01632 960 100", **more}


def people(*routes: dict[str, Any]) -> PeopleSettings:
    return PeopleSettings.model_validate({"routes": routes})


def test_what_is_open_now_comes_first_and_what_is_closed_last():
    found = routes_at(
        people(
            route("Evenings", hours={"tuesday": ("18:00-20:00",)}),
            route("No hours"),
            route("Days", hours=WEEK),
            route("Always", hours=ALWAYS, closed_on_bank_holidays=False),
        ),
        datetime(2026, 11, 24, 12, tzinfo=UTC),
        nation="england",
    )

    assert [each.name for each in found] == ["Days", "Always", "No hours", "Evenings"]
    assert [each.number for each in found] == [3, 4, 2, 1]
    assert found[1].opening.until is None


def test_hours_are_read_in_the_places_own_time():
    # Half past four in the afternoon, summer time, is half past three in UTC.
    (found,) = routes_at(people(route("Days", hours=WEEK)), datetime(2026, 7, 1, 16, 30, tzinfo=UTC), nation="wales")
    assert not found.opening.open


@pytest.mark.parametrize(
    ("nation", "day", "known", "is_open"),
    [
        ("northern_ireland", 17, True, False),
        ("england", 17, True, True),
        ("", 17, False, False),
        ("", 18, True, True),
    ],
)
def test_nothing_is_said_of_a_day_that_is_a_holiday_only_elsewhere(nation: str, day: int, known: bool, is_open: bool):
    # 17 March 2026, St Patrick's Day, is a bank holiday in Northern Ireland alone.
    (found,) = routes_at(people(route("Days", hours=WEEK)), datetime(2026, 3, day, 12, tzinfo=UTC), nation=nation)
    assert (found.opening.known, found.opening.open) == (known, is_open)


def test_nothing_is_said_of_a_year_whose_bank_holidays_are_not_held():
    (found,) = routes_at(people(route("Days", hours=WEEK)), datetime(2060, 3, 3, 12, tzinfo=UTC), nation="england")
    assert not found.opening.known


def test_a_route_is_named_in_the_language_asked_for_where_it_has_words_in_it():
    settings = people(route("Call us", note="Ask for Jo", translations={"cy": {"name": "Ffoniwch ni"}}))
    (found,) = routes_at(settings, datetime(2026, 11, 24, tzinfo=UTC), locale="cy")

    assert (found.name, found.locale) == ("Ffoniwch ni", "cy")
    assert (found.note, found.note_locale) == ("Ask for Jo", "en")
