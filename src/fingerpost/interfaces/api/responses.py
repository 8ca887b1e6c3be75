"""What the routes share: how errors are documented, and which bodies are read."""

from __future__ import annotations

from typing import Any

from fastapi import HTTPException, Request

from fingerpost.interfaces.api.problems import MEDIA_TYPE

_SAID = {
    400: "The request is not JSON, or not for this service's host name.",
    404: "There is no such conversation or turn: it may have expired or been deleted.",
    409: "The conversation is full.",
    413: "The request is larger than `server.max_request_bytes`.",
    415: "The body is not sent as JSON.",
    422: "A field can't be used. It is named; what was sent is not repeated.",
    429: "Too many questions from this address: wait for as many seconds as `Retry-After` says.",
    500: "Something went wrong that should not have.",
    503: "The service can't answer just now.",
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how errors with these statuses look, for OpenAPI."""
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    wait = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return {
        status: {"description": _SAID[status], "content": problem, **({"headers": wait} if status == 429 else {})}
        for status in statuses
    }


async def json_only(request: Request) -> None:
    """Refuse a body that is not sent as JSON."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json" and await request.body():
        raise HTTPException(415, "the body is not sent as JSON")
