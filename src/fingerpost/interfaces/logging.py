"""What a served Fingerpost writes down: JSON lines on standard error, with nothing in them that anybody typed.

A line never holds a question, a query string, a path with an id in it, an address, or an exception's own words (which
can hold what was being worked on): the route's pattern, the exception's type and where it was raised say enough.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID_HEADER = "x-request-id"
_OUR_LOGS = ("fingerpost", "uvicorn", "uvicorn.error")
_A_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_STAMP = structlog.processors.TimeStamper(fmt="iso", utc=True)

_access: structlog.stdlib.BoundLogger = structlog.wrap_logger(
    logging.getLogger("fingerpost.access"),
    processors=[structlog.stdlib.render_to_log_kwargs],
    wrapper_class=structlog.stdlib.BoundLogger,
)


def configure_logging() -> None:
    """Send our logs and the server's to standard error as JSON. Calling it again changes nothing."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), structlog.stdlib.add_log_level, _STAMP],
            processors=[
                _where_it_was_raised,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    for name in _OUR_LOGS:
        logger = logging.getLogger(name)
        logger.handlers = [] if name.startswith("uvicorn.") else [handler]
        logger.propagate = name.startswith("uvicorn.")
    logging.getLogger("fingerpost").setLevel(logging.INFO)


def _where_it_was_raised(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put an exception's type and stack in place of its text."""
    found = cast("tuple[type[BaseException], BaseException, TracebackType] | None", event.pop("exc_info", None))
    if found:
        problem = found[1]
        event["event"] = str(event.get("event", "")).strip()
        event["exception"] = type(problem).__name__
        event["raised_at"] = [
            f"{frame.name}, {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}"
            for frame in traceback.extract_tb(problem.__traceback__)[-5:]
        ]
    return event


class AccessLog:
    """ASGI middleware: gives each request an id, and writes one line when it has been answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        request_id = given if _A_REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.setdefault(REQUEST_ID_HEADER, request_id)
                if scope["path"].startswith(("/api/v1/", "/v1/")):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        problem = ""
        try:
            await self.app(scope, receive, send_with_id)
        except Exception as raised:
            problem = type(raised).__name__
            raise
        finally:
            _access.info(
                "request",
                method=scope["method"] if scope["method"].isalpha() else "?",
                route=_route(scope),
                status=status,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
                request_id=request_id,
                **({"exception": problem} if problem else {}),
            )


def _route(scope: Scope) -> str:
    """Return the pattern of the route that answered, never the address that was asked for."""
    pattern = getattr(scope.get("route"), "path", None)
    if isinstance(pattern, str):
        return pattern
    return "/static" if scope["path"].startswith("/static/") else "(none)"
