"""Facets as one line of JSON, for the files and tables they wait in until their month is released."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from fingerpost.domain import Outcome
from fingerpost.insights.facets import (
    Channel,
    Collaboration,
    Facets,
    Language,
    LifeEvent,
    Nation,
    Need,
    Purpose,
    Success,
    UrgencyGroup,
)

_LISTS: dict[str, Any] = {
    "need": Need,
    "life_event": LifeEvent,
    "outcome": Outcome,
    "urgency": UrgencyGroup,
    "nation": Nation,
    "language": Language,
    "channel": Channel,
    "collaboration": Collaboration,
    "purpose": Purpose,
    "success": Success,
}


def written(facets: Facets) -> str:
    """Return facets as JSON."""
    return json.dumps(asdict(facets), separators=(",", ":"))


def read(text: str) -> Facets:
    """Return the facets that ``written`` wrote. Raises ``ValueError`` for a value outside its closed list."""
    fields: dict[str, Any] = json.loads(text)
    return Facets(**{name: _LISTS[name](value) if name in _LISTS else value for name, value in fields.items()})
