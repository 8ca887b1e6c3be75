"""Spine one: guidance flows in.

fetch → extract → screen → section → embed → check → switch. Documents stream through one at a time; sections are
embedded and written in batches; readers go on with the last good index until the switch, which is one atomic write.
Stopping at any moment loses nothing: the next run takes up what was written.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from fingerpost.content.sections import split
from fingerpost.content.source import Fetched, Gone, Known, Skipped, Source, Unchanged, open_source
from fingerpost.domain import Document, Section, Status
from fingerpost.errors import ExtractError, FingerpostError, SettingsError, SourceError
from fingerpost.safeguards.screening import VERSION as SCREENING
from fingerpost.safeguards.screening.gate import ContentGate, HeldBack
from fingerpost.safeguards.screening.quarantine import Quarantine
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.index import Index, Release
from fingerpost.search.last_version import last_text
from fingerpost.search.readings import read_sections, searched_text
from fingerpost.search.writer import IndexWriter
from fingerpost.settings import Settings, SourceSettings

Change = Literal["added", "changed", "unchanged", "removed", "skipped", "quarantined"]

EXTRACTION = "2"
"""Raise this when extraction or sectioning changes, so that unchanged pages are read again."""

_BATCH_SECTIONS = 256
# The settings of a source that change what is kept of a page. Its weight, or which pages it lists, do not.
_SHAPES_PAGES = {"kind", "licence", "locale", "base_url", "url", "public_url", "plugin", "options"}
_SMALL_SOURCE = 20


class Watcher(Protocol):
    """Told what a sync does while it does it; the command line draws its progress bar from this."""

    def started(self, source: str, total: int | None) -> None:
        """A source is about to be read; ``total`` is how many entries it expects, if it knows."""

    def entry(self, source: str, change: Change, key: str) -> None:
        """One entry of a source has been dealt with."""

    def stage(self, name: str) -> None:
        """A step over the whole index has begun, such as ``indexing``."""


class _Silent:
    def started(self, source: str, total: int | None) -> None:
        pass

    def entry(self, source: str, change: Change, key: str) -> None:
        pass

    def stage(self, name: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class FailedSource:
    """A source that could not be read to its end. What the index held of it stays."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did. Counts are of documents, each counted once; ``sections`` were embedded in this run;
    ``seconds`` is wall time.

    ``quarantined`` are the pages held back by screening; see ``fingerpost content quarantine``.
    ``release`` is what serves now: a new one, or the last one when nothing had changed; ``None`` in a dry run.
    """

    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    failed: tuple[FailedSource, ...]
    sections: int
    seconds: float
    release: Release | None
    dry_run: bool
    quarantined: tuple[HeldBack, ...] = ()


@dataclass(slots=True)
class _Tally:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    sections: int = 0
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    quarantined: list[HeldBack] = field(default_factory=list[HeldBack])
    failed: list[FailedSource] = field(default_factory=list[FailedSource])
    first_failure: FingerpostError | None = None


def screen(document: Document, locales: Sequence[str]) -> str | None:
    """Return why a document may not be served, or ``None`` when it may."""
    if document.status is not Status.LIVE:
        return f"the page is {document.status.value}"
    if document.page.locale not in locales:
        return f"the page is in {document.page.locale!r}, which this service does not serve"
    if not any(block.text.strip() for block in document.blocks):
        return "the page has no text"
    return None


def sync(
    settings: Settings,
    *,
    dry_run: bool = False,
    rebuild: bool = False,
    allow_shrink: bool = False,
    only: Sequence[str] = (),
    watch: Watcher | None = None,
    embedder: Embedder | None = None,
    gate: Callable[[Index], None] | None = None,
) -> SyncReport:
    """Bring a service's index in step with its sources.

    Args:
        settings: the service's settings.
        dry_run: read the sources and report, but write nothing.
        rebuild: read and embed every page again.
        allow_shrink: publish even if more of the index would go than ``index.shrink_limit`` allows.
        only: the names of the sources to read; all of them when empty.
        watch: told of progress.
        embedder: the opened embedder, if there is one already.
        gate: looks at the new index before it is switched to; what it raises is raised, and the last one serves on.

    Raises:
        SettingsError: ``only`` names a source that is not in the settings.
        IndexBusyError: another sync is writing this index.
        SourceError: too much of the index would go (see ``allow_shrink``), or no source could be read at all.
        StorageError: the disk is full or can't be written. The last good index still serves.
    """
    began = time.perf_counter()
    chosen = _chosen(settings, only)
    watcher = watch or _Silent()
    embedder = embedder or open_embedder(settings.index.embedder)
    tally = _Tally()
    release: Release | None = None
    with IndexWriter.open(
        settings.index_uri,
        embedder,
        keep_versions=settings.index.keep_versions,
        approximate_from=settings.index.approximate_from,
        rebuild=rebuild,
        read_only=dry_run,
    ) as writer:
        run = _Run(settings, writer, embedder, watcher, tally, dry_run=dry_run)
        held = sum(run.read(source_settings) for source_settings in chosen)
        if not only:
            run.drop_sources([source.name for source in settings.sources])
        _refuse_a_collapse(tally, held, settings, allow_shrink=allow_shrink)
        if chosen and len(tally.failed) == len(chosen):
            # Said as it was met, with its own place and its own fix.
            raise tally.first_failure or SourceError("no source could be read", where="sync")
        if not dry_run:
            run.remove_the_gone()
            watcher.stage("indexing")
            release = writer.publish(lambda index: _check(index, watcher, gate))
    return SyncReport(
        added=tally.added,
        changed=tally.changed,
        unchanged=tally.unchanged,
        removed=tally.removed,
        skipped=tuple(tally.skipped),
        failed=tuple(tally.failed),
        sections=tally.sections,
        seconds=time.perf_counter() - began,
        release=release,
        dry_run=dry_run,
        quarantined=tuple(tally.quarantined),
    )


def _chosen(settings: Settings, only: Sequence[str]) -> list[SourceSettings]:
    names = [source.name for source in settings.sources]
    for name in only:
        if name not in names:
            raise SettingsError(
                f"there is no source called {name!r}", where="sources", fix=f"use one of: {', '.join(names) or 'none'}"
            )
    return [source for source in settings.sources if not only or source.name in only]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A document that may be served, cut into sections and waiting to be embedded."""

    fetched: Fetched
    document: Document
    sections: tuple[Section, ...]


class _Run:
    """One sync's pass over its sources."""

    def __init__(
        self,
        settings: Settings,
        writer: IndexWriter,
        embedder: Embedder,
        watcher: Watcher,
        tally: _Tally,
        *,
        dry_run: bool,
    ) -> None:
        self._settings = settings
        self._writer = writer
        self._embedder = embedder
        self._watcher = watcher
        self._tally = tally
        self._dry_run = dry_run
        self._pages: dict[str, str] = {}
        self._gone: list[tuple[str, list[str]]] = []
        self._gate = ContentGate(
            Quarantine(settings.folder),
            embedder,
            last_text(settings.index_uri, embedder),
            passed_over=frozenset(settings.screening.pass_over),
            writes=not dry_run,
        )

    def read(self, source_settings: SourceSettings) -> int:
        """Read one source to its end and return how many documents the index held of it before."""
        recipe = _recipe(source_settings, self._settings)
        held = self._writer.known(source_settings.name)
        good = self._writer.known(source_settings.name, recipe=recipe)
        known = {key: was for key, was in good.items() if not self._gate.read_again(source_settings.name, key)}
        seen: set[str] = set()
        try:
            source = open_source(source_settings, self._settings)
            self._watcher.started(source.name, source.count())
            self._write(source, self._fetch(source, known, held, seen), recipe, set(good))
        except (SourceError, SettingsError) as failure:
            self._tally.first_failure = self._tally.first_failure or failure
            self._tally.failed.append(FailedSource(source_settings.name, str(failure)))
            return len(held)
        self._note_gone(source.name, [key for key in held if key not in seen])
        return len(held)

    def drop_sources(self, kept: Sequence[str]) -> None:
        """Take out what the index holds of sources that are no longer in the settings."""
        for name in self._writer.sources():
            if name not in kept:
                self._note_gone(name, list(self._writer.known(name)))

    def _fetch(
        self, source: Source, known: dict[str, Known], held: dict[str, Known], seen: set[str]
    ) -> Iterator[tuple[Fetched, Change]]:
        """Yield the entries that are new or changed, and which; count the others."""
        for entry in source.entries(known):
            if isinstance(entry, Gone):
                self._tally.skipped.append(Skipped(entry.key, entry.reason))
                continue
            seen.add(entry.key)
            if isinstance(entry, Skipped):
                self._skip(source.name, entry)
            elif isinstance(entry, Unchanged) or self._is_unchanged(entry, known):
                self._tally.unchanged += 1
                self._watcher.entry(source.name, "unchanged", entry.key)
            else:
                yield entry, "changed" if entry.key in held else "added"

    @staticmethod
    def _is_unchanged(entry: Fetched, known: dict[str, Known]) -> bool:
        before = known.get(entry.key)
        return before is not None and before.raw_sha256 == hashlib.sha256(entry.body).hexdigest()

    def _write(self, source: Source, entries: Iterator[tuple[Fetched, Change]], recipe: str, good: set[str]) -> None:
        waiting: list[_Ready] = []
        for fetched, change in entries:
            ready = self._section(source, fetched, change, good=fetched.key in good)
            if isinstance(ready, HeldBack):
                if not ready.serving and change == "changed" and not self._dry_run:
                    # What is held did not pass this screening.
                    self._writer.remove(source.name, [fetched.key])
                continue
            if ready is None:
                continue
            waiting.append(ready)
            if sum(len(document.sections) for document in waiting) >= _BATCH_SECTIONS:
                self._embed(source.name, waiting, recipe)
                waiting = []
        self._embed(source.name, waiting, recipe)

    def _section(self, source: Source, fetched: Fetched, change: Change, *, good: bool) -> _Ready | HeldBack | None:
        """Extract, screen and cut one page. A page that can't be served is remembered with no sections.

        ``good`` says that the version the index holds passed this same screening: it stays while this one waits.
        """
        try:
            document = source.extract(fetched)
        except ExtractError as problem:
            self._skip(source.name, Skipped(fetched.key, str(problem)))
            return None
        page = document.page
        reason = screen(document, self._settings.service.locales)
        other = self._pages.setdefault(page.id, fetched.key)
        if reason is None and other != fetched.key:
            reason = f"the same page was already read from {other}"
        if reason is not None:
            self._skip(source.name, Skipped(fetched.key, reason))
            return _Ready(fetched, document, ())
        back = self._gate.hold_back(source.name, fetched, document, good=good)
        if back is not None:
            self._tally.quarantined.append(back)
            self._watcher.entry(source.name, "quarantined", fetched.key)
            return back
        if change == "changed":
            self._tally.changed += 1
        else:
            self._tally.added += 1
        self._watcher.entry(source.name, change, fetched.key)
        sections = split(document, count_tokens=self._embedder.count_tokens, max_tokens=self._embedder.max_tokens)
        return _Ready(fetched, document, sections)

    def _embed(self, source: str, waiting: Sequence[_Ready], recipe: str) -> None:
        sections = [section for ready in waiting for section in ready.sections]
        self._tally.sections += len(sections)
        if self._dry_run or not waiting:
            return
        vectors, tokens = read_sections(self._embedder, [searched_text(section) for section in sections])
        taken = 0
        for ready in waiting:
            its = slice(taken, taken + len(ready.sections))
            self._writer.put(
                source, ready.fetched, ready.document, ready.sections, vectors[its], tokens[its], recipe=recipe
            )
            taken = its.stop

    def _skip(self, source: str, skipped: Skipped) -> None:
        self._tally.skipped.append(skipped)
        self._watcher.entry(source, "skipped", skipped.key)

    def remove_the_gone(self) -> None:
        """Take out of the index what its sources no longer have. Done last, once the collapse check has passed."""
        for source, keys in self._gone:
            self._writer.remove(source, keys)

    def _note_gone(self, source: str, keys: list[str]) -> None:
        self._tally.removed += len(keys)
        for key in keys:
            self._watcher.entry(source, "removed", key)
        if keys:
            self._gone.append((source, keys))


def _recipe(source: SourceSettings, settings: Settings) -> str:
    """Return what decides how a page of this source becomes sections, apart from the page itself."""
    chosen = source.model_dump_json(include=_SHAPES_PAGES)
    described = "|".join(
        [EXTRACTION, SCREENING, *sorted(settings.screening.pass_over), chosen, ",".join(settings.service.locales)]
    )
    return hashlib.sha256(described.encode()).hexdigest()[:16]


def _refuse_a_collapse(tally: _Tally, held: int, settings: Settings, *, allow_shrink: bool) -> None:
    limit = settings.index.shrink_limit
    if allow_shrink or held < _SMALL_SOURCE or tally.removed <= held * limit:
        return
    raise SourceError(
        f"{tally.removed} of {held} documents have gone from the sources, more than index.shrink_limit = {limit:g}",
        where="sync",
        fix="check the sources; if the documents really have gone, run 'fingerpost sync --allow-shrink'",
    )


def _check(index: Index, watcher: Watcher, gate: Callable[[Index], None] | None) -> None:
    """Refuse to switch to an index that could not answer: it must hold sections and find one by its own words."""
    sample = next(iter(index.sample(1)), None)
    if sample is None:
        raise SourceError(
            "no page gave anything to quote, so the index would be empty",
            where="sync",
            fix="check the sources with 'fingerpost doctor' and the skipped pages in the report",
        )
    if not index.finds(sample):
        raise FingerpostError(
            "the new index does not find one of its own sections",
            where=f"section {sample.id}",
            fix="run 'fingerpost sync --rebuild'; if it happens again, report it",
        )
    if gate is not None:
        watcher.stage("asking")
        gate(index)
