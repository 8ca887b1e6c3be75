"""Personal data: found in a text, and replaced by placeholders before anything is stored, logged or sent to a model."""

from __future__ import annotations

from fingerpost.safeguards.personal_data.kinds import PLACEHOLDERS
from fingerpost.safeguards.personal_data.known_words import KnownWords, read_known
from fingerpost.safeguards.personal_data.placeholders import PLACEHOLDER, Protected, without_placeholders
from fingerpost.safeguards.personal_data.protecting import Protector, protect, warm_up

__all__ = [
    "PLACEHOLDER",
    "PLACEHOLDERS",
    "KnownWords",
    "Protected",
    "Protector",
    "protect",
    "read_known",
    "warm_up",
    "without_placeholders",
]
