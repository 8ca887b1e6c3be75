"""How often one address may ask. Counted in this process's memory; nothing is written down.

Several worker processes count apart, so the limit is then up to so many times higher.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Awaitable, Callable

from fastapi import HTTPException, Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_QUESTIONS = frozenset({"/api/v1/ask", "/ask", "/ask/stream", "/v1/chat/completions"})
_SEARCH = "/api/v1/search"
_JOURNEYS = ("/journeys/", "/conversation/journey", "/api/v1/journeys/", "/plan/")
_STEPS, _STEPS_FOR_EACH = "journey steps", 10


def rate_limit(per_minute: int) -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that refuses an address's questions beyond ``per_minute`` in any minute.

    Questions, searches and other changes (starting, deleting, feedback) are counted apart, each with that limit.
    The steps of journeys and what is done to a plan are counted apart too, with ten times as many. Reading is not
    limited.
    """
    limiter = MovingWindowRateLimiter(MemoryStorage())

    async def check(request: Request) -> None:
        kind = _kind(request)
        # A journey's answers come one after another, and the visitors of a library share an address.
        allowed = per_minute * (_STEPS_FOR_EACH if kind == _STEPS else 1)
        most = RateLimitItemPerMinute(allowed)
        if not kind or limiter.hit(most, kind, address_of(request)):
            return
        wait = max(1, math.ceil(limiter.get_window_stats(most, kind, address_of(request)).reset_time - time.time()))
        raise HTTPException(
            429, f"more than {allowed} {kind} in a minute came from this address", {"Retry-After": str(wait)}
        )

    return check


def _kind(request: Request) -> str:
    path = request.url.path
    if path == "/adviser/ask":
        return ""  # counted by account: a call centre's advisers share an address
    if request.method == "POST" and path in _QUESTIONS:
        return "questions"
    if request.method == "GET":
        return "searches" if path == _SEARCH else ""
    if path.startswith(_JOURNEYS):
        return _STEPS
    return "requests"


def address_of(request: Request) -> str:
    """Return the asker's address; of IPv6 the /64 that one household or machine is given whole."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host or "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)
