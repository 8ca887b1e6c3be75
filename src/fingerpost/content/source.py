"""What every source of guidance does, and how the one that the settings name is opened.

A source streams what it holds one entry at a time, so that a site of any size fits in memory. An entry the last sync
knew and this one is not told of has gone. A source that can't say what it holds raises ``SourceError``, so that a
broken listing never empties an index.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from fingerpost.domain import Document
from fingerpost.errors import SourceError
from fingerpost.settings import PluginSourceSettings, Settings, SourceSettings

ENTRY_POINTS = "fingerpost.sources"


@dataclass(frozen=True, slots=True)
class Known:
    """What the last sync remembers of one entry. ``raw_sha256`` is the SHA-256 (hex) of the bytes it had."""

    key: str
    raw_sha256: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of one entry, not yet read.

    ``key`` is the address it is remembered by, ``url`` the one it was found at once redirects were followed.
    ``media_type`` is lower case and without parameters.
    """

    key: str
    url: str
    body: bytes
    media_type: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source itself says that nothing has changed since the last sync."""

    key: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that could not be read this time. The last good copy stays in the index."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An entry that is no longer published. It is taken out of the index."""

    key: str
    reason: str


Entry = Fetched | Unchanged | Skipped | Gone


@runtime_checkable
class Source(Protocol):
    """Where guidance comes from. A package adds one through the entry point group ``fingerpost.sources``.

    The class is called with its own settings and the whole service's: ``MySource(settings, all_settings)``.
    """

    name: str
    weight: float

    def check(self) -> None:
        """Return when the source can be reached, and raise ``SourceError`` with the fix when it can't."""
        ...

    def count(self) -> int | None:
        """Return how many entries to expect, for a progress bar, or ``None`` when that is not cheaply known."""
        ...

    def entries(self, known: Mapping[str, Known]) -> Iterator[Entry]:
        """Stream every entry, one at a time.

        Args:
            known: what the last sync remembers, by key; lets a source ask only for what has changed.

        Raises:
            SourceError: the source can't say what it holds, or stopped answering. Nothing is then removed.
        """
        ...

    def extract(self, fetched: Fetched) -> Document:
        """Return the document in the bytes. Its ``status`` says whether it may be quoted.

        Raises:
            ExtractError: the bytes could not be read. The entry is then skipped with this reason.
        """
        ...


def open_source(settings: SourceSettings, all_settings: Settings) -> Source:
    """Return the source that one entry of ``sources`` in the settings describes.

    Raises:
        SourceError: no installed package has a source of that name, or it could not be loaded.
    """
    wanted = settings.plugin if isinstance(settings, PluginSourceSettings) else settings.kind
    installed = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    point = installed.get(wanted)
    where = f"source {settings.name!r}"
    if point is None:
        close = difflib.get_close_matches(wanted, installed, n=1)
        guess = f"did you mean {close[0]!r}? " if close else ""
        raise SourceError(
            f"no installed package has a source called {wanted!r}",
            where=where,
            fix=f"{guess}Install the package that has it, or use one of: {', '.join(sorted(installed)) or 'none'}",
        )
    try:
        made = point.load()(settings, all_settings)
    except (ImportError, AttributeError, TypeError) as problem:
        raise SourceError(
            f"the source {wanted!r} could not be loaded from {point.value}: {problem}",
            where=where,
            fix="mend or reinstall the package that has it",
        ) from problem
    if not isinstance(made, Source):
        raise SourceError(
            f"{point.value} is not a source: it needs name, weight, check, count, entries and extract",
            where=where,
            fix="mend the package that has it; fingerpost.content.source.Source is what it must do",
        )
    return made
