"""What somebody wants who asks in Welsh, read with care: no fixed reply may take the place of an answer."""

from __future__ import annotations

from collections.abc import Callable

from fingerpost.answers.language.across import WELSH
from fingerpost.answers.language.glossary import to_english
from fingerpost.domain import Intent

_LOOKED_FOR = frozenset({Intent.GUIDANCE, Intent.DO_A_TASK, Intent.ELIGIBILITY, Intent.CALCULATION})


def read_intent(question: str, language: str, read: Callable[[str], Intent]) -> Intent:
    """Return what a question wants.

    "Ydych chi'n casglu hen soffa?" ("do you collect an old sofa?") speaks to "you", and a reader of intents that knows
    little Welsh may take it for a question about the assistant. That would end the turn without a search, so it is read
    again in English words, and looked for when they ask for guidance.

    Args:
        question: in its own words.
        language: the question's, as ``detect`` tells it.
        read: reads an intent, best from English.
    """
    intent = read(question)
    if language == WELSH and intent is Intent.ABOUT_THIS_ASSISTANT:
        again = read(to_english(question) or question)
        return again if again in _LOOKED_FOR else intent
    return intent
