"""The language being spoken now: set once for a request or a printed answer, and asked for by everything that words it.

A context variable, so that a template's macro or filter need not be handed the language; each request has its own
(PEP 567), also in the threads it is served in. With nothing set, English is spoken.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from fingerpost.interfaces.wording.catalogue import ORIGINAL, Catalogue, shipped

_SPOKEN: ContextVar[Catalogue | None] = ContextVar("fingerpost_catalogue", default=None)


@contextmanager
def speaking(catalogue: Catalogue) -> Generator[None]:
    """Say everything in this catalogue's language within the block."""
    before = _SPOKEN.set(catalogue)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(key: str, /, **values: object) -> str:
    """Return the interface's words for ``key`` in the language spoken now. See ``Catalogue.say``."""
    return _spoken().say(key, **values)


def known(key: str, /) -> bool:
    """Return whether the interface has words for ``key``."""
    return _spoken().known(key)


def language() -> str:
    """Return the language spoken now, such as ``en``."""
    return _spoken().locale


def _spoken() -> Catalogue:
    return _SPOKEN.get() or shipped(ORIGINAL)
