"""Forms are taken only from our own pages.

Two checks, either of which would do. The browser says where a request came from (``Sec-Fetch-Site``, or ``Origin``),
and each form carries a token made, with a key only the server knows, from a random value in the visitor's cookie (the
signed double-submit cookie of the OWASP Cross-Site Request Forgery Prevention cheat sheet).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.requests import Request

COOKIE = "fingerpost_form"
FIELD = "form_token"
_BYTES = 24


class FormTokens:
    """Makes and checks form tokens.

    Args:
        secret_key: ``server.secret_key``. Without one a random key is made, which lasts as long as the process: set it
            where more than one process serves, or every other form is refused.
    """

    def __init__(self, secret_key: SecretStr | None) -> None:
        self._key = secret_key.get_secret_value().encode() if secret_key else secrets.token_bytes(32)

    def visitor(self, request: Request) -> str:
        """Return the visitor's random value: the cookie's, or a new one to be set."""
        value = request.cookies.get(COOKIE, "")
        return value if len(value) >= _BYTES and value.isascii() else secrets.token_urlsafe(_BYTES)

    def token(self, visitor: str) -> str:
        """Return what this visitor's forms carry."""
        return hmac.new(self._key, b"form:" + visitor.encode(), hashlib.sha256).hexdigest()

    def accepts(self, request: Request, token: str) -> bool:
        """Return whether a form sent with ``token`` is one of ours, sent by the visitor it was made for."""
        visitor = request.cookies.get(COOKIE, "")
        return bool(visitor) and hmac.compare_digest(self.token(visitor).encode(), token.encode())


def from_elsewhere(request: Request) -> bool:
    """Return whether the browser says that another site sent this request.

    A browser that says nothing is left to the token. So is one without ``Sec-Fetch-Site`` whose origin is ``null``: our
    own pages send that too, because they ask for no referrer (Fetch standard, "append a request Origin header").
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        return False
    return urlsplit(origin).netloc != request.headers.get("host", "")
