"""The spine: turns in, a release out, or nothing.

read → keep facets → settle conversations → count → gate. The month's key and its file are thrown away with the release,
so that nothing about anybody outlives it but the figures that passed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fingerpost import __version__
from fingerpost.errors import InsightsInputError, StorageError
from fingerpost.insights.facets import VERSION
from fingerpost.insights.gate.thresholds import Thresholds
from fingerpost.insights.gate.writer import Gate, Released
from fingerpost.insights.ingest import Reader, ingest
from fingerpost.insights.month_file import MonthFile
from fingerpost.insights.months import Month
from fingerpost.insights.node_names import external_ids_in, names_in
from fingerpost.insights.pseudonyms import MonthKeys
from fingerpost.insights.records import TurnGiven
from fingerpost.insights.tally import tally
from fingerpost.insights.taxonomy import Taxonomy, shipped
from fingerpost.insights.turn_files import SetAside

if TYPE_CHECKING:
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
    if not month.ended(now or datetime.now(UTC)):
        raise InsightsInputError(
            "this month is not over", where=str(month), fix="build it when the next month has begun"
        )
    keys = MonthKeys(workshop.folder / "keys")
    kept = MonthFile(workshop.folder / f"{month}.sqlite")
    try:
        reader = Reader(month, keys.of(month), workshop.protect, workshop.classify)
        with SetAsideFile(workshop.folder / f"{month}-set-aside.jsonl") as aside:
            left_out = ingest(turns, reader, kept, set_aside=aside.add, progress=progress)
        left_out.update(kept.settle())
        counted = tally(kept.conversations(), workshop.taxonomy)
        released = workshop.gate.release(counted, month, left_out=left_out, made_with=workshop.made_with)
    finally:
        kept.close()
    kept.delete()
    keys.destroy(month)
    return released


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
