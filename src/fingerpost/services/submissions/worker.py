"""Bring what waits in the outbox to its destination, one after another, each until it has arrived or is given up.

At least once: a submission is marked as delivered only after the receiver said that it has it. If the process ends in
between, it is sent again, with the same key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from tenacity import RetryCallState, wait_exponential, wait_random_exponential

from fingerpost.services.submissions.sending import GiveUpError, Queued, Send, TryAgainError
from fingerpost.settings import SubmissionSettings

LEASE = timedelta(minutes=10)
"""How long a worker has a submission to itself. Should a try take longer, it is sent again, with the same key."""

_log = logging.getLogger("fingerpost.submissions")


class Outbox(Protocol):
    """Where submissions wait. ``conversations.outbox`` is one."""

    def claim(self, lease: timedelta, most_tries: int) -> Queued | None:
        """Return a submission that is due, for nobody else until the lease is over; ``None`` when none is."""
        ...

    def delivered(self, queued: Queued) -> None:
        """Mark a submission as delivered."""
        ...

    def failed(self, queued: Queued, problem: str, wait: timedelta | None) -> None:
        """Put a submission back, to be tried again after ``wait``; without one it is given up."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round came to."""

    delivered: int = 0
    put_back: int = 0
    given_up: int = 0


def deliver_due(
    outbox: Outbox,
    send: Send,
    settings: SubmissionSettings,
    *,
    stopping: Callable[[], bool] = lambda: False,
    most: int = 1_000,
) -> Delivered:
    """Send what is due and return what came of it.

    Args:
        outbox: where submissions wait.
        send: brings one to its destination.
        settings: how often each is tried, and how long in between.
        stopping: asked before each; nothing more is begun once it is true.
        most: how many are sent at most, so that a round ends.

    Raises:
        StorageError: the outbox can't be read or written. Nothing is lost by it.
    """
    done = {"delivered": 0, "put_back": 0, "given_up": 0}
    for _ in range(most):
        queued = None if stopping() else outbox.claim(LEASE, settings.tries)
        if queued is None:
            break
        done[_deliver(outbox, queued, send, settings)] += 1
    return Delivered(**done)


def wait_after(attempt: int, settings: SubmissionSettings, *, asked: float = 0.0) -> timedelta:
    """Return how long to wait after a try that failed: twice as long each time, half of it by chance.

    By chance, so that everything that failed together is not tried again together.

    Args:
        attempt: which try failed, from 1.
        settings: the first wait and the longest.
        asked: what the receiver asked for, in seconds.
    """
    longest = settings.longest_wait_hours * 3600
    half = settings.first_wait_seconds / 2
    waits = wait_exponential(half, max=longest / 2) + wait_random_exponential(half, max=longest / 2)
    state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # pyright: ignore[reportArgumentType] - only counted
    state.attempt_number = attempt
    return timedelta(seconds=max(waits(state), asked))


def _deliver(outbox: Outbox, queued: Queued, send: Send, settings: SubmissionSettings) -> str:
    """Send one and mark what came of it. Returns which."""
    try:
        send(queued)
    except GiveUpError as problem:
        return _put_back(outbox, queued, problem.why, None)
    except TryAgainError as problem:
        last = queued.attempts >= settings.tries
        return _put_back(
            outbox, queued, problem.why, None if last else wait_after(queued.attempts, settings, asked=problem.wait)
        )
    except Exception as problem:  # noqa: BLE001 - a fault of ours must not lose it, nor hold up the others
        last = queued.attempts >= settings.tries
        why = f"it could not be sent ({type(problem).__name__})"
        return _put_back(outbox, queued, why, None if last else wait_after(queued.attempts, settings))
    outbox.delivered(queued)
    _log.info("submission delivered", extra={"reference": queued.reference, "attempt": queued.attempts})
    return "delivered"


def _put_back(outbox: Outbox, queued: Queued, why: str, wait: timedelta | None) -> str:
    outbox.failed(queued, why, wait)
    _log.warning(
        "submission not delivered" if wait is not None else "submission given up",
        extra={"reference": queued.reference, "attempt": queued.attempts, "problem": why},
    )
    return "put_back" if wait is not None else "given_up"
