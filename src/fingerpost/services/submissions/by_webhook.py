"""Delivery to a program over HTTPS: signed, with the same key at every try, to the address that is set and no other.

The signature is that of Standard Webhooks (https://www.standardwebhooks.com), as hand-overs have it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from functools import cache

import httpx

from fingerpost.services.people.webhook import signature
from fingerpost.services.submissions.sending import GiveUpError, Queued, TryAgainError
from fingerpost.settings import WebhookDestination

_REFUSED = frozenset({400, 413, 415, 422})
"""Replies that say the submission itself can't be taken, so that the same again would be refused again."""
_LONGEST_WAIT = 86_400.0


def post(queued: Queued, to: WebhookDestination) -> None:
    """Send a submission; return when the receiver has taken it (a reply of 200 to 299).

    Raises:
        TryAgainError: it can't be reached, or answered something that may pass, a redirect among it.
        GiveUpError: it answered that it can't take this.
    """
    now = int(time.time())
    key = to.key.get_secret_value() if to.key else ""
    headers = {
        "content-type": "application/json",
        "idempotency-key": queued.id,
        "user-agent": "Fingerpost",
        "webhook-id": queued.id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(key, queued.id, now, queued.body),
    }
    try:
        # No proxy and no redirect: what somebody sent in goes to the address that was set, or nowhere.
        with (
            httpx.Client(timeout=to.seconds, follow_redirects=False, trust_env=False, verify=_trusted()) as client,
            client.stream("POST", to.url, content=queued.body, headers=headers) as reply,
        ):
            status, said = reply.status_code, reply.headers
    except httpx.HTTPError as problem:
        raise TryAgainError(f"the receiver could not be reached ({type(problem).__name__})") from None
    if 200 <= status < 300:
        return
    if status in _REFUSED:
        raise GiveUpError(f"the receiver answered {status}: it can't take this submission")
    raise TryAgainError(f"the receiver answered {status}", wait=_asked_wait(said))


@cache
def _trusted() -> ssl.SSLContext:
    """Return whose certificates are taken. Read once: that takes longer than sending does."""
    return httpx.create_ssl_context(trust_env=False)


def _asked_wait(headers: Mapping[str, str]) -> float:
    """Return how many seconds the receiver asks to be left alone; a date, or nonsense, asks for none."""
    asked = headers.get("retry-after", "").strip()
    return min(float(asked), _LONGEST_WAIT) if asked.isascii() and asked.isdigit() else 0.0
