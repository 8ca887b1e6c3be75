"""What can go wrong with a content server, one function each. Give one to ``ContentServer.fault``.

A fault answers the request itself and returns ``True``, or returns ``False`` to let the page be served after all.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler


class Exchange:
    """One request and the means to answer it, well or badly.

    Attributes:
        target: the path and query asked for.
        request_headers: the request's headers, names in lower case.
        began: when the request came, on the monotonic clock.
        status: what was answered; 0 until then.
    """

    def __init__(self, handler: BaseHTTPRequestHandler, began: float, answered: Callable[[Exchange], None]) -> None:
        self._handler = handler
        self._answered = answered
        self.target = handler.path
        self.request_headers = {name.lower(): value for name, value in handler.headers.items()}
        self.began = began
        self.status = 0

    def head(self, status: int, headers: Mapping[str, str], length: int | None) -> None:
        """Send the status and the headers. With no length the end of the connection ends the body."""
        self.note(status)
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name, value)
        if length is None:
            self._handler.send_header("Connection", "close")
            self._handler.close_connection = True
        else:
            self._handler.send_header("Content-Length", str(length))
        self._handler.end_headers()

    def note(self, status: int) -> None:
        """Have the request counted, before its sender can know that it was answered."""
        self.status = status
        self._answered(self)

    def write(self, piece: bytes) -> None:
        """Send a piece of the body now."""
        self._handler.wfile.write(piece)
        self._handler.wfile.flush()

    def send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a whole response."""
        self.head(status, headers, len(body))
        if body:
            self.write(body)

    def hang_up(self) -> None:
        """End the connection here."""
        self._handler.close_connection = True


Fault = Callable[[Exchange], bool]


def answers(status: int, *, times: int | None = None, retry_after: str | None = None) -> Fault:
    """Answer ``status``, so many times and then no more, or for ever."""
    lock = threading.Lock()
    left = times

    def fault(exchange: Exchange) -> bool:
        nonlocal left
        with lock:
            if left is not None:
                if left == 0:
                    return False
                left -= 1
        headers = {"Content-Type": "text/plain"}
        if retry_after is not None:
            headers["Retry-After"] = retry_after
        exchange.send(status, b"Not now.", headers)
        return True

    return fault


def drips(seconds: float = 0.2, *, pieces: int = 1000, headers_too: bool = False) -> Fault:
    """Send one byte every so many seconds, from the body on, or from the very headers on."""

    def fault(exchange: Exchange) -> bool:
        if headers_too:
            exchange.note(200)
            exchange.hang_up()
            exchange.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        else:
            exchange.head(200, {"Content-Type": "text/html"}, pieces)
        for _ in range(pieces):
            exchange.write(b"a")
            time.sleep(seconds)
        return True

    return fault


def half_a_body(*, times: int | None = None) -> Fault:
    """Promise twice what is sent, then hang up; so many times and then no more, or for ever."""
    left = times

    def fault(exchange: Exchange) -> bool:
        nonlocal left
        if left is not None:
            if left == 0:
                return False
            left -= 1
        exchange.head(200, {"Content-Type": "text/html"}, 2000)
        exchange.write(b"<p>Half of it.</p>".ljust(1000))
        exchange.hang_up()
        return True

    return fault


def sends(size: int, *, stated: bool = False) -> Fault:
    """Send a body of so many bytes, and say so beforehand or not."""

    def fault(exchange: Exchange) -> bool:
        exchange.head(200, {"Content-Type": "text/html"}, size if stated else None)
        sent = 0
        while sent < size:
            piece = min(65536, size - sent)
            exchange.write(b"a" * piece)
            sent += piece
        return True

    return fault


def gzip_bomb(size: int) -> Fault:
    """Send a few bytes that unpack to ``size``."""
    packed = gzip.compress(b"\0" * size)

    def fault(exchange: Exchange) -> bool:
        exchange.send(200, packed, {"Content-Type": "text/html", "Content-Encoding": "gzip"})
        return True

    return fault


def redirects(to: str, status: int = 302) -> Fault:
    """Redirect to an address, which may be the path itself for a loop, or a private one."""

    def fault(exchange: Exchange) -> bool:
        exchange.send(status, b"", {"Location": to})
        return True

    return fault


def is_of_type(media_type: str, body: bytes = b"\x00\x01\x02") -> Fault:
    """Serve a body of the wrong media type."""

    def fault(exchange: Exchange) -> bool:
        exchange.send(200, body, {"Content-Type": media_type})
        return True

    return fault
