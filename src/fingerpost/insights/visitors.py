"""Whose a conversation is, as a hash keyed for the month: all that the store is told of it.

There is one only where ``insights.collect`` is on. A browser is known by the value its forms carry, which it forgets
when it is closed; an adviser by their account. No new cookie is set, and no network address is used.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fingerpost.insights.months import Month
from fingerpost.insights.pseudonyms import MonthKey, MonthKeys

if TYPE_CHECKING:
    from fingerpost.settings import Settings

BROWSER, ADVISER = "browser", "adviser"


def account_of(settings: Settings, kind: str, name: str | None, *, now: datetime | None = None) -> str | None:
    """Return the account that a conversation which starts now is counted by; ``None`` where nothing is counted.

    Args:
        settings: the service's.
        kind: what ``name`` names: ``BROWSER`` or ``ADVISER``.
        name: whose it is, as the service knows them; empty where it does not.
        now: the time it is taken to be.

    Raises:
        StorageError: the month's key can't be kept or read.
    """
    if not settings.insights.collect or not name:
        return None
    key = _key(settings.path(settings.insights.folder) / "keys", Month.of(now or datetime.now(UTC)))
    return key.name("visitor", f"{kind}:{name}")


@lru_cache(maxsize=2)
def _key(folder: Path, month: Month) -> MonthKey:
    # A month's key lasts until the month is over and released, so one that is read stays right for the month.
    return MonthKeys(folder).of(month)
