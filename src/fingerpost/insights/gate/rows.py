"""Cells as rows of a release: rounded, with the limits that rounding leaves, and with a status each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fingerpost.insights.facets import NOT_CLASSIFIED
from fingerpost.insights.gate.thresholds import Thresholds
from fingerpost.insights.months import Month
from fingerpost.insights.records import Cell, CellKey, CellStatus, ReleaseRow

CONVERSATIONS, SHARE = "conversations", "share"
"""What is told of each cell: how many conversations, and of every hundred in its geography."""

# What pandas, R and spreadsheets take for a missing value. A code that reads so would be lost on the way.
_LOST = frozenset({"", "na", "n/a", "nan", "null", "none", "<na>", "nil", "#n/a", "true", "false"})


@dataclass(frozen=True, slots=True)
class Naming:
    """What a release calls things: its id and month, the service's own geography, and each node's name and code."""

    release_id: str
    month: Month
    service_geo: str
    name: Callable[[CellKey], str]
    external_id: Callable[[CellKey], str]


def rows_of(
    cells: Mapping[CellKey, Cell], kept_in: frozenset[CellKey], thresholds: Thresholds, naming: Naming
) -> Iterator[ReleaseRow]:
    """Yield two rows for each cell, in the order of the keys. A suppressed one has no value, whatever it holds."""
    step = thresholds.round_to
    shown = {key: rounded(cells[key].conversations, step) for key in cells if key not in kept_in}
    for key in sorted(cells):
        whole = CellKey("all", 0, "all", key.geo, key.geo_level)
        value, of = shown.get(key), shown.get(whole)
        yield _row(key, CONVERSATIONS, value, _limits(value, step), naming)
        share = None if value is None or not of else round(100 * value / of, 2)
        yield _row(key, SHARE, share, _share_limits(value, of, step), naming)


def rounded(count: int, step: int) -> int:
    """Return a count rounded to the nearest multiple of ``step``, halves up."""
    return (2 * count + step) // (2 * step) * step


def _limits(value: int | None, step: int) -> tuple[float, float] | None:
    return None if value is None else (float(max(value - step // 2, 0)), float(value + (step - 1) // 2))


def _share_limits(value: int | None, of: int | None, step: int) -> tuple[float, float] | None:
    part, whole = _limits(value, step), _limits(of, step)
    if part is None or whole is None or not of:
        return None
    return round(100 * part[0] / whole[1], 2), round(min(100 * part[1] / max(whole[0], 1), 100.0), 2)


def _row(
    key: CellKey, metric: str, value: float | None, limits: tuple[float, float] | None, naming: Naming
) -> ReleaseRow:
    unclassified = key.node.split("|")[0] == NOT_CLASSIFIED or key.node.endswith(f"|{NOT_CLASSIFIED}")
    status = CellStatus.NOT_CLASSIFIED if unclassified else CellStatus.PUBLISHED
    return ReleaseRow(
        date_start=naming.month.first,
        date_end=naming.month.last,
        geo_id=safe_code(key.geo or naming.service_geo),
        geo_level=key.geo_level,
        category_name=key.category,
        hierarchy_level=key.level,
        node_id=safe_code(key.node),
        node_name=naming.name(key),
        node_external_id=naming.external_id(key),
        metric_id=metric,
        value=value,
        ci_low=limits[0] if limits else None,
        ci_high=limits[1] if limits else None,
        status=CellStatus.SUPPRESSED if value is None else status,
        epsilon=None,
        release_id=naming.release_id,
    )


def safe_code(code: str) -> str:
    """Return a code that no common tool takes for a missing value: ``NA`` becomes ``id:NA``."""
    return f"id:{code}" if code.strip().lower() in _LOST else code
