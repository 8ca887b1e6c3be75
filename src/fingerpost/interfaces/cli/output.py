"""Printing: JSON for programs, Rich for people. Text from guidance is data, so nothing in it may steer a terminal."""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_KEPT = {"\n", "\t"}
_BIDI_CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def print_json(value: object) -> None:
    """Print ``value`` as the command's one JSON object on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def console(*, stderr: bool = False) -> Console:
    """Return a Rich console that prints text as it stands: no markup, no emoji codes, no guessing at highlights."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def plain(text: str) -> str:
    """Return ``text`` without control characters and direction overrides, which could repaint a terminal."""
    return "".join(
        character
        for character in text
        if character in _KEPT or not (unicodedata.category(character) == "Cc" or character in _BIDI_CONTROLS)
    )


def size(count: int) -> str:
    """Return a number of bytes as people read it, in decimal units: ``12.3 MB``."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{count} bytes" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return ``count`` with its noun: ``1 page``, ``2 pages``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
