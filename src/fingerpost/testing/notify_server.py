"""GOV.UK Notify on loopback, as far as its e-mails go: what is sent is kept for a test to look at, and goes nowhere.

    with NotifyServer() as notify:
        ...  # plans.notify_url = notify.url, plans.notify_key = notify.key
    assert notify.sent[0].personalisation["code"]

It checks the token as Notify does (a JWT signed with HS256, no older than 30 seconds, by the service the key is of) and
refuses a template it does not have, or one that is not filled in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, cast

TEMPLATES: Mapping[str, str] = {
    "en": "11111111-1111-4111-8111-111111111111",
    "cy": "22222222-2222-4222-8222-222222222222",
}
"""The templates it has, by language."""
NEEDED = frozenset({"code", "service", "minutes"})
"""What each template is filled in with."""
_SERVICE = "33333333-3333-4333-8333-333333333333"
_SECRET = "44444444-4444-4444-8444-444444444444"  # noqa: S105 - of a server that is not there
_TOKEN_SECONDS = 30


@dataclass(frozen=True, slots=True)
class SentEmail:
    """One e-mail that was taken."""

    email_address: str
    template_id: str
    personalisation: Mapping[str, str]


class NotifyServer:
    """An HTTP server on 127.0.0.1, running from ``with`` to the end of its block.

    Attributes:
        sent: every e-mail taken so far, in order.
        refuse: while set, each request is answered with this status.
        key: an API key that it takes.
    """

    key = f"testing-{_SERVICE}-{_SECRET}"

    def __init__(self) -> None:
        self.sent: list[SentEmail] = []
        self.refuse = 0
        self._arrived = threading.Condition()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                status, reply = server._answer(self.path, self.headers.get("authorization", ""), body)
                said = json.dumps(reply).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
                """Say nothing: an address could be in it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def wait_for(self, count: int, seconds: float = 60) -> list[SentEmail]:
        """Return the e-mails taken, once there are so many. Raises ``TimeoutError`` when they don't come."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.sent) >= count, seconds):
                raise TimeoutError(f"{len(self.sent)} of {count} e-mails came")
            return list(self.sent)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def _answer(self, path: str, authorization: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if self.refuse:
            return self.refuse, _error(self.refuse, "Exception", "Internal server error")
        if not _genuine(authorization.removeprefix("Bearer ")):
            return 403, _error(403, "AuthError", "Invalid token: API key not found")
        if path != "/v2/notifications/email":
            return 404, _error(404, "NotFound", "No such address")
        given = cast("dict[str, Any]", json.loads(body))
        filled = cast("dict[str, str]", given.get("personalisation", {}))
        if given.get("template_id") not in TEMPLATES.values():
            return 400, _error(400, "BadRequestError", "Template not found")
        if missing := NEEDED - set(filled):
            return 400, _error(400, "BadRequestError", f"Missing personalisation: {', '.join(sorted(missing))}")
        with self._arrived:
            self.sent.append(SentEmail(str(given["email_address"]), str(given["template_id"]), filled))
            self._arrived.notify_all()
        return 201, {"id": str(uuid.uuid4()), "reference": None, "content": {}, "uri": "", "template": {}}


def _error(status: int, kind: str, message: str) -> dict[str, Any]:
    return {"status_code": status, "errors": [{"error": kind, "message": message}]}


def _genuine(token: str) -> bool:
    """Return whether a token is signed with the key's secret, of the key's service, and fresh."""
    try:
        head, claims, signature = token.split(".")
        signed = hmac.digest(_SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256)
        told = json.loads(_decoded(claims))
        algorithm = json.loads(_decoded(head))["alg"]
    except (ValueError, KeyError):
        return False
    fresh = abs(time.time() - told.get("iat", 0)) <= _TOKEN_SECONDS
    right = hmac.compare_digest(_decoded(signature), signed)
    return right and fresh and algorithm == "HS256" and told.get("iss") == _SERVICE


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
