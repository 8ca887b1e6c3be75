"""Whether a journey says everything in each of its languages, with the same variables, and links that lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import BaseModel

from fingerpost.services.journeys.model import Journey
from fingerpost.services.journeys.variables import named

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ANY_LINK = re.compile(r"\[[^\]\n]+\]\(((?:[^()\n]|\([^()\n]*\))*)\)")
# What the pages show as a link: an address of the web, or a page of the service's own.
_LEADS = re.compile(
    r"https?://[\w.-]+\.[a-z]{2,}(?:[:/?#]\S*)?|/(?:journeys|calculators|talk-to-someone)\b[\w/-]*", re.IGNORECASE
)


def untranslated(journey: Journey) -> Iterator[tuple[str, str]]:
    """Yield what is not said alike in each language, as its place and what is wrong."""
    for where, words in words_in(journey):
        missing = [language for language in journey.languages if not words.get(language, "").strip()]
        if missing:
            yield where, f"it is not said in {', '.join(missing)}"
        for language in words.keys() - set(journey.languages):
            yield where, f"it is said in {language}, which the journey does not list in 'languages'"
        said = [words[language] for language in journey.languages if language in words]
        if len({frozenset(named(text)) for text in said}) > 1:
            yield where, "its languages hold different variables"
        if len({len(_LINK.findall(text)) for text in said}) > 1:
            yield where, "its languages hold different numbers of links"


def bad_links(journey: Journey) -> Iterator[tuple[str, str]]:
    """Yield the links in a journey's words that lead nowhere, as their place and what is wrong."""
    for where, words in words_in(journey):
        for link in dict.fromkeys(link for text in words.values() for link in _ANY_LINK.findall(text)):
            if not _LEADS.fullmatch(link):
                yield where, f"its link leads nowhere: {link or 'it is empty'}; write https:// and the whole address"


def words_in(part: object, where: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield everything a part of a journey says, with its place."""
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            place = f"{where}.{name}" if where else name
            if _is_words(field.annotation, value):
                yield place, cast("Mapping[str, str]", value)
            else:
                yield from words_in(value, place)
    elif isinstance(part, tuple):
        for number, each in enumerate(cast("tuple[Any, ...]", part)):
            key = getattr(each, "key", number)
            yield from words_in(each, f"{where}.{key}")


def _is_words(annotation: object, value: object) -> bool:
    """Return whether a field holds words by language; an address by language is none."""
    if not isinstance(value, dict) or not value:
        return False
    return (
        "Calculation" not in str(annotation)
        and all(isinstance(each, str) for each in cast("dict[str, Any]", value).values())
        and not all(str(each).startswith("http") for each in cast("dict[str, Any]", value).values())
    )
