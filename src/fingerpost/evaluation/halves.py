"""A fixed split of cases into two halves: what is tuned on one is measured on the other."""

from __future__ import annotations

import hashlib


def half(name: str) -> int:
    """Return 0 or 1 for a case's name, the same everywhere and always. Near-copies share a name, so never straddle."""
    return hashlib.sha256(name.encode()).digest()[0] % 2


def fold(name: str, folds: int) -> int:
    """Return which of ``folds`` a case's name falls in."""
    return int.from_bytes(hashlib.sha256(f"fold {name}".encode()).digest()[:4]) % folds
