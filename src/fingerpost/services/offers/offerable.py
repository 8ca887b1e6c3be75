"""What can be offered: the calculators and journeys of a service, with how people ask for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

if TYPE_CHECKING:
    from fingerpost.services.calculators import Calculator
    from fingerpost.services.journeys.model import Journey

PHRASES_FILE = Path(__file__).with_name("phrases.toml")
OfferKind = Literal["calculator", "journey"]
PATHS: Mapping[OfferKind, str] = {"calculator": "/calculators/", "journey": "/journeys/"}


@dataclass(frozen=True, slots=True)
class Phrases:
    """How people ask for a thing, and what they ask that only sounds like it.

    ``names`` and ``never`` are patterns: of words of which one must be said, and of words that mean something else.
    Empty ones ask for nothing.
    """

    asks: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    names: str = ""
    never: str = ""

    def allow(self, question: str) -> bool:
        """Return whether a question names this thing, and nothing that is something else."""
        if self.names and not re.search(self.names, question, re.IGNORECASE):
            return False
        return not (self.never and re.search(self.never, question, re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class Offerable:
    """A calculator or journey that may be offered.

    ``titles`` are what it is called, by language. ``phrases.asks`` always holds its titles. ``inputs`` is what a
    calculator takes; a journey is only started.
    """

    kind: OfferKind
    name: str
    titles: Mapping[str, str]
    phrases: Phrases
    inputs: type[BaseModel] | None = None

    @property
    def url(self) -> str:
        """Its page, on the service's own site."""
        return PATHS[self.kind] + self.name


def from_calculators(calculators: Mapping[str, Calculator]) -> tuple[Offerable, ...]:
    """Return these calculators as things to offer, in order."""
    return tuple(
        Offerable(
            "calculator",
            name,
            {"en": each.title},
            _with_own(phrases_of("calculator", name), (each.title, each.description), _questions(each.inputs)),
            each.inputs,
        )
        for name, each in calculators.items()
    )


def from_journeys(journeys: Mapping[str, Journey]) -> tuple[Offerable, ...]:
    """Return these journeys as things to offer, in order."""
    return tuple(
        Offerable(
            "journey",
            name,
            dict(each.title),
            _with_own(phrases_of("journey", name), (*each.title.values(), *each.description.values()), ()),
        )
        for name, each in journeys.items()
    )


def phrases_of(kind: OfferKind, name: str) -> Phrases:
    """Return the phrases that ship for a calculator or journey; none for one that did not ship with Fingerpost."""
    held = _shipped().get(kind, {}).get(name, {})
    if "like" in held:
        return phrases_of(_other(kind), held["like"])
    texts = (tuple(held.get("asks", ())), tuple(held.get("instead", ())))
    return Phrases(*texts, held.get("names", ""), held.get("never", ""))


def every_phrase(offerable: Iterable[Offerable]) -> tuple[str, ...]:
    """Return every phrase of these, once each, in order."""
    theirs = (phrase for each in offerable for phrase in (*each.phrases.asks, *each.phrases.instead))
    return tuple(dict.fromkeys((*theirs, *phrases_of_none())))


def does_the_same(each: Offerable, others: Iterable[Offerable]) -> bool:
    """Return whether one of these does what this one does, and is the one to offer of the two."""
    held = _shipped().get(each.kind, {}).get(each.name, {})
    return "like" in held and any((one.kind, one.name) == (_other(each.kind), held["like"]) for one in others)


def shipped_alone(known: Iterable[Offerable]) -> tuple[Offerable, ...]:
    """Return what phrases ship for and is not among these, such as a journey that only one service has."""
    there = {(each.kind, each.name) for each in known}
    return tuple(
        Offerable(kind, name, {"en": name}, phrases_of(kind, name))
        for kind in PATHS
        for name, held in _shipped()[kind].items()
        if "asks" in held and (kind, name) not in there
    )


def _other(kind: OfferKind) -> OfferKind:
    return "journey" if kind == "calculator" else "calculator"


def phrases_of_none() -> tuple[str, ...]:
    """Return what is asked of things that nothing that ships works out."""
    return tuple(_shipped()["elsewhere"]["anything"]["instead"])


def _with_own(shipped: Phrases, titles: Sequence[str], questions: Sequence[str]) -> Phrases:
    # Without phrases of its own, its title, what it says it does and what it asks stand for how people ask for it.
    own = (*titles, " ".join((titles[0], *questions))) if not shipped.asks else titles[:1]
    return replace(shipped, asks=(*shipped.asks, *own))


def _questions(inputs: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.title for field in inputs.model_fields.values() if field.title)


@cache
def _shipped() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    return tomllib.loads(PHRASES_FILE.read_text(encoding="utf-8"))
