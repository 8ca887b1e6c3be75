"""One-time codes by e-mail: short-lived, few tries, few an hour, and no address in the store.

Asking for a code looks the same whether the address opens a plan or not, and a code is worth something only in the
browser that asked for it.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select, update

from fingerpost.conversations import tables
from fingerpost.conversations.database import storage_errors
from fingerpost.conversations.plans import BROWSER, CODES_KEPT, PlanStore, hashed, new_key

LASTS = timedelta(minutes=15)
"""How long a code opens a plan."""
MOST_TRIES = 5
"""How many times a code may be typed in."""
MOST_AN_HOUR = 5
"""How many codes an address may be sent in an hour."""
DIGITS = 6


class Tried(StrEnum):
    """What came of typing a code in."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"
    """Too old, typed wrong too often, used, or never asked for: a new one is needed."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A code that was asked for. ``request`` is what the browser that asked holds.

    ``code`` is to be sent to the address; ``None`` where nothing is to be sent: the address opens no plan, or too many
    codes were sent to it. Whoever asks must not be told which.
    """

    request: str
    code: str | None


class PlanCodes:
    """The codes of one store of plans."""

    def __init__(self, plans: PlanStore) -> None:
        self._plans = plans
        self._engine, self._seals = plans.engine, plans.seals

    def ask(self, email: str, now: datetime, *, link_to: str | None = None) -> AskedFor:
        """Make a code for an address.

        Args:
            email: the address. Its keyed hash is stored, and nothing else of it.
            now: the time.
            link_to: the id of the plan that the address is to open from now on; without one, the code opens the plan
                that the address opens already.
        """
        request, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        hashes = self._seals.email_hashes(email)
        codes = tables.plan_codes.c
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(delete(tables.plan_codes).where(codes.made_at < now - CODES_KEPT))
            sent = connection.execute(
                select(func.count()).select_from(tables.plan_codes).where(codes.email_hash.in_(hashes))
            ).scalar_one()
            wanted = link_to is not None or _plan_of(connection, hashes) is not None
            connection.execute(
                insert(tables.plan_codes).values(
                    id=hashed(request),
                    email_hash=hashes[0],
                    plan_id=link_to,
                    code_hash=self._seals.code_hash(request, code),
                    tries=0,
                    made_at=now,
                )
            )
        return AskedFor(request, code if wanted and sent < MOST_AN_HOUR else None)

    def answer(self, request: str, code: str, email: str, now: datetime) -> tuple[Tried, str | None]:
        """Try a code. Returns what came of it, and the key of the browser in which it opens a plan, where it does.

        Args:
            request: what the browser that asked holds.
            code: as it was typed; spaces in it do not count.
            email: the address again, so that it need not be stored.
            now: the time.
        """
        codes = tables.plan_codes.c
        typed = "".join(code.split())
        mine = codes.id == hashed(request)
        with storage_errors(), self._engine.begin() as connection:
            row = connection.execute(select(tables.plan_codes).where(mine).with_for_update()).first()
            hashes = self._seals.email_hashes(email)
            if row is None or now - row.made_at > LASTS or row.tries >= MOST_TRIES or row.email_hash not in hashes:
                return Tried.SPENT, None
            connection.execute(update(tables.plan_codes).where(mine).values(tries=row.tries + 1))
            right = hmac.compare_digest(row.code_hash, self._seals.code_hash(request, typed))
            plan_id = row.plan_id or _plan_of(connection, hashes)
            if not right or plan_id is None:
                return (Tried.WRONG if row.tries + 1 < MOST_TRIES else Tried.SPENT), None
            # Used up, but still counted among those sent in the hour.
            connection.execute(update(tables.plan_codes).where(mine).values(tries=MOST_TRIES))
            _link(connection, hashes, plan_id, now)
            connection.execute(update(tables.plans).where(tables.plans.c.id == plan_id).values(used_at=now))
            return Tried.RIGHT, None if row.plan_id else new_key(connection, plan_id, BROWSER, now)

    def plan_of(self, email: str) -> str | None:
        """Return the id of the plan that an address opens, if there is one."""
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            return _plan_of(connection, self._seals.email_hashes(email))


def _plan_of(connection: Connection, hashes: tuple[str, ...]) -> str | None:
    emails = tables.plan_emails.c
    query = select(emails.plan_id).where(emails.email_hash.in_(hashes)).order_by(emails.made_at.desc())
    return connection.execute(query).scalars().first()


def _link(connection: Connection, hashes: tuple[str, ...], plan_id: str, now: datetime) -> None:
    """Let an address open this plan and no other, by the newest key's hash; a plan has one address."""
    emails = tables.plan_emails.c
    connection.execute(delete(tables.plan_emails).where(emails.email_hash.in_(hashes) | (emails.plan_id == plan_id)))
    connection.execute(insert(tables.plan_emails).values(email_hash=hashes[0], plan_id=plan_id, made_at=now))
