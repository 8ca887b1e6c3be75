"""Local accounts of the people who work with a service, and their sign-ins.

Passwords are kept as Argon2id hashes, by argon2-cffi's own defaults. A sign-in is a random value that only the browser
has; the store has its SHA-256, so that whoever reads the database can't take a sign-in over. It ends when it has not
been used for a while, after a working day, when the person signs out, and when the account is disabled or gets a new
password.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from fingerpost.conversations import tables
from fingerpost.conversations.database import storage_errors
from fingerpost.errors import AccountError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES = ("adviser",)
"""What an account may be for. The console adds its own."""

IDLE = timedelta(minutes=30)
"""A sign-in ends when it has not been used for so long."""
LONGEST = timedelta(hours=10)
"""A sign-in ends after so long, however much it is used: a working day."""
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
_SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a sign-in was last used: a write for every page would be a waste."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each check takes 64 MiB and a tenth of a second, so that guessing is dear. A crowd must not make it dear for us."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    name: str
    role: str
    created_at: datetime
    disabled_at: datetime | None = None
    signed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that holds now, whose it is, and the conversation that is open in it."""

    id_hash: str
    account: Account
    conversation_id: str | None = None


class Accounts:
    """The accounts of one store. Safe to share between threads and processes, as the store is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, role: str, password: str) -> Account:
        """Add an account. Raises ``AccountError``: the name, role or password can't be used, or the name is taken."""
        name = _checked_name(name)
        if role not in ROLES:
            raise AccountError(f"there is no role {role!r}", where="role", fix=f"use one of: {', '.join(ROLES)}")
        now = datetime.now(UTC)
        row = {
            "name": name,
            "role": role,
            "password_hash": self._hash(_checked_password(password, name)),
            "created_at": now,
            "password_at": now,
        }
        with storage_errors():
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(tables.accounts).values(**row))
            except IntegrityError:
                raise AccountError(
                    "an account has this name already", where=name, fix="choose another, or 'fingerpost account reset'"
                ) from None
        return Account(name, role, now)

    def all(self) -> list[Account]:
        """Return every account, by name."""
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            rows = connection.execute(select(tables.accounts).order_by(tables.accounts.c.name)).all()
        return [_account(row) for row in rows]

    def disable(self, name: str) -> None:
        """Let an account sign in no more, and end its sign-ins. Raises ``AccountError`` when there is none."""
        self._change(name, {"disabled_at": datetime.now(UTC)})

    def reset(self, name: str, password: str) -> None:
        """Give an account a new password, end its sign-ins, and let it sign in again if it was disabled.

        Raises:
            AccountError: there is no such account, or the password can't be used.
        """
        name = _checked_name(name)
        hashed = self._hash(_checked_password(password, name))
        self._change(name, {"password_hash": hashed, "password_at": datetime.now(UTC), "disabled_at": None})

    def sign_in(self, name: str, password: str, *, instead_of: str = "") -> str | None:
        """Return what the browser keeps of a new sign-in, or ``None`` where name and password don't fit.

        It takes as long for a name that nobody has. ``instead_of`` is the browser's sign-in until now, which ends.
        """
        name = name.strip().lower()
        wanted = tables.accounts.c.name == (name if _NAME.fullmatch(name) else "")  # PostgreSQL refuses some characters
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            found = connection.execute(select(tables.accounts).where(wanted)).first()
        right = self._verify(found.password_hash if found else self._nobodys, password[: LONGEST_PASSWORD + 1])
        if not right or found is None or found.disabled_at is not None:
            return None
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)
        values: dict[str, Any] = {"signed_in_at": now}
        if self._hasher.check_needs_rehash(found.password_hash):
            values["password_hash"] = self._hash(password)
        with storage_errors(), self._engine.begin() as connection:
            still = (tables.accounts.c.name == name) & (tables.accounts.c.password_hash == found.password_hash)
            changed = connection.execute(
                update(tables.accounts).where(still, tables.accounts.c.disabled_at.is_(None)).values(**values)
            )
            if not changed.rowcount:
                return None  # disabled, or its password changed, while this one was being checked
            _end_the_old(connection, now)
            connection.execute(delete(tables.sign_ins).where(tables.sign_ins.c.id_hash == _hashed(instead_of)))
            connection.execute(
                insert(tables.sign_ins).values(id_hash=_hashed(token), account=name, started_at=now, seen_at=now)
            )
        return token

    def signed_in(self, token: str) -> SignIn | None:
        """Return the sign-in that a browser's value stands for, if it still holds. It counts as used now."""
        if not token:
            return None
        now = datetime.now(UTC)
        query = (
            select(tables.sign_ins, tables.accounts)
            .join(tables.accounts)
            .where(tables.sign_ins.c.id_hash == _hashed(token), tables.accounts.c.disabled_at.is_(None))
        )
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            row = connection.execute(query).first()
        if row is None or now - row.seen_at > IDLE or now - row.started_at > LONGEST:
            return None
        if now - row.seen_at > _SEEN_EVERY:
            self._note(row.id_hash, seen_at=now)
        return SignIn(row.id_hash, _account(row), row.conversation_id)

    def open_conversation(self, sign_in: SignIn, conversation_id: str | None) -> None:
        """Keep which conversation is open in a sign-in; ``None`` where the next caller starts a new one."""
        self._note(sign_in.id_hash, conversation_id=conversation_id)

    def sign_out(self, token: str) -> None:
        """End a sign-in. Nothing happens when it has ended already."""
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(delete(tables.sign_ins).where(tables.sign_ins.c.id_hash == _hashed(token)))

    def _note(self, id_hash: str, **values: Any) -> None:
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(update(tables.sign_ins).where(tables.sign_ins.c.id_hash == id_hash).values(**values))

    def _change(self, name: str, values: dict[str, Any]) -> None:
        name = name.strip().lower()
        with storage_errors(), self._engine.begin() as connection:
            changed = connection.execute(update(tables.accounts).where(tables.accounts.c.name == name).values(**values))
            if not changed.rowcount:
                raise AccountError(
                    "no account has this name", where=name, fix="'fingerpost account list' shows the names there are"
                )
            connection.execute(delete(tables.sign_ins).where(tables.sign_ins.c.account == name))

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher()

    @cached_property
    def _nobodys(self) -> str:
        """The hash of a password that nobody knows, to be checked where there is no account."""
        return self._hash(secrets.token_urlsafe(32))

    def _hash(self, password: str) -> str:
        with _AT_ONCE:
            return self._hasher.hash(password)

    def _verify(self, hashed: str, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        with _AT_ONCE:
            try:
                return self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False


def generated_password() -> str:
    """Return a password that nobody has to think of: 120 random bits."""
    return secrets.token_urlsafe(15)


def _checked_name(name: str) -> str:
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise AccountError(
            "this is no name for an account",
            where="name",
            fix="use up to 64 letters, digits and . _ @ + -, such as 'jo.evans' or an e-mail address",
        )
    return name


def _checked_password(password: str, name: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or password.lower() == name:
        raise AccountError(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, and is not the account's name",
            where="password",
            fix="use three random words, or let one be made up",
        )
    return password


def _end_the_old(connection: Connection, now: datetime) -> None:
    old = (tables.sign_ins.c.seen_at < now - IDLE) | (tables.sign_ins.c.started_at < now - LONGEST)
    connection.execute(delete(tables.sign_ins).where(old))


def _account(row: Row[Any]) -> Account:
    return Account(row.name, row.role, row.created_at, row.disabled_at, row.signed_in_at)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
