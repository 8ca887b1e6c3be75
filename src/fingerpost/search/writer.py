"""The write side of an index: takes documents in durable batches, then switches readers over in one atomic append.

What is written lies in the tables' newest versions, which no reader sees: readers stay on the version that the newest
row of ``releases`` names. So a writer may be stopped at any moment. The next one finds what was written, does half
a document again, and goes on.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from fingerpost.content.source import Fetched, Known
from fingerpost.domain import Document, Section
from fingerpost.search.embed import Embedder
from fingerpost.search.generations import drop_generations, generation_to_continue, next_generation
from fingerpost.search.index import Index
from fingerpost.search.lock import WriterLock
from fingerpost.search.readings import searched_text
from fingerpost.search.tables import (
    FORMAT,
    RELEASES,
    Release,
    Row,
    Table,
    arrow_table,
    connect,
    document_id,
    document_row,
    documents_schema,
    exists,
    now,
    one_of,
    read_releases,
    release_row,
    releases_schema,
    section_rows,
    sections_schema,
    storage_errors,
    table_names,
    unfinished_row,
)
from fingerpost.search.upkeep import build_indexes, tidy

_BATCH_SECTIONS = 512
_BATCH_DOCUMENTS = 128
_BATCH_SECONDS = 15.0
_KEYS_A_FILTER = 500


class IndexWriter:
    """The one writer of an index. Use it as a context manager: it holds the writer's lock until closed.

    Made by ``open``. Nothing it writes is seen by a reader before ``publish`` returns.
    """

    def __init__(
        self,
        uri: str,
        embedder: Embedder,
        *,
        keep_versions: int,
        approximate_from: int,
        lock: WriterLock | None,
        database: Any,
    ) -> None:
        self._uri = uri
        self._embedder = embedder
        self._keep_versions = keep_versions
        self._approximate_from = approximate_from
        self._lock = lock
        self._database: Any = database
        self._releases: list[Release] = []
        self._generation = ""
        self._sections: Table | None = None
        self._documents: Table | None = None
        self._pending_sections: list[Row] = []
        self._pending_documents: dict[str, Row] = {}
        self._flushed_at = time.monotonic()

    @classmethod
    def open(
        cls,
        uri: str,
        embedder: Embedder,
        *,
        keep_versions: int = 3,
        approximate_from: int = 20_000,
        rebuild: bool = False,
        read_only: bool = False,
    ) -> IndexWriter:
        """Open the index at ``uri``, a folder or an ``s3://`` address, for writing, and make it when it isn't there.

        An index made by another embedder, or in another format, is built anew beside the one that serves: ``known`` is
        then empty, and readers go on with the old one until ``publish``.

        Args:
            uri: where the index is.
            embedder: the model whose vectors will be put.
            keep_versions: how many releases stay readable; older ones are cleaned up.
            approximate_from: from how many sections an approximate vector index is built.
            rebuild: take nothing over, even from an index of the same embedder.
            read_only: only ``known`` and ``sources`` will be called; takes no lock and makes nothing.

        Raises:
            IndexBusyError: another process is writing this index.
            StorageError: it can't be written.
        """
        lock = None if read_only else WriterLock(uri)
        with storage_errors(uri):
            if lock is not None:
                lock.acquire()
            try:
                database = connect(uri) if exists(uri) else None
                writer = cls(
                    uri,
                    embedder,
                    keep_versions=keep_versions,
                    approximate_from=approximate_from,
                    lock=lock,
                    database=database,
                )
                writer._take_up(rebuild=rebuild, read_only=read_only)
            except BaseException:
                if lock is not None:
                    lock.release()
                raise
        return writer

    def known(self, source: str, *, recipe: str | None = None) -> dict[str, Known]:
        """Return what is stored of a source, by key.

        Args:
            source: the source's name.
            recipe: only documents that were put with this recipe and whole. Without it every entry is returned; one
                that was left half-written then has an empty ``raw_sha256``, so that it counts as changed.
        """
        self._flush()
        if self._documents is None:
            return {}
        columns = ["key", "complete", "recipe", "raw_sha256", "etag", "last_modified"]
        with storage_errors(self._uri):
            rows = _rows(self._documents, columns, one_of("source", [source]))
        return {
            row["key"]: Known(row["key"], row["raw_sha256"], row["etag"], row["last_modified"])
            for row in rows
            if recipe is None or (row["complete"] and row["recipe"] == recipe)
        }

    def sources(self) -> tuple[str, ...]:
        """Return the names of the sources that anything is stored of, in order."""
        self._flush()
        if self._documents is None:
            return ()
        with storage_errors(self._uri):
            return tuple(sorted({row["source"] for row in _rows(self._documents, ["source"])}))

    def put(
        self,
        source: str,
        fetched: Fetched,
        document: Document,
        sections: Sequence[Section],
        vectors: NDArray[np.float32],
        tokens: Sequence[bytes] = (),
        *,
        recipe: str = "",
    ) -> None:
        """Store a document in place of what was stored under the same source and key.

        Kept in memory until enough has come together, then written durably: the sections first, then the row that says
        the document is whole.

        Args:
            source: the source's name.
            fetched: where the bytes came from; its key is what the document is known by.
            document: the document.
            sections: its sections; none for a page that is known but may not be served.
            vectors: float32[sections, dimensions], unit length.
            tokens: what ``readings.pack`` made of each section's token states; none when they are not to be kept.
            recipe: names whatever else decided how the page became sections; see ``known``.

        Raises:
            StorageError: a batch could not be written. What was written before stays.
        """
        if vectors.shape != (len(sections), self._embedder.dimensions):
            raise ValueError(f"vectors has shape {vectors.shape}, not {(len(sections), self._embedder.dimensions)}")
        row = document_row(
            source,
            fetched.key,
            document,
            sections=len(sections),
            recipe=recipe,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
        )
        if not row["raw_sha256"]:
            row["raw_sha256"] = hashlib.sha256(fetched.body).hexdigest()
        name = cast("str", row["document"])
        if name in self._pending_documents:
            self._flush()
        self._pending_documents[name] = row
        searched = [searched_text(section) for section in sections]
        self._pending_sections += section_rows(name, sections, vectors, tokens or [b""] * len(sections), searched)
        if (
            len(self._pending_sections) >= _BATCH_SECTIONS
            or len(self._pending_documents) >= _BATCH_DOCUMENTS
            or time.monotonic() - self._flushed_at >= _BATCH_SECONDS
        ):
            self._flush()

    def remove(self, source: str, keys: Iterable[str]) -> None:
        """Take out the documents stored under these keys of a source, and their sections."""
        self._flush()
        sections, documents = self._tables()
        names = sorted({document_id(source, key) for key in keys})
        with storage_errors(self._uri):
            for start in range(0, len(names), _KEYS_A_FILTER):
                chosen = one_of("document", names[start : start + _KEYS_A_FILTER])
                # Sections first: a stop between the two leaves the document known, so it is removed next time.
                sections.delete(chosen)
                documents.delete(chosen)

    def publish(self, check: Callable[[Index], None] | None = None) -> Release:
        """Write what is pending, index it, and let it serve.

        Args:
            check: called with the new state opened as readers will see it; when it raises, nothing changes for them.

        Returns:
            The release that serves: a new one, or the last one when nothing has changed since.

        Raises:
            StorageError: there was no room. The last release serves on.
        """
        self._flush()
        sections, documents = self._tables()
        with storage_errors(self._uri):
            held = self._held()
            last = self._serving()
            unchanged = last is not None and last.sections_version == sections.version
            if last is not None and unchanged and last.content_version == held.content_version:
                return last
            # At least the release that serves is kept: the check below may yet refuse the new one.
            kept = [r for r in self._releases if r.generation == self._generation][-max(1, self._keep_versions - 1) :]
            tidy(sections, kept[0].sections_version if kept else None)
            tidy(documents, kept[0].documents_version if kept else None)
            approximate = build_indexes(sections, held.sections, approximate_from=self._approximate_from)
            release = replace(
                held,
                version=f"{held.number}-{held.content_version[:8]}",
                created_at=now(),
                approximate=approximate,
                sections_version=sections.version,
                documents_version=documents.version,
            )
        if check is not None:
            check(Index.at(self._uri, self._embedder, self._database, release))
        with storage_errors(self._uri):
            self._append(release)
            drop_generations(
                self._database,
                {held.generation for held in self._releases[-self._keep_versions :]} | {self._generation},
            )
        return release

    def close(self) -> None:
        """Write what is pending and let go of the lock. Safe to call twice."""
        try:
            self._flush()
        finally:
            self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
            return
        try:
            # What was embedded so far is worth keeping, but a second failure must not hide the first.
            self._flush()
        except Exception:  # noqa: BLE001, S110 - the error on its way out says more than this one
            pass
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _take_up(self, *, rebuild: bool, read_only: bool) -> None:
        """Find the generation to write: the serving one, an unfinished one of the same embedder, or a new one."""
        names: list[str] = table_names(self._database) if self._database else []
        if RELEASES in names:
            self._releases = read_releases(self._database.open_table(RELEASES))
        made_by = self._embedder.fingerprint
        if rebuild:
            self._generation = next_generation(names, self._releases, made_by)
        else:
            self._generation = generation_to_continue(names, self._releases, made_by) or next_generation(
                names, self._releases, made_by
            )
        if f"documents_{self._generation}" in names and not rebuild:
            self._documents = self._database.open_table(f"documents_{self._generation}")
            if f"sections_{self._generation}" in names:
                self._sections = self._database.open_table(f"sections_{self._generation}")
        if not read_only:
            self._tables()

    def _tables(self) -> tuple[Table, Table]:
        if self._sections is None or self._documents is None:
            if not self._database:
                self._database = connect(self._uri)
            # Sections first: the documents table's name is what a later writer looks for.
            self._sections = self._database.create_table(
                f"sections_{self._generation}", schema=sections_schema(self._embedder.dimensions), exist_ok=True
            )
            self._documents = self._database.create_table(
                f"documents_{self._generation}", schema=documents_schema(), exist_ok=True
            )
        return self._sections, self._documents

    def _serving(self) -> Release | None:
        return self._releases[-1] if self._releases else None

    def _flush(self) -> None:
        self._flushed_at = time.monotonic()
        if not self._pending_documents:
            return
        sections, documents = self._tables()
        rows = list(self._pending_documents.values())
        names = sorted(self._pending_documents)
        unfinished = [unfinished_row(row["source"], row["key"]) for row in rows]
        with storage_errors(self._uri):
            _upsert(documents, arrow_table(unfinished, documents_schema()))
            sections.delete(one_of("document", names))
            if self._pending_sections:
                sections.add(arrow_table(self._pending_sections, sections_schema(self._embedder.dimensions)))
            _upsert(documents, arrow_table(rows, documents_schema()))
        self._pending_sections = []
        self._pending_documents = {}

    def _held(self) -> Release:
        """Count and hash what is stored now."""
        sections, documents = self._tables()
        rows = _rows(documents, ["source", "key", "complete", "content_hash", "sections", "recipe"])
        served = sorted(
            (row["source"], row["key"], row["content_hash"]) for row in rows if row["complete"] and row["sections"]
        )
        digest = hashlib.sha256(f"{FORMAT}".encode())
        counts: dict[str, int] = {}
        for source, key, content_hash in served:
            digest.update(f"\n{source}\t{key}\t{content_hash}".encode())
            counts[source] = counts.get(source, 0) + 1
        locales = sections.search().select(["locale"]).to_arrow().column("locale").unique().to_pylist()
        last = self._serving()
        return Release(
            version="",
            content_version=digest.hexdigest()[:16],
            embedder=self._embedder.fingerprint,
            sections=sections.count_rows(),
            documents=len(served),
            created_at=now(),
            number=last.number + 1 if last else 1,
            generation=self._generation,
            locales=tuple(sorted(locales)),
            sources=tuple(sorted(counts.items())),
        )

    def _append(self, release: Release) -> None:
        table = self._database.create_table(RELEASES, schema=releases_schema(), exist_ok=True)
        # Kept small; a reader that is a day behind on this table reopens it.
        table.optimize(cleanup_older_than=timedelta(days=1))
        table.add(arrow_table([release_row(release)], releases_schema()))
        self._releases.append(release)


def _upsert(documents: Table, rows: Any) -> None:
    documents.merge_insert("document").when_matched_update_all().when_not_matched_insert_all().execute(rows)


def _rows(table: Table, columns: Sequence[str], where: str | None = None) -> list[Row]:
    query = table.search().select(list(columns))
    return cast("list[Row]", (query.where(where) if where else query).to_arrow().to_pylist())
