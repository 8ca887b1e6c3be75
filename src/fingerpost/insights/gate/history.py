"""What was released before, and whether a new release would tell on it.

Months share no conversation, so nothing is had by subtracting one from another. The same month released again is
another matter: what a few people changed would be the difference. So it goes out only if every figure is the one
published before, or differs by so much that at least as many accounts as a cell needs must lie between; and if nothing
is published that was suppressed before.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from fingerpost.errors import ReleaseRefusedError, StorageError
from fingerpost.insights.gate.thresholds import Thresholds
from fingerpost.insights.month_file import MOST_CONVERSATIONS
from fingerpost.insights.months import Month
from fingerpost.insights.records import CellStatus, ReleaseRow

LIST = "releases.json"
"""The list of every release made here, beside them. It is part of the gate: keep it with the releases."""
TABLE = "release.csv"

_Key = tuple[str, ...]


class History:
    """The releases in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def listed(self) -> list[dict[str, str]]:
        """Return every release made here, oldest first: its id, its month and its table's SHA-256.

        Raises:
            ReleaseRefusedError: the list can't be read, or there are releases here that it does not know.
        """
        file = self._folder / LIST
        try:
            read: Any = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"releases": []}
            held = cast("list[dict[str, str]]", read["releases"])
            known = {str(each["release_id"]) for each in held}
            # One that is being written has a dot before its name.
            tables = self._folder.glob(f"[!.]*/{TABLE}") if self._folder.exists() else ()
            found = {path.parent.name for path in tables}
        except (OSError, ValueError, KeyError, TypeError):
            raise _refused("the list of earlier releases can't be read", file, "put it back from a backup") from None
        if not found <= known:
            raise _refused(
                "there are releases here that the list does not know", file, "put the list back, or use another folder"
            )
        return held

    def next_id(self, month: Month) -> str:
        """Return the id of the month's next release. Raises ``ReleaseRefusedError``: see ``listed``."""
        return f"{month}-r{1 + sum(each['month'] == str(month) for each in self.listed())}"

    def check(self, rows: Sequence[ReleaseRow], month: Month, thresholds: Thresholds) -> None:
        """Return if these rows tell nothing of any earlier release of the month.

        Raises:
            ReleaseRefusedError: they would, or an earlier release is missing or altered, so that nobody can say.
        """
        for each in self.listed():
            if each["month"] == str(month):
                self._compare(rows, self._read(each), each["release_id"], thresholds)

    def add(self, release_id: str, month: Month, table: bytes) -> None:
        """Put a release on the list. Raises ``StorageError``."""
        entry = {"release_id": release_id, "month": str(month), "sha256": hashlib.sha256(table).hexdigest()}
        fresh = self._folder / f".{LIST}"
        try:
            with fresh.open("w", encoding="utf-8") as written:
                json.dump({"releases": [*self.listed(), entry]}, written, indent=2)
                written.flush()
                os.fsync(written.fileno())
            fresh.replace(self._folder / LIST)
        except OSError as problem:
            raise StorageError(
                f"the list of releases can't be written ({type(problem).__name__})",
                where=str(self._folder / LIST),
                fix="let this user write the folder, and check that the disk is not full",
            ) from None

    def _read(self, each: dict[str, str]) -> dict[_Key, float | None]:
        file = self._folder / each["release_id"] / TABLE
        try:
            raw = file.read_bytes()
        except OSError:
            raise _refused(
                "an earlier release of this month is not here to compare with", file, "put it back"
            ) from None
        if hashlib.sha256(raw).hexdigest() != each["sha256"]:
            raise _refused("an earlier release of this month was altered", file, "put it back as it was")
        return {
            (row["geo_id"], row["category_name"], row["hierarchy_level"], row["node_id"]): (
                float(row["value"]) if row["status"] != CellStatus.SUPPRESSED else None
            )
            for row in csv.DictReader(raw.decode("utf-8").splitlines())
            if row["metric_id"] == "conversations"
        }

    def _compare(
        self, rows: Sequence[ReleaseRow], before: dict[_Key, float | None], release_id: str, thresholds: Thresholds
    ) -> None:
        # So many conversations lie between the two that no fewer accounts than a cell needs can have made them, though
        # each figure was rounded.
        far = thresholds.accounts * MOST_CONVERSATIONS + thresholds.round_to
        for row in rows:
            if row.metric_id != "conversations" or row.value is None:
                continue
            earlier = before.get((row.geo_id, row.category_name, str(row.hierarchy_level), row.node_id))
            if earlier is None or 0 < abs(row.value - earlier) < far:
                raise _refused(
                    "beside an earlier release of this month, this one would tell of a few people by subtraction",
                    self._folder / release_id,
                    "leave the earlier release as it is, and let what changed count from the next month on",
                )


def _refused(what: str, file: Path, fix: str) -> ReleaseRefusedError:
    return ReleaseRefusedError(what, where=str(file), fix=fix)
