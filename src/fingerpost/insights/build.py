"""The spine: turns in, a release out, or nothing.

read → keep facets → settle conversations → count → gate. The month's key and its file are thrown away with the release,
so that nothing about anybody outlives it but the figures that passed.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fingerpost import __version__
from fingerpost.errors import InsightsInputError, StorageError
from fingerpost.insights.collect import fill
from fingerpost.insights.facets import VERSION
from fingerpost.insights.gate.thresholds import Thresholds
from fingerpost.insights.gate.writer import Gate, Released
from fingerpost.insights.ingest import Reader, ingest
from fingerpost.insights.month_file import MonthFile
from fingerpost.insights.months import Month
from fingerpost.insights.node_names import external_ids_in, names_in
from fingerpost.insights.pseudonyms import MonthKeys
from fingerpost.insights.records import LeftOut, TurnGiven
from fingerpost.insights.tally import tally
from fingerpost.insights.taxonomy import Taxonomy, shipped
from fingerpost.insights.turn_files import SetAside

if TYPE_CHECKING:
    from fingerpost.conversations.insights import InsightsTable
    from fingerpost.insights.ingest import Classify
    from fingerpost.settings import Settings


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a month is built with.

    Attributes:
        folder: where the month waits until it is released; nobody but the service reads it.
        gate: the way out.
        protect: takes personal data out of a text.
        classify: says what turns are about.
        taxonomy: the topics.
        made_with: the versions that go into the manifest.
    """

    folder: Path
    gate: Gate
    protect: Callable[[str], str]
    classify: Classify
    taxonomy: Taxonomy
    made_with: dict[str, str]

    @classmethod
    def of(cls, settings: Settings) -> Workshop:
        """Return the workshop that a service's settings describe.

        Raises:
            SettingsError: a threshold is weaker than the gate allows.
            ModelFileError: the weights are missing, altered, or do not fit the embedder.
        """
        from fingerpost.insights.classify.topics import shipped_topics
        from fingerpost.insights.classify.turns import TurnClassifier
        from fingerpost.safeguards.personal_data import protect
        from fingerpost.search.embed import MiniLM

        taxonomy, embedder, wanted = shipped(), MiniLM(), settings.insights
        thresholds = Thresholds(**{name: getattr(wanted, name) for name in Thresholds.__dataclass_fields__})
        gate = Gate(
            folder=settings.path(wanted.releases),
            thresholds=thresholds,
            service_geo=_slug(settings.service.name),
            name=names_in(taxonomy),
            external_id=external_ids_in(taxonomy),
        )
        made_with = {
            "fingerpost": __version__,
            "facets": VERSION,
            "taxonomy": f"{taxonomy.edition}, sha256 {taxonomy.digest}",
            "embedder": embedder.fingerprint,
            "topics weights": shipped_topics().digest,
            "model": "none: every facet is told on the service's own machine",
            "prompt": "none",
        }
        return cls(
            settings.path(wanted.folder),
            gate,
            lambda text: protect(text).text,
            TurnClassifier(embedder),
            taxonomy,
            made_with,
        )


def build(
    month: Month,
    turns: Iterable[TurnGiven | SetAside],
    workshop: Workshop,
    *,
    now: datetime | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Released:
    """Build and release one month. An interrupted build goes on where it stopped when it is started again.

    Args:
        month: which month; it has to be over.
        turns: as they come in. Those of other months are left out.
        workshop: what it is built with.
        now: the time it is taken to be.
        progress: told how many turns have been read.

    Raises:
        InsightsInputError: the month is not over.
        ReleaseRefusedError: the gate lets nothing out.
        StorageError: a file can't be written or read.
    """
    _over(month, now)
    kept = MonthFile(workshop.folder / f"{month}.sqlite")
    keys = MonthKeys(workshop.folder / "keys")
    try:
        reader = Reader(month, keys.of(month), workshop.protect, workshop.classify)
        with SetAsideFile(workshop.folder / f"{month}-set-aside.jsonl") as aside:
            left_out = ingest(turns, reader, kept, set_aside=aside.add, progress=progress)
        return release(month, kept, workshop, left_out)
    finally:
        kept.close()


def build_collected(month: Month, table: InsightsTable, workshop: Workshop, *, now: datetime | None = None) -> Released:
    """Release a month from what was counted of the service's own conversations, which goes with the release.

    Args:
        month: which month; it has to be over.
        table: where it waits.
        workshop: what it is built with.
        now: the time it is taken to be.

    Raises:
        InsightsInputError: the month is not over, or nothing of it waits.
        ReleaseRefusedError: the gate lets nothing out. What waits is kept then.
        StorageError: a file or the database can't be written or read.
    """
    _over(month, now)
    keys = MonthKeys(workshop.folder / "keys")
    if not keys.held(month):
        raise InsightsInputError(
            "nothing was collected in this month, or it has been released",
            where=str(month),
            fix="set insights.collect in fingerpost.toml, or give the month's turns with --turns",
        )
    # Whatever an interrupted build left is made again: reading the table takes a moment, and some may be deleted now.
    MonthFile(workshop.folder / f"{month}.sqlite").delete()
    kept = MonthFile(workshop.folder / f"{month}.sqlite")
    try:
        left_out = fill(kept, table.of_month(str(month)), keys.of(month))
        released = release(month, kept, workshop, left_out)
    finally:
        kept.close()
    table.forget(str(month))
    return released


def release(month: Month, kept: MonthFile, workshop: Workshop, left_out: Counter[LeftOut]) -> Released:
    """Let a month's figures out through the gate, then throw its file and its key away.

    Raises:
        ReleaseRefusedError: the gate lets nothing out; the file and the key are kept then.
        StorageError: a file can't be written or read.
    """
    left_out.update(kept.settle())
    counted = tally(kept.conversations(), workshop.taxonomy)
    released = workshop.gate.release(counted, month, left_out=left_out, made_with=workshop.made_with)
    kept.delete()
    MonthKeys(workshop.folder / "keys").destroy(month)
    return released


def _over(month: Month, now: datetime | None) -> None:
    if not month.ended(now or datetime.now(UTC)):
        raise InsightsInputError(
            "this month is not over", where=str(month), fix="build it when the next month has begun"
        )


class SetAsideFile:
    """The rows that could not be used: where each stands and why, a JSON object a line. Nothing of what they say."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> SetAsideFile:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._lines = os.fdopen(handle, "w", encoding="utf-8")
        except OSError as problem:
            raise StorageError(
                f"the list of rows set aside can't be written ({type(problem).__name__})",
                where=str(self._file),
                fix="let this user write the folder",
            ) from None
        return self

    def add(self, row: SetAside) -> None:
        """Write one row."""
        self._lines.write(json.dumps({"where": row.where, "reason": row.reason}) + "\n")

    def __exit__(self, *_: object) -> None:
        self._lines.close()
        if not self._file.stat().st_size:
            self._file.unlink()


def _slug(name: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split()) or "service"
