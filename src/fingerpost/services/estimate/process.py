"""The estimate's engine as a child process: started when needed, kept warm, timed out, and started anew when it hangs.

Lines of JSON go in and come out (``worker.py`` says which). Nothing of the engine is ever imported here.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from fingerpost.errors import EstimateUnavailableError

WORKER = Path(__file__).with_name("worker.py")
_MOST_BYTES = 8_000_000
"""The longest line that is read: an engine that says more is not one of ours."""
_GONE_SECONDS = 5.0
_PASSED_ON = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
_INSTALL = (
    "install it with pip install 'fingerpost[estimate]', or name a Python that has it in calculators.estimate.python; "
    "'fingerpost calculate check-benefits' tells what a person might get without it"
)


class EngineDiedError(Exception):
    """The process ended or broke its promise of lines before it answered. It may be asked again, in a new process."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What a started engine says of itself: its name and version, and the rental areas of each region."""

    name: str
    areas: Mapping[str, tuple[str, ...]]


def engine_command(python: str, memory_mb: int) -> tuple[str, ...]:
    """Return the command that starts the engine, its memory limited to so many megabytes."""
    return (python or sys.executable, "-I", "-u", str(WORKER), str(memory_mb))


class EngineProcess:
    """One engine in one child process. One request at a time; ``LineOfRequests`` sees to that.

    Args:
        command: what starts it, such as ``engine_command`` returns.
        start_seconds: how long it may take to say that it is ready.
        seconds: how long one request may take.
    """

    def __init__(self, command: Sequence[str], *, start_seconds: float, seconds: float) -> None:
        self._command = tuple(command)
        self._start_seconds, self._seconds = start_seconds, seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._engine: Engine | None = None
        self._unread = b""
        self._asked = 0
        self._closed = False
        self._lock = threading.Lock()
        # Held while the pipes are read and written: only who holds it closes them. A pipe closed under a thread that
        # waits for it may leave that thread waiting.
        self._in_use = threading.RLock()
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """The child's id, or ``None`` when none is running."""
        child = self._child  # once, because another thread may end it meanwhile
        return child.pid if child is not None and child.poll() is None else None

    def ready(self) -> Engine:
        """Return what the engine says of itself, and start it when it is not running.

        Raises:
            EstimateUnavailableError: it can't be started, or is not ready in time.
        """
        with self._in_use:
            if self._engine is not None and self.pid is not None:
                return self._engine
            self._end()
            self._start()
            self._engine = self._said_ready()
            return self._engine

    def _said_ready(self) -> Engine:
        try:
            said = self._read(time.monotonic() + self._start_seconds)
            if said.get("ready") is not True:
                raise EngineDiedError
            areas = cast("Mapping[str, Sequence[str]]", said.get("areas", {}))
            return Engine(str(said.get("engine", "")), {key: tuple(each) for key, each in areas.items()})
        except EngineDiedError:
            self._end()
            raise EstimateUnavailableError(
                "the engine that estimates benefits is not installed, or does not start",
                where="calculators.estimate",
                fix=_INSTALL,
            ) from None
        except TimeoutError:
            self._end()
            raise EstimateUnavailableError(
                f"the engine that estimates benefits was not ready after {self._start_seconds:g} seconds",
                where="calculators.estimate.start_seconds",
                fix="try again; set it higher where the machine is slow",
            ) from None

    def answer(self, request: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """Return the values asked for, each as text in pounds a year.

        Args:
            request: ``year``, ``situation`` and ``variables``.

        Raises:
            EngineDiedError: it ended, or said something that is no answer. It is ended then.
            EstimateUnavailableError: it did not answer in time, and has been ended; or it can't work this out.
        """
        with self._in_use:
            self.ready()
            self._asked += 1
            until = time.monotonic() + self._seconds
            try:
                self._write(json.dumps({**request, "id": self._asked}).encode() + b"\n", until)
                said = self._read(until)
                if said.get("id") != self._asked:
                    raise EngineDiedError
            except TimeoutError:
                self._end()
                raise EstimateUnavailableError(
                    f"the estimate took longer than {self._seconds:g} seconds",
                    where="calculators.estimate.seconds",
                    fix="try again in a few minutes",
                ) from None
            except EngineDiedError:
                self._end()
                raise
            if "error" in said:
                raise EstimateUnavailableError(
                    "the engine could not estimate this household",
                    where="benefits-estimate",
                    fix="use check-benefits, or ask an adviser",
                )
            return cast("Mapping[str, Sequence[str]]", said["values"])

    def close(self) -> None:
        """End the child, whatever it is doing, and start none again. Safe to call twice, and from another thread."""
        with self._lock:
            self._closed = True
        self._kill(self._child)
        # Whoever waits for the process sees that it has gone, and lets go.
        with self._in_use:
            self._end()

    def _start(self) -> None:
        with self._lock:
            if self._closed:
                raise EstimateUnavailableError(
                    "the service is stopping", where="benefits-estimate", fix="ask again later"
                )
            self._child = self._started()
            self.starts += 1
            self._unread, self._engine = b"", None

    def _started(self) -> subprocess.Popen[bytes]:
        # No key or setting of ours is passed on to another program; one thread, because requests come one at a time.
        known = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        environment = {**known, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        try:
            child = subprocess.Popen(  # noqa: S603 - our own file, with the interpreter the settings name
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=environment,
                start_new_session=True,
            )
        except OSError:
            raise EstimateUnavailableError(
                "the Python that runs the estimate can't be started",
                where="calculators.estimate.python",
                fix="name one that is there",
            ) from None
        for pipe in (_pipe(child.stdin), _pipe(child.stdout)):
            os.set_blocking(pipe.fileno(), False)
        return child

    def _end(self) -> None:
        with self._lock:
            child, self._child, self._engine = self._child, None, None
        if child is None:
            return
        self._kill(child)
        with suppress(subprocess.TimeoutExpired):
            child.wait(_GONE_SECONDS)
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    @staticmethod
    def _kill(child: subprocess.Popen[bytes] | None) -> None:
        if child is not None and child.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)

    def _write(self, line: bytes, until: float) -> None:
        pipe = self._open_pipe("stdin")
        while line:
            _wait_for(pipe, selectors.EVENT_WRITE, until)
            try:
                line = line[os.write(pipe.fileno(), line) :]
            except BlockingIOError:
                continue
            except (OSError, ValueError):
                raise EngineDiedError from None

    def _read(self, until: float) -> Mapping[str, Any]:
        """Return the next line as the object it is. Raises ``TimeoutError`` and ``EngineDiedError``."""
        pipe = self._open_pipe("stdout")
        while b"\n" not in self._unread:
            _wait_for(pipe, selectors.EVENT_READ, until)
            try:
                more = os.read(pipe.fileno(), 65_536)
            except BlockingIOError:
                continue
            except (OSError, ValueError):
                raise EngineDiedError from None
            if not more or len(self._unread) > _MOST_BYTES:
                raise EngineDiedError
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        try:
            said: object = json.loads(line)
        except ValueError:
            raise EngineDiedError from None
        if not isinstance(said, dict):
            raise EngineDiedError
        return cast("Mapping[str, Any]", said)

    def _open_pipe(self, name: str) -> IO[bytes]:
        child = self._child
        if child is None:
            raise EngineDiedError
        return _pipe(child.stdin if name == "stdin" else child.stdout)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None or pipe.closed:
        raise EngineDiedError
    return pipe


def _wait_for(pipe: IO[bytes], what: int, until: float) -> None:
    with selectors.DefaultSelector() as waiting:
        try:
            waiting.register(pipe, what)
            ready = waiting.select(max(0.0, until - time.monotonic()))
        except (OSError, ValueError):  # closed by another thread, which ended the process
            raise EngineDiedError from None
        if not ready:
            raise TimeoutError
