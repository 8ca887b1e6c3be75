"""What a page says in the release that serves, for whoever compares it with what it says now."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

from fingerpost.errors import IndexMismatchError, IndexMissingError
from fingerpost.search.embed import Embedder
from fingerpost.search.index import Index
from fingerpost.search.tables import RELEASES, connect, exists, read_releases, storage_errors, table_names


def last_text(uri: str, embedder: Embedder) -> Callable[[str], str]:
    """Return what looks up the text a page has in the release that serves, by page id.

    The index is opened once, when first asked. A page it does not hold, and every page where no index of this embedder
    serves, has no text.
    """

    @cache
    def opened() -> Index | None:
        try:
            return Index.open(uri, embedder)
        except (IndexMissingError, IndexMismatchError):
            return None

    def text_of(page_id: str) -> str:
        index = opened()
        return "" if index is None else "\n".join(section.text for section in index.page_sections(page_id))

    return text_of


def served_at(uri: str, url: str) -> tuple[str, str, str] | None:
    """Return source, key and title of the page that the newest release serves at an address; ``None`` when none is.

    Raises:
        IndexMissingError: nothing has been synced yet.
        StorageError: the index can't be read.
    """
    with storage_errors(uri):
        database = connect(uri) if exists(uri) else None
        releases = (
            read_releases(database.open_table(RELEASES)) if database and RELEASES in table_names(database) else []
        )
        if not releases or database is None:
            raise IndexMissingError("there is no index yet", where=uri, fix="run 'fingerpost sync' first")
        table = database.open_table(f"documents_{releases[-1].generation}")
        rows = (
            table.search().where("complete AND sections > 0").select(["source", "key", "page"]).to_arrow().to_pylist()
        )
    for row in rows:
        page = json.loads(row["page"])
        if page.get("url") == url or row["key"] == url:
            return row["source"], row["key"], page.get("title", "")
    return None
