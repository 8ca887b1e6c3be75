"""How large a request may be."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """ASGI middleware: refuses a body larger than ``most`` bytes, whatever length it said it would have.

    The refusal is raised where the route reads the body, so that the page or the API says it in its own way;
    Starlette's own middleware answers in plain text.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its body as it is read."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read <= self._most:
                return message
            raise HTTPException(413, f"the body is larger than {self._most:,} bytes")

        await self.app(scope, counted, send)
