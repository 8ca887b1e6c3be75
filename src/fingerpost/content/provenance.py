"""Where a document came from, said the same way by every source: its id, its hash and its dates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from fingerpost.domain import Block


def page_id(source: str, url: str) -> str:
    """Return a page's id: 24 hex characters, the same in every sync for the same source and url."""
    return hashlib.sha256(f"{source}\n{url}".encode()).hexdigest()[:24]


def content_hash(blocks: Iterable[Block]) -> str:
    """Return the SHA-256 (hex) of a document's extracted text, one block a line."""
    return hashlib.sha256("\n".join(block.text for block in blocks).encode()).hexdigest()


def served_locale(locale: str, locales: Sequence[str]) -> str:
    """Return the one of a service's locales that a page's language is: ``en`` for a page in ``en-GB``, and the reverse.

    A language the service does not have is returned as it is.
    """
    whole = locale.strip().replace("_", "-").lower()
    same = [served for served in locales if served.lower() == whole]
    close = [served for served in locales if served.lower().split("-")[0] == whole.split("-")[0]]
    return next(iter([*same, *close]), locale)


def parse_time(text: object) -> datetime | None:
    """Return an ISO 8601 time or date as UTC, or ``None`` when it isn't one. A time with no zone is taken as UTC."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None
