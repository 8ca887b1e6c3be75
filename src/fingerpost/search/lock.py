"""One writer at a time, and a plain word about who it is."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from fingerpost.errors import IndexBusyError


class WriterLock:
    """Held by the one process that writes an index; the system lets go of it when that process ends, however it ends.

    For a folder the lock lies beside the tables, so it holds for every process that sees the folder. Object storage has
    no such lock: there it lies in this machine's temporary folder and keeps out only other writers on this machine. Run
    the sync of an index on object storage from one machine.
    """

    def __init__(self, uri: str) -> None:
        if "://" in uri:
            name = hashlib.sha256(uri.encode()).hexdigest()[:16]
            self._file = Path(tempfile.gettempdir()) / f"fingerpost-{name}.lock"
        else:
            self._file = Path(uri) / "writer.lock"
        self._uri = uri
        self._holder = self._file.with_suffix(".json")
        self._lock = FileLock(self._file, thread_local=False)

    def acquire(self) -> None:
        """Take the lock at once.

        Raises:
            IndexBusyError: another writer has it; the message names its process and since when.
        """
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise IndexBusyError(
                f"another sync is writing this index{self._who()}",
                where=self._uri,
                fix="wait until it has finished, or stop that process; what it has written so far is kept",
            ) from None
        holder = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        self._holder.write_text(json.dumps(holder), encoding="utf-8")

    def release(self) -> None:
        """Let go of the lock. Safe to call twice."""
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()

    def _who(self) -> str:
        try:
            holder = json.loads(self._holder.read_text(encoding="utf-8"))
            return f": process {int(holder['pid'])}, since {holder['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return ""
