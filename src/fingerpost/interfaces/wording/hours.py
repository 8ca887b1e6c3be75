"""When a way to reach somebody is open, as a person would say it, in the language spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from fingerpost.interfaces.wording.lists import day, listed
from fingerpost.interfaces.wording.spoken import say
from fingerpost.services.people.opening import DAYS, Opening

_THIS_WEEK = timedelta(days=7)
_ALL_DAY = ("00:00-24:00",)


def opening_words(opening: Opening, now: datetime) -> str:
    """Return ``Open now until 5pm``, ``Opens on Monday at 8:30am`` and the like; nothing where nothing is known.

    Args:
        opening: as it is at ``now``.
        now: the moment, in any time zone; the days are those of the opening's.
    """
    if not opening.known:
        return ""
    if opening.open:
        return _until(opening.until, now)
    if opening.opens is None:
        return say("opening.closed")
    opens = opening.opens
    today = now.astimezone(opens.tzinfo).date()
    ahead = opens.date() - today
    at = clock(opens.time())
    if ahead < timedelta(days=2):
        return say("opening.tomorrow" if ahead else "opening.today", time=at)
    weekday = say(f"weekday.on.{DAYS[opens.weekday()]}")
    if ahead < _THIS_WEEK:
        return say("opening.weekday", weekday=weekday, time=at)
    return say("opening.date", weekday=weekday, date=day(opens), time=at)


def hours_words(hours: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return opening hours as lines such as ``Monday to Friday: 8:30am to 5pm``, days that are alike together."""
    lines: list[str] = []
    start = 0
    while start < len(DAYS):
        spans = tuple(hours.get(DAYS[start], ()))
        end = start
        while end + 1 < len(DAYS) and tuple(hours.get(DAYS[end + 1], ())) == spans:
            end += 1
        if spans:
            said = say("hours.all_day") if spans == _ALL_DAY else listed([_span(span) for span in spans])
            lines.append(say("hours.line", days=_days(start, end), hours=said))
        start = end + 1
    return tuple(lines)


def clock(at: time) -> str:
    """Return a time as GOV.UK writes it: ``5pm``, ``8:30am``, ``midday``, ``midnight`` (its style guide, "times")."""
    if at.minute == 0 and at.hour in (0, 12):
        return say("clock.midday" if at.hour else "clock.midnight")
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _until(until: datetime | None, now: datetime) -> str:
    if until is None:
        return say("opening.always")
    if until - now < timedelta(days=1):
        return say("opening.open", time=clock(until.time()))
    weekday = say(f"weekday.on.{DAYS[until.weekday()]}")
    return say("opening.open.until", weekday=weekday, time=clock(until.time()))


def _days(start: int, end: int) -> str:
    first = say(f"weekday.{DAYS[start]}")
    return first if start == end else say("hours.days", first=first, last=say(f"weekday.on.{DAYS[end]}"))


def _span(span: str) -> str:
    begins, ends = span[:5], span[6:]
    return say("hours.span", opens=clock(time.fromisoformat(begins)), closes=clock(_closing(ends)))


def _closing(clock_face: str) -> time:
    return time() if clock_face == "24:00" else time.fromisoformat(clock_face)
