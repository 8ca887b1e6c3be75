"""The ways to reach a person, as they stand at a moment: those that are open now come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fingerpost.services.calculators.uk.working_days import bank_holidays
from fingerpost.services.people.opening import Opening, UnknownHolidayError, opening
from fingerpost.settings import PeopleSettings, RouteSettings

_NATIONS = {
    "england": ("england",),
    "wales": ("wales",),
    "scotland": ("scotland",),
    "northern_ireland": ("northern-ireland",),
    "": ("england", "scotland", "northern-ireland"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One way to reach a person, in one language, at one moment.

    ``number`` is its place in the settings, from 1, and stays the same whatever is open. ``hours`` are spans such as
    ``08:30-17:00`` by weekday, in order. ``handed_over`` says that taking it sends a hand-over by the webhook.
    ``locale`` is the language of its name, ``note_locale`` that of its note.
    """

    number: int
    name: str
    kind: str
    opening: Opening
    phone: str = ""
    email: str = ""
    url: str = ""
    address: str = ""
    note: str = ""
    hours: Mapping[str, Sequence[str]] | None = None
    closed_on_bank_holidays: bool = False
    handed_over: bool = False
    locale: str = "en"
    note_locale: str = "en"

    @property
    def can_be_handed_over(self) -> bool:
        """Whether a hand-over by it reaches somebody: a chat needs them there now, a call back comes later."""
        closed = self.opening.known and not self.opening.open
        return self.handed_over and not (self.kind == "web_chat" and closed)


def routes_at(
    people: PeopleSettings, now: datetime, *, nation: str = "", locale: str = "en", own_locale: str = "en"
) -> tuple[Route, ...]:
    """Return the routes as they stand at a moment: open now first, then those of no known hours, then the closed.

    Args:
        people: the settings.
        now: the moment, in any time zone.
        nation: as ``service.nation``; empty where it is not set, and then nothing is said of the hours of a day that
            is a bank holiday only in some nations.
        locale: the language to name them in, where there are words in it.
        own_locale: the language the settings are written in.
    """
    here = now.astimezone(ZoneInfo(people.timezone))
    found = [
        _route(number, route, here, nation, locale, own_locale) for number, route in enumerate(people.routes, start=1)
    ]
    return tuple(sorted(found, key=lambda route: 0 if route.opening.open else 2 if route.opening.known else 1))


def holidays_of(nation: str) -> Callable[[date], bool]:
    """Return what says whether a day is a bank holiday. It raises ``UnknownHolidayError`` where that is not known."""
    held = [bank_holidays(each) for each in _NATIONS[nation]]

    def is_holiday(day: date) -> bool:
        if any(day.year not in {holiday.year for holiday in days} for days in held):
            raise UnknownHolidayError
        said = {day in days for days in held}
        if len(said) > 1:
            raise UnknownHolidayError
        return said.pop()

    return is_holiday


def _route(number: int, route: RouteSettings, now: datetime, nation: str, locale: str, own_locale: str) -> Route:
    words = route.translations.get(locale)
    hours = {day: spans for day, spans in route.hours.items() if spans}
    keeps = route.closed_on_bank_holidays and bool(hours)
    return Route(
        number=number,
        name=(words and words.name) or route.name,
        kind=route.kind,
        opening=opening(hours, now, is_holiday=holidays_of(nation)) if keeps else opening(hours, now),
        phone=route.phone,
        email=route.email,
        url=route.url,
        address=route.address,
        note=(words and words.note) or route.note,
        hours=hours,
        closed_on_bank_holidays=keeps,
        handed_over=route.handed_over,
        locale=locale if words and words.name else own_locale,
        note_locale=locale if words and words.note else own_locale,
    )
