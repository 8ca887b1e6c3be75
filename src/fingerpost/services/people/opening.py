"""When a way to reach somebody is open: hours by weekday, and bank holidays as GOV.UK publishes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LOOK_AHEAD = 21
"""Days looked ahead for the next opening: longer than any run of bank holidays and weekends."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether somebody is there at a moment, and until or from when.

    ``known`` is false where a route has no hours: nothing is then said of them. ``until`` is set when open, ``opens``
    when closed and it opens again within three weeks. Both are in the route's time zone.
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
        is_holiday: whether a day is closed whatever its weekday.
    """
    if not hours:
        return Opening(known=False)
    for begins, ends in _spans(hours, now.date(), now, is_holiday):
        if begins <= now < ends:
            return Opening(known=True, open=True, until=ends)
    for ahead in range(_LOOK_AHEAD):
        for begins, _ in _spans(hours, now.date() + timedelta(days=ahead), now, is_holiday):
            if begins > now:
                return Opening(known=True, opens=begins)
    return Opening(known=True)


def _spans(
    hours: Mapping[str, Sequence[str]], day: date, now: datetime, is_holiday: Callable[[date], bool]
) -> list[tuple[datetime, datetime]]:
    spans = () if is_holiday(day) else hours.get(DAYS[day.weekday()], ())
    return [(_at(day, span[:5], now), _at(day, span[6:], now)) for span in spans]


def _at(day: date, clock: str, now: datetime) -> datetime:
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), now.tzinfo)
    return datetime.combine(day, time.fromisoformat(clock), now.tzinfo)
