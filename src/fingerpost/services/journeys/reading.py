"""Journeys' files: read, checked for what they name, and found by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from fingerpost.errors import JourneyFileError, UnknownJourneyError
from fingerpost.services.journeys.model import Journey
from fingerpost.services.journeys.references import mistakes

SHIPPED = Path(__file__).parent / "uk"
"""Where the journeys stand that come with Fingerpost."""

FOLDER = "journeys"
"""A service's own journeys, in its folder."""

_LARGEST = 2_000_000
# libyaml's loader reads the same ten times as fast; a wheel without it has only the other.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Exact(_Loader):
    """YAML with every number that has a point read as a decimal, exactly as it is written."""


def _decimal(loader: Any, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)


def read_journey(file: Path) -> Journey:
    """Return the journey in a file.

    Raises:
        JourneyFileError: it can't be read, is not in the published form, or names something that is not there. Every
            mistake is listed with its place.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise JourneyFileError("the file is too large to be a journey", where=str(file), fix="split it")
        written = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise JourneyFileError(f"can't be read: {reason}", where=str(file), fix="name a YAML file") from None
    return parse_journey(written, where=str(file))


def parse_journey(written: str, *, where: str) -> Journey:
    """Return the journey in a text. Raises ``JourneyFileError`` as ``read_journey`` does."""
    try:
        held: Any = yaml.load(written, _Exact)  # noqa: S506 - a safe loader with exact numbers
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise JourneyFileError("is not YAML", where=where + line, fix="mend the line, or the one above it") from None
    try:
        journey = Journey.model_validate(held)
    except ValidationError as problem:
        said = [_mistake(dict(error)) for error in problem.errors()]
        raise _wrong(where, said) from None
    found = list(dict.fromkeys(mistakes(journey)))
    if found:
        raise _wrong(where, found)
    return journey


@cache
def shipped_journeys() -> Mapping[str, Journey]:
    """Return the journeys that come with Fingerpost, by name."""
    return _by_name(sorted(SHIPPED.glob("*.yaml")))


def journeys_in(folder: Path, offered: Sequence[str] = ("*",)) -> Mapping[str, Journey]:
    """Return the journeys of a service: those shipped, and its own, which take the place of a shipped one's name.

    Args:
        folder: the service's.
        offered: the names wanted, in order; ``*`` is all of them that are not named.

    Raises:
        JourneyFileError: one of its files can't be used.
        UnknownJourneyError: a name is offered that is not there.
    """
    found = {**shipped_journeys(), **_by_name(sorted((folder / FOLDER).glob("*.yaml")))}
    rest = [name for name in sorted(found) if name not in offered]
    wanted = [name for each in offered for name in (rest if each == "*" else [each])]
    return {name: _journey(found, name) for name in wanted}


def _journey(found: Mapping[str, Journey], name: str) -> Journey:
    if name not in found:
        near = difflib.get_close_matches(name, found, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UnknownJourneyError(
            "there is no such journey", where="journey", fix=f"{hint}use one of: {', '.join(sorted(found)) or 'none'}"
        )
    return found[name]


def journey_named(found: Mapping[str, Journey], name: str) -> Journey:
    """Return the journey of this name. Raises ``UnknownJourneyError``, which names the nearest."""
    return _journey(found, name)


def _by_name(files: Sequence[Path]) -> dict[str, Journey]:
    found: dict[str, Journey] = {}
    for file in files:
        journey = read_journey(file)
        if journey.name != file.stem:
            raise JourneyFileError(
                f"its name is {journey.name!r}", where=str(file), fix=f"call the file {journey.name}.yaml"
            )
        found[journey.name] = journey
    return found


def _wrong(where: str, said: Sequence[str]) -> JourneyFileError:
    return JourneyFileError("; ".join(said), where=where, fix="docs/reference/journeys.md says what each part takes")


def _mistake(error: Mapping[str, Any]) -> str:
    place = "".join(_steps(error["loc"])).lstrip(".")
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {message[:1].lower()}{message[1:]}" if place else message


def _steps(place: Sequence[str | int]) -> Iterator[str]:
    for step in place:
        yield f"[{step}]" if isinstance(step, int) else f".{step}"
