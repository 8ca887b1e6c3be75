"""What is known of a submission that is kept, and how what is in it is sealed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row

QUEUED, DELIVERED, DEAD = "queued", "delivered", "dead"
"""Waiting or under way; with its receiver; given up, until somebody has it tried again."""


class Seal(Protocol):
    """Makes a text that nobody without the key can read, and reads it again. ``what`` is bound to it."""

    def seal(self, body: bytes, what: str) -> str:
        """Return the sealed text."""
        ...

    def unseal(self, sealed: str, what: str) -> bytes:
        """Return what was sealed. Raises ``SubmissionSealedError``."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a submission without what is in it."""

    id: str
    reference: str
    journey: str
    destination: str
    locale: str
    channel: str
    state: str
    attempts: int
    due_at: datetime
    problem: str
    created_at: datetime
    delivered_at: datetime | None


def kept_of(row: Row[Any]) -> Kept:
    """Return what is known of a row of the table."""
    return Kept(**{name: getattr(row, name) for name in Kept.__dataclass_fields__})


def hashed(secret: str, journey: str) -> str:
    """Return what tells nobody the secret, and is another one for each journey."""
    return hashlib.sha256(f"{journey}\n{secret}".encode()).hexdigest()
