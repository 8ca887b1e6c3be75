"""Connections that only ever reach the addresses they are allowed to.

A name is looked up once, every address it has is checked, and the connection is made to the very address that was
checked, so that a name can't mean one thing to the check and another to the connection. TLS still names and verifies
the host, not the number.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

import httpcore
import httpx

from fingerpost.content.address import is_allowed_private, is_public
from fingerpost.errors import AddressRefusedError

Resolver = Callable[[str, int], Sequence[str]]
"""Looks a name up: ``(host, port)`` to its addresses as text. Raises ``OSError`` when there are none."""

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def resolve(host: str, port: int) -> list[str]:
    """Return every address the system's resolver has for a name, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).split("%", 1)[0] for entry in found))


class Deadline(threading.local):
    """The moment, on the monotonic clock, by which this thread's response must have ended."""

    at: float | None = None

    def shorten(self, timeout: float | None) -> float | None:
        """Return how long the next read may wait: ``timeout``, or what is left if that is less."""
        if self.at is None:
            return timeout
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole response took too long")
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    """A network stream whose reads all end by one deadline, headers and body alike."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._deadline.shorten(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._deadline.shorten(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.shorten(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Makes connections for httpcore, to checked addresses only.

    Args:
        allowed: hosts that may be private, as ``host`` or ``host:port``.
        resolver: looks a name up; the system's by default.
        deadline: what bounds each response.
    """

    def __init__(self, allowed: Sequence[str], resolver: Resolver, deadline: Deadline) -> None:
        self._allowed = allowed
        self._resolver = resolver
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers.

        Raises:
            AddressRefusedError: one of the host's addresses is not public, and the settings don't name the host.
            httpcore.ConnectError: the name has no address, or none of them answers.
        """
        problem: Exception = httpcore.ConnectError("the name has no address")
        for address in self._checked(host, port):
            try:
                stream = self._backend.connect_tcp(
                    address,
                    port,
                    timeout=self._deadline.shorten(timeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                problem = failure
                continue
            return _TimedStream(stream, self._deadline)
        raise problem

    def sleep(self, seconds: float) -> None:
        """Wait, for httpcore."""
        self._backend.sleep(seconds)

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = list(self._resolver(host, port))
        except (OSError, UnicodeError) as problem:
            raise httpcore.ConnectError(f"the name could not be looked up: {problem}") from problem
        if is_allowed_private(host, port, self._allowed):
            return addresses
        for address in addresses:
            if not is_public(ipaddress.ip_address(address)):
                raise AddressRefusedError(
                    f"{host} is not a public address on the internet ({address})",
                    where=host,
                    fix=f'if it is yours to read, add "{host}" to fetch.allow_private_hosts in fingerpost.toml',
                )
        return addresses


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from cast("Iterable[bytes]", self._response.stream)

    def close(self) -> None:
        self._response.close()


class CheckedTransport(httpx.BaseTransport):
    """Carries httpx's requests over connections that ``CheckedBackend`` makes."""

    def __init__(self, backend: CheckedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            # SSL_CERT_FILE is heeded, for an organisation with its own certificate authority.
            ssl_context=httpx.create_ssl_context(),
            max_connections=10,
            keepalive_expiry=15,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return its response with the body still to be read."""
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=cast("httpx.SyncByteStream", request.stream),
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response),
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
