"""A circuit breaker: a model that keeps failing is left alone for a while, so that nobody waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row. Safe to share between threads.

    Args:
        failures: after how many in a row it opens.
        rest_seconds: how long it stays open. Then one call is let through: its success closes it, its failure opens
            it again.
        clock: seconds, for tests.
    """

    def __init__(self, failures: int, rest_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._rest = rest_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened: float | None = None

    def allows(self) -> bool:
        """Return whether to call now. After the rest, ``True`` once, and then not before the rest is over again."""
        with self._lock:
            if self._opened is None:
                return True
            if self._clock() - self._opened < self._rest:
                return False
            self._opened = self._clock()
            return True

    def succeeded(self) -> None:
        """Note that a call was answered."""
        with self._lock:
            self._failures, self._opened = 0, None

    def failed(self) -> None:
        """Note that a call was not answered."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._limit:
                self._opened = self._clock()
