"""What guidance depends on about a person, read from its wording and from theirs.

``facets.toml`` holds how each facet is worded, in English and Welsh. Ages and nations are read as spans and sets by
``ages`` and ``places``. An option is what one piece of guidance is limited to: one value of a facet, a set of nations,
a span of ages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast

from fingerpost.answers import places
from fingerpost.answers.ages import Span, asked_ages, told_ages

AGE = "age"
NATION = "nation"
_MAY_HOLD_AN_AGE = re.compile(r"\d|\bage\b|oed")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet.

    ``wider`` are the values it is a narrower form of. ``says_itself`` marks one that people say of themselves: who has
    said the wider thing is taken not to be it.
    """

    key: str
    labels: Mapping[str, str]
    words: Mapping[str, str]
    told: re.Pattern[str]
    asked: re.Pattern[str]
    wider: frozenset[str]
    says_itself: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A dimension guidance can depend on, the question that asks for it, and its values."""

    key: str
    questions: Mapping[str, str]
    hints: tuple[str, ...]
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Option:
    """What a piece of guidance is limited to, in one dimension.

    Exactly one of the others is set. ``wording`` is the guidance's own words, where a difference has no other name.
    """

    dimension: str
    value: str = ""
    nations: frozenset[str] = frozenset()
    ages: Span | None = None
    wording: str = ""

    def meets(self, other: Option) -> bool:
        """Return whether one person can be in both."""
        if self.ages is not None and other.ages is not None:
            return self.ages.meets(other.ages)
        if self.nations:
            return bool(self.nations & other.nations)
        if self.wording:
            return self.wording == other.wording
        return self.value == other.value or self.is_kind_of(other) or other.is_kind_of(self)

    @property
    def says_itself(self) -> bool:
        """Return whether people who are this say so unasked."""
        return bool(self.value) and facets()[self.dimension].values[self.value].says_itself

    def is_kind_of(self, wide: Option) -> bool:
        """Return whether this is a narrower form of another: a private tenant is a tenant."""
        if self.dimension != wide.dimension or not self.value:
            return False
        return wide.value in facets()[self.dimension].values[self.value].wider

    def label(self, locale: str) -> str:
        """Return what its button says."""
        if self.ages is not None:
            return self.ages.label(locale)
        if self.nations:
            return places.label(self.nations, locale)
        return self.wording or _in(locale, facets()[self.dimension].values[self.value].labels)

    def words(self, locale: str) -> str:
        """Return what is put after the question when its button is pressed."""
        if self.ages is not None:
            return self.ages.words(locale)
        if self.nations:
            return f"{'yn' if locale.startswith('cy') else 'in'} {places.label(self.nations, locale)}"
        return self.wording or _in(locale, facets()[self.dimension].values[self.value].words)


@cache
def facets() -> Mapping[str, Facet]:
    """Return the facets by key, read from ``facets.toml``."""
    written = tomllib.loads((files("fingerpost.answers") / "facets.toml").read_text(encoding="utf-8"))
    return {key: _facet(key, facet) for key, facet in written.items()}


def question_for(dimension: str, locale: str) -> str:
    """Return the question that asks for a facet."""
    return _in(locale, facets()[dimension].questions)


@lru_cache(maxsize=4096)
def told(text: str) -> tuple[Option, ...]:
    """Return what a short piece of guidance (a title, a heading, a cell, a condition) is limited to.

    One that names two things in a dimension ("employed or self-employed") is limited to neither.
    """
    text = straight(text)
    lowered = text.lower()
    found = [Option(AGE, ages=span) for span in told_ages(text)] if _MAY_HOLD_AN_AGE.search(lowered) else []
    nations = places.told_nations(text)
    if nations:
        found.append(Option(NATION, nations=nations))
    for facet in facets().values():
        if any(hint in lowered for hint in facet.hints):
            found += [Option(facet.key, value=key) for key in _matching(facet, text, "told")]
    dimensions = [option.dimension for option in found]
    return tuple(option for option in found if dimensions.count(option.dimension) == 1)


def asked(text: str, dimension: str) -> tuple[Option, ...]:
    """Return what somebody says of themselves, in one dimension."""
    text = straight(text)
    if dimension == AGE:
        return tuple(Option(AGE, ages=span) for span in asked_ages(text))
    if dimension == NATION:
        return tuple(Option(NATION, nations=frozenset({nation})) for nation in sorted(places.asked_nations(text)))
    return tuple(Option(dimension, value=key) for key in _matching(facets()[dimension], text, "asked"))


def straight(text: str) -> str:
    """Return a text with straight apostrophes, as the patterns are written."""
    return text.replace("’", "'").replace("‘", "'")


def _matching(facet: Facet, text: str, how: str) -> list[str]:
    """Return the values whose wording stands in a text.

    Of those that are forms of one another only the narrowest, unless a text names several forms of one that it names
    too: "council or housing association" is social housing.
    """
    found = [key for key, value in facet.values.items() if getattr(value, how).search(text)]
    wider = frozenset[str]().union(*(facet.values[key].wider for key in found))
    narrow = [key for key in found if key not in wider]
    if len(narrow) > 1:
        shared = frozenset[str].intersection(*(facet.values[key].wider for key in narrow)) & set(found)
        narrow = sorted(shared, key=lambda key: -len(facet.values[key].wider))[:1] or narrow
    return narrow


def _facet(key: str, written: Mapping[str, Any]) -> Facet:
    values = cast("Mapping[str, Mapping[str, Any]]", written.get("values", {}))
    parents = {name: str(value.get("kind_of", "")) for name, value in values.items()}
    return Facet(
        key,
        written["question"],
        tuple(written.get("hints", ())),
        {
            name: Value(
                key=name,
                labels=value["label"],
                words=value["words"],
                told=_any_of(value["told"]),
                asked=_any_of(value["asked"]),
                wider=frozenset(_above(name, parents)),
                says_itself=bool(value.get("says_itself", False)),
            )
            for name, value in values.items()
        },
    )


def _above(name: str, parents: Mapping[str, str]) -> Iterable[str]:
    while parents[name]:
        name = parents[name]
        yield name


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _in(locale: str, wordings: Mapping[str, str]) -> str:
    return wordings["cy" if locale.startswith("cy") else "en"]
