"""The variables in what an outcome says: ``{key}`` is an answer, ``{calculation.figure}`` a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fingerpost.services.journeys.conditions import Name
from fingerpost.services.journeys.model import Outcome, Words

VARIABLE = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?\}")


def variables(outcome: Outcome) -> tuple[Name, ...]:
    """Return every answer and result an outcome's words hold, once each."""
    return tuple(
        dict.fromkeys(name for words in outcome_words(outcome) for each in words.values() for name in named(each))
    )


def outcome_words(outcome: Outcome) -> Iterator[Words]:
    """Yield everything an outcome says."""
    yield outcome.title
    yield from (words for words in (outcome.body, outcome.start and outcome.start.label) if words)
    if outcome.submission:
        yield from (words for words in (outcome.submission.declaration, outcome.submission.button) if words)
    for section in outcome.sections:
        yield from (words for words in (section.title, section.body, section.start and section.start.label) if words)


@cache
def named(text: str) -> tuple[Name, ...]:
    """Return the variables in a text, in order."""
    return tuple(Name(found[1], found[2] or "") for found in VARIABLE.finditer(text))
