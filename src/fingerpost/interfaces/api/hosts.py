"""Which names the service answers to, and which other sites' scripts may call its API."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fingerpost.interfaces.api.problems import CHAT_PREFIX, make_problem, problem_response


class TrustedHosts:
    """ASGI middleware: refuses a request for a name that ``server.allowed_hosts`` does not hold."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.app = app
        self._check = TrustedHostMiddleware(_passed, list(allowed), www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say that it came to the wrong name."""
        allowed = True

        async def note(_: Message) -> None:
            nonlocal allowed
            allowed = False

        await self._check(scope, receive, note)
        if allowed:
            await self.app(scope, receive, send)
            return
        problem = make_problem(
            Request(scope),
            400,
            "this service does not answer to that host name",
            slug="host-not-allowed",
            fix="use the service's own address; its owner sets server.allowed_hosts",
        )
        await problem_response(Request(scope), problem)(scope, receive, send)


class ApiCors:
    """ASGI middleware: lets scripts of the sites in ``server.cors_origins`` call the API, and nothing else."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self._cors = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Content-Type", "Accept", "Authorization"],
            expose_headers=["Retry-After", "X-Request-Id"],
            max_age=600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, by way of the CORS rules if it is for the API."""
        is_api = scope["type"] == "http" and scope["path"].startswith(("/api/", CHAT_PREFIX))
        await (self._cors if is_api else self.app)(scope, receive, send)


async def _passed(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand where the application would: the host was allowed."""
