"""The keys that receipts are signed with: one that signs now, and the public halves of those that signed before.

They are Ed25519 (RFC 8032). A key's name is ``ed25519-`` and the first 16 hexadecimal digits of the SHA-256 of its
public half. Without any setting the signing key is made when the first receipt is, in a file that only this user may
read. Where several machines serve, each is given the same key by ``receipts.signing_key``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from filelock import FileLock

from fingerpost.errors import ReceiptError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from fingerpost.settings import Settings

_SEED = 32
"""Bytes of a private and of a public key."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What anybody may have: it checks signatures and makes none. ``until`` is the day it was put away, if it was."""

    name: str
    public: bytes
    since: date | None = None
    until: date | None = None

    def verifies(self, signature: str, signed: bytes) -> bool:
        """Say whether a signature, in base64, is this key's over these bytes."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(base64.b64decode(signature, validate=True), signed)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True

    def as_object(self) -> dict[str, str]:
        """Return it as it is published: text only."""
        days = {"since": self.since, "until": self.until}
        return {
            "name": self.name,
            "public": base64.b64encode(self.public).decode(),
            **{name: day.isoformat() for name, day in days.items() if day},
        }


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """The key that signs now. It is never printed."""

    name: str
    _private: Ed25519PrivateKey

    def sign(self, signed: bytes) -> str:
        """Return the signature over these bytes, in base64."""
        return base64.b64encode(self._private.sign(signed)).decode()


class KeyRing:
    """The keys of one service.

    Args:
        file: where the signing key is kept, and the public halves of older ones.
        seed: the signing key itself where it is set from outside; the file's is not used then.
        old: public halves of keys that signed before, beside those in the file.
    """

    def __init__(self, file: Path, seed: bytes | None = None, old: Sequence[bytes] = ()) -> None:
        self._file = file
        self._seed = seed
        self._old = tuple(old)
        self._lock = FileLock(f"{file}.lock", mode=0o600)

    def current(self) -> SigningKey:
        """Return the key that signs now, made and kept if there is none yet.

        Raises:
            ReceiptError: the file can't be read, written or understood.
        """
        seed = self._seed
        if seed is None:
            with self._locked():
                held = self._read()
                if "private" not in held:
                    held = {**held, "private": _text(os.urandom(_SEED)), "since": _today()}
                    self._write(held)
                seed = _bytes(held["private"], str(self._file))
        return SigningKey(name_of(_public(seed)), _private(seed))

    def rotate(self) -> PublicKey:
        """Sign with a new key from now on, keep the old one's public half, and return the new one's.

        Raises:
            ReceiptError: the key is set from outside, or the file can't be used.
        """
        if self._seed is not None:
            raise ReceiptError(
                "the signing key comes from the settings",
                where="receipts.signing_key",
                fix="set another there, and put the old one's public half ('fingerpost receipt keys') into "
                "receipts.old_keys",
            )
        with self._locked():
            held = self._read()
            old = list(held.get("old", []))
            if "private" in held:
                public = _public(_bytes(held["private"], str(self._file)))
                old.append({"public": _text(public), "since": held.get("since"), "until": _today()})
            fresh = os.urandom(_SEED)
            self._write({"private": _text(fresh), "since": _today(), "old": old})
        return PublicKey(name_of(_public(fresh)), _public(fresh), since=datetime.now(UTC).date())

    def public(self) -> tuple[PublicKey, ...]:
        """Return the public halves of every key whose receipts are the service's own, the newest first.

        Nothing is made: before the first receipt there may be none. Raises ``ReceiptError`` as ``current`` does.
        """
        where = str(self._file)
        held = self._read()
        found: list[PublicKey] = []
        if self._seed is not None:
            found.append(_named(_public(self._seed)))
        elif "private" in held:
            found.append(_named(_public(_bytes(held["private"], where)), held.get("since")))
        kept = cast("list[dict[str, Any]]", held.get("old", []))
        found.extend(
            _named(_bytes(old.get("public"), where), old.get("since"), old.get("until")) for old in reversed(kept)
        )
        found.extend(_named(public) for public in self._old)
        return tuple({key.name: key for key in reversed(found)}.values())[::-1]

    def _read(self) -> dict[str, Any]:
        try:
            held: Any = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as problem:
            raise self._unusable(problem) from None
        if not isinstance(held, dict) or not isinstance(cast("dict[str, Any]", held).get("old", []), list):
            raise self._unusable(ValueError())
        return cast("dict[str, Any]", held)

    def _write(self, held: Mapping[str, Any]) -> None:
        fresh = self._file.with_name(f"{self._file.name}.new")
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(held, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._file)
        except OSError as problem:
            raise self._unusable(problem) from None

    def _locked(self) -> FileLock:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire().lock.release()
        except OSError as problem:
            raise self._unusable(problem) from None
        return self._lock

    def _unusable(self, problem: Exception) -> ReceiptError:
        return ReceiptError(
            f"the keys of the receipts can't be used ({type(problem).__name__})",
            where=str(self._file),
            fix="let this user read and write the file, or set receipts.keys_file to another",
        )


def open_keys(settings: Settings) -> KeyRing:
    """Return the keys of a service. Raises ``ReceiptError``: a key in the settings is none."""
    receipts = settings.receipts
    seed = None
    if receipts.signing_key is not None:
        seed = _bytes(receipts.signing_key.get_secret_value(), "receipts.signing_key")
    old = [_bytes(written, f"receipts.old_keys[{place}]") for place, written in enumerate(receipts.old_keys)]
    return KeyRing(settings.path(receipts.keys_file), seed, old)


def read_public_keys(written: str, where: str) -> tuple[PublicKey, ...]:
    """Read the public keys a service publishes, as ``fingerpost receipt keys --json`` prints them.

    Raises:
        ReceiptError: it is nothing of the kind.
    """
    try:
        rows: Any = json.loads(written)["keys"]
        return tuple(_named(_bytes(row["public"], where), row.get("since"), row.get("until")) for row in rows)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ReceiptError(
            "this holds no public keys", where=where, fix="take it from the service's /receipts/keys.json"
        ) from None


def name_of(public: bytes) -> str:
    """Return what a key is called."""
    return f"ed25519-{hashlib.sha256(public).hexdigest()[:16]}"


def _named(public: bytes, since: str | None = None, until: str | None = None) -> PublicKey:
    return PublicKey(
        name_of(public),
        public,
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
    )


def _private(seed: bytes) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def _public(seed: bytes) -> bytes:
    return _private(seed).public_key().public_bytes_raw()


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _bytes(written: object, where: str) -> bytes:
    try:
        key = base64.b64decode(str(written), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _SEED:
        raise ReceiptError(
            "this is no Ed25519 key",
            where=where,
            fix=f"give {_SEED} bytes in base64: 'openssl rand -base64 32' makes one",
        )
    return key


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
