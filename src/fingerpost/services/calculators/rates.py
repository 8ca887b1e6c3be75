"""Dated rate tables: YAML beside the rule, every amount a decimal, nothing outside its dates.

A table file holds a ``name``, a ``source`` (``title`` and ``url``) and ``periods``, each with ``starts``, ``ends``
(both included; ``ends`` may be left out of the last) and the rates. A period may have a ``source`` of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from fingerpost.errors import OutsideRatesError, RateTableError
from fingerpost.services.calculators.model import RateUsed, Source, Value

_OWN = frozenset({"starts", "ends", "source"})


class _Exact(yaml.SafeLoader):
    """YAML with every number that has a point read as a decimal, exactly as it is written."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates by period, oldest first, without gaps between the first day and the last.

    ``periods`` hold rates as ``RateUsed``; whole numbers stay ``int``, numbers with a point are ``Decimal``.
    """

    name: str
    periods: tuple[RateUsed, ...]

    def on(self, day: date, key: str = "") -> RateUsed:
        """Return the rates that hold on a day.

        Args:
            day: the day.
            key: the input that the day came from, which an error then names.

        Raises:
            OutsideRatesError: no rates are held for it. None are ever guessed.
        """
        for period in self.periods:
            if period.starts <= day and (period.ends is None or day <= period.ends):
                return period
        last = self.periods[-1].ends
        until = f"to {_spoken(last)}" if last else "onwards"
        named = f"{key}: " if key else ""
        raise OutsideRatesError(
            f"{named}no rates are held for {_spoken(day)}, only from {_spoken(self.periods[0].starts)} {until}",
            where=self.name,
            fix="use a date within these, or add the rates, with their source, to the table",
        )

    def amount(self, day: date, rate: str, key: str = "") -> Decimal:
        """Return one rate on a day as a decimal. Raises ``OutsideRatesError``; ``KeyError`` for a rate not there."""
        return as_decimal(self.on(day, key).values[rate])


def as_decimal(value: Value) -> Decimal:
    """Return a rate as a decimal. Raises ``TypeError`` for one that is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{value!r} is not a number")
    return Decimal(value)


@cache
def rate_table(path: Path) -> RateTable:
    """Return the table in a YAML file, checked: whole periods, in order, without gaps or overlaps.

    Raises:
        RateTableError: it is not a rate table; the error names the file, the period and what is wrong.
    """
    try:
        written = cast("dict[str, Any]", yaml.load(path.read_text(encoding="utf-8"), Loader=_Exact))  # noqa: S506 - a safe loader
        source = _source(written["source"])
        periods = tuple(_period(str(written["name"]), entry, source) for entry in written["periods"])
        table = RateTable(str(written["name"]), periods)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as problem:
        raise RateTableError(
            f"this is not a rate table: {problem}", where=str(path), fix="see docs/reference/calculators.md"
        ) from problem
    _check(table, path)
    return table


def tax_year(written: str) -> tuple[date, date]:
    """Return the first and last day of a tax year written "2025-26".

    Raises:
        ValueError: it is not a tax year.
    """
    first, _, second = written.strip().replace("/", "-").partition("-")
    if not (first.isdigit() and len(first) == 4 and second.isdigit() and len(second) in {2, 4}):
        raise ValueError("a tax year is written like 2025-26")
    start = int(first)
    if int(second) % 100 != (start + 1) % 100 or (len(second) == 4 and int(second) != start + 1):
        raise ValueError("a tax year ends in the year after it starts, like 2025-26")
    return date(start, 4, 6), date(start + 1, 4, 5)


def _period(name: str, entry: Mapping[str, Any], source: Source) -> RateUsed:
    starts, ends = entry["starts"], entry.get("ends")
    if not isinstance(starts, date) or not (ends is None or isinstance(ends, date)):
        raise TypeError("'starts' and 'ends' have to be dates, such as 2025-04-06")
    values = {str(key): value for key, value in entry.items() if key not in _OWN}
    own = _source(entry["source"]) if "source" in entry else source
    return RateUsed(name, starts, ends, values, own)


def _source(written: Mapping[str, str]) -> Source:
    return Source(written["title"], written["url"])


def _check(table: RateTable, path: Path) -> None:
    wrong = "it has no periods" if not table.periods else ""
    for period in table.periods:
        if period.ends is not None and period.ends < period.starts:
            wrong = f"the period from {period.starts} ends before it starts"
    for before, after in zip(table.periods, table.periods[1:], strict=False):
        if before.ends is None or before.ends + timedelta(days=1) != after.starts:
            wrong = f"the period from {after.starts} does not start the day after the one before it ends"
    if wrong:
        raise RateTableError(wrong, where=str(path), fix="see docs/reference/calculators.md")


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
