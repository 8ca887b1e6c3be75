"""The line of requests before the engine: first come, first served, a bound on how many wait, the place in it known."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fingerpost.errors import EstimateBusyError, EstimateUnavailableError, FingerpostError
from fingerpost.services.estimate.process import Engine, EngineDiedError, EngineProcess

Values = Mapping[str, Sequence[str]]
MakeRequest = Callable[[Engine], Mapping[str, Any]]
"""Makes the request when its turn comes; what it asks may depend on what the engine knows."""


@dataclass(slots=True, eq=False)
class Ticket:
    """A place in the line. ``ahead`` is how many requests come before it; 0 means that it is being worked out.

    ``told`` is called, from another thread, each time that this changes and once more when it has ended.
    """

    make: MakeRequest
    told: Callable[[Ticket], None] | None = None
    ahead: int = 0
    engine: Engine | None = None
    values: Values | None = None
    problem: FingerpostError | None = None
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def ended(self) -> bool:
        """Whether it has been answered or refused."""
        return self.values is not None or self.problem is not None

    def wait(self) -> tuple[Engine, Values]:
        """Return what the engine said, when it has. Raises the ``EstimateUnavailableError`` that ended it instead."""
        self.done.wait()
        if self.problem is not None or self.engine is None or self.values is None:
            raise self.problem or _stopped()
        return self.engine, self.values


class LineOfRequests:
    """Serves one engine process to many who ask. Each request ends: answered, refused, or timed out.

    Args:
        engine: the process. It is this line's to end.
        waiting: how many may wait while one is worked out.
    """

    def __init__(self, engine: EngineProcess, *, waiting: int) -> None:
        self._engine = engine
        self._most = waiting
        self._line: deque[Ticket] = deque()
        self._now: Ticket | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def join(self, make: MakeRequest, told: Callable[[Ticket], None] | None = None) -> Ticket:
        """Return a place at the end of the line.

        Raises:
            EstimateBusyError: as many wait as may.
            EstimateUnavailableError: the line is closed.
        """
        with self._changed:
            if self._closed:
                raise _stopped()
            if len(self._line) >= self._most:
                raise EstimateBusyError(
                    f"{len(self._line)} people are waiting for an estimate already",
                    where="benefits-estimate",
                    fix="try again in a few minutes",
                )
            ticket = Ticket(make, told, ahead=len(self._line) + (self._now is not None))
            self._line.append(ticket)
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="benefits-estimate", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return ticket

    def warm(self) -> None:
        """Start the engine in the background, so that the first who asks does not wait for it. Returns at once."""
        with self._changed:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._serve, name="benefits-estimate", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the engine and everybody's wait. Safe to call twice."""
        with self._changed:
            self._closed = True
            left = list(self._line)
            self._line.clear()
            self._changed.notify_all()
        self._engine.close()
        for ticket in left:
            _end(ticket, _stopped())
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _serve(self) -> None:
        while True:
            # Kept warm: started before anybody asks, and anew at once when it had to be ended.
            self._start_again()
            with self._changed:
                self._changed.wait_for(lambda: self._line or self._closed)
                if self._closed:
                    return
                self._now = ticket = self._line.popleft()
            self._say_places()
            self._work_out(ticket)
            with self._changed:
                self._now = None

    def _start_again(self) -> None:
        try:
            self._engine.ready()
        except (EstimateUnavailableError, EngineDiedError):
            return  # whoever asks next is told

    def _work_out(self, ticket: Ticket) -> None:
        try:
            try:
                ticket.engine, ticket.values = self._ask(ticket)
            except EngineDiedError:
                # It may have died of what came before, such as memory: this request is asked once more, of a new one.
                ticket.engine, ticket.values = self._ask(ticket)
        except FingerpostError as problem:
            _end(ticket, problem)
        except Exception:  # noqa: BLE001 - everybody behind it waits for this thread, so it must go on
            _end(ticket, _ended_early())
        else:
            _end(ticket, None)

    def _ask(self, ticket: Ticket) -> tuple[Engine, Values]:
        engine = self._engine.ready()
        return engine, self._engine.answer(ticket.make(engine))

    def _say_places(self) -> None:
        with self._changed:
            places = list(enumerate([self._now, *self._line] if self._now else self._line))
        for ahead, ticket in places:
            if ticket.ahead != ahead:
                ticket.ahead = ahead
                if ticket.told:
                    ticket.told(ticket)


def _end(ticket: Ticket, problem: FingerpostError | None) -> None:
    ticket.problem = problem
    if ticket.told:
        ticket.told(ticket)
    ticket.done.set()


def _stopped() -> EstimateUnavailableError:
    return EstimateUnavailableError("the service is stopping", where="benefits-estimate", fix="ask again later")


def _ended_early() -> EstimateUnavailableError:
    return EstimateUnavailableError(
        "the engine that estimates benefits stopped while it worked this out",
        where="benefits-estimate",
        fix="try again; if it goes on, raise calculators.estimate.memory_mb",
    )
