"""Journeys: guided sequences of questions, written as data, that end in an outcome with its sources.

``model`` says what one is, ``conditions`` how its questions branch, ``engine`` where answers lead, ``reading`` finds
the files, and ``check`` walks every path.
"""

from __future__ import annotations

from fingerpost.services.journeys.engine import Progress, follow
from fingerpost.services.journeys.model import Journey, Kind, Outcome, Question
from fingerpost.services.journeys.reading import journey_named, journeys_in, parse_journey, read_journey

__all__ = [
    "Journey",
    "Kind",
    "Outcome",
    "Progress",
    "Question",
    "follow",
    "journey_named",
    "journeys_in",
    "parse_journey",
    "read_journey",
]
