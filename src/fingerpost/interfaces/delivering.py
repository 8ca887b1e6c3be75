"""Delivering what people sent in: in the server's own process, or as ``fingerpost worker`` beside it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from fingerpost.errors import FingerpostError
from fingerpost.services.submissions.sending import sender
from fingerpost.services.submissions.worker import Delivered, deliver_due

if TYPE_CHECKING:
    from fingerpost.conversations.outbox import Outbox
    from fingerpost.settings import Settings

DELIVERY_SECONDS = 2.0
"""How soon what was sent in is on its way."""

EXPIRY_ROUNDS = 1_800
"""After how many rounds what was delivered long ago is deleted: an hour of them."""

_log = logging.getLogger("fingerpost.submissions")


class Deliverer:
    """Sends what is due, round after round, until it is told to stop.

    Args:
        settings: the service's.
        outbox: opens where submissions wait, at each round: a store that is out of reach may be back at the next.
    """

    def __init__(self, settings: Settings, outbox: Callable[[], Outbox]) -> None:
        self._settings = settings
        self._outbox = outbox
        self._send = sender(settings)
        self._stop = threading.Event()

    def round(self) -> Delivered:
        """Send what is due now. Raises ``StorageError``; nothing is lost by it."""
        return deliver_due(self._outbox(), self._send, self._settings.submissions, stopping=self._stop.is_set)

    def stop(self) -> None:
        """Begin nothing more. What is being sent is finished first."""
        self._stop.set()

    def run(self, *, pause: float = DELIVERY_SECONDS) -> None:
        """Go round until told to stop. A store out of reach is logged, and tried again."""
        rounds = 0
        while not self._stop.is_set():
            try:
                self.round()
                if rounds % EXPIRY_ROUNDS == 0:
                    expire(self._settings, self._outbox())
            except FingerpostError as problem:
                _log.warning("nothing could be delivered", extra={"exception": type(problem).__name__})
            rounds += 1
            self._stop.wait(pause)


def expire(settings: Settings, outbox: Outbox) -> int:
    """Delete what was delivered longer ago than ``submissions.keep_days``, and say how much waits for somebody.

    Returns:
        How many were deleted.
    """
    gone = outbox.expire(timedelta(days=settings.submissions.keep_days))
    if gone:
        _log.info("submissions expired", extra={"deleted": gone})
    given_up = outbox.counts()["dead"]
    if given_up:
        _log.warning("submissions wait to be looked into: 'fingerpost submissions list'", extra={"count": given_up})
    return gone
