"""When somebody is there, in words."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from fingerpost.interfaces.wording import shipped, speaking
from fingerpost.interfaces.wording.hours import clock, hours_words, opening_words
from fingerpost.services.people.opening import DAYS, Opening

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 7, tzinfo=LONDON)  # a Tuesday


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("opening", "english", "welsh"),
    [
        (Opening(known=False), "", ""),
        (Opening(True, True, at(24, 17)), "Open now until 5pm", "Ar agor nawr tan 5pm"),
        (Opening(True, True, at(25, 0)), "Open now until midnight", "Ar agor nawr tan hanner nos"),
        (Opening(True, True, at(27, 17)), "Open now until Friday at 5pm", "Ar agor nawr tan ddydd Gwener am 5pm"),
        (Opening(True, True), "Open now, at all times", "Ar agor nawr, drwy’r amser"),
        (
            Opening(True, opens=at(24, 8, 30)),
            "Closed now. Opens today at 8:30am",
            "Ar gau nawr. Yn agor heddiw am 8:30am",
        ),
        (
            Opening(True, opens=at(25, 12)),
            "Closed now. Opens tomorrow at midday",
            "Ar gau nawr. Yn agor yfory am hanner dydd",
        ),
        (
            Opening(True, opens=at(30, 8, 30)),
            "Closed now. Opens on Monday at 8:30am",
            "Ar gau nawr. Yn agor ddydd Llun am 8:30am",
        ),
        (
            Opening(True, opens=datetime(2026, 12, 1, 8, 30, tzinfo=LONDON)),
            "Closed now. Opens on Tuesday 1 December 2026 at 8:30am",
            "Ar gau nawr. Yn agor ddydd Mawrth 1 Rhagfyr 2026 am 8:30am",
        ),
        (Opening(True), "Closed now", "Ar gau nawr"),
    ],
)
def test_it_is_said_whether_somebody_is_there_and_until_or_from_when(opening: Opening, english: str, welsh: str):
    assert opening_words(opening, NOW) == english
    with speaking(shipped("cy")):
        assert opening_words(opening, NOW) == welsh


def test_tomorrow_is_the_day_after_where_the_line_is_open_wherever_the_clock_is():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert opening_words(Opening(True, opens=at(25, 8)), late) == "Closed now. Opens tomorrow at 8am"


def test_days_that_are_alike_stand_together():
    hours = {
        **dict.fromkeys(DAYS[:4], ("08:30-17:00",)),
        "friday": ("08:30-12:00", "13:00-16:30"),
        "sunday": ("00:00-24:00",),
    }

    assert hours_words(hours) == (
        "Monday to Thursday: 8:30am to 5pm",
        "Friday: 8:30am to midday and 1pm to 4:30pm",
        "Sunday: 24 hours",
    )
    with speaking(shipped("cy")):
        assert hours_words(hours)[0] == "Dydd Llun i ddydd Iau: 8:30am i 5pm"


def test_a_time_is_written_as_people_say_it():
    assert [clock(time(*each)) for each in ((0, 0), (0, 30), (9, 5), (12, 0), (12, 1), (23, 59))] == [
        "midnight",
        "12:30am",
        "9:05am",
        "midday",
        "12:01pm",
        "11:59pm",
    ]
