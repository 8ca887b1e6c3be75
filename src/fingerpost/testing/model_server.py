"""A model's server on loopback, scripted by a test: it speaks as Anthropic, Bedrock, Vertex and OpenAI do.

Ships with the library so that a service with a model can be tested over real HTTP, through the providers' own
clients, without the network and without a key::

    with ModelServer(says(("You pay £60.", [("p1", "First car | £60")]))) as server:
        ...  # model.base_url = server.url

It knows nothing: what it says is what it was told to say. Every request is kept, with its headers and its body.
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from fingerpost.testing.model_replies import Failed, Reply, Said
from fingerpost.testing.model_wire import (
    Counted,
    anthropic_error,
    anthropic_events,
    aws_event,
    error_body,
    openai_chunks,
    sse,
    tokens,
)

Respond = Callable[[Mapping[str, Any]], Reply]
"""Returns what is said to a request, given its body."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to a model. ``headers`` have lower-case names; ``at`` is on the monotonic clock."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    at: float

    @property
    def text(self) -> str:
        """The whole body as JSON, to look for what must not be in it."""
        return json.dumps(self.body, ensure_ascii=False)


class ModelServer:
    """An HTTP server on 127.0.0.1, running from ``with`` to the end of its block.

    Args:
        script: what is said to each request in turn, or functions that tell from its body; the last one for ever.
        remembers: whether instructions marked to be cached are counted as read from the cache the second time.

    Attributes:
        requests: every request so far, in order.
        given_up: how many clients hung up before a reply was whole.
    """

    def __init__(self, *script: Reply | Respond, remembers: bool = True) -> None:
        self.requests: list[Asked] = []
        self.given_up = 0
        self._script = list(script)
        self._remembers = remembers
        self._cached: set[str] = set()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The server's address, such as ``http://127.0.0.1:50123``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def script(self, *script: Reply | Respond) -> None:
        """Say this from now on."""
        with self._lock:
            self._script = list(script)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request with the next reply."""
        length = int(handler.headers.get("Content-Length") or 0)
        body: dict[str, Any] = json.loads(handler.rfile.read(length) or b"{}")
        headers = {name.lower(): value for name, value in handler.headers.items()}
        asked = Asked(handler.path, headers, body, time.monotonic())
        with self._lock:
            self.requests.append(asked)
            step = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        reply = step(body) if callable(step) else step
        time.sleep(reply.delay)
        openai = handler.path.endswith("/chat/completions")
        if isinstance(reply, Failed):
            _send_error(handler, reply, openai=openai)
            return
        aws = handler.path.endswith("/invoke-with-response-stream")
        kind = "application/vnd.amazon.eventstream" if aws else "text/event-stream"
        _stream(handler, kind, self._events(reply, asked, openai=openai, aws=aws), reply, opening=1 if openai else 2)

    def _events(self, said: Said, asked: Asked, *, openai: bool, aws: bool) -> Iterator[bytes]:
        counted = self._count(said, asked.body)
        if openai:
            yield from (sse(chunk) for chunk in openai_chunks(said, asked.body, counted))
            yield sse("[DONE]")
            return
        for name, event in anthropic_events(said, asked.body, counted):
            yield aws_event(event) if aws else sse(event, name)

    def _count(self, said: Said, body: Mapping[str, Any]) -> Counted:
        """Count tokens as a provider would: what is marked to be cached is written once and then read."""
        system: Any = body.get("system") or ""
        marked = '"cache_control"' in json.dumps(system)
        fixed = tokens([body.get("tools"), system])
        rest = tokens(body.get("messages") or "")
        output = tokens(said.arguments or said.text)
        if not marked or not self._remembers:
            return Counted(fixed + rest, 0, 0, output)
        key = hashlib.sha256(json.dumps([body.get("tools"), system], sort_keys=True).encode()).hexdigest()
        with self._lock:
            known = key in self._cached
            self._cached.add(key)
        return Counted(rest, fixed, 0, output) if known else Counted(rest, 0, fixed, output)


_LONGEST_HOLD = 60.0
"""Seconds after which a hold ends though nothing has ended it: a broken test fails, and does not hang."""


def _send_error(handler: BaseHTTPRequestHandler, failed: Failed, *, openai: bool) -> None:
    body = json.dumps(error_body(failed, openai=openai)).encode()
    handler.send_response(failed.status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    if failed.retry_after:
        handler.send_header("Retry-After", failed.retry_after)
    handler.end_headers()
    handler.wfile.write(body)


def _stream(handler: BaseHTTPRequestHandler, kind: str, events: Iterator[bytes], said: Said, *, opening: int) -> None:
    """Send the events as they come, at the pace asked for, until they end or something is to go wrong.

    ``opening`` is how many of them open the message and its block, so that a break after none comes before any word.
    """
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for number, event in enumerate(events, start=-opening):
        if said.breaks_after is not None and number >= said.breaks_after:
            if said.error:
                _write(handler, sse(anthropic_error(said.error), "error"))
                break
            handler.close_connection = True
            return
        if number > 0 and said.pace:
            time.sleep(said.pace)
        if said.until is not None and number == said.holds_after:
            said.until.wait(_LONGEST_HOLD)
        _write(handler, event)
    handler.wfile.write(b"0\r\n\r\n")


def _write(handler: BaseHTTPRequestHandler, piece: bytes) -> None:
    handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
    handler.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client hangs up; show anything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType] - socketserver's types


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            try:
                server.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                server.given_up += 1
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            """Say nothing: a test's output is its own."""

    return Handler
