"""Whether somebody is there: by the hours, the day and the bank holidays."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.services.people.opening import DAYS, opening

LONDON = ZoneInfo("Europe/London")
WEEK = dict.fromkeys(DAYS[:5], ("08:30-12:00", "13:00-17:00"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "is_open", "turn"),
    [
        ("2026-11-24T08:29:59", False, "2026-11-24T08:30"),
        ("2026-11-24T08:30", True, "2026-11-24T12:00"),
        ("2026-11-24T12:00", False, "2026-11-24T13:00"),
        ("2026-11-24T16:59", True, "2026-11-24T17:00"),
        ("2026-11-24T17:00", False, "2026-11-25T08:30"),
        ("2026-11-27T18:00", False, "2026-11-30T08:30"),
    ],
)
def test_hours_hold_from_their_start_to_just_before_their_end(now: str, is_open: bool, turn: str) -> None:
    found = opening(WEEK, at(now))
    assert found.known
    assert found.open is is_open
    assert (found.until if is_open else found.opens) == at(turn)


def test_a_bank_holiday_is_closed_and_passed_over() -> None:
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    found = opening(WEEK, at("2026-12-24T18:00"), is_holiday=holidays.__contains__)
    assert found.opens == at("2026-12-29T08:30")
    assert not opening(WEEK, at("2026-12-28T10:00"), is_holiday=holidays.__contains__).open


def test_a_line_that_never_closes_is_open_at_midnight() -> None:
    always = dict.fromkeys(DAYS, ("00:00-24:00",))
    assert opening(always, at("2026-11-24T23:59:59")).open
    assert opening(always, at("2026-11-25T00:00")).open


def test_nothing_is_said_of_hours_that_are_not_known_and_nothing_promised_of_ones_that_never_come() -> None:
    assert not opening({}, at("2026-11-24T10:00")).known
    closed = opening({"monday": ()}, at("2026-11-24T10:00"))
    assert closed.known
    assert closed.opens is None


@given(now=st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 1)))  # noqa: DTZ001 - the zone is given below
def test_it_is_open_or_it_says_when_next(now: datetime) -> None:
    found = opening(WEEK, now.replace(tzinfo=LONDON))
    moment = found.until if found.open else found.opens
    assert moment is not None
    assert moment > now.replace(tzinfo=LONDON)


def test_a_line_that_is_open_through_the_night_does_not_close_at_midnight() -> None:
    night = {"friday": ["20:00-24:00"], "saturday": ["00:00-06:00"]}
    assert opening(night, at("2026-11-27T23:00")).until == at("2026-11-28T06:00")


def test_a_line_that_never_closes_has_no_closing_time() -> None:
    found = opening(dict.fromkeys(DAYS, ("00:00-24:00",)), at("2026-11-27T23:00"))
    assert found.open
    assert found.until is None
