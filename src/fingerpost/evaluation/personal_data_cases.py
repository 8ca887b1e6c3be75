"""Cases for the finding of personal data: texts, and what in them is somebody's.

A line is ``{"text": …, "pii": …}`` or ``{"text": …, "expected_positions": [[start, end], …]}``. ``pii`` may be

- ``true`` or ``false``: whether there is any in the text;
- a list of the words themselves, of ``[start, end]`` pairs, or of objects with ``text`` or ``start`` and ``end``, and
  the kind as ``entity``, ``type`` or ``label`` where it is known;
- an object of kinds with their words: ``{"phone": "07700 900123"}``.

``entity`` on the line is the kind of everything in it. Null, an empty list and a missing list all mean nothing to find.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import read_lines, text_of

_FIX = "give each line a 'text' and a 'pii' or 'expected_positions'; docs/reference/evaluation-cases.md shows the forms"
_KIND_KEYS = ("entity", "type", "label", "kind")


@dataclass(frozen=True, slots=True)
class Expected:
    """Something of somebody's in a text: where it stands, and of what kind; the kind is empty where it is not said."""

    start: int
    end: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PersonalDataCase:
    """A text and what is to be found in it.

    ``somewhere`` says only that there is something in it, and not where. ``kind`` is of the whole line, a near miss's
    too; ``of_its_kind_alone`` says that the line tells nothing of other kinds.
    """

    text: str
    expected: tuple[Expected, ...] = ()
    somewhere: bool = False
    kind: str = ""
    of_its_kind_alone: bool = False


def read_personal_data_cases(file: Path) -> list[PersonalDataCase]:
    """Read a file of cases. Raises ``EvaluationInputError``, naming the line and what is wrong in it."""
    cases = [_case(row, where) for where, row in read_lines(file)]
    if not cases:
        raise EvaluationInputError("there is no case in this file", where=str(file), fix=_FIX)
    return cases


def _case(row: dict[str, Any], where: str) -> PersonalDataCase:
    text = text_of(row, "text", where)
    kind = _kind(row)
    if "pii" not in row:
        if "expected_positions" not in row and "entity" not in row and "expected_len" not in row:
            raise EvaluationInputError("this line has neither 'pii' nor 'expected_positions'", where=where, fix=_FIX)
        expected = tuple(_all(row.get("expected_positions"), text, where, kind))
        return PersonalDataCase(text, expected, kind=kind, of_its_kind_alone=bool(kind))
    pii = row["pii"]
    if isinstance(pii, bool):
        return PersonalDataCase(text, somewhere=pii, kind=kind)
    return PersonalDataCase(text, tuple(_all(pii, text, where, kind)), kind=kind)


def _all(written: Any, text: str, where: str, kind: str) -> Iterator[Expected]:
    if written is None:
        return
    if isinstance(written, str):
        written = [written]
    if isinstance(written, dict):
        for name, words in cast("dict[str, Any]", written).items():
            yield from _all(words, text, where, name)
        return
    if not isinstance(written, list):
        raise EvaluationInputError("what is to be found must be a list, true or false", where=where, fix=_FIX)
    after: dict[str, int] = {}
    for one in cast("list[Any]", written):
        yield _one(one, text, where, kind, after)


def _one(one: Any, text: str, where: str, kind: str, after: dict[str, int]) -> Expected:
    if isinstance(one, str):
        start = text.find(one, after.get(one, 0)) if one else -1
        start = text.find(one) if start < 0 and one else start
        if start < 0:
            raise EvaluationInputError("what is to be found does not stand in the text", where=where, fix=_FIX)
        after[one] = start + len(one)
        return Expected(start, start + len(one), kind)
    if isinstance(one, dict):
        entry = cast("dict[str, Any]", one)
        named = _kind(entry) or kind
        if "start" in entry and "end" in entry:
            return _one([entry["start"], entry["end"]], text, where, named, after)
        words = next((entry[key] for key in ("text", "value", "word") if isinstance(entry.get(key), str)), None)
        return _one(words, text, where, named, after)
    places = cast("list[Any]", one) if isinstance(one, list) else []
    if len(places) >= 2 and all(isinstance(place, int) for place in places[:2]):
        if not 0 <= places[0] < places[1] <= len(text) + 1:
            raise EvaluationInputError(f"{places[:2]} is no stretch of this text", where=where, fix=_FIX)
        return Expected(places[0], places[1], kind)
    raise EvaluationInputError("what is to be found must be words, a place or an object", where=where, fix=_FIX)


def _kind(row: dict[str, Any]) -> str:
    return next((row[key] for key in _KIND_KEYS if isinstance(row.get(key), str)), "")
