"""When a way to reach somebody is open: hours by weekday, and bank holidays as GOV.UK publishes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LOOK_AHEAD = 21
"""Days looked ahead for the next opening: longer than any run of bank holidays and weekends."""


class UnknownHolidayError(Exception):
    """Whether a day is a holiday is not known, so nothing can be said of its hours."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether somebody is there at a moment, and until or from when.

    ``known`` is false where a route has no hours, or a day's holidays are not known: nothing is then said of them.
    ``until`` is set when open, unless it is open all the time; ``opens`` when closed and it opens again within three
    weeks. Both are in the route's time zone.
    """

    known: bool
    open: bool = False
    until: datetime | None = None
    opens: datetime | None = None


def opening(
    hours: Mapping[str, Sequence[str]], now: datetime, *, is_holiday: Callable[[date], bool] = lambda _: False
) -> Opening:
    """Return whether hours like ``{"monday": ["08:30-17:00"]}`` hold somebody at ``now``.

    Args:
        hours: spans by weekday; a day that is left out is closed.
        now: the moment, in the time zone the hours are in.
        is_holiday: whether a day is closed whatever its weekday; it may raise ``UnknownHolidayError``.
    """
    if not hours:
        return Opening(known=False)
    try:
        return _opening(hours, now, is_holiday)
    except UnknownHolidayError:
        return Opening(known=False)


def _opening(hours: Mapping[str, Sequence[str]], now: datetime, is_holiday: Callable[[date], bool]) -> Opening:
    until: datetime | None = None
    for ahead in range(_LOOK_AHEAD):
        for begins, ends in _spans(hours, now.date() + timedelta(days=ahead), now, is_holiday):
            if until is None and begins <= now < ends:
                until = ends
            elif until is not None and begins == until:
                until = ends  # one night's end is the next morning's start: nobody closes at midnight
            elif until is not None and begins > until:
                return Opening(known=True, open=True, until=until)
            elif until is None and begins > now:
                return Opening(known=True, opens=begins)
        if until is not None and until.date() <= now.date() + timedelta(days=ahead):
            return Opening(known=True, open=True, until=until)
    return Opening(known=True, open=until is not None)


def _spans(
    hours: Mapping[str, Sequence[str]], day: date, now: datetime, is_holiday: Callable[[date], bool]
) -> list[tuple[datetime, datetime]]:
    spans = hours.get(DAYS[day.weekday()], ())
    if not spans or is_holiday(day):
        return []
    return [(_at(day, span[:5], now), _at(day, span[6:], now)) for span in spans]


def _at(day: date, clock: str, now: datetime) -> datetime:
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), now.tzinfo)
    return datetime.combine(day, time.fromisoformat(clock), now.tzinfo)
