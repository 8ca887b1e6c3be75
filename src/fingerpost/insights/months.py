"""Calendar months, in UTC: the only spans of time that figures are made for."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fingerpost.errors import InsightsInputError

_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month. ``str`` gives it as ``2026-10``."""

    year: int
    number: int

    @classmethod
    def read(cls, written: str) -> Month:
        """Return the month written as ``2026-10``. Raises ``InsightsInputError`` for anything else."""
        found = _WRITTEN.fullmatch(written.strip())
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 2000:
            raise InsightsInputError("this is not a month", where="month", fix="write it as 2026-10")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, when: datetime) -> Month:
        """Return the month that a time, which must know its zone, falls in."""
        utc = when.astimezone(UTC)
        return cls(utc.year, utc.month)

    @property
    def first(self) -> date:
        """The month's first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The month's last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def begins(self) -> datetime:
        """The month's first moment."""
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def next(self) -> Month:
        """The month after this one."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def holds(self, when: datetime) -> bool:
        """Say whether a time falls in this month."""
        return Month.of(when) == self

    def ended(self, now: datetime) -> bool:
        """Say whether the month is over. An unfinished month is never released: a later one would tell the rest."""
        return now >= self.next.begins

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
