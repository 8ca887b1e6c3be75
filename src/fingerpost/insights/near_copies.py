"""Near-copies: the same words sent again, found by MinHash without keeping the words.

A person who asks the same thing again in a new conversation has one need, so a near-copy of their own counts once. What
two people ask in nearly the same short words is two needs, and both count. A long text that comes from two accounts in
nearly the same words is a template, a test or somebody's script, so it counts once too.

The hashes are keyed with the month's key: nobody without it can try whether a text they have in mind was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.errors import SettingsError
from fingerpost.insights.pseudonyms import MonthKey

PERMUTATIONS, BANDS = 64, 16
ALIKE = 0.7
"""The share of pieces in common from which two texts are near-copies."""
LONG = 25
"""Words from which a text that two accounts sent is a copy and no coincidence."""

_WORD = re.compile(r"\w+")
_PIECE = 5
_LONGEST = 4_000


def signature(text: str, key: MonthKey) -> tuple[bytes, int]:
    """Return the text's MinHash signature (uint32[64] as bytes) and how many words it has.

    Raises:
        SettingsError: datasketch is not installed.
    """
    words = _WORD.findall(text[:_LONGEST].casefold())
    run = " ".join(words)
    pieces = {run[at : at + _PIECE] for at in range(max(1, len(run) - _PIECE + 1))}
    made: Any = _blank(key).copy()
    made.update_batch([piece.encode("utf-8", "surrogatepass") for piece in pieces])
    hashes: NDArray[np.uint64] = made.digest()
    return hashes.astype(np.uint32).tobytes(), len(words)


def bands(signed: bytes) -> Iterator[bytes]:
    """Yield the pieces of a signature by which near-copies are looked up: they share one, nearly always.

    With 16 bands of 4, texts that share 70% of their pieces share a band in 98.8% of cases, and 80% in 99.98%.
    """
    size = len(signed) // BANDS
    for number in range(BANDS):
        yield number.to_bytes(1) + signed[number * size : (number + 1) * size]


def are_alike(one: bytes, other: bytes) -> bool:
    """Say whether two signatures are of near-copies."""
    same: NDArray[np.bool_] = np.equal(_read(one), _read(other))
    return int(np.count_nonzero(same)) >= ALIKE * len(same)


def _read(signed: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(signed, dtype=np.uint32)


@cache
def _blank(key: MonthKey) -> Any:
    try:
        sketches: Any = import_module("datasketch")
    except ImportError:
        raise SettingsError(
            "datasketch is not installed, which finds near-copies",
            where="insights",
            fix="pip install 'fingerpost[insights]'",
        ) from None

    # The permutations are drawn once: drawing them again for every text takes ten times as long as the text.
    def hashed(piece: bytes) -> int:
        return key.number("piece", piece)

    return sketches.MinHash(num_perm=PERMUTATIONS, seed=key.number("permutations", b""), hashfunc=hashed)
