"""The read side of an index: finds sections, always those of one release.

A reader stays on the release it opened until ``refresh`` finds a newer one, whatever a writer does meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
from lancedb.query import MatchQuery
from numpy.typing import NDArray

from fingerpost.domain import Passage, Scores, Section
from fingerpost.errors import FingerpostError, IndexMismatchError, IndexMissingError
from fingerpost.search.embed import Embedder
from fingerpost.search.fuse import Hit, fuse
from fingerpost.search.readings import searched_text
from fingerpost.search.tables import (
    FORMAT,
    RELEASES,
    SECTION_COLUMNS,
    Release,
    Row,
    Table,
    connect,
    exists,
    one_of,
    read_releases,
    section_of,
    storage_errors,
    table_names,
)

__all__ = ["Index", "Release"]

PROBES = 32
"""Partitions of the approximate index that are read; docs/adr/0002-index-and-ranking.md has the recall of each."""
_REBUILD = "run 'fingerpost sync --rebuild'"
_COLUMNS = [*SECTION_COLUMNS, "vector"]


_REMEMBERED = 4_096
"""Sections kept in memory, about 2 kB each: an answer looks up again what a search has just found."""


@dataclass(frozen=True, slots=True)
class _Serving:
    """A release, its table at the release's version, and the sections lately read from it."""

    release: Release
    sections: Table
    remembered: dict[str, Section] = field(default_factory=dict[str, Section])

    def remember(self, sections: Iterable[Section]) -> None:
        if len(self.remembered) >= _REMEMBERED:
            self.remembered.clear()
        self.remembered.update((section.id, section) for section in sections)


class Index:
    """An opened index. Safe to share between threads.

    Attributes:
        release: the release that is being read.
    """

    def __init__(self, uri: str, embedder: Embedder, database: Any, releases: Table | None, serving: _Serving) -> None:
        self._uri = uri
        self._embedder = embedder
        self._database = database
        self._releases = releases
        self._serving = serving
        self._refreshing = threading.Lock()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="fingerpost-search")

    @classmethod
    def open(cls, uri: str, embedder: Embedder) -> Index:
        """Open the newest release at ``uri``, a folder or an ``s3://`` address.

        Raises:
            IndexMissingError: nothing has been published there.
            IndexMismatchError: it was made by another embedder or in another format.
            StorageError: it can't be read.
        """
        with storage_errors(uri):
            database = connect(uri) if exists(uri) else None
            if database is None or RELEASES not in table_names(database):
                raise _missing(uri)
            releases = database.open_table(RELEASES)
            published = read_releases(releases)
            if not published:
                raise _missing(uri)
            return cls(uri, embedder, database, releases, _serve(uri, embedder, database, published[-1]))

    @classmethod
    def at(cls, uri: str, embedder: Embedder, database: Any, release: Release) -> Index:
        """Open one given release, published or not. It is never refreshed."""
        return cls(uri, embedder, database, None, _serve(uri, embedder, database, release))

    @property
    def release(self) -> Release:
        """The release that is being read."""
        return self._serving.release

    def refresh(self) -> bool:
        """Take up a newer release if there is one. Returns whether there was. Costs one small read.

        Raises:
            IndexMismatchError: the newer one was made by another embedder. The one that was opened is read on.
            StorageError: it can't be read.
        """
        if self._releases is None or not self._refreshing.acquire(blocking=False):
            return False
        try:
            with storage_errors(self._uri):
                before = self._releases.version
                self._releases.checkout_latest()
                if self._releases.version == before:
                    return False
                newest = read_releases(self._releases)[-1]
                if newest.number == self.release.number:
                    return False
                self._serving = _serve(self._uri, self._embedder, self._database, newest)
                return True
        finally:
            self._refreshing.release()

    def search(
        self, query: str, vector: NDArray[np.float32], *, locale: str | None = None, candidates: int = 50
    ) -> list[Passage]:
        """Find sections by words and by meaning, and fuse the two lists.

        Args:
            query: the words; any text, taken as words and never as a query language.
            vector: float32[dimensions], unit length: the question's.
            locale: only sections in this language, its regions included (``en`` finds ``en-GB``); any when ``None``.
            candidates: how many sections each of the two lists holds.

        Returns:
            Passages by falling fused score, ties by section id; each says why it was found. Not weighted and not yet
            de-duplicated: ``rank`` does that.
        """
        serving = self._serving
        if serving.release.sections == 0:
            return []
        where = _locale_filter(serving.release, locale)
        if where == "":
            return []
        with storage_errors(self._uri):
            by_words = self._pool.submit(_by_words, serving, query, where, candidates)
            by_meaning = _by_meaning(serving, vector, where, candidates)
            worded = by_words.result()
        hits: dict[str, Hit] = {}
        for rank, row in enumerate(by_meaning, 1):
            hits[row["id"]] = Hit(similarity=_similarity(row, vector), vector_rank=rank)
        for rank, row in enumerate(worded, 1):
            known = hits.get(row["id"])
            similarity = known.similarity if known else _similarity(row, vector)
            hits[row["id"]] = Hit(similarity, known.vector_rank if known else None, float(row["_score"]), rank)
        rows = {row["id"]: row for row in (*by_meaning, *worded)}
        fused = fuse(hits)
        order = sorted(fused, key=lambda name: (-fused[name], name))
        found = [Passage(section_of(rows[name]), _scores(hits[name], fused[name])) for name in order]
        serving.remember(passage.section for passage in found)
        return found

    def with_tokens(self, passages: Sequence[Passage]) -> list[Passage]:
        """Return passages with what the index keeps of the reading of their sections' tokens. One small lookup."""
        if not passages:
            return []
        rows = self._rows(self._serving, one_of("id", [passage.section.id for passage in passages]), ["id", "tokens"])
        kept = {row["id"]: row["tokens"] for row in rows}
        return [replace(passage, tokens=kept.get(passage.section.id, b"")) for passage in passages]

    def section(self, section_id: str) -> Section | None:
        """Return one section, or ``None`` when this release does not hold it."""
        return self.sections([section_id]).get(section_id)

    def sections(self, ids: Sequence[str]) -> dict[str, Section]:
        """Return the sections with these ids, by id; those this release does not hold are left out."""
        serving = self._serving
        if serving.release.sections == 0:
            return {}
        known = {name: serving.remembered.get(name) for name in sorted(set(ids)) if name}
        found = {name: section for name, section in known.items() if section is not None}
        unknown = [name for name in known if name not in found]
        if unknown:
            read = [section_of(row) for row in self._rows(serving, one_of("id", unknown))]
            serving.remember(read)
            found.update((section.id, section) for section in read)
        return found

    def page_sections(self, page_id: str) -> tuple[Section, ...]:
        """Return every section of the page with this id, in reading order; none when it is not held."""
        serving = self._serving
        if serving.release.sections == 0:
            return ()
        return _ordered(self._rows(serving, one_of("page_id", [page_id])))

    def page(self, url: str) -> tuple[Section, ...]:
        """Return every section of the page at this address, in reading order; none when it is not held."""
        serving = self._serving
        if serving.release.sections == 0:
            return ()
        parts = self._rows(serving, one_of("url", [url]), ["page_id"])
        return self.page_sections(parts[0]["page_id"]) if parts else ()

    def sample(self, count: int) -> list[Section]:
        """Return the first ``count`` sections as they are stored."""
        if self.release.sections == 0:
            return []
        rows = self._serving.sections.search().select(list(SECTION_COLUMNS)).limit(count).to_arrow().to_pylist()
        return [section_of(row) for row in cast("list[Row]", rows)]

    def wording(self, most: int) -> Iterator[tuple[str, ...]]:
        """Yield the title, the headings and last the text of up to ``most`` sections, without reading anything else."""
        if self.release.sections == 0:
            return
        with storage_errors(self._uri):
            columns = ["title", "heading_path", "text"]
            rows = self._serving.sections.search().select(columns).limit(most).to_arrow().to_pylist()
        for row in cast("list[Row]", rows):
            yield (row["title"], *row["heading_path"], row["text"])

    def finds(self, section: Section) -> bool:
        """Return whether a search for a section's own words and meaning brings it back."""
        searched = searched_text(section)
        vector = self._embedder.embed_sections([searched])[0]
        return any(passage.section.id == section.id for passage in self.search(section.text, vector, candidates=20))

    def _rows(self, serving: _Serving, where: str, columns: Sequence[str] = SECTION_COLUMNS) -> list[Row]:
        with storage_errors(self._uri):
            query = serving.sections.search().where(where).select(list(columns))
            return cast("list[Row]", query.to_arrow().to_pylist())


def _serve(uri: str, embedder: Embedder, database: Any, release: Release) -> _Serving:
    if release.format != FORMAT:
        raise IndexMismatchError(
            f"the index is in format {release.format} and this version of Fingerpost reads format {FORMAT}",
            where=uri,
            fix=_REBUILD,
        )
    if release.embedder != embedder.fingerprint:
        raise IndexMismatchError(
            f"the index was made by the embedder {release.embedder}, and the one in use is {embedder.fingerprint}",
            where=uri,
            fix=f"{_REBUILD}, or set index.embedder back to the one it was made by",
        )
    try:
        sections = database.open_table(f"sections_{release.generation}")
        sections.checkout(release.sections_version)
    except (ValueError, FileNotFoundError, RuntimeError) as problem:
        raise _damaged(uri, release, problem) from problem
    return _Serving(release, sections)


def _missing(uri: str) -> FingerpostError:
    return IndexMissingError("there is no index here yet", where=uri, fix="run 'fingerpost sync'")


def _damaged(uri: str, release: Release, problem: Exception) -> FingerpostError:
    return IndexMissingError(
        f"release {release.version} of the index can't be opened: {problem}", where=uri, fix=_REBUILD
    )


def _locale_filter(release: Release, locale: str | None) -> str | None:
    """Return the filter for a language: ``None`` when every section is in it, empty when none is."""
    if locale is None:
        return None
    language = locale.split("-")[0]
    spoken = [held for held in release.locales if held.split("-")[0] == language]
    if len(spoken) == len(release.locales):
        return None
    return one_of("locale", spoken) if spoken else ""


def _by_words(serving: _Serving, query: str, where: str | None, count: int) -> list[Row]:
    match: Any = MatchQuery  # declared by pydantic in a way type checkers read as needing every field
    found = serving.sections.search(match(query, "searched"), query_type="fts")
    rows = _collect(found, where, [*_COLUMNS, "_score"], count)
    return sorted(rows, key=lambda row: (-row["_score"], row["id"]))


def _by_meaning(serving: _Serving, vector: NDArray[np.float32], where: str | None, count: int) -> list[Row]:
    # Between unit vectors the nearest are the most alike; partitions made by distance find more of them than by angle.
    found = serving.sections.search(vector, vector_column_name="vector").distance_type("l2")
    if serving.release.approximate:
        found = found.nprobes(PROBES)
    rows = _collect(found, where, [*_COLUMNS, "_distance"], count)
    return sorted(rows, key=lambda row: (row["_distance"], row["id"]))


def _collect(found: Any, where: str | None, columns: list[str], count: int) -> list[Row]:
    if where is not None:
        found = found.where(where, prefilter=True)
    table = found.select(columns).limit(count).to_arrow()
    if table.num_rows == 0:
        return []
    vectors = table.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
    rows = cast("list[Row]", table.drop_columns(["vector"]).to_pylist())
    for row, vector in zip(rows, vectors.reshape(len(rows), -1), strict=True):
        row["vector"] = vector
    return rows


def _similarity(row: Row, vector: NDArray[np.float32]) -> float:
    return float(row["vector"] @ vector)


def _scores(hit: Hit, fused: float) -> Scores:
    return Scores(
        fused=fused, similarity=hit.similarity, bm25=hit.bm25, vector_rank=hit.vector_rank, text_rank=hit.text_rank
    )


def _ordered(rows: Iterable[Row]) -> tuple[Section, ...]:
    return tuple(sorted((section_of(row) for row in rows), key=lambda section: (section.position, section.id)))
