"""The outbox: what people sent in, kept in the same transaction that takes their answers, until it has been delivered.

A worker claims a submission by moving the time it is due past the end of its lease, so one whose worker died comes up
again by itself. Times are the database's own where there is a server, so that no machine's clock matters.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from fingerpost.conversations import tables
from fingerpost.conversations.database import checkpoint, storage_errors
from fingerpost.conversations.sent_in import DEAD, DELIVERED, QUEUED, Kept, Seal, hashed, kept_of
from fingerpost.conversations.submission_seals import SubmissionSeals
from fingerpost.conversations.tombstones import Tombstones
from fingerpost.errors import StorageError, SubmissionError, SubmissionNotFoundError, SubmissionSealedError
from fingerpost.services.submissions.reference import new_reference
from fingerpost.services.submissions.request import Request
from fingerpost.services.submissions.sending import Queued

_ANEW = 5
"""How often a submission is put in anew, when its reference is taken or another request with its key came first."""

Clock = Callable[[Connection], datetime]
"""Tells the time, in UTC."""

_Put = TypeVar("_Put")
_table = tables.submissions


def database_time(connection: Connection) -> datetime:
    """Return the time: a server's own, or this machine's, which is the only one that a SQLite file is on."""
    if connection.dialect.name == "postgresql":
        return cast("datetime", connection.execute(select(func.clock_timestamp())).scalar_one()).astimezone(UTC)
    return datetime.now(UTC)


class Outbox:
    """Keeps submissions in the conversations' database.

    Safe to share between threads, and between processes that open the same database.

    Args:
        engine: the database.
        seal: encrypts what people sent in.
        tombstones: remembers what was deleted, so that a restored backup does not send it again.
        clock: tells the time.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        seal: Seal | None = None,
        tombstones: Tombstones | None = None,
        clock: Clock = database_time,
    ) -> None:
        self._engine = engine
        self._seal: Seal = seal or SubmissionSeals()
        self._tombstones = tombstones
        self._clock = clock

    def take_answers(
        self, visitor: str, journey: str, make: Callable[[Mapping[str, Any]], Request | None]
    ) -> Kept | None:
        """Put a visitor's answers into the outbox and take them away, in one transaction.

        Sent a second time (a double click, the back button), the answers are gone, and it is what they became that is
        returned.

        Args:
            visitor: the visitor's id.
            journey: the journey's name.
            make: makes the request of the answers as they are now; ``None`` leaves everything as it is.

        Returns:
            What was put in now or before; ``None`` when there is nothing to send and nothing was sent.

        Raises:
            StorageError: the database can't be written. Then nothing was sent, and the answers are still there.
        """
        row = tables.journey_answers.c
        mine = (row.visitor == visitor, row.journey == journey)

        def put(connection: Connection) -> Kept | None:
            found = connection.execute(select(row.answers).where(*mine).with_for_update()).scalar()
            if found is None:
                return self._last(connection, visitor, journey)
            request = make(cast("dict[str, Any]", json.loads(found)))
            if request is None:
                return None
            connection.execute(delete(tables.journey_answers).where(*mine))
            return self._insert(connection, request, {"visitor": hashed(visitor, journey)})

        kept = self._anew(put)
        with storage_errors():
            checkpoint(self._engine)  # the answers are not to be left lying in the log
        return kept

    def put(self, request: Request, key: str) -> Kept:
        """Put a program's request into the outbox; the same request with the same key is put in once.

        Args:
            request: what is sent in.
            key: what the sender knows the request by, at every try.

        Raises:
            SubmissionError: the key was used before for another request.
            StorageError: the database can't be written.
        """
        known_by, mark = hashed(key, request.journey), request.mark(key)

        def put_once(connection: Connection) -> Kept:
            before = connection.execute(select(_table).where(_table.c.request == known_by)).first()
            if before is None:
                return self._insert(connection, request, {"request": known_by, "fingerprint": mark})
            if before.fingerprint != mark:
                raise SubmissionError(
                    "this key was used before, for other answers",
                    where="Idempotency-Key",
                    fix="use a new key for each thing that is sent in, and the same one only to send it again",
                )
            return kept_of(before)

        return self._anew(put_once)

    def sent(self, visitor: str, journey: str) -> Kept | None:
        """Return what a visitor last sent in from a journey, while it is kept."""
        with storage_errors(), self._reading() as connection:
            return self._last(connection, visitor, journey)

    def claim(self, lease: timedelta, most_tries: int) -> Queued | None:
        """Return a submission that is due, for nobody else until the lease is over; ``None`` when none is.

        One that was begun as often as it may be, and never came to an end, is given up instead.

        Raises:
            StorageError: the database can't be written.
        """
        mark = secrets.token_urlsafe(16)
        row = _table.c
        while self._any_due():
            with storage_errors(), self._engine.begin() as connection:
                now = self._clock(connection)
                # Where there is a server, workers pass over what another is claiming; SQLite has one writer anyway.
                due = (
                    select(_table)
                    .where(row.state == QUEUED, row.due_at <= now)
                    .order_by(row.due_at, row.id)
                    .limit(1)
                    .with_for_update(skip_locked=True)
                )
                found = connection.execute(due).first()
                if found is None:
                    return None
                if found.attempts >= most_tries:
                    # No worker lived to say what happened: it may be this one that ends them.
                    why = {"state": DEAD, "lease": None, "problem": "every worker ended while it was sending this"}
                    connection.execute(update(_table).where(row.id == found.id).values(**why))
                    continue
                taken = {"due_at": now + lease, "lease": mark, "attempts": found.attempts + 1}
                connection.execute(update(_table).where(row.id == found.id).values(**taken))
            try:
                return self._queued(found, found.attempts + 1, mark)
            except SubmissionSealedError:
                self._wait_for_key(found, mark)  # and hold nothing else up
        return None

    def delivered(self, queued: Queued) -> None:
        """Mark a submission as delivered, whoever has the lease by now: it has arrived.

        Raises:
            StorageError: the database can't be written. It will be sent again, with the same key.
        """
        row = _table.c
        with storage_errors(), self._engine.begin() as connection:
            now = self._clock(connection)
            done = {"state": DELIVERED, "lease": None, "problem": "", "delivered_at": now}
            connection.execute(update(_table).where(row.id == queued.id, row.state != DELIVERED).values(**done))

    def failed(self, queued: Queued, problem: str, wait: timedelta | None) -> None:
        """Put a submission back, to be tried again after ``wait``; without one it is given up.

        A worker whose lease is over says nothing any more: another has it.

        Raises:
            StorageError: the database can't be written. It is tried again when the lease is over.
        """
        row = _table.c
        with storage_errors(), self._engine.begin() as connection:
            then = {"state": DEAD} if wait is None else {"due_at": self._clock(connection) + wait}
            mine = and_(row.id == queued.id, row.state == QUEUED, row.lease == queued.lease)
            connection.execute(update(_table).where(mine).values(lease=None, problem=problem[:200], **then))

    def all(self, state: str = "") -> list[Kept]:
        """Return what is in the outbox, oldest first, without what people answered."""
        query = select(_table).order_by(_table.c.created_at, _table.c.id)
        with storage_errors(), self._reading() as connection:
            rows = connection.execute(query.where(_table.c.state == state) if state else query).all()
        return [kept_of(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many there are, by state."""
        query = select(_table.c.state, func.count()).group_by(_table.c.state)
        with storage_errors(), self._reading() as connection:
            found = {str(state): int(count) for state, count in connection.execute(query).all()}
        return {state: found.get(state, 0) for state in (QUEUED, DEAD, DELIVERED)}

    def get(self, reference: str) -> tuple[Kept, dict[str, Any]]:
        """Return a submission and everything that is in it.

        Raises:
            SubmissionNotFoundError: none has this reference.
            SubmissionSealedError: the key it is encrypted with is not here.
        """
        with storage_errors(), self._reading() as connection:
            row = self._row(connection, reference)
        return kept_of(row), cast("dict[str, Any]", json.loads(self._queued(row, row.attempts, "").body))

    def retry(self, references: Sequence[str]) -> list[str]:
        """Have submissions that were given up, or are waiting, tried again now, from the first try on.

        Returns:
            The references of those that will be. What was delivered is not sent again.

        Raises:
            SubmissionNotFoundError: one of the references is none of ours. Then nothing was changed.
        """
        row = _table.c
        again: list[str] = []
        with storage_errors(), self._engine.begin() as connection:
            now = self._clock(connection)
            for reference in references:
                found = self._row(connection, reference)
                free = or_(row.state == DEAD, and_(row.state == QUEUED, row.lease.is_(None)))
                changed = connection.execute(
                    update(_table).where(row.id == found.id, free).values(state=QUEUED, attempts=0, due_at=now)
                )
                again += [reference] if changed.rowcount else []
        return again

    def delete(self, reference: str) -> Kept:
        """Delete a submission, delivered or not, here and in any backup that is restored later. Returns what it was.

        Raises:
            SubmissionNotFoundError: none has this reference.
        """
        with storage_errors(), self._reading() as connection:
            kept = kept_of(self._row(connection, reference))
        if self._tombstones is not None:
            self._tombstones.add(kept.id, datetime.now(UTC).date())
        self._delete([kept.id])
        return kept

    def delete_again(self) -> int:
        """Delete what was deleted before and a restored backup has brought back. Returns how many."""
        if self._tombstones is None or not self._tombstones.any():
            return 0
        with storage_errors(), self._reading() as connection:
            held = connection.execute(select(_table.c.id)).scalars().all()
        back = self._tombstones.among(held)
        return self._delete(back) if back else 0

    def expire(self, keep: timedelta) -> int:
        """Delete what was delivered longer ago than this. What is not delivered stays. Returns how many."""
        row = _table.c
        with storage_errors():
            with self._engine.begin() as connection:
                before = self._clock(connection) - keep
                old = and_(row.state == DELIVERED, row.delivered_at <= before)
                gone = connection.execute(delete(_table).where(old)).rowcount
            if gone:
                checkpoint(self._engine)
        return gone

    def _wait_for_key(self, found: Row[Any], lease: str) -> None:
        """Leave a submission that can't be opened until the lease would be over. With its key back, it is sent then."""
        row = _table.c
        why = {"lease": None, "problem": "the key it is encrypted with is not in plans.keys"}
        with storage_errors(), self._engine.begin() as connection:
            mine = and_(row.id == found.id, row.lease == lease)
            connection.execute(update(_table).where(mine).values(attempts=found.attempts, **why))

    def _any_due(self) -> bool:
        """Return whether anything is due, without keeping other writers waiting as a claim does."""
        row = _table.c
        with storage_errors(), self._reading() as connection:
            due = select(row.id).where(row.state == QUEUED, row.due_at <= self._clock(connection)).limit(1)
            return connection.execute(due).first() is not None

    def _insert(self, connection: Connection, request: Request, known: Mapping[str, str]) -> Kept:
        submission_id, reference = secrets.token_urlsafe(24), new_reference()
        now = self._clock(connection)
        values: dict[str, Any] = {
            "id": submission_id,
            "reference": reference,
            "journey": request.journey,
            "destination": request.destination,
            "locale": request.locale,
            "channel": request.channel,
            "state": QUEUED,
            "attempts": 0,
            "due_at": now,
            "problem": "",
            "created_at": now,
            "body": self._seal.seal(request.body(submission_id, reference, now), submission_id),
            **known,
        }
        connection.execute(insert(_table).values(**values))
        return kept_of(self._row(connection, reference))

    def _anew(self, put: Callable[[Connection], _Put]) -> _Put:
        """Return what ``put`` returns, in a transaction; in a new one when something it made was there already."""
        for _ in range(_ANEW):
            with storage_errors():
                try:
                    with self._engine.begin() as connection:
                        return put(connection)
                except IntegrityError:
                    continue
        raise StorageError("a submission could not be kept", where="conversations.database_url", fix="send it again")

    def _last(self, connection: Connection, visitor: str, journey: str) -> Kept | None:
        mine = select(_table).where(_table.c.visitor == hashed(visitor, journey))
        found = connection.execute(mine.order_by(_table.c.created_at.desc()).limit(1)).first()
        return kept_of(found) if found else None

    def _queued(self, row: Row[Any], attempts: int, lease: str) -> Queued:
        return Queued(
            id=row.id,
            reference=row.reference,
            journey=row.journey,
            destination=row.destination,
            body=self._seal.unseal(row.body, row.id),
            attempts=attempts,
            created_at=row.created_at,
            lease=lease,
        )

    def _row(self, connection: Connection, reference: str) -> Row[Any]:
        found = connection.execute(select(_table).where(_table.c.reference == reference)).first()
        if found is None:
            raise SubmissionNotFoundError(
                "no submission has this reference",
                where="reference",
                fix="check it; what was delivered is deleted after submissions.keep_days",
            )
        return found

    def _delete(self, ids: Sequence[str]) -> int:
        with storage_errors():
            with self._engine.begin() as connection:
                gone = connection.execute(delete(_table).where(_table.c.id.in_(ids))).rowcount
            checkpoint(self._engine)
        return gone

    def _reading(self) -> Connection:
        return self._engine.connect().execution_options(reading=True)
