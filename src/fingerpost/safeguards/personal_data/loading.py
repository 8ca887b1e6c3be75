"""Presidio and spaCy, imported when they are first needed, and by one thread.

Each import takes a second or two. Two threads that import parts of spaCy at once can meet half of it, so everything
that may import it comes through here; whoever comes meanwhile waits, and no text is let through unprotected.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from fingerpost.domain import Finding

if TYPE_CHECKING:
    from fingerpost.safeguards.personal_data.entities import Entity

_LOCK = threading.RLock()


def find_patterns(text: str) -> Iterator[Finding]:
    """Yield what Presidio's recognisers find in ``text``."""
    return _patterns()(text)


def read_entities(text: str) -> Sequence[Entity]:
    """Return the entities that spaCy finds in ``text``."""
    return _entities()[0](text)


def is_word(word: str) -> bool:
    """Return whether a word in small letters stands in WordNet's list."""
    return _entities()[1](word)


def load() -> None:
    """Import both, and load spaCy's model."""
    list(find_patterns(""))
    read_entities("")
    is_word("")


def _patterns() -> Callable[[str], Iterator[Finding]]:
    with _LOCK:
        from fingerpost.safeguards.personal_data import patterns

        return patterns.find


def _entities() -> tuple[Callable[[str], Sequence[Entity]], Callable[[str], bool]]:
    with _LOCK:
        from fingerpost.safeguards.personal_data import entities

        return entities.read, entities.is_word
