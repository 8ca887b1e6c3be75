"""Writes a release, or nothing. No other code of the insights package writes what a reader could see.

Everything is decided before the first byte is written, into a folder that gets its name only when it is whole.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import Any

from filelock import FileLock

from fingerpost.errors import ReleaseRefusedError, StorageError
from fingerpost.insights.gate.datasheet import datasheet
from fingerpost.insights.gate.history import TABLE, History
from fingerpost.insights.gate.rows import Naming, rounded, rows_of
from fingerpost.insights.gate.suppression import suppressed
from fingerpost.insights.gate.thresholds import Thresholds
from fingerpost.insights.months import Month
from fingerpost.insights.records import CellKey, CellStatus, LeftOut, ReleaseRow
from fingerpost.insights.tally import WHOLE, Tally

COLUMNS = tuple(each.name for each in fields(ReleaseRow))
"""The columns of a release, in order."""


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was made: where, and how many figures it tells and keeps in."""

    release_id: str
    folder: Path
    published: int
    suppressed: int


@dataclass(frozen=True, slots=True)
class Gate:
    """The way out. It holds the thresholds and knows the releases made before.

    Attributes:
        folder: where releases are kept, a folder each.
        thresholds: what a figure needs.
        service_geo: the geography of the service as a whole.
        name: each node's name.
        external_id: each node's code elsewhere, empty where it has none.
    """

    folder: Path
    thresholds: Thresholds
    service_geo: str
    name: Callable[[CellKey], str]
    external_id: Callable[[CellKey], str]

    def release(
        self, counted: Tally, month: Month, *, left_out: Mapping[LeftOut, int], made_with: Mapping[str, str]
    ) -> Released:
        """Write what may be known of a month.

        Args:
            counted: the month's cells.
            month: which month.
            left_out: how many turns and conversations do not count, and why. Told rounded, as everything is.
            made_with: the versions and digests of what made the figures.

        Raises:
            ReleaseRefusedError: too few people used the service, or the release would tell on an earlier one. Nothing
                is written then.
            StorageError: the folder can't be written. Nothing is left behind then.
        """
        kept_in = suppressed(counted.cells, counted.groups, self.thresholds, counted.withheld)
        if WHOLE in kept_in:
            raise ReleaseRefusedError(
                "too few people used the service in this month, so nothing is published",
                where=str(month),
                fix="nothing has to be done; more people may use it in another month",
            )
        # Two releases of one month at once would each be compared with nothing, so they take turns.
        with self._alone():
            history = History(self.folder)
            naming = Naming(history.next_id(month), month, f"service:{self.service_geo}", self.name, self.external_id)
            # A withheld cell is in the sums and not in the release.
            told = {key: cell for key, cell in counted.cells.items() if key not in counted.withheld}
            rows = list(rows_of(told, kept_in, self.thresholds, naming))
            self._prove(rows, counted, kept_in)
            history.check(rows, month, self.thresholds)
            self._write(rows, self._manifest(rows, naming, left_out, made_with), history, month)
        figures = [row for row in rows if row.metric_id == "conversations"]
        hidden = sum(row.status is CellStatus.SUPPRESSED for row in figures)
        return Released(naming.release_id, self.folder / naming.release_id, len(figures) - hidden, hidden)

    @contextmanager
    def _alone(self) -> Generator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", mode=0o600):
                yield
        except OSError as problem:
            raise _unwritable(self.folder, problem) from None

    def _prove(self, rows: Sequence[ReleaseRow], counted: Tally, kept_in: frozenset[CellKey]) -> None:
        """Check the finished rows once more against the counts, on their own: what was meant is not what is trusted."""
        enough = {
            (key.category, key.level, key.node, key.geo or f"service:{self.service_geo}")
            for key, cell in counted.cells.items()
            if key not in kept_in and self.thresholds.enough(cell)
        }
        for row in rows:
            told = row.value is not None or row.ci_low is not None or row.ci_high is not None
            place = (row.category_name, row.hierarchy_level, row.node_id, row.geo_id)
            if told != (row.status is not CellStatus.SUPPRESSED) or (told and place not in enough):
                raise ReleaseRefusedError(
                    "a figure about too few people was about to be written, so nothing is",
                    where=f"{row.category_name}, {row.node_id}",
                    fix="report this: it is a fault in Fingerpost",
                )

    def _manifest(
        self, rows: Sequence[ReleaseRow], naming: Naming, left_out: Mapping[LeftOut, int], made_with: Mapping[str, str]
    ) -> dict[str, Any]:
        return {
            "release_id": naming.release_id,
            "month": str(naming.month),
            "columns": list(COLUMNS),
            "thresholds": asdict(self.thresholds),
            "epsilon_spent": None,
            "made_with": dict(sorted(made_with.items())),
            "left_out": {why.value: self._vague(left_out.get(why, 0)) for why in LeftOut},
            "rows": len(rows),
            "notes": [
                "An account is a browser, an adviser or an API client, as a hash that is keyed anew each month.",
                "Whoever clears their cookies or uses another browser is a new account.",
                "Conversations without an account are left out and only counted.",
                "No figure here is differentially private; the thresholds and rounding are what protects people.",
            ],
        }

    def _vague(self, count: int) -> str:
        """Return how many were left out as a reader may know it: rounded, and nothing exact of a few."""
        few = self.thresholds.conversations
        return f"about {rounded(count, self.thresholds.round_to)}" if count >= few else f"fewer than {few}"

    def _write(self, rows: Sequence[ReleaseRow], manifest: Mapping[str, Any], history: History, month: Month) -> None:
        release_id = str(manifest["release_id"])
        table = as_csv(rows)
        fresh = self.folder / f".{release_id}"
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            (fresh / TABLE).write_bytes(table)
            _write_parquet(rows, fresh / "release.parquet")
            (fresh / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
            (fresh / "datasheet.md").write_text(datasheet(rows, manifest), encoding="utf-8")
            # On the list first: a release that is listed and missing stops the next one, the other way round would not.
            history.add(release_id, month, table)
            fresh.replace(self.folder / release_id)
        except OSError as problem:
            shutil.rmtree(fresh, ignore_errors=True)
            raise _unwritable(self.folder, problem) from None


def _unwritable(folder: Path, problem: OSError) -> StorageError:
    return StorageError(
        f"the release can't be written ({type(problem).__name__})",
        where=str(folder),
        fix="let this user write the folder, and check that the disk is not full",
    )


def as_csv(rows: Sequence[ReleaseRow]) -> bytes:
    """Return rows as CSV in UTF-8 with Unix line ends, a header first; nothing stands where there is no value."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows([_plain(getattr(row, name)) for name in COLUMNS] for row in rows)
    return written.getvalue().encode()


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "" if value is None else value


def _write_parquet(rows: Sequence[ReleaseRow], file: Path) -> None:
    pa: Any = import_module("pyarrow")
    kinds: dict[str, Any] = {
        "date_start": pa.date32(),
        "date_end": pa.date32(),
        "hierarchy_level": pa.int8(),
        **dict.fromkeys(("value", "ci_low", "ci_high", "epsilon"), pa.float64()),
    }
    schema: Any = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    columns = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    columns["status"] = [str(row.status) for row in rows]
    import_module("pyarrow.parquet").write_table(pa.table(columns, schema=schema), file)
