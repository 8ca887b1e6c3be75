"""What people send in, encrypted at rest with the service's own keys: those that plans are sealed with.

Sealed with Fernet (AES-128-CBC and HMAC-SHA256). The first key seals and all open, so that a key can be changed while
something waits. Without a key what is kept is as readable as the database is.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fingerpost.conversations.plan_seals import held_keys, where_held
from fingerpost.errors import SettingsError, SubmissionSealedError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

    from fingerpost.settings import Settings

_USE = "fingerpost submission v1"
_PLAIN = "{"
"""What was kept before there was a key begins with: JSON does, and no sealed text."""


class SubmissionSeals:
    """Seals and opens what people sent in. One of ``sent_in.Seal``.

    Args:
        keys: Fernet keys, the newest first. None seals nothing, and opens only what was never sealed.

    Raises:
        ValueError: one is no Fernet key. The key is not in the error.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._fernet: MultiFernet | None = None
        if keys:
            from cryptography.fernet import Fernet, MultiFernet

            try:
                self._fernet = MultiFernet([Fernet(key) for key in keys])
            except ValueError:
                raise ValueError("a key is not 32 bytes of URL-safe base64") from None

    def seal(self, body: bytes, what: str) -> str:
        """Return a body as it is stored. Its id is sealed in with it, so that it opens in no other's place."""
        if self._fernet is None:
            return body.decode()
        return self._fernet.encrypt(_bound(what) + body).decode()

    def unseal(self, sealed: str, what: str) -> bytes:
        """Return the body that was sealed.

        Raises:
            SubmissionSealedError: no key here opens it, it was altered, or it is another submission's.
        """
        if sealed.startswith(_PLAIN):
            return sealed.encode()
        from cryptography.fernet import InvalidToken

        try:
            opened = self._fernet.decrypt(sealed.encode()) if self._fernet else b""
        except (InvalidToken, UnicodeEncodeError):
            opened = b""
        bound = _bound(what)
        if not hmac.compare_digest(opened[: len(bound)], bound):
            raise SubmissionSealedError(
                "what was sent in can't be opened",
                where="plans.keys",
                fix="give the key that it was sealed with as well: keys are kept until what waits has been delivered",
            )
        return opened[len(bound) :]


def submission_seals(settings: Settings) -> SubmissionSeals:
    """Return what a service's submissions are sealed with.

    Raises:
        SettingsError: a key is no key, or the file of them can't be read.
    """
    try:
        return SubmissionSeals(held_keys(settings))
    except ValueError as problem:
        raise SettingsError(
            f"this holds no key: {problem}", where=where_held(settings), fix="make one with 'fingerpost plans new-key'"
        ) from None


def _bound(what: str) -> bytes:
    return f"{_USE}\n{what}\n".encode()
