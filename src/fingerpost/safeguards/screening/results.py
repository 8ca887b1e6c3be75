"""Whether a tool's result speaks to the assistant that asked for it, instead of saying what the tool found.

A calculator may be a council's own plugin, and a result may repeat what somebody typed into a form. A result is data;
one that holds an instruction to an assistant is not passed on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from fingerpost.safeguards.attacks.views import views
from fingerpost.safeguards.screening.screen import why_told

_DEEPEST = 20


def why_not_passed_on(result: str) -> str | None:
    """Return why a tool's result is not passed on, as the end of a sentence, or ``None``.

    Args:
        result: what the tool returned. Of JSON each name and each text is read by itself, as it reads once its escapes
            are off. Every disguise that ``views`` takes off is taken off first.
    """
    for text in _texts(result):
        for view in views(text):
            why = why_told(view.text)
            if why:
                return why
    return None


def _texts(result: str) -> Iterator[str]:
    try:
        read: Any = json.loads(result)
    except (ValueError, RecursionError):
        yield result
        return
    yield from _strings(read, _DEEPEST)


def _strings(value: Any, deepest: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        if not deepest:
            yield json.dumps(value, ensure_ascii=False)
            return
        held = cast("dict[str, Any] | list[Any]", value)
        each: list[Any] = [*held, *held.values()] if isinstance(held, dict) else held
        for inner in each:
            yield from _strings(inner, deepest - 1)
