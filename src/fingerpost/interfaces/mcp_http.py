"""The MCP server over streamable HTTP: which names and sites it answers to, and how often one address may call.

A page that somebody has open can be made to call a server on their own machine by turning its own name to 127.0.0.1
(DNS rebinding). So a request is taken only for a name that is known, and from a browser only for a site that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from mcp.server.mcpserver import Context
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from fingerpost.errors import FingerpostError
from fingerpost.interfaces.api.hosts import TrustedHosts
from fingerpost.interfaces.api.problems import make_problem, problem_response
from fingerpost.interfaces.api.rate_limit import address_of
from fingerpost.interfaces.logging import AccessLog
from fingerpost.interfaces.mcp import CheckCall, mcp_server
from fingerpost.settings import Settings

if TYPE_CHECKING:
    from fingerpost.service import Service

PATH = "/mcp"
_THIS_MACHINE = ("localhost", "127.0.0.1")


class CallRateError(FingerpostError):
    """More calls in a minute than one address may make."""

    slug = "rate-limited"


def mcp_application(service: Service) -> ASGIApp:
    """Return the ASGI application that serves ``service`` to MCP clients at ``/mcp``. It keeps no sessions."""
    server = service.settings.server
    app: ASGIApp = mcp_server(service, _limited(server.questions_per_minute)).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=server.max_request_bytes,
        # Checked below, as the rest of Fingerpost does it: with wildcards, and an error that says what to set.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    app = KnownOrigins(app, [*server.cors_origins, *([server.public_url] if server.public_url else [])])
    return AccessLog(TrustedHosts(app, known_hosts(service.settings)))


def known_hosts(settings: Settings) -> list[str]:
    """Return the names answered to: this machine's, the public one, and those of ``server.allowed_hosts``.

    ``*``, which lets the web pages be reached by any name, does not count here.
    """
    server = settings.server
    public = urlsplit(server.public_url).hostname if server.public_url else None
    named = (each for each in server.allowed_hosts if each != "*")
    return list(dict.fromkeys((*_THIS_MACHINE, *([public] if public else []), *named)))


class KnownOrigins:
    """ASGI middleware: refuses what a browser sends for another site than this machine's or those named."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self._origins = frozenset(_origin(each) for each in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it comes from a page of an unknown site."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None or _origin(origin) in self._origins or urlsplit(origin).hostname in _THIS_MACHINE:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        problem = make_problem(
            request,
            403,
            "pages of that site may not call this server",
            slug="origin-not-allowed",
            fix="the service's owner can name the site in server.cors_origins",
        )
        await problem_response(request, problem)(scope, receive, send)


def _origin(url: str) -> str:
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc}".lower()


def _limited(per_minute: int) -> CheckCall:
    limiter = MovingWindowRateLimiter(MemoryStorage())
    most = RateLimitItemPerMinute(per_minute)

    def check(context: Context[Any, Any]) -> None:
        request = cast("Request | None", context.request_context.request)
        if request is not None and not limiter.hit(most, address_of(request)):
            raise CallRateError(f"more than {per_minute} calls in a minute came from this address", fix="wait a minute")

    return check
