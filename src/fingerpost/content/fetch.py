"""The one way anything is fetched: polite, bounded, and only from addresses that may be read.

No body is ever logged, no cookie kept, no proxy taken from the environment. What goes wrong is said as a
``FetchError`` with the address, the reason and the fix.
"""

from __future__ import annotations

import random
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpcore
import httpx
import tenacity

from fingerpost.content.address import DEFAULT_PORTS, normalise, site_of
from fingerpost.content.connect import CheckedBackend, CheckedTransport, Deadline, Resolver, resolve
from fingerpost.errors import AddressRefusedError, FetchError
from fingerpost.settings import FetchSettings

MAX_REDIRECTS = 5
MAX_WAIT_SECONDS = 60.0
"""The longest any server can make us wait before we ask again, whatever its ``Retry-After`` says."""

WHOLE_RESPONSE = 3
"""A response may be silent for ``timeout_seconds``, and may take this many times as long from first byte to last."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({429, 500, 502, 503, 504})
_FAILURES = (httpx.TransportError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one address.

    ``status`` is 2xx, 304 (``body`` is then empty), 404 or 410. ``url`` is the address after redirects.
    ``media_type`` is lower case and without parameters; ``headers`` have lower-case names.
    """

    url: str
    status: int
    body: bytes
    media_type: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def not_modified(self) -> bool:
        """Whether the server says the copy we have is still good."""
        return self.status == 304

    @property
    def gone(self) -> bool:
        """Whether the server says there is nothing at this address."""
        return self.status in {404, 410}


class ServerFailedError(FetchError):
    """The server, or the way to it, failed at every try. The next address of the same host may well fail too."""


class RedirectStoppedError(FetchError):
    """The address redirects to one that the caller did not allow."""


class _TryAgainError(Exception):
    """A failure that may pass. ``wait`` is how long the server asked for, in seconds."""

    def __init__(self, reason: str, wait: float = 0) -> None:
        super().__init__(reason)
        self.wait = wait


class _Pace:
    """Keeps requests to one host at least so far apart, whichever thread makes them."""

    def __init__(self, interval: float, sleep: Callable[[float], None]) -> None:
        self._interval = interval
        self._sleep = sleep
        self._lock = threading.Lock()
        self._intervals: dict[str, float] = {}
        self._free_at: dict[str, float] = {}

    def slow_down(self, place: str, interval: float) -> None:
        self._intervals[place] = max(interval, self._interval)

    def wait(self, place: str) -> None:
        with self._lock:
            now = time.monotonic()
            start = max(now, self._free_at.get(place, now))
            self._free_at[place] = start + self._intervals.get(place, self._interval)
        if start > now:
            self._sleep(start - now)


class Fetcher:
    """Fetches addresses one at a time. Use as a context manager, or call ``close``.

    Args:
        settings: how politely and how carefully.
        resolver: looks a host name up; the system's by default.
        sleep: waits; the clock's by default.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        resolver: Resolver = resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._sleep = sleep
        self._deadline = Deadline()
        self._pace = _Pace(1 / settings.requests_per_second, sleep)
        self._client = httpx.Client(
            transport=CheckedTransport(CheckedBackend(settings.allow_private_hosts, resolver, self._deadline)),
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": "gzip"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(settings.timeout_seconds, connect=min(10.0, settings.timeout_seconds)),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def slow_down(self, url: str, seconds: float) -> None:
        """Keep requests to this address's host at least ``seconds`` apart, or as far as the settings say if more."""
        self._pace.slow_down(_place(url), min(seconds, MAX_WAIT_SECONDS))

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        allow: Callable[[str], bool] | None = None,
    ) -> Reply:
        """Fetch one address, trying again when the failure may pass, and following redirects it has checked.

        Args:
            url: the address, http or https.
            etag: the ``ETag`` of the copy we have; the server may then answer 304.
            last_modified: the ``Last-Modified`` of the copy we have.
            accept: the media types wanted.
            allow: asked before each redirect is followed; a ``False`` stops there.

        Returns:
            The reply: 2xx, 304, 404 or 410.

        Raises:
            AddressRefusedError: the address, or one it redirects to, must not be read.
            RedirectStoppedError: ``allow`` said no.
            ServerFailedError: the server failed at every try.
            FetchError: any other status, or a body that is too large or broken.
        """
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._settings.retries + 1),
            wait=_wait,
            retry=tenacity.retry_if_exception_type(_TryAgainError),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._follow, url, headers, allow)
        except _TryAgainError as problem:
            tries = self._settings.retries + 1
            raise ServerFailedError(
                f"{problem}, after {tries} {'try' if tries == 1 else 'tries'}",
                where=url,
                fix="try again later; the last good copy stays in the index",
            ) from None

    def _follow(self, url: str, headers: Mapping[str, str], allow: Callable[[str], bool] | None) -> Reply:
        here = _checked(url, url)
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._once(here, headers)
            if reply.status not in _REDIRECTS:
                return reply
            there = normalise(reply.headers.get("location", ""), here) if reply.headers.get("location") else None
            if there is None:
                raise FetchError(
                    "it redirects to something that is not a web address", where=here, fix="mend the redirect"
                )
            if here.startswith("https:") and there.startswith("http:"):
                raise AddressRefusedError(
                    f"it redirects from https to http ({there})", where=here, fix="mend the redirect, or skip the page"
                )
            if allow is not None and not allow(there):
                raise RedirectStoppedError(
                    f"it redirects to {there}, which is not to be read", where=here, fix="skip the page"
                )
            here = there
        raise FetchError(f"it redirects more than {MAX_REDIRECTS} times", where=url, fix="mend the redirects")

    def _once(self, url: str, headers: Mapping[str, str]) -> Reply:
        self._pace.wait(_place(url))
        self._deadline.at = time.monotonic() + self._settings.timeout_seconds * WHOLE_RESPONSE
        try:
            response = self._client.send(self._client.build_request("GET", url, headers=headers), stream=True)
            try:
                return self._read(url, response)
            finally:
                response.close()
        except _FAILURES as problem:
            raise _TryAgainError(_said(problem)) from problem
        except (httpx.InvalidURL, httpcore.UnsupportedProtocol) as problem:
            raise FetchError(f"it is not an address that can be fetched: {problem}", where=url) from problem
        finally:
            self._deadline.at = None

    def _read(self, url: str, response: httpx.Response) -> Reply:
        status = response.status_code
        if status in _AGAIN:
            raise _TryAgainError(f"the server answered {status}", _retry_after(response.headers.get("retry-after")))
        headers = {name: ", ".join(response.headers.get_list(name)) for name in response.headers}
        wanted = 200 <= status < 300
        if not wanted and status not in _REDIRECTS | {304, 404, 410}:
            raise FetchError(f"the server answered {status}", where=url, fix=_fix(status))
        # The content server of GOV.UK says in the body of a 404 or 410 nothing that the status does not.
        body = b"".join(self._bounded(url, response)) if wanted else b""
        return Reply(
            url=url,
            status=status,
            body=body,
            media_type=headers.get("content-type", "").split(";")[0].strip().lower(),
            fetched_at=datetime.now(UTC),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            headers=headers,
        )

    def _bounded(self, url: str, response: httpx.Response) -> Iterator[bytes]:
        """Yield the body, unpacked, and stop with an error as soon as it is larger than the settings allow."""
        limit = self._settings.max_bytes
        stated = response.headers.get("content-length", "")
        if stated.isdecimal() and int(stated) > limit:
            raise _too_large(url, limit)
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding not in {"", "identity", "gzip", "x-gzip"}:
            raise FetchError(f"it is packed in a way we did not ask for ({encoding!r})", where=url)
        total = 0
        raw = response.iter_raw()
        try:
            for piece in gunzip(raw, limit + 1) if "gzip" in encoding else raw:
                total += len(piece)
                if total > limit:
                    raise _too_large(url, limit)
                yield piece
        except (zlib.error, EOFError) as problem:
            raise _TryAgainError(f"the body is not whole: {problem}") from problem


def gunzip(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    """Yield gzipped bytes unpacked, never more than ``limit`` plus one piece, so that a small bomb stays small.

    Raises:
        zlib.error: the bytes are not gzip.
        EOFError: they end too soon.
    """
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    total, started = 0, False
    for piece in pieces:
        waiting = piece
        while waiting and total < limit:
            if unpacker.eof:
                # Zero bytes after the last member are padding; anything else is a further member.
                waiting = waiting.lstrip(b"\0")
                if not waiting:
                    break
                unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
            started = True
            unpacked = unpacker.decompress(waiting, 65536)
            waiting = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            total += len(unpacked)
            yield unpacked
    if started and not unpacker.eof and total < limit:
        raise EOFError("it ends before the packed data does")


def _checked(url: str, where: str) -> str:
    spelled = normalise(url)
    if spelled is None:
        raise AddressRefusedError(
            "it is not an http or https address without a name or password in it",
            where=where,
            fix="use an address such as https://www.example.gov.uk/",
        )
    return spelled


def _place(url: str) -> str:
    host, port = site_of(url)
    return f"{host}:{port or DEFAULT_PORTS.get(urlsplit(url).scheme)}"


def _wait(state: tenacity.RetryCallState) -> float:
    """Return how long to wait before the next try: what the server asked for, or about 0.5, 1, 2… seconds."""
    outcome = state.outcome.exception() if state.outcome else None
    asked = outcome.wait if isinstance(outcome, _TryAgainError) else 0
    backed_off = 0.5 * 2 ** (state.attempt_number - 1) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, not a secret
    return min(MAX_WAIT_SECONDS, max(asked, backed_off))


def _retry_after(value: str | None) -> float:
    """Return ``Retry-After`` in seconds (RFC 9110, 10.2.3: seconds or an HTTP date); 0 when there is none."""
    if not value:
        return 0
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _said(problem: Exception) -> str:
    if isinstance(problem, (httpx.TimeoutException, httpcore.TimeoutException)):
        return "the server took too long"
    if isinstance(problem, (httpx.ProtocolError, httpcore.ProtocolError)):
        return f"the response broke off or made no sense ({problem})"
    return f"the server could not be reached ({problem})"


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(
        f"it is larger than fetch.max_bytes = {limit:,}", where=url, fix="skip the page, or raise fetch.max_bytes"
    )


def _fix(status: int) -> str:
    if status in {401, 403}:
        return "ask the site to let fetch.user_agent read it, or skip the page"
    return "check the address in a browser"
