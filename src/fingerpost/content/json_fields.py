"""Reading JSON that someone else wrote: a field that is missing or of another type is an empty one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

Json = Mapping[str, Any]


def text(fields: Json, name: str) -> str:
    """Return a field that is text, stripped, or ``""``."""
    found = fields.get(name)
    return found.strip() if isinstance(found, str) else ""


def mapping(fields: Json, name: str) -> Json:
    """Return a field that is an object, or an empty one."""
    found = fields.get(name)
    return cast("Json", found) if isinstance(found, dict) else {}


def mappings(fields: Json, name: str) -> list[Json]:
    """Return the objects in a field that is a list, or none."""
    found = fields.get(name)
    entries = cast("list[Any]", found) if isinstance(found, list) else []
    return [cast("Json", entry) for entry in entries if isinstance(entry, dict)]


def texts(fields: Json, name: str) -> list[str]:
    """Return the texts in a field that is a list, or none."""
    found = fields.get(name)
    return [entry for entry in cast("list[Any]", found) if isinstance(entry, str)] if isinstance(found, list) else []
