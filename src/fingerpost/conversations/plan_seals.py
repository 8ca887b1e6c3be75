"""What plans are encrypted with, and the keyed hashes that stand for what is never stored itself.

Plans are sealed with Fernet (AES-128-CBC and HMAC-SHA256) of the ``cryptography`` library. There may be several keys:
the first seals, all open, so that a key can be changed without losing a plan.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from fingerpost.errors import PlanSealedError, SettingsError
from fingerpost.services.plans import Plan

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

    from fingerpost.settings import Settings


@cache
def _plans() -> TypeAdapter[tuple[str, Plan]]:
    return TypeAdapter(tuple[str, Plan])


class PlanSeals:
    """Seals and opens plans.

    Args:
        keys: Fernet keys, the newest first; at least one.

    Raises:
        ValueError: there is none, or one is no Fernet key. The key is not in the error.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        from cryptography.fernet import Fernet, MultiFernet

        try:
            self._fernet: MultiFernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise ValueError("a key is not 32 bytes of URL-safe base64") from None
        # A key of its own for each use, made from the Fernet key by HMAC as HKDF does (RFC 5869).
        self._email_keys = [hmac.digest(key.encode(), b"fingerpost plan e-mail v1", hashlib.sha256) for key in keys]
        self._code_key = hmac.digest(keys[0].encode(), b"fingerpost plan code v1", hashlib.sha256)

    def seal(self, plan_id: str, plan: Plan) -> str:
        """Return a plan as it is stored. Its id is sealed in with it, so that it opens in no other plan's place."""
        return self._fernet.encrypt(_plans().dump_json((plan_id, plan))).decode()

    def open(self, plan_id: str, sealed: str) -> Plan:
        """Return the plan that was sealed.

        Raises:
            PlanSealedError: no key here opens it, it was altered, or it is another plan's.
        """
        from cryptography.fernet import InvalidToken

        try:
            sealed_id, plan = _plans().validate_json(self._fernet.decrypt(sealed.encode()))
        except (InvalidToken, ValidationError, UnicodeEncodeError):
            raise _unreadable() from None
        if not hmac.compare_digest(sealed_id.encode(), plan_id.encode()):
            raise _unreadable()
        return plan

    def resealed(self, sealed: str) -> str:
        """Return a sealed plan sealed anew with the first key. Raises ``PlanSealedError`` where no key opens it."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except (InvalidToken, UnicodeEncodeError):
            raise _unreadable() from None

    def email_hashes(self, email: str) -> tuple[str, ...]:
        """Return what may stand for an e-mail address in the store: by the newest key first.

        Nobody can find the address from it without the key, not even by trying every address.
        """
        tidy = email.strip().casefold().encode()
        return tuple(hmac.new(key, tidy, hashlib.sha256).hexdigest() for key in self._email_keys)

    def code_hash(self, request_id: str, code: str) -> str:
        """Return what stands for a one-time code in the store; worth nothing for another request."""
        return hmac.new(self._code_key, f"{request_id}:{code}".encode(), hashlib.sha256).hexdigest()


def plan_seals(settings: Settings) -> PlanSeals | None:
    """Return what a service's plans are sealed with, or ``None`` where it offers none or has no key.

    Raises:
        SettingsError: a key is no key, or the file of them can't be read.
    """
    keys = held_keys(settings) if settings.plans.offered else ()
    if not keys:
        return None
    try:
        return PlanSeals(keys)
    except ValueError as problem:
        raise SettingsError(
            f"this holds no key for plans: {problem}",
            where=where_held(settings),
            fix="make one with 'fingerpost plans new-key'",
        ) from None


def held_keys(settings: Settings) -> tuple[str, ...]:
    """Return the keys that a service keeps things encrypted with, the newest first; none where it has none.

    Raises:
        SettingsError: the file of them can't be read.
    """
    named = settings.plans.keys
    file = settings.path(settings.plans.key_file)
    try:
        written = named.get_secret_value() if named else file.read_text(encoding="ascii") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(
            f"the keys of plans can't be read ({type(problem).__name__})",
            where=where_held(settings),
            fix="let this user read the file, or set plans.key_file to another",
        ) from None
    return tuple(written.replace(",", "\n").split())


def where_held(settings: Settings) -> str:
    """Return where the keys stand, in words for whoever has to mend them."""
    return "FINGERPOST_PLANS__KEYS" if settings.plans.keys else str(settings.path(settings.plans.key_file))


def add_key(file: Path) -> int:
    """Put a new key first in a file of keys that only this user may read. Returns how many keys it then holds.

    Raises:
        OSError: the file can't be written.
    """
    from cryptography.fernet import Fernet

    held = file.read_text(encoding="ascii").split() if file.exists() else []
    keys = [Fernet.generate_key().decode(), *held]
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as to:
        to.write("".join(f"{key}\n" for key in keys))
        to.flush()
        os.fsync(to.fileno())
    fresh.replace(file)
    return len(keys)


def _unreadable() -> PlanSealedError:
    return PlanSealedError(
        "the plan can't be opened",
        where="plans.keys",
        fix="give the key that it was sealed with as well: keys are kept until the plans of their time have expired",
    )
