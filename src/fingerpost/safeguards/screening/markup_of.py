"""The markup a document was made from, whatever its source wrapped it in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from fingerpost.content.characters import decode

_MARKUP = frozenset(["text/html", "application/xhtml+xml"])
_MARKDOWN = frozenset(["text/markdown", "text/x-markdown", "text/plain"])
_MOST_CHARACTERS = 5_000_000


def markup_of(body: bytes, media_type: str) -> Iterator[str]:
    """Yield the HTML or Markdown in a fetched entry: a page whole, each text of a JSON item that holds a tag.

    Binary files yield nothing: what nobody sees of them is told at extraction (``Document.unseen``).
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind in _MARKUP or kind in _MARKDOWN:
        yield decode(body)[:_MOST_CHARACTERS]
    elif kind == "application/json" or kind.endswith("+json"):
        try:
            held: Any = json.loads(body)
        except (ValueError, RecursionError):
            return
        yield from _texts(held)


def _texts(held: object) -> Iterator[str]:
    """Yield the texts of a JSON value that hold markup. Not recursive: an item may be nested without end."""
    waiting: list[object] = [held]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if "<" in value:
                yield value
        elif isinstance(value, dict):
            waiting.extend(cast("dict[str, object]", value).values())
        elif isinstance(value, list):
            waiting.extend(cast("list[object]", value))
