"""How sections, documents and releases lie in LanceDB: schemas, rows, and the words used to ask for them.

Three tables make an index. ``sections`` and ``documents`` come in generations, one for each embedder and format, named
by both; ``releases`` only ever grows, and its newest row says which version of which generation serves. Everything that
touches LanceDB's untyped calls goes through here, the reader and the writer.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import lancedb
from pydantic import TypeAdapter

from fingerpost.domain import Document, Page, Section, Sentence, SentenceKind
from fingerpost.errors import StorageError

FORMAT = 2
"""Raise this when a stored column changes meaning. An index of another format is refused and built anew."""
RELEASES = "releases"
Row = dict[str, Any]
Table = Any
"""A LanceDB table. Its methods are only partly typed."""

_arrow: Any = import_module("pyarrow")  # which carries no types

_PAGE = TypeAdapter(Page)
_KINDS: dict[str, SentenceKind] = {kind.value: kind for kind in SentenceKind}
_FULL = re.compile(r"no space left|os error 28|disk quota|quota exceeded|file too large|os error 27", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"permission denied|read-only file system|access denied|accessdenied|os error 13", re.IGNORECASE
)
_NOT_OURS = (PermissionError, FileExistsError, NotADirectoryError)

SECTION_COLUMNS = (
    "id",
    "position",
    "url",
    "heading_path",
    "text",
    "sentences",
    "page",
    "hash",
)
"""What a ``Section`` is rebuilt from."""


@dataclass(frozen=True, slots=True)
class Release:
    """One published state of the index. Its times are UTC.

    ``version`` names the release, ``content_version`` the documents in it whatever the order they came in: the same
    documents give the same one in any index. ``embedder`` is the embedder's fingerprint.
    """

    version: str
    content_version: str
    embedder: str
    sections: int
    documents: int
    created_at: datetime
    number: int = 0
    format: int = FORMAT
    generation: str = ""
    sections_version: int = 0
    documents_version: int = 0
    approximate: bool = False
    locales: tuple[str, ...] = ()
    sources: tuple[tuple[str, int], ...] = ()


def connect(uri: str) -> Any:
    """Open the database at a folder or an ``s3://`` address. Credentials come from the environment."""
    return lancedb.connect(uri)


def exists(uri: str) -> bool:
    """Return whether a local index folder is there; always true of object storage, which has no folders."""
    return "://" in uri or Path(uri).is_dir()


def table_names(database: Any) -> list[str]:
    """Return every table's name."""
    names: list[str] = []
    token: str | None = None
    while True:
        listed = database.list_tables(page_token=token)
        names += listed.tables
        token = listed.page_token
        if not token:
            return names


def generation_name(fingerprint: str, number: int) -> str:
    """Return what the tables of one build by one embedder are called by."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", fingerprint).strip("-")[:60]
    return f"f{FORMAT}_{readable}_{number:04d}"


def sections_schema(dimensions: int) -> Any:
    """Return the Arrow schema of ``sections``: one row a section."""
    return _arrow.schema(
        [
            _arrow.field("id", _arrow.string(), nullable=False),
            _arrow.field("document", _arrow.string(), nullable=False),
            _arrow.field("page_id", _arrow.string(), nullable=False),
            _arrow.field("source", _arrow.string(), nullable=False),
            _arrow.field("locale", _arrow.string(), nullable=False),
            _arrow.field("kind", _arrow.string(), nullable=False),
            _arrow.field("position", _arrow.int32(), nullable=False),
            _arrow.field("url", _arrow.string(), nullable=False),
            _arrow.field("title", _arrow.string(), nullable=False),
            _arrow.field("heading_path", _arrow.list_(_arrow.string()), nullable=False),
            _arrow.field("text", _arrow.string(), nullable=False),
            _arrow.field("searched", _arrow.string(), nullable=False),
            _arrow.field("sentences", _arrow.string(), nullable=False),
            _arrow.field("page", _arrow.string(), nullable=False),
            _arrow.field("hash", _arrow.string(), nullable=False),
            _arrow.field("vector", _arrow.list_(_arrow.float32(), dimensions), nullable=False),
            _arrow.field("tokens", _arrow.large_binary(), nullable=False),
        ]
    )


def documents_schema() -> Any:
    """Return the Arrow schema of ``documents``: one row an entry of a source, ``complete`` once its sections are in."""
    return _arrow.schema(
        [
            _arrow.field("document", _arrow.string(), nullable=False),
            _arrow.field("source", _arrow.string(), nullable=False),
            _arrow.field("key", _arrow.string(), nullable=False),
            _arrow.field("complete", _arrow.bool_(), nullable=False),
            _arrow.field("recipe", _arrow.string(), nullable=False),
            _arrow.field("raw_sha256", _arrow.string(), nullable=False),
            _arrow.field("etag", _arrow.string()),
            _arrow.field("last_modified", _arrow.string()),
            _arrow.field("content_hash", _arrow.string(), nullable=False),
            _arrow.field("sections", _arrow.int32(), nullable=False),
            _arrow.field("page", _arrow.string(), nullable=False),
        ]
    )


def releases_schema() -> Any:
    """Return the Arrow schema of ``releases``: the newest row, by ``number``, is what serves."""
    return _arrow.schema(
        [
            _arrow.field("number", _arrow.int64(), nullable=False),
            _arrow.field("release", _arrow.string(), nullable=False),
        ]
    )


_RELEASE = TypeAdapter(Release)


def release_row(release: Release) -> Row:
    """Return the row of ``releases`` that holds this release."""
    return {"number": release.number, "release": _RELEASE.dump_json(release).decode()}


def read_releases(table: Table) -> list[Release]:
    """Return every release, oldest first."""
    rows = cast("list[Row]", table.search().select(["number", "release"]).to_arrow().to_pylist())
    rows.sort(key=lambda row: row["number"])
    return [_RELEASE.validate_json(row["release"]) for row in rows]


def arrow_table(rows: Sequence[Row], schema: Any) -> Any:
    """Return rows as an Arrow table of this schema."""
    return _arrow.Table.from_pylist(list(rows), schema=schema)


def document_id(source: str, key: str) -> str:
    """Return the stored name of one entry of a source: hex, so that it is safe in any filter."""
    return hashlib.sha256(f"{source}\n{key}".encode()).hexdigest()[:32]


def section_rows(
    document: str, sections: Sequence[Section], vectors: Any, tokens: Sequence[bytes], searched: Sequence[str]
) -> list[Row]:
    """Return the rows of ``sections`` for one document.

    ``vectors`` is float32[n, dimensions]; ``tokens`` are packed token states (see ``readings``).
    """
    pages: dict[Page, str] = {}
    rows: list[Row] = []
    for section, vector, packed, text in zip(sections, vectors, tokens, searched, strict=True):
        page = section.page
        if page not in pages:
            pages[page] = page_json(page)
        rows.append(
            {
                "id": section.id,
                "document": document,
                "page_id": page.id,
                "source": page.source,
                "locale": page.locale,
                "kind": page.kind,
                "position": section.position,
                "url": section.url,
                "title": page.title,
                "heading_path": list(section.heading_path),
                "text": section.text,
                "searched": text,
                "sentences": _sentences_json(section.sentences),
                "page": pages[page],
                "hash": section.hash,
                "vector": vector,
                "tokens": packed,
            }
        )
    return rows


def document_row(
    source: str,
    key: str,
    document: Document,
    *,
    sections: int,
    recipe: str,
    etag: str | None,
    last_modified: str | None,
) -> Row:
    """Return the row of ``documents`` for an entry whose sections are stored."""
    return {
        "document": document_id(source, key),
        "source": source,
        "key": key,
        "complete": True,
        "recipe": recipe,
        "raw_sha256": document.page.raw_sha256,
        "etag": etag,
        "last_modified": last_modified,
        "content_hash": document.page.content_hash,
        "sections": sections,
        "page": page_json(document.page),
    }


def unfinished_row(source: str, key: str) -> Row:
    """Return the row that says an entry's sections are being written, so that a stopped write is done again."""
    return {
        "document": document_id(source, key),
        "source": source,
        "key": key,
        "complete": False,
        "recipe": "",
        "raw_sha256": "",
        "etag": None,
        "last_modified": None,
        "content_hash": "",
        "sections": 0,
        "page": "",
    }


def page_json(page: Page) -> str:
    """Return a page as compact JSON."""
    return _PAGE.dump_json(page, exclude_defaults=True).decode()


def section_of(row: Mapping[str, Any]) -> Section:
    """Return the section that a row of ``sections`` holds."""
    return Section(
        id=row["id"],
        page=_PAGE.validate_json(row["page"]),
        position=row["position"],
        url=row["url"],
        heading_path=tuple(row["heading_path"]),
        text=row["text"],
        sentences=_sentences_of(row["sentences"]),
        hash=row["hash"],
    )


def literal(text: str) -> str:
    """Return ``text`` as an SQL string. Doubling the quote is all LanceDB's SQL knows of escaping."""
    return "'" + text.replace("'", "''") + "'"


def one_of(column: str, values: Iterable[str]) -> str:
    """Return the filter ``column IN (…)`` with every value quoted. ``column`` is always one of ours."""
    return f"{column} IN ({', '.join(literal(value) for value in values)})"


@contextmanager
def storage_errors(uri: str) -> Generator[None]:
    """Turn a full disk or a forbidden folder, however LanceDB says it, into ``StorageError``."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as problem:
        said = str(problem)
        still = "; the last good index still serves"
        if _FULL.search(said):
            raise StorageError(
                f"there is no room left to write the index{still}",
                where=uri,
                fix="free some space, then run 'fingerpost sync' again: it takes up where it stopped",
            ) from problem
        if isinstance(problem, _NOT_OURS) or _FORBIDDEN.search(said):
            raise StorageError(
                f"the index can't be written or read here{still}",
                where=uri,
                fix="make it a folder that this account may read and write, then try again",
            ) from problem
        raise


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def _sentences_json(sentences: Sequence[Sentence]) -> str:
    return json.dumps(
        [[s.start, s.end, s.kind.value, s.lead, s.number, s.level] for s in sentences], separators=(",", ":")
    )


def _sentences_of(written: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(start, end, _KINDS[kind], lead, number, level)
        for start, end, kind, lead, number, level in json.loads(written)
    )
