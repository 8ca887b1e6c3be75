"""An append-only log of what changed the service, each entry chained by its hash to the one before.

Who can write to the database can change an entry, or cut off the last ones, in spite of the triggers that refuse it.
The chain shows a change; ``head`` kept elsewhere shows a cut, or a whole chain made again. A head is kept in a file
beside the database, is logged with every entry, and can be given to ``verify``.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, text

from fingerpost.conversations import tables
from fingerpost.conversations.database import storage_errors
from fingerpost.errors import AuditError, StorageError

FIRST = "0" * 64
"""What stands for the hash before the first entry's."""

CHANGED = "service.changed"
"""The action of entries that say what the service was changed to."""

# Any number will do, so long as it stays the same: PostgreSQL's writers wait for one another on it.
_APPENDING = 0x46_70_41_75_64
_AT_ONCE = 1_000
_log = logging.getLogger("fingerpost.audit")


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log goes: the number of its last entry, and that entry's hash."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def read(cls, written: str, where: str = "head") -> Head:
        """Return the head that ``str`` wrote. Raises ``AuditError``."""
        number, _, hashed = written.strip().partition(":")
        if not number.isdecimal() or len(hashed) != len(FIRST) or hashed.strip("0123456789abcdef"):
            raise AuditError(
                "this is no head of an audit log", where=where, fix="give it as 'fingerpost audit head' does"
            )
        return cls(int(number), hashed)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done.

    Attributes:
        number: 1 for the first, and none is left out.
        at: when, in UTC.
        actor: who: an account, or the system's user at a command line.
        action: what, such as ``sign-in`` or ``service.changed``.
        subject: what it was done to.
        details: more of it. Nothing that a person asked or typed in.
        previous: the hash of the entry before.
        hash: SHA-256 of all that, in JSON.
    """

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]
    previous: str
    hash: str = ""

    def hashed(self) -> str:
        """Return what the entry's hash must be."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        held = [self.number, at, self.actor, self.action, self.subject, self.details, self.previous]
        return hashlib.sha256(_written(held).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the log is whole. ``problems`` says in words what is not; empty when it is."""

    entries: int
    head: Head
    problems: tuple[str, ...] = field(default=())


class AuditLog:
    """The audit log of one store. Safe to share between threads and processes, as the store is."""

    def __init__(self, engine: Engine, anchor: Path | None = None) -> None:
        self._engine = engine
        self._anchor = anchor

    def append(self, action: str, subject: str = "", *, actor: str, details: Mapping[str, Any] | None = None) -> Entry:
        """Add an entry and return it. Raises ``StorageError``, and nothing is added then."""
        with storage_errors(), self._engine.begin() as connection:
            _wait_for_others(connection)
            entry = _add(connection, action, subject, actor, details or {})
        self._keep(entry)
        return entry

    def note(self, state: Mapping[str, Any], *, actor: str) -> Entry | None:
        """Add what differs in the service's state from what was noted last; ``None`` when nothing does.

        Args:
            state: everything that can change the service, by name. Values are JSON's, and hold no secret.
            actor: who is thought to have changed it: the one who runs the process that finds it changed.

        Raises:
            StorageError: the database can't be used.
        """
        with storage_errors(), self._engine.begin() as connection:
            _wait_for_others(connection)
            known = _last_state(connection)
            changes = {
                name: {"from": known.get(name), "to": state.get(name)}
                for name in sorted(known.keys() | state.keys())
                if known.get(name) != state.get(name)
            }
            if not changes:
                return None
            subject = next(iter(changes)) if len(changes) == 1 else f"{len(changes)} things"
            entry = _add(connection, CHANGED, subject, actor, {"changes": changes})
        self._keep(entry)
        return entry

    def entries(self, *, after: int = 0, action: str | None = None) -> Iterator[Entry]:
        """Yield the entries in order, a batch at a time. Raises ``StorageError``."""
        table = tables.audit
        wanted = select(table).order_by(table.c.number).limit(_AT_ONCE)
        if action is not None:
            wanted = wanted.where(table.c.action == action)
        while True:
            with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
                rows = connection.execute(wanted.where(table.c.number > after)).all()
            yield from map(_entry, rows)
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].number

    def head(self) -> Head:
        """Return how far the log goes; number 0 when it is empty. Raises ``StorageError``."""
        with storage_errors(), self._engine.connect().execution_options(reading=True) as connection:
            return _head(connection)

    def verify(self, expected: Head | None = None) -> Verdict:
        """Read the whole log and say whether anything in it was changed, taken out or cut off.

        Args:
            expected: a head that was kept elsewhere. The log must hold it.

        Raises:
            StorageError: the database, or the file beside it, can't be read.
        """
        kept = [(expected, "the head that was given")] if expected is not None else []
        if (beside := self._kept()) is not None:
            kept.append((beside, "the head kept beside the database"))
        problems: list[str] = []
        found: dict[int, str] = {0: FIRST}
        wanted = {head.number for head, _ in kept}
        last = Head(0, FIRST)
        for entry in self.entries():
            problems.extend(_faults(entry, last))
            if entry.number in wanted:
                found[entry.number] = entry.hash
            last = Head(entry.number, entry.hash)
        for head, name in kept:
            if head.number not in found:
                problems.append(f"{name} says that there are at least {head.number} entries: {last.number} are here")
            elif found[head.number] != head.hash:
                problems.append(f"{name} says otherwise of entry {head.number}: the log was made again")
        return Verdict(last.number, last, tuple(problems))

    def _keep(self, entry: Entry) -> None:
        """Say how far the log goes where a change to the database does not reach."""
        _log.info("audit", extra={"number": entry.number, "action": entry.action, "hash": entry.hash})
        if self._anchor is None:
            return
        try:
            self._anchor.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._anchor.with_suffix(f".{os.getpid()}.new")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
                file.write(f"{Head(entry.number, entry.hash)}\n")
            fresh.replace(self._anchor)
        except OSError as problem:
            # The entry stands in the log; that its head could not be kept as well must not undo what was done.
            _log.warning("the audit log's head was not kept", extra={"exception": type(problem).__name__})

    def _kept(self) -> Head | None:
        if self._anchor is None:
            return None
        try:
            return Head.read(self._anchor.read_text(encoding="ascii"), str(self._anchor))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as problem:
            raise StorageError(
                f"the audit log's head can't be read ({type(problem).__name__})",
                where=str(self._anchor),
                fix="let this user read the file",
            ) from None


def _wait_for_others(connection: Connection) -> None:
    # SQLite's writers take turns by themselves: each of our transactions there begins by taking its lock.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _APPENDING})


def _add(connection: Connection, action: str, subject: str, actor: str, details: Mapping[str, Any]) -> Entry:
    before = _head(connection)
    bare = Entry(before.number + 1, datetime.now(UTC), actor[:80], action, subject[:200], details, before.hash)
    table = tables.audit
    connection.execute(
        insert(table).values(
            number=bare.number,
            at=bare.at,
            actor=bare.actor,
            action=bare.action,
            subject=bare.subject,
            details=_written(details),
            previous=bare.previous,
            hash=bare.hashed(),
        )
    )
    return Entry(
        bare.number, bare.at, bare.actor, bare.action, bare.subject, bare.details, bare.previous, bare.hashed()
    )


def _head(connection: Connection) -> Head:
    table = tables.audit
    last = connection.execute(select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)).first()
    return Head(last.number, last.hash) if last else Head(0, FIRST)


def _last_state(connection: Connection) -> dict[str, Any]:
    table = tables.audit
    rows = connection.execute(select(table.c.details).where(table.c.action == CHANGED).order_by(table.c.number))
    state: dict[str, Any] = {}
    for details in rows.scalars():
        for name, change in json.loads(details).get("changes", {}).items():
            state[name] = change["to"]
    return {name: value for name, value in state.items() if value is not None}


def _faults(entry: Entry, before: Head) -> Iterator[str]:
    if entry.number != before.number + 1:
        gone = f"{before.number + 1} to {entry.number - 1}" if entry.number > before.number + 2 else before.number + 1
        yield f"missing: {gone}"
    elif entry.previous != before.hash:
        yield f"entry {entry.number} does not follow from entry {before.number}"
    if entry.hash != entry.hashed():
        yield f"entry {entry.number} was changed after it was written"


def _entry(row: Row[Any]) -> Entry:
    try:
        details = json.loads(row.details)
    except ValueError:
        details = {"unreadable": row.details}
    return Entry(row.number, row.at, row.actor, row.action, row.subject, details, row.previous, row.hash)


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
