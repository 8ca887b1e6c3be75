"""The month's key: what accounts, conversations and words are hashed with, and what is thrown away with the month.

With the key gone, nobody can tell whose a hash was, nor whether two months had the same person.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from fingerpost.errors import StorageError
from fingerpost.insights.months import Month

_BYTES = 32


@dataclass(frozen=True, slots=True)
class MonthKey:
    """A key of 32 random bytes. It is never shown."""

    secret: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> MonthKey:
        """Return a new key."""
        return cls(secrets.token_bytes(_BYTES))

    def name(self, kind: str, value: str) -> str:
        """Return the hash of a value as 32 hexadecimal digits. The same value of two kinds has two hashes."""
        return self._hash(kind, value.encode("utf-8", "surrogatepass"), 16).hex()

    def number(self, kind: str, value: bytes) -> int:
        """Return a keyed hash of some bytes as a number under 2**32."""
        return int.from_bytes(self._hash(kind, value, 4))

    def _hash(self, kind: str, value: bytes, size: int) -> bytes:
        return hashlib.blake2b(value, digest_size=size, key=self.secret, person=kind.encode()[:16]).digest()


class MonthKeys:
    """The keys of the months not released yet, a file each, in a folder that only this user can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, month: Month) -> MonthKey:
        """Return the month's key, made now if it has none. Raises ``StorageError``: it can't be kept or read."""
        file = self._file(month)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self._folder / f".{month}.{secrets.token_hex(4)}"
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as written:
                written.write(secrets.token_bytes(_BYTES))
                written.flush()
                os.fsync(written.fileno())
            try:
                # Of two processes that make a key at once, one wins; a key is never seen half written.
                os.link(fresh, file)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
            secret = file.read_bytes()
        except OSError as problem:
            raise self._unusable(file, type(problem).__name__) from None
        if len(secret) != _BYTES:
            raise self._unusable(file, "it has not 32 bytes")
        return MonthKey(secret)

    def held(self, month: Month) -> bool:
        """Say whether the month still has a key."""
        return self._file(month).exists()

    def destroy(self, month: Month) -> None:
        """Throw the month's key away. Raises ``StorageError`` when it can't be."""
        file = self._file(month)
        try:
            file.unlink(missing_ok=True)
        except OSError as problem:
            raise self._unusable(file, type(problem).__name__) from None

    def _file(self, month: Month) -> Path:
        return self._folder / f"{month}.key"

    @staticmethod
    def _unusable(file: Path, why: str) -> StorageError:
        return StorageError(
            f"the month's key can't be used ({why})",
            where=str(file),
            fix="let this user read and write the folder; a key that is lost means the month has to be read again",
        )
