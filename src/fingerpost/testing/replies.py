"""What a content server sends."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate

LAST_MODIFIED = formatdate(1_700_000_000, usegmt=True)
"""The ``Last-Modified`` of every page that has one."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent for one path. With ``validators`` it has an ``ETag`` and a ``Last-Modified``, and may answer 304."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    validators: bool = True

    @property
    def etag(self) -> str:
        """The quoted entity tag of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    def at(self, url: str) -> Reply:
        """Return the reply with ``{url}`` in its text and headers replaced by the server's address."""
        textual = self.media_type.startswith(("text/", "application/xml"))
        body = self.body.replace(b"{url}", url.encode()) if textual else self.body
        headers = {name: value.replace("{url}", url) for name, value in self.headers.items()}
        return replace(self, body=body, headers=headers)
