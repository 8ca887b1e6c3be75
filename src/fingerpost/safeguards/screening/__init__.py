"""Screening of content at sync: what must not be served before a person has looked at it, and where it waits.

``screen_page`` and ``screen_text`` say what was found; ``quarantine`` keeps what waits, and who let it go.
"""

from __future__ import annotations

from fingerpost.safeguards.screening.caught import Caught, Kind
from fingerpost.safeguards.screening.screen import VERSION, screen_page, screen_text

__all__ = ["VERSION", "Caught", "Kind", "screen_page", "screen_text"]
