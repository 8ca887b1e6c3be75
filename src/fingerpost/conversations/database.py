"""Open the conversations' database, SQLite or PostgreSQL, with its tables up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from fingerpost.errors import SettingsError, StorageError

LATEST = "0007"
"""The revision this version of Fingerpost reads and writes; a test holds it to the newest migration."""

_BUSY_MILLISECONDS = 15_000
# Any number will do, so long as it stays the same: two processes that migrate wait for one another on it.
_MIGRATION_LOCK = 0x46_70_6F_73_74


def open_engine(url: str) -> Engine:
    """Return an engine for ``url``, its tables made or brought up to date.

    Raises:
        SettingsError: the URL is not one, or its driver is not installed.
        StorageError: the database can't be reached, or its folder can't be written.
    """
    address = _address(url)
    with storage_errors():
        try:
            engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _server(address)
        except ImportError as problem:
            raise SettingsError(
                f"the driver for {address.get_backend_name()} is not installed ({problem.name or 'unknown'})",
                where="conversations.database_url",
                fix="pip install 'fingerpost[postgres]'",
            ) from None
        migrate(engine)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables up to date. Processes that start at once take turns; the later ones find nothing to do."""
    with engine.connect().execution_options(reading=True) as connection:
        if _revision(connection) == LATEST:
            return
    # Alembic takes a third of a second to import, which a database that is up to date need not wait for.
    from alembic import command
    from alembic.config import Config

    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        settings = Config()
        settings.set_main_option("script_location", "fingerpost.conversations:migrations")
        settings.set_main_option("path_separator", "os")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def checkpoint(engine: Engine) -> None:
    """Empty SQLite's write-ahead log into its database, so that what was deleted is not left lying in the log."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(reading=True, isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def storage_errors() -> Generator[None]:
    """Turn the database's errors into ours. Their text is left out: it can hold what was being stored."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, PoolTimeout) as problem:
        cause = problem.orig if isinstance(problem, DBAPIError) else problem
        raise StorageError(
            f"the conversation store can't be used ({type(cause).__name__})",
            where="conversations.database_url",
            fix="check that the database is running, its disk is not full and this user may write to it",
        ) from None


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except ArgumentError:
        raise SettingsError(
            "this is not a database URL",
            where="conversations.database_url",
            fix="use sqlite:///path/to/file.db or postgresql://user@host/name",
        ) from None
    if backend not in {"sqlite", "postgresql"}:
        raise SettingsError(
            f"{backend} is not supported",
            where="conversations.database_url",
            fix="use sqlite:///path/to/file.db or postgresql://user@host/name",
        )
    return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address


def _sqlite(address: URL) -> Engine:
    in_memory = address.database in {None, "", ":memory:"}
    if not in_memory:
        _make_file(Path(str(address.database)))
    engine = create_engine(
        address,
        hide_parameters=True,
        poolclass=QueuePool,
        # A database in memory is one connection's own, so everybody shares that one.
        pool_size=1 if in_memory else 8,
        max_overflow=0 if in_memory else 32,
        connect_args={"check_same_thread": False, "timeout": _BUSY_MILLISECONDS / 1000},
    )

    def on_connect(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the transaction begins where on_begin says, not where the driver guesses
        for pragma in (
            f"busy_timeout={_BUSY_MILLISECONDS}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "synchronous=NORMAL",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    def on_begin(connection: Connection) -> None:
        # A transaction that reads first and writes later can't wait for another writer; one that says so at once can.
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    if not in_memory:
        _use_write_ahead_log(engine)
    return engine


def _make_file(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # What people asked is for the service's own user alone.
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as problem:
        raise StorageError(
            f"the conversation store can't be written: {problem.strerror}",
            where=str(file),
            fix="set conversations.database_url to a file this user may write",
        ) from None


def _use_write_ahead_log(engine: Engine) -> None:
    # SQLite does not wait its busy timeout here when two processes switch at once, so this does.
    for attempt in Retrying(
        retry=retry_if_exception(_is_busy),
        wait=wait_random(0.01, 0.1),
        stop=stop_after_delay(_BUSY_MILLISECONDS / 1000),
        reraise=True,
    ):
        with attempt:
            connection = engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA journal_mode=WAL")
            finally:
                connection.close()


def _is_busy(problem: BaseException) -> bool:
    """Say whether waiting may help: another process has the file, where a full disk would be as full in a minute."""
    if not isinstance(problem, sqlite3.OperationalError):
        return False
    return problem.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _server(address: URL) -> Engine:
    return create_engine(address, hide_parameters=True, pool_pre_ping=True, pool_size=8, max_overflow=32)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
