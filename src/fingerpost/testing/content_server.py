"""A content server on loopback: GOV.UK's Content and Search APIs, or a small website, with faults on request.

Ships with the library so that a source, or a whole service, can be tested over real HTTP without the network::

    with ContentServer.from_items(folder) as server:
        ...  # sources[0].url = server.url, fetch.allow_private_hosts = [server.host]

Every request is counted, with its headers and its moment, so that a test can see conditional requests and politeness.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from fingerpost.testing.faults import Exchange, Fault
from fingerpost.testing.govuk_items import GovukItems
from fingerpost.testing.replies import LAST_MODIFIED, Reply


@dataclass(frozen=True, slots=True)
class Request:
    """One request the server was sent. ``headers`` have lower-case names; ``at`` is on the monotonic clock."""

    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    at: float
    status: int


Respond = Callable[[str, Mapping[str, list[str]]], Reply]


class ContentServer:
    """An HTTP server on 127.0.0.1, running from ``with`` to the end of its block.

    Args:
        respond: returns the reply for a path and its query.
        port: the port to listen on; any free one when 0.
        port: where to listen on 127.0.0.1; a free port when 0.

    Attributes:
        requests: every request so far, in order.
    """

    def __init__(self, respond: Respond, *, port: int = 0) -> None:
        self.requests: list[Request] = []
        self._respond = respond
        self._faults: dict[str, Fault] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @classmethod
    def from_items(cls, folder: Path, *, port: int = 0) -> ContentServer:
        """Serve a folder of Content API items, in any sub-folders, as GOV.UK's Content and Search APIs.

        Of several items with one ``base_path`` the live one with the most in it is served.
        """
        return cls(GovukItems.read(folder).respond, port=port)

    @classmethod
    def from_objects(cls, *items: Mapping[str, Any]) -> ContentServer:
        """Serve these Content API items as GOV.UK's Content and Search APIs."""
        return cls(GovukItems(items).respond)

    @classmethod
    def from_pages(
        cls,
        pages: Mapping[str, str | bytes | Reply],
        *,
        robots: str | None = None,
        sitemap: bool = False,
    ) -> ContentServer:
        """Serve a small website.

        Args:
            pages: what is at each path; text is served as HTML, and ``{url}`` in it becomes the server's address.
            robots: the text of ``/robots.txt``; none when ``None``.
            sitemap: whether ``/sitemap.xml`` lists the pages.
        """
        site: dict[str, str | bytes | Reply] = dict(pages)
        if robots is not None:
            site["/robots.txt"] = Reply(robots.encode(), "text/plain")
        if sitemap:
            site["/sitemap.xml"] = Reply(sitemap_of(pages), "application/xml")
        server: ContentServer

        def respond(path: str, _query: Mapping[str, list[str]]) -> Reply:
            found = site.get(path)
            if found is None:
                return Reply(b"<h1>Page not found</h1>", status=404)
            if isinstance(found, str):
                return Reply(found.replace("{url}", server.url).encode())
            if isinstance(found, bytes):
                return Reply(found)
            return found.at(server.url)

        server = cls(respond)
        server.pages = site
        return server

    pages: dict[str, str | bytes | Reply]
    """The pages of a website, by path. Change them between two syncs to see what a sync makes of it."""

    @property
    def url(self) -> str:
        """The server's address, such as ``http://127.0.0.1:50123``."""
        return f"http://{self.host}"

    @property
    def host(self) -> str:
        """The server's host and port, as ``fetch.allow_private_hosts`` wants it."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def fault(self, path: str, fault: Fault | None) -> None:
        """Have a path go wrong from now on, or mend it with ``None``. ``*`` stands for every path."""
        with self._lock:
            if fault is None:
                self._faults.pop(path, None)
            else:
                self._faults[path] = fault

    def count(self, path: str | None = None, status: int | None = None) -> int:
        """Return how many requests there were, of one path or of all, and with one status or any."""
        return sum(path in {None, request.path} and status in {None, request.status} for request in list(self.requests))

    def answer(self, exchange: Exchange) -> None:
        """Answer one request: by its fault if it has one, else with the page, or 304 if the client has it."""
        address = urlsplit(exchange.target)
        query = parse_qs(address.query)
        with self._lock:
            faults = [self._faults[path] for path in (address.path, "*") if path in self._faults]
        if not any(fault(exchange) for fault in faults):
            self._send(exchange, self._respond(address.path, query))

    def record(self, exchange: Exchange) -> None:
        """Count a request that is about to be answered."""
        address = urlsplit(exchange.target)
        headers = dict(exchange.request_headers)
        self.requests.append(Request(address.path, parse_qs(address.query), headers, exchange.began, exchange.status))

    @staticmethod
    def _send(exchange: Exchange, reply: Reply) -> None:
        headers = {"Content-Type": reply.media_type, **reply.headers}
        if reply.validators and reply.status == 200:
            headers |= {"ETag": reply.etag, "Last-Modified": LAST_MODIFIED}
            asked = exchange.request_headers
            etag, since = asked.get("if-none-match"), asked.get("if-modified-since")
            if etag == reply.etag or (etag is None and since == LAST_MODIFIED):
                exchange.send(304, b"", headers)
                return
        exchange.send(reply.status, reply.body, headers)


def sitemap_of(paths: Mapping[str, object]) -> bytes:
    """Return a sitemap of these paths, with ``{url}`` for the server's address."""
    places = "".join(f"<url><loc>{{url}}{escape(path)}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'.encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client hangs up, as one that refuses a body does; show anything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType] - socketserver's types


def _handler(server: ContentServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            exchange = Exchange(self, time.monotonic(), server.record)
            try:
                server.answer(exchange)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            """Say nothing: a test's output is its own."""

    return Handler
