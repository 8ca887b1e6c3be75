"""The answers of a journey that somebody is in the middle of: kept under a random id, for a short time, or deleted."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Engine, delete, insert, select, update

from fingerpost.conversations import tables
from fingerpost.conversations.database import checkpoint, storage_errors

Kept = Mapping[str, Any]
"""Answers by question, as JSON holds them."""


def new_visitor() -> str:
    """Return an id for somebody who starts a journey: 192 random bits, which nobody can guess."""
    return secrets.token_urlsafe(24)


class JourneyAnswers:
    """Keeps the answers of journeys in the conversations' database.

    Safe to share between threads, and between processes that open the same database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, visitor: str, journey: str) -> dict[str, Any] | None:
        """Return a visitor's answers to a journey; ``None`` when it was not started, has expired or was deleted.

        Raises:
            StorageError: the database can't be read.
        """
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            return self._read(connection, visitor, journey)

    def change(self, visitor: str, journey: str, change: Callable[[dict[str, Any]], Kept]) -> Kept:
        """Keep what ``change`` makes of a visitor's answers, and return it.

        It is read and written in one transaction, so that two pages answered at once both stand.

        Raises:
            StorageError: the database can't be written.
        """
        row = tables.journey_answers.c
        mine = (row.visitor == visitor, row.journey == journey)
        with storage_errors(), self._engine.begin() as connection:
            before = self._read(connection, visitor, journey, lock=True)
            answers = change(dict(before or {}))
            written = {"answers": json.dumps(dict(answers), ensure_ascii=False), "changed_at": datetime.now(UTC)}
            if before is None:
                connection.execute(insert(tables.journey_answers).values(visitor=visitor, journey=journey, **written))
            else:
                connection.execute(update(tables.journey_answers).where(*mine).values(**written))
        return answers

    def delete(self, visitor: str, journey: str) -> bool:
        """Delete a visitor's answers to a journey. Returns whether there were any."""
        row = tables.journey_answers.c
        with storage_errors():
            with self._engine.begin() as connection:
                gone = connection.execute(
                    delete(tables.journey_answers).where(row.visitor == visitor, row.journey == journey)
                ).rowcount
            if gone:
                checkpoint(self._engine)
        return bool(gone)

    def expire(self, before: datetime) -> int:
        """Delete the answers last changed before a time. Returns how many journeys were forgotten."""
        with storage_errors():
            with self._engine.begin() as connection:
                gone = connection.execute(
                    delete(tables.journey_answers).where(tables.journey_answers.c.changed_at < before)
                ).rowcount
            if gone:
                checkpoint(self._engine)
        return gone

    @staticmethod
    def _read(connection: Connection, visitor: str, journey: str, *, lock: bool = False) -> dict[str, Any] | None:
        row = tables.journey_answers.c
        query = select(row.answers).where(row.visitor == visitor, row.journey == journey)
        found = connection.execute(query.with_for_update() if lock else query).scalar()
        return None if found is None else cast("dict[str, Any]", json.loads(found))
