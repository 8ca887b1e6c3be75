"""Fingerpost: an organisation's published guidance as an assistant the public can trust.

The public names are loaded when first used, so that ``import fingerpost`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fingerpost.assistant import Assistant
    from fingerpost.client import AsyncClient, Client
    from fingerpost.domain import Answer, Citation, Outcome
    from fingerpost.service import Service

__all__ = ["Answer", "Assistant", "AsyncClient", "Citation", "Client", "Outcome", "Service"]
__version__ = "0.1.0"

_HOMES = {
    "Answer": "fingerpost.domain",
    "Assistant": "fingerpost.assistant",
    "AsyncClient": "fingerpost.client",
    "Citation": "fingerpost.domain",
    "Client": "fingerpost.client",
    "Outcome": "fingerpost.domain",
    "Service": "fingerpost.service",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'fingerpost' has no attribute {name!r}")
