"""Where plans are kept: each sealed whole, opened only by what its person holds, and gone when they say so.

A plan has no owner in the store. What opens it is a *key*: the private link, or the browser it is open in. Of a key,
only the hash is stored, so that nobody who reads the database can open a plan the way its person does.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Row, delete, exists, func, insert, or_, select, update

from fingerpost.conversations import tables
from fingerpost.conversations.database import checkpoint, storage_errors
from fingerpost.conversations.plan_seals import PlanSeals
from fingerpost.conversations.tombstones import Tombstones
from fingerpost.services.plans import Plan

BROWSER, LINK = "browser", "link"
"""The kinds of key."""
BROWSER_IDLE = timedelta(days=7)
"""A plan is closed in a browser that has not used it for so long."""
CODES_KEPT = timedelta(hours=1)
"""How long it is remembered that a code was sent, so that not too many are."""
_SEEN_EVERY = timedelta(hours=1)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan that is open, and how it may be opened again."""

    id: str
    plan: Plan
    made_at: datetime
    used_at: datetime
    has_link: bool
    has_email: bool


class PlanStore:
    """The plans of one store. Safe to share between threads and processes, as the store is.

    Args:
        engine: of the conversations' database.
        seals: what plans are sealed with. Without it none can be read or written, only expired and deleted again.
        tombstones: remembers which plans were deleted, so that a restored backup doesn't bring them back.
    """

    def __init__(self, engine: Engine, seals: PlanSeals | None, tombstones: Tombstones | None = None) -> None:
        self._engine = engine
        self._seals = seals
        self._tombstones = tombstones

    @property
    def engine(self) -> Engine:
        """The database plans are kept in."""
        return self._engine

    @property
    def seals(self) -> PlanSeals:
        """What plans are sealed with."""
        if self._seals is None:
            raise AssertionError("this store of plans was opened without a key")
        return self._seals

    def make(self, plan: Plan, now: datetime) -> str:
        """Keep a plan that somebody asked to be kept. Returns the key of the browser it is then open in."""
        plan_id = secrets.token_urlsafe(24)
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(
                insert(tables.plans).values(id=plan_id, sealed=self.seals.seal(plan_id, plan), made_at=now, used_at=now)
            )
            return new_key(connection, plan_id, BROWSER, now)

    def get(self, key: str, now: datetime, kind: str = BROWSER) -> OpenPlan | None:
        """Return the plan a key opens, if it does. The plan counts as used now.

        Raises:
            PlanSealedError: the plan is there and can't be read.
        """
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            found = _found(connection, key, kind, now)
            if found is None:
                return None
            has_link = _has(connection, tables.plan_keys.c.plan_id == found.id, tables.plan_keys.c.kind == LINK)
            has_email = _has(connection, tables.plan_emails.c.plan_id == found.id)
        plan = self.seals.open(found.id, found.sealed)
        if kind == BROWSER and now - min(found.used_at, found.key_used_at) > _SEEN_EVERY:
            self._seen(found.id, found.key_hash, now)
        used_at = now if kind == BROWSER else found.used_at
        return OpenPlan(found.id, plan, found.made_at, used_at, has_link, has_email)

    def with_id(self, plan_id: str) -> OpenPlan | None:
        """Return a plan by its id, for whoever runs the service to give to its person. It does not count as used.

        Raises:
            PlanSealedError: the plan is there and can't be read.
        """
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            found = connection.execute(select(tables.plans).where(tables.plans.c.id == plan_id)).first()
            if found is None:
                return None
            has_link = _has(connection, tables.plan_keys.c.plan_id == plan_id, tables.plan_keys.c.kind == LINK)
            has_email = _has(connection, tables.plan_emails.c.plan_id == plan_id)
        return OpenPlan(
            plan_id, self.seals.open(plan_id, found.sealed), found.made_at, found.used_at, has_link, has_email
        )

    def change(self, key: str, change: Callable[[Plan], Plan], now: datetime) -> Plan | None:
        """Keep what ``change`` makes of the plan a browser has open, and return it; ``None`` when none is open.

        It is read and written in one transaction, so that two changes at once both stand.

        Raises:
            PlanSealedError: the plan is there and can't be read.
        """
        with storage_errors(), self._engine.begin() as connection:
            found = _found(connection, key, BROWSER, now, lock=True)
            if found is None:
                return None
            plan = change(self.seals.open(found.id, found.sealed))
            connection.execute(
                update(tables.plans)
                .where(tables.plans.c.id == found.id)
                .values(sealed=self.seals.seal(found.id, plan), used_at=now)
            )
        checkpoint(self._engine)  # what was taken out of the plan must not be left lying in SQLite's log
        return plan

    def new_link(self, key: str, now: datetime) -> str | None:
        """Return a new private link's key for the plan a browser has open; the link of before opens it no more."""
        with storage_errors(), self._engine.begin() as connection:
            found = _found(connection, key, BROWSER, now, lock=True)
            if found is None:
                return None
            _drop_links(connection, found.id)
            return new_key(connection, found.id, LINK, now)

    def drop_link(self, key: str, now: datetime) -> None:
        """Let the private link open the plan no more."""
        with storage_errors(), self._engine.begin() as connection:
            found = _found(connection, key, BROWSER, now, lock=True)
            if found is not None:
                _drop_links(connection, found.id)

    def open_by_link(self, link: str, now: datetime) -> str | None:
        """Return the key of a browser in which a link opens its plan; ``None`` where it opens none."""
        with storage_errors(), self._engine.begin() as connection:
            found = _found(connection, link, LINK, now)
            if found is None:
                return None
            connection.execute(update(tables.plans).where(tables.plans.c.id == found.id).values(used_at=now))
            return new_key(connection, found.id, BROWSER, now)

    def drop_email(self, key: str, now: datetime) -> None:
        """Let no code by e-mail open the plan any more."""
        with storage_errors(), self._engine.begin() as connection:
            found = _found(connection, key, BROWSER, now, lock=True)
            if found is not None:
                connection.execute(delete(tables.plan_emails).where(tables.plan_emails.c.plan_id == found.id))
                connection.execute(delete(tables.plan_codes).where(tables.plan_codes.c.plan_id == found.id))

    def close(self, key: str) -> None:
        """Close the plan in one browser. It is kept, for its link and its e-mail address to open."""
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(delete(tables.plan_keys).where(tables.plan_keys.c.key_hash == hashed(key)))

    def delete(self, key: str, now: datetime, kind: str = BROWSER) -> bool:
        """Delete the plan a key opens with all that opens it, here and in a backup restored later.

        Returns whether there was one. A plan that can't be read is deleted too.
        """
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            found = _found(connection, key, kind, now)
        return found is not None and bool(self.delete_plans([found.id], now))

    def delete_plans(self, plan_ids: list[str], now: datetime) -> int:
        """Delete plans by their ids. Returns how many there were."""
        if self._tombstones is not None:
            for plan_id in plan_ids:
                self._tombstones.add(plan_id, now.date())
        return self._delete(plan_ids)

    def delete_again(self) -> int:
        """Delete what was deleted before and a restored backup has brought back. Returns how many plans."""
        if self._tombstones is None or not self._tombstones.any():
            return 0
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            held = connection.execute(select(tables.plans.c.id)).scalars().all()
        back = self._tombstones.among(held)
        return self._delete(back) if back else 0

    def expire(self, now: datetime, keep_days: int) -> int:
        """Delete the plans not used for so many days, and those that nothing opens any more. Returns how many.

        Nothing opens a plan that has no link and no e-mail address, once its last browser has been idle too long.
        """
        keys, codes = tables.plan_keys.c, tables.plan_codes.c
        before = now - timedelta(days=keep_days)
        with storage_errors():
            with self._engine.begin() as connection:
                connection.execute(
                    delete(tables.plan_keys).where(keys.kind == BROWSER, keys.used_at < now - BROWSER_IDLE)
                )
                connection.execute(delete(tables.plan_codes).where(codes.made_at < now - CODES_KEPT))
                openable = exists().where(keys.plan_id == tables.plans.c.id)
                by_email = exists().where(tables.plan_emails.c.plan_id == tables.plans.c.id)
                gone = connection.execute(
                    delete(tables.plans).where(or_(tables.plans.c.used_at < before, ~openable & ~by_email))
                ).rowcount
            if gone:
                checkpoint(self._engine)
        if self._tombstones is not None:
            # A backup from before then holds only plans that have expired by now.
            self._tombstones.forget((before - timedelta(days=1)).date())
        return gone

    def reseal(self) -> int:
        """Seal every plan anew with the first key. Returns how many. Raises ``PlanSealedError`` where none opens it."""
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            ids = connection.execute(select(tables.plans.c.id)).scalars().all()
        for plan_id in ids:
            with storage_errors(), self._engine.begin() as connection:
                row = select(tables.plans.c.sealed).where(tables.plans.c.id == plan_id).with_for_update()
                sealed = connection.execute(row).scalar()
                if sealed is not None:
                    again = self.seals.resealed(sealed)
                    connection.execute(update(tables.plans).where(tables.plans.c.id == plan_id).values(sealed=again))
        if ids:
            checkpoint(self._engine)
        return len(ids)

    def count(self) -> int:
        """Return how many plans are kept."""
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            return connection.execute(select(func.count()).select_from(tables.plans)).scalar() or 0

    def _delete(self, plan_ids: list[str]) -> int:
        gone = 0
        with storage_errors():
            with self._engine.begin() as connection:
                for start in range(0, len(plan_ids), _AT_ONCE):
                    some = tables.plans.c.id.in_(plan_ids[start : start + _AT_ONCE])
                    gone += connection.execute(delete(tables.plans).where(some)).rowcount
            if gone:
                checkpoint(self._engine)
        return gone

    def _seen(self, plan_id: str, key_hash: str, now: datetime) -> None:
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(update(tables.plans).where(tables.plans.c.id == plan_id).values(used_at=now))
            this_key = tables.plan_keys.c.key_hash == key_hash
            connection.execute(update(tables.plan_keys).where(this_key).values(used_at=now))


def hashed(key: str) -> str:
    """Return what is stored of a key. A key is 256 random bits, so that its hash needs no salt and no slowness."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def new_key(connection: Connection, plan_id: str, kind: str, now: datetime) -> str:
    """Return a new key of a plan: 256 random bits, of which only the hash is stored."""
    key = secrets.token_urlsafe(32)
    connection.execute(
        insert(tables.plan_keys).values(key_hash=hashed(key), plan_id=plan_id, kind=kind, made_at=now, used_at=now)
    )
    return key


def _found(connection: Connection, key: str, kind: str, now: datetime, *, lock: bool = False) -> Row[tuple[str]] | None:
    keys = tables.plan_keys.c
    query = (
        select(tables.plans, keys.key_hash, keys.used_at.label("key_used_at"))
        .join(tables.plan_keys)
        .where(keys.key_hash == hashed(key), keys.kind == kind)
    )
    row = connection.execute(query.with_for_update() if lock else query).first()
    idle = row is not None and kind == BROWSER and now - row.key_used_at > BROWSER_IDLE
    return None if row is None or idle else row


def _has(connection: Connection, *where: object) -> bool:
    return bool(connection.execute(select(exists().where(*where))).scalar())  # pyright: ignore[reportArgumentType]


def _drop_links(connection: Connection, plan_id: str) -> None:
    connection.execute(
        delete(tables.plan_keys).where(tables.plan_keys.c.plan_id == plan_id, tables.plan_keys.c.kind == LINK)
    )
