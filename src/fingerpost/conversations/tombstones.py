"""Which conversations were deleted, kept apart from the database, so that a restored backup doesn't bring them back.

A file of lines: the day, and the SHA-256 of a conversation's id. An id is 192 random bits, so the hash tells nobody
anything, and what a conversation held is not in it. Keep the file out of backups that are restored over the service's
folder, or restore everything but it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from filelock import FileLock

from fingerpost.errors import StorageError


class Tombstones:
    """The deleted conversations, in one file. Safe to share between processes on one machine."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = FileLock(f"{file}.lock", mode=0o600)

    def add(self, conversation_id: str, day: date) -> None:
        """Remember that a conversation is deleted. Raises ``StorageError`` when it can't be written."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                with os.fdopen(handle, "a", encoding="ascii") as lines:
                    lines.write(f"{day.isoformat()} {_hash(conversation_id)}\n")
                    lines.flush()
                    os.fsync(lines.fileno())
        except OSError as problem:
            raise self._unusable(problem) from None

    def among(self, conversation_ids: Iterable[str]) -> list[str]:
        """Return which of these conversations were deleted. Raises ``StorageError`` when the file can't be read."""
        deleted = {line.rpartition(" ")[2] for line in self._lines()}
        return [name for name in conversation_ids if _hash(name) in deleted] if deleted else []

    def hashes(self) -> list[str]:
        """Return the SHA-256 of each id that was deleted. Raises ``StorageError`` when the file can't be read."""
        return [line.rpartition(" ")[2] for line in self._lines()]

    def any(self) -> bool:
        """Return whether anything was ever deleted here."""
        return bool(self._lines())

    def forget(self, before: date) -> int:
        """Drop the lines from before a day and return how many. Only when no backup can hold them any longer."""
        try:
            if not any(line < before.isoformat() for line in self._lines()):
                return 0
            with self._lock:
                lines = self._lines()
                kept = [line for line in lines if line >= before.isoformat()]
                fresh = self._file.with_suffix(".new")
                fresh.write_text("".join(f"{line}\n" for line in kept), encoding="ascii")
                fresh.chmod(0o600)
                fresh.replace(self._file)
            return len(lines) - len(kept)
        except OSError as problem:
            raise self._unusable(problem) from None

    def _lines(self) -> list[str]:
        try:
            return self._file.read_text(encoding="ascii").split("\n")[:-1]
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as problem:
            raise self._unusable(problem) from None

    def _unusable(self, problem: Exception) -> StorageError:
        return StorageError(
            f"the list of deleted conversations can't be used ({type(problem).__name__})",
            where=str(self._file),
            fix="let this user read and write the file, or set conversations.tombstones to another",
        )


def _hash(conversation_id: str) -> str:
    return hashlib.sha256(conversation_id.encode()).hexdigest()
