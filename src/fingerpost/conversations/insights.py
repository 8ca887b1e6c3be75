"""What is counted of conversations, until their month is released: facets and hashes, and never a word.

It outlives the conversation, which expires sooner. So it is known by the SHA-256 of the conversation's id, as deleted
conversations are: whoever has the id can have it deleted, and nobody can get from it to a conversation that is gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, false, func, insert, select, true, update

from fingerpost.conversations import tables
from fingerpost.conversations.database import storage_errors
from fingerpost.conversations.written import read_answer
from fingerpost.domain import Answer

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class UncountedTurn:
    """A turn that nothing is counted of yet. ``account`` is a keyed hash, empty where there is none."""

    id: str
    conversation: str
    started_at: datetime
    asked_at: datetime
    channel: str
    account: str
    answer: Answer = field(repr=False)
    useful: bool | None = None


@dataclass(frozen=True, slots=True)
class CountedTurn:
    """What is counted of a turn.

    ``turn`` and ``conversation`` are the SHA-256 of their ids. ``month`` is written as ``2026-10``, and ``second`` is
    the turn's place in it. ``account`` and ``facets`` are empty where the turn has no account: it is only counted then.
    """

    turn: str
    conversation: str
    month: str
    account: str = field(default="", repr=False)
    second: int = 0
    words: int = 0
    copy: bytes = field(default=b"", repr=False)
    facets: str = ""


def hash_of(name: str) -> str:
    """Return the SHA-256 of an id in hexadecimal digits. Ids are 192 random bits, so it tells nobody anything."""
    return hashlib.sha256(name.encode()).hexdigest()


class InsightsTable:
    """The table. Every method raises ``StorageError`` when the database can't be used."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def uncounted(self, before: datetime, most: int) -> list[UncountedTurn]:
        """Return the oldest turns asked before a time of which nothing is counted yet."""
        query = (
            select(
                tables.turns,
                tables.conversations.c.started_at,
                tables.conversations.c.channel,
                tables.conversations.c.account,
                tables.feedback.c.useful,
            )
            .join(tables.conversations, tables.conversations.c.id == tables.turns.c.conversation_id)
            .outerjoin(tables.feedback, tables.feedback.c.turn_id == tables.turns.c.id)
            .where(tables.turns.c.asked_at < before, tables.turns.c.counted == false())
            .order_by(tables.turns.c.asked_at, tables.turns.c.id)
            .limit(most)
        )
        with storage_errors(), self._reading() as connection:
            rows = connection.execute(query).all()
        return [
            UncountedTurn(
                id=row.id,
                conversation=row.conversation_id,
                started_at=row.started_at,
                asked_at=row.asked_at,
                channel=row.channel,
                account=row.account or "",
                answer=read_answer(row.answer),
                useful=row.useful,
            )
            for row in rows
        ]

    def keep(self, ids: Sequence[str], counted: Iterable[CountedTurn]) -> int:
        """Mark turns as counted and keep what is counted of them. Returns how many are kept.

        A turn that was deleted meanwhile, or that another process was quicker to count, is left out.

        Args:
            ids: the turns that were looked at.
            counted: what is counted of them; not of all, it may be.
        """
        marked = (
            update(tables.turns)
            .where(tables.turns.c.id.in_(ids), tables.turns.c.counted == false())
            .values(counted=true())
            .returning(tables.turns.c.id)
        )
        with storage_errors(), self._engine.begin() as connection:
            ours = {hash_of(name) for name in connection.execute(marked).scalars()}
            rows = [asdict(each) for each in counted if each.turn in ours]
            if rows:
                connection.execute(insert(tables.insights), rows)
        return len(rows)

    def of_month(self, month: str) -> Iterator[CountedTurn]:
        """Yield what is counted of a month, always in the same order."""
        after = ""
        while True:
            query = (
                select(tables.insights)
                .where(tables.insights.c.month == month, tables.insights.c.turn > after)
                .order_by(tables.insights.c.turn)
                .limit(_AT_ONCE)
            )
            with storage_errors(), self._reading() as connection:
                rows = [CountedTurn(**row) for row in connection.execute(query).mappings()]
            if not rows:
                return
            yield from rows
            after = rows[-1].turn

    def months(self) -> list[str]:
        """Return the months that wait for their release, the oldest first."""
        query = select(tables.insights.c.month).distinct().order_by(tables.insights.c.month)
        with storage_errors(), self._reading() as connection:
            return list(connection.execute(query).scalars())

    def oldest(self) -> date | None:
        """Return the first day of the oldest month that waits; ``None`` where nothing does."""
        with storage_errors(), self._reading() as connection:
            month = connection.execute(select(func.min(tables.insights.c.month))).scalar()
        return date.fromisoformat(f"{month}-01") if month else None

    def holds(self, conversation_id: str) -> bool:
        """Say whether anything is counted of a conversation."""
        query = select(tables.insights.c.turn).where(tables.insights.c.conversation == hash_of(conversation_id))
        with storage_errors(), self._reading() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def delete(self, hashes: Iterable[str]) -> int:
        """Delete what is counted of conversations, by the SHA-256 of their ids. Returns how many turns that was."""
        named, gone = list(hashes), 0
        with storage_errors(), self._engine.begin() as connection:
            for start in range(0, len(named), _AT_ONCE):
                some = named[start : start + _AT_ONCE]
                gone += connection.execute(
                    delete(tables.insights).where(tables.insights.c.conversation.in_(some))
                ).rowcount
        return gone

    def forget(self, month: str) -> int:
        """Delete all that is counted of a month. Returns how many turns that was."""
        with storage_errors(), self._engine.begin() as connection:
            return connection.execute(delete(tables.insights).where(tables.insights.c.month == month)).rowcount

    def _reading(self) -> Connection:
        return self._engine.connect().execution_options(reading=True)
