"""Where people get help at once: the lines in ``routes.toml``, chosen by what a message is about and by nation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from fingerpost.domain import HelpRoute
from fingerpost.safeguards.urgent.kinds import Kind

ROUTES_FILE = Path(__file__).with_name("routes.toml")
DUTY_LINE = "duty_line"
"""In ``routes.toml``: the duty lines of the service's own settings stand here. Also how their keys begin."""
GOOD_FOR = timedelta(days=183)
"""How long a number may go unchecked: six months."""
NATIONS = ("england", "wales", "scotland", "northern_ireland")
WELSH = "cy"

_FIND_COUNCIL = "find_council"
# With nobody's nation known, the lines of all four are shown; more than this is no longer quick to read.
_MOST = 8


@dataclass(frozen=True, slots=True)
class DutyLine:
    """An organisation's own line for emergencies, and the kinds of message it is for."""

    route: HelpRoute
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    route: HelpRoute
    nations: tuple[str, ...]
    welsh: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Book:
    lines: Mapping[str, _Line]
    by_kind: Mapping[Kind, tuple[str, ...]]


def routes_for(kinds: Sequence[Kind], nation: str = "", duty_lines: Sequence[DutyLine] = ()) -> tuple[HelpRoute, ...]:
    """Return where to get help, most pressing first, no line twice.

    Args:
        kinds: what the message is about, most pressing first.
        nation: one of ``NATIONS``; empty when it is not known, and then the lines of each are given.
        duty_lines: the service's own.
    """
    found: dict[str, HelpRoute] = {}
    for kind in kinds:
        for route in _of_kind(kind, nation, duty_lines):
            if not any(route.phone and route.phone == other.phone for other in found.values()):
                found.setdefault(route.key, route)
    most = _MOST if len(kinds) == 1 else _MOST + 2
    return tuple(found.values())[:most]


def in_language(route: HelpRoute, locale: str) -> HelpRoute:
    """Return a line in a language's words, or as it is where there are none."""
    line = _book().lines.get(route.key)
    if locale != WELSH or line is None:
        return route
    return replace(route, locale=WELSH, **line.welsh)


def unchecked(today: date) -> tuple[HelpRoute, ...]:
    """Return the lines that were last compared with their source longer ago than ``GOOD_FOR``."""
    return tuple(
        line.route
        for line in _book().lines.values()
        if line.route.checked is None or today - line.route.checked > GOOD_FOR
    )


def every_route() -> tuple[HelpRoute, ...]:
    """Return all the lines in the file."""
    return tuple(line.route for line in _book().lines.values())


def _of_kind(kind: Kind, nation: str, duty_lines: Sequence[DutyLine]) -> Iterable[HelpRoute]:
    book = _book()
    for key in book.by_kind[kind]:
        if key == DUTY_LINE:
            own = [line.route for line in duty_lines if kind in line.kinds]
            if own:
                yield from own
                continue
            key = _FIND_COUNCIL  # noqa: PLW2901 - nobody's duty line is known: say how to find one
        line = book.lines[key]
        if not line.nations or not nation or nation in line.nations:
            yield _told_where(line) if not nation else line.route


def _told_where(line: _Line) -> HelpRoute:
    """Return a line that says where it serves, for somebody whose nation is not known."""
    if not line.nations or len(line.nations) > 2:
        return line.route
    names = " and ".join(each.replace("_", " ").title() for each in line.nations)
    return (
        line.route
        if any(each in line.route.name for each in names.split(" and "))
        else replace(line.route, name=f"{line.route.name} ({names})")
    )


@cache
def _book() -> _Book:
    written = tomllib.loads(ROUTES_FILE.read_text(encoding="utf-8"))
    hours = cast("dict[str, str]", written["hours"])
    lines: dict[str, _Line] = {}
    for key, fields in cast("dict[str, dict[str, Any]]", written["route"]).items():
        named = str(fields.get("hours", ""))
        route = HelpRoute(
            key=key,
            name=fields["name"],
            phone=fields.get("phone", ""),
            text=fields.get("text", ""),
            url=fields.get("url", ""),
            hours=hours[named] if named else "",
            when=fields.get("when", ""),
            source=fields["source"],
            checked=fields.get("checked", written["checked"]),
        )
        welsh = dict(cast("dict[str, str]", fields["cy"]))
        if named:
            welsh["hours"] = hours[f"{named}_{WELSH}"]
        lines[key] = _Line(route, tuple(fields.get("nations", ())), welsh)
    by_kind = {Kind(kind): tuple(keys) for kind, keys in cast("dict[str, list[str]]", written["for"]).items()}
    return _Book(lines, by_kind)
