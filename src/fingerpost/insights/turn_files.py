"""Turns from files: JSON lines or Parquet, read as a stream, one checked turn at a time.

docs/reference/insights-input.md has the form. A row that is wrong is set aside with its place and the reason, which
never repeats what the row says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from fingerpost.domain import Intent, Outcome
from fingerpost.errors import InsightsInputError
from fingerpost.insights.facets import Channel, Nation
from fingerpost.insights.records import TurnGiven
from fingerpost.safeguards.urgent.kinds import KINDS

LONGEST_LINE = 1_000_000
LONGEST_ID = 200
LONGEST_QUESTION = 20_000
_MOST_LISTED = 50
_BATCH = 512
_FORM = "docs/reference/insights-input.md shows the form"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that can't be used: where it stands, and why."""

    where: str
    reason: str


class _WrongError(ValueError):
    """Why a row can't be used, in words that repeat nothing of it."""


def read_turns(file: Path) -> Iterator[TurnGiven | SetAside]:
    """Yield each row of a file as a turn, or as what is wrong with it.

    Raises:
        InsightsInputError: there is no such file, it is of another kind, or it can't be read at all.
    """
    rows = {".jsonl": _json_rows, ".ndjson": _json_rows, ".parquet": _parquet_rows}.get(file.suffix.lower())
    if rows is None:
        raise InsightsInputError(
            "this is neither JSON lines nor Parquet", where=str(file), fix="use a .jsonl or .parquet file; " + _FORM
        )
    if not file.is_file():
        raise InsightsInputError("there is no such file", where=str(file), fix="check the path")
    for where, row in rows(file):
        if isinstance(row, SetAside):
            yield row
            continue
        try:
            yield turn_of(row)
        except _WrongError as wrong:
            yield SetAside(where, str(wrong))


def turn_of(row: Mapping[str, Any]) -> TurnGiven:
    """Return a row as a turn. Raises ``ValueError`` whose words name the field and repeat nothing of it."""
    return TurnGiven(
        id=_text(row, "id", most=LONGEST_ID),
        conversation=_text(row, "conversation", most=LONGEST_ID),
        asked_at=_time(row.get("asked_at")),
        question=_text(row, "question", most=LONGEST_QUESTION),
        outcome=Outcome(_one_of(row, "outcome", tuple(Outcome), required=True)),
        account=_text(row, "account", most=LONGEST_ID, required=False),
        channel=_one_of(row, "channel", tuple(Channel)) or Channel.WEB,
        language=_text(row, "language", most=40, required=False),
        nation=_one_of(row, "nation", tuple(Nation)),
        intent=_one_of(row, "intent", tuple(Intent)),
        urgent=_texts(row, "urgent", allowed=frozenset(KINDS)),
        pages=_texts(row, "pages"),
        nearest=_texts(row, "nearest"),
        useful=_yes_or_no(row, "useful"),
    )


def _json_rows(file: Path) -> Iterator[tuple[str, Mapping[str, Any] | SetAside]]:
    try:
        with file.open("rb") as lines:
            number = 0
            while line := lines.readline(LONGEST_LINE + 1):
                number += 1
                where = f"{file.name}, line {number}"
                if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                    _skip_rest(lines)
                    yield where, SetAside(where, "the line is longer than a million bytes")
                elif line.strip():
                    yield where, _json_row(line, where)
    except OSError as problem:
        raise _unreadable(file, problem) from None


def _skip_rest(lines: Any) -> None:
    while (more := lines.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def _json_row(line: bytes, where: str) -> Mapping[str, Any] | SetAside:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        return SetAside(where, "the line is not JSON in UTF-8")
    if not isinstance(row, dict):
        return SetAside(where, "the line is not a JSON object")
    return cast("dict[str, Any]", row)


def _parquet_rows(file: Path) -> Iterator[tuple[str, Mapping[str, Any] | SetAside]]:
    number = 0
    broken: type[Exception] = import_module("pyarrow").ArrowException
    try:
        for batch in import_module("pyarrow.parquet").ParquetFile(file).iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield f"{file.name}, row {number}", row
    except (OSError, broken) as problem:
        raise _unreadable(file, problem) from None


def _unreadable(file: Path, problem: Exception) -> InsightsInputError:
    return InsightsInputError(
        f"the file can't be read ({type(problem).__name__})", where=str(file), fix="check it is whole; " + _FORM
    )


def _text(row: Mapping[str, Any], name: str, *, most: int, required: bool = True) -> str:
    value = row.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise _WrongError(f"'{name}' must be text")
    value = value.encode("utf-8", "ignore").decode().replace("\x00", "").strip()
    if required and not value:
        raise _WrongError(f"'{name}' is empty")
    if len(value) > most:
        raise _WrongError(f"'{name}' is longer than {most:,} characters")
    return value


def _time(value: object) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise _WrongError("'asked_at' is not a time, such as 2026-10-03T10:11:12Z") from None
    if not isinstance(value, datetime):
        raise _WrongError("'asked_at' is not a time, such as 2026-10-03T10:11:12Z")
    if value.tzinfo is None:
        raise _WrongError("'asked_at' does not say its zone, such as the Z of 2026-10-03T10:11:12Z")
    try:
        return value.astimezone(UTC)
    except (OverflowError, ValueError):
        raise _WrongError("'asked_at' is out of range") from None


def _one_of(row: Mapping[str, Any], name: str, allowed: tuple[str, ...], *, required: bool = False) -> str:
    value = row.get(name)
    if value in (None, "") and not required:
        return ""
    if not isinstance(value, str) or value not in allowed:
        raise _WrongError(f"'{name}' must be one of: {', '.join(allowed)}")
    return value


def _texts(row: Mapping[str, Any], name: str, *, allowed: frozenset[str] | None = None) -> tuple[str, ...]:
    value = row.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _WrongError(f"'{name}' must be a list of at most {_MOST_LISTED} texts")
    listed = cast("list[object]", value)
    if len(listed) > _MOST_LISTED or not all(isinstance(each, str) for each in listed):
        raise _WrongError(f"'{name}' must be a list of at most {_MOST_LISTED} texts")
    texts = cast("list[str]", listed)
    if allowed is not None and not allowed.issuperset(texts):
        raise _WrongError(f"'{name}' names a kind that is not known")
    return tuple(texts)


def _yes_or_no(row: Mapping[str, Any], name: str) -> bool | None:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise _WrongError(f"'{name}' must be true or false")
    return value
