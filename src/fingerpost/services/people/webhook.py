"""Sends a hand-over to its receiver: signed, at most once as far as the receiver can tell, and never round a corner.

The signature is that of Standard Webhooks (https://www.standardwebhooks.com): an HMAC-SHA256 over the id, the time and
the body, so that a receiver can check it with a library it may already have, and refuse what is old.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from fingerpost.errors import HandOverError
from fingerpost.services.people.hand_over import HandOver
from fingerpost.settings import PeopleSettings

TRIES = 3
LARGEST_REPLY = 64_000
"""The most bytes of a reply that are read."""
_LONGEST_REFERENCE = 64
_LONGEST_URL = 2_000
_WHERE = "people.webhook_url"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receiver said: its reference, and where the chat goes on. Both empty where it said neither."""

    reference: str = ""
    url: str = ""


class _TryAgainError(Exception):
    """A failure that may pass, in words that hold nothing of what was sent."""


def signature(key: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the header ``webhook-signature``.

    Args:
        key: the shared secret; one that starts with ``whsec_`` is base64 after that, as Standard Webhooks has it.
        message_id: the header ``webhook-id``.
        timestamp: the header ``webhook-timestamp``, in seconds since 1970.
        body: exactly as it is sent.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(_key(key), signed, hashlib.sha256)).decode()


def send(hand_over: HandOver, people: PeopleSettings, *, pause: Callable[[float], None] = time.sleep) -> Receipt:
    """Send a hand-over, and again when the receiver is busy, broken or silent; each try has the same id.

    Raises:
        HandOverError: it did not arrive. Nothing of it is in the error.
    """
    tries = Retrying(
        retry=retry_if_exception_type(_TryAgainError),
        wait=wait_random_exponential(multiplier=0.3, max=2),
        stop=stop_after_attempt(TRIES),
        sleep=pause,
        reraise=True,
    )
    # No proxy and no redirect: a person's details go to the address that was set, or nowhere.
    with httpx.Client(timeout=people.webhook_seconds, follow_redirects=False, trust_env=False) as client:
        try:
            for attempt in tries:
                with attempt:
                    return _try(client, hand_over, people)
        except _TryAgainError as problem:
            raise HandOverError(
                f"the receiver did not take it in {TRIES} tries: {problem}",
                where=_WHERE,
                fix="check that the receiver is running and can be reached from here",
            ) from None
    raise AssertionError("a try either returns or raises")


def _try(client: httpx.Client, hand_over: HandOver, people: PeopleSettings) -> Receipt:
    body = hand_over.body
    now = int(time.time())
    key = people.webhook_key.get_secret_value() if people.webhook_key else ""
    headers = {
        "content-type": "application/json",
        "idempotency-key": hand_over.id,
        "user-agent": "Fingerpost",
        "webhook-id": hand_over.id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(key, hand_over.id, now, body),
    }
    until = time.monotonic() + people.webhook_seconds
    try:
        with client.stream("POST", people.webhook_url, content=body, headers=headers) as reply:
            status = reply.status_code
            said = _read(reply, until) if 200 <= status < 300 else b""
    except httpx.TransportError as problem:
        raise _TryAgainError(type(problem).__name__) from None
    if status == 429 or status >= 500:
        raise _TryAgainError(f"it answered {status}")
    if not 200 <= status < 300:
        raise HandOverError(
            f"the receiver answered {status}",
            where=_WHERE,
            fix="give the address that takes hand-overs itself: redirects are not followed"
            if 300 <= status < 400
            else "check the address, and that the receiver has the same key",
        )
    return _receipt(said, people.webhook_url)


def _read(reply: httpx.Response, until: float) -> bytes:
    """Return the start of a reply. It was taken by then, so one that is slow or long is no failure."""
    said = b""
    try:
        for piece in reply.iter_bytes():
            said += piece
            if len(said) > LARGEST_REPLY or time.monotonic() > until:
                return b""
    except httpx.HTTPError:
        return b""
    return said


def _receipt(said: bytes, webhook_url: str) -> Receipt:
    try:
        fields: Any = json.loads(said)
    except (ValueError, RecursionError):
        return Receipt()
    if not isinstance(fields, dict):
        return Receipt()
    given = cast("dict[str, Any]", fields)
    reference = given.get("reference")
    plain = isinstance(reference, (str, int)) and not isinstance(reference, bool)
    words = str(reference).strip() if plain else ""
    return Receipt(
        reference=words if len(words) <= _LONGEST_REFERENCE and words.isprintable() else "",
        url=_own_url(given.get("url"), webhook_url),
    )


def _own_url(url: object, webhook_url: str) -> str:
    """Return an address to send a person on to: only an encrypted one, of the host the hand-over went to."""
    if not isinstance(url, str) or len(url) > _LONGEST_URL or not url.isprintable() or "\\" in url or " " in url:
        return ""
    try:
        split, ours = urlsplit(url), urlsplit(webhook_url)
        own = split.scheme == "https" and split.hostname == ours.hostname and split.port in (None, 443, ours.port)
    except ValueError:
        return ""
    return url if own and split.username is None and split.password is None else ""


def _key(key: str) -> bytes:
    if key.startswith("whsec_"):
        try:
            return base64.b64decode(key.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            pass
    return key.encode()
