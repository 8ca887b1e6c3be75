"""Generations of an index: a pair of tables for each embedder, format or rebuild, which a later writer can find."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from fingerpost.search.tables import FORMAT, Release, generation_name, table_names


def generation_to_continue(names: Sequence[str], releases: Sequence[Release], embedder: str) -> str | None:
    """Return the generation that a writer goes on with: the serving one, or an unfinished one of the same embedder.

    Args:
        names: the names of the tables there are.
        releases: what was published, oldest first.
        embedder: the fingerprint of the writer's embedder.
    """
    last = releases[-1] if releases else None
    if last is not None and last.embedder == embedder and last.format == FORMAT:
        return last.generation
    prefix = f"documents_{generation_name(embedder, 0)[:-4]}"
    published = {release.generation for release in releases}
    unfinished = [name.removeprefix("documents_") for name in names if name.startswith(prefix)]
    return max((name for name in unfinished if name not in published), default=None)


def next_generation(names: Sequence[str], releases: Sequence[Release], embedder: str) -> str:
    """Return the name of a new generation, numbered after every other there is or was."""
    used = [int(name[-4:]) for name in names if name.startswith("documents_") and name[-4:].isdigit()]
    used += [int(release.generation[-4:]) for release in releases]
    return generation_name(embedder, max(used, default=0) + 1)


def drop_generations(database: Any, kept: Collection[str]) -> None:
    """Drop the tables of every generation but those ``kept``."""
    for name in table_names(database):
        kind, _, generation = name.partition("_")
        if kind in ("sections", "documents") and generation not in kept:
            database.drop_table(name)
