"""A receiver of hand-overs on loopback, scripted by a test: a web chat, or a desk that calls people back.

Ships with the library so that a service can be tested over real HTTP, up to what a council's own desk would get::

    with WebChatServer(key) as desk:
        ...  # people.webhook_url = desk.url
    assert desk.received[0].genuine

It checks the signature as a receiver should: by the shared key, over the id, the time and the body as they arrived.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

TOLERANCE_SECONDS = 300
"""How old or new a request may be before a receiver takes it for one that is sent again by somebody else."""


@dataclass(frozen=True, slots=True)
class DeskReply:
    """What the receiver says to one request. ``delay`` is in seconds."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    delay: float = 0.0


def takes(reference: str = "", url: str = "") -> DeskReply:
    """Return the reply of a receiver that takes the hand-over."""
    said = {"reference": reference, "url": url}
    return DeskReply(201, json.dumps({key: value for key, value in said.items() if value}).encode())


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived. ``genuine`` says that its signature holds and that it is fresh."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    genuine: bool

    @property
    def fields(self) -> dict[str, Any]:
        """The body's JSON."""
        return json.loads(self.body)


class WebChatServer:
    """An HTTP server on 127.0.0.1, running from ``with`` to the end of its block.

    Args:
        key: the shared secret, as ``people.webhook_key`` has it.
        script: what is said to each request in turn; the last one for ever.

    Attributes:
        received: every request so far, in order.
    """

    def __init__(self, key: str, *script: DeskReply) -> None:
        self.received: list[Received] = []
        self._key = key
        self._script = list(script) or [takes("R-1")]
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Where hand-overs are sent, such as ``http://127.0.0.1:50123/hand-over``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/hand-over"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def script(self, *script: DeskReply) -> None:
        """Say this from now on."""
        with self._lock:
            self._script = list(script)

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        """Keep one request and answer it with the next reply."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        with self._lock:
            self.received.append(Received(handler.path, headers, body, self._genuine(headers, body)))
            reply = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        time.sleep(reply.delay)
        handler.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        handler.wfile.write(reply.body)

    def _genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        message_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not sent_at.isdigit() or abs(time.time() - int(sent_at)) > TOLERANCE_SECONDS:
            return False
        code = hmac.new(self._key.encode(), f"{message_id}.{sent_at}.".encode() + body, hashlib.sha256).digest()
        wanted = f"v1,{base64.b64encode(code).decode()}"
        given = headers.get("webhook-signature", "").split(" ")
        return any(hmac.compare_digest(wanted, each) for each in given)


def _handler(server: WebChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            try:
                server.take(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            """Say nothing: a test's output is its own."""

    return Handler
