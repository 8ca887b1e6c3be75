"""What keeps an index quick: its indexes over every row, its small files merged, its old versions gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from lancedb.index import FTS, BTree, IvfFlat

from fingerpost.search.tables import Table

_REMAINS = timedelta(seconds=1)
"""How much older than the oldest kept version another must be to go; more than a clock's coarseness."""


def build_indexes(sections: Table, count: int, *, approximate_from: int) -> bool:
    """Bring the full-text, id and vector indexes of ``sections`` up to every one of its ``count`` rows.

    Returns:
        Whether search by meaning is approximate: from ``approximate_from`` sections on. Below that every vector is
        compared, which takes a few milliseconds and misses nothing.
    """
    if count == 0:
        return False
    present = {index.name for index in sections.list_indices()}
    words = FTS(language="English", stem=True, remove_stop_words=True, ascii_folding=True)
    for name, column, kind in (("words", "searched", words), ("ids", "id", BTree()), ("pages", "page_id", BTree())):
        if name not in present or _unindexed(sections, name):
            sections.create_index(column, config=kind, name=name, replace=True)
    approximate = count >= approximate_from
    if approximate and ("vectors" not in present or _unindexed(sections, "vectors")):
        partitions = IvfFlat(distance_type="l2", num_partitions=max(1, round(count**0.5)))
        sections.create_index("vector", config=partitions, name="vectors", replace=True)
    elif not approximate and "vectors" in present:
        sections.drop_index("vectors")
    return approximate


def tidy(table: Table, oldest_kept: int | None) -> None:
    """Merge small files, take new rows into the indexes there are, and drop versions before ``oldest_kept``.

    With nothing to keep, LanceDB's own default holds: versions of the last week stay.
    """
    table.optimize(cleanup_older_than=None if oldest_kept is None else _age(table, oldest_kept))


def _unindexed(table: Table, name: str) -> int:
    stats = table.index_stats(name)
    return 1 if stats is None else int(stats.num_unindexed_rows)


def _age(table: Table, version: int) -> timedelta | None:
    """Return how old a version must be to go, so that ``version`` and all later ones stay."""
    made: dict[int, datetime] = {row["version"]: row["timestamp"] for row in table.list_versions()}
    if version not in made:
        return None
    return datetime.now(made[version].tzinfo) - made[version] + _REMAINS
