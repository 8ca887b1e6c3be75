"""How long conversations are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

SESSION = timedelta(hours=1)
"""How long a turn is kept when nothing is to be kept: long enough to read it and follow it up."""


def expires_before(now: datetime, retention_days: int) -> datetime:
    """Return the time before which turns are deleted, by ``conversations.retention_days``."""
    return now - (timedelta(days=retention_days) if retention_days else SESSION)
