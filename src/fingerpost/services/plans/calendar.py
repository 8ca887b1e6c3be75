"""The dates of a plan as a calendar file (RFC 5545), for the calendar on a phone or a computer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from fingerpost.services.plans.model import Plan, Step
from fingerpost.services.plans.takeaway import Around


def plan_calendar(plan: Plan, around: Around, now: datetime) -> bytes:
    """Return one event that lasts a day for each step that has a date and is not done.

    Taken away again, an event takes the place of the one of before: its name stays the same.
    """
    from icalendar import Calendar

    calendar: Any = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Fingerpost//Plan//EN")
    calendar.add("x-wr-calname", around.title)
    for step in plan.steps:
        if step.due is not None and not step.done:
            calendar.add_component(_event(step, around, now))
    return calendar.to_ical()


def _event(step: Step, around: Around, now: datetime) -> Any:
    from icalendar import Event

    assert step.due is not None  # noqa: S101 - the caller looked; this tells the type checker
    event: Any = Event()
    event.add("uid", f"{step.id}@plan.fingerpost")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", step.due)
    event.add("dtend", step.due + timedelta(days=1))
    event.add("summary", step.text)
    said = [step.note] if step.note else []
    said += [f"{around.documents}: {', '.join(step.documents)}"] if step.documents else []
    said += [f"{link.text}: {around.address(link)}" for link in step.links]
    if said:
        event.add("description", "\n".join(said))
    if step.links:
        event.add("url", around.address(step.links[0]))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
