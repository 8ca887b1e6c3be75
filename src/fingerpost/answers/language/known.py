"""The languages that are told apart, and what is said in each when it is not answered."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("languages.toml")


@dataclass(frozen=True, slots=True)
class Language:
    """One language. ``words`` and ``letters`` tell it from others; ``reply`` is "" where none has been checked."""

    code: str
    name: str
    direction: str = "ltr"
    words: frozenset[str] = frozenset()
    letters: str = ""
    reply: str = ""


@cache
def languages() -> dict[str, Language]:
    """Return the languages that are told apart, English aside, by their BCP 47 tags."""
    read: dict[str, dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        code: Language(
            code=code,
            name=entry["name"],
            direction=entry.get("direction", "ltr"),
            words=frozenset(entry.get("words", "").split()),
            letters=entry.get("letters", ""),
            reply=entry.get("reply", ""),
        )
        for code, entry in read.items()
    }
