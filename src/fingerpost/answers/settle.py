"""What a turn comes to when what was wanted changes it: somebody to talk to, a complaint, or a thing not done here."""

from __future__ import annotations

import re
from dataclasses import replace

from fingerpost.domain import Intent, Outcome, SentenceKind, Turn

FIXED_REPLIES = {
    Intent.GREETING: "greeting",
    Intent.THANKS: "thanks",
    Intent.ABOUT_THIS_ASSISTANT: "about",
}
"""The intents that are replied to in fixed wording, with the key of the notice: nothing is searched for them."""

WITH_CONTACT = frozenset({Intent.CONTACT_A_PERSON, Intent.COMPLAINT})
"""The intents whose reply always says how to reach a person, even where the guidance answers."""

_FOUND_OR_NOT = frozenset({Outcome.ANSWERED, Outcome.PARTIAL, Outcome.UNANSWERABLE})
# A phone number of three digits (999, 101), a long one, or an email address: what a reader can use to reach people.
_WAY_TO_REACH = re.compile(r"\b(?:999|101|111|112)\b|\b0\d[\d ]{6,12}\d\b|\S@\S+\.\w")


def settle(turn: Turn) -> Turn:
    """Return the turn with the outcome its intent asks for.

    A person was asked for: ``handoff``, with whatever guidance was found, unless the words quoted already say how to
    reach one. Not for us: ``out_of_scope``, but only where the search had found nothing likely to answer, so that a
    question that was misread is never refused. A complaint keeps its outcome and gets a notice.
    """
    if turn.intent is Intent.COMPLAINT and turn.outcome in _FOUND_OR_NOT:
        return replace(turn, notices=(*turn.notices, "complaint"))
    if turn.intent is Intent.CONTACT_A_PERSON and turn.outcome in _FOUND_OR_NOT:
        if turn.outcome is Outcome.ANSWERED and _says_how_to_reach(turn):
            return turn
        return replace(turn, outcome=Outcome.HANDOFF, reason="a person was asked for")
    if turn.intent is Intent.NOT_FOR_US and turn.outcome is Outcome.UNANSWERABLE:
        return replace(turn, outcome=Outcome.OUT_OF_SCOPE, reason="this is not a question for this service")
    return turn


def _says_how_to_reach(turn: Turn) -> bool:
    statements = (statement for part in turn.parts for statement in part.statements)
    return any(
        statement.kind is SentenceKind.CONTACT or _WAY_TO_REACH.search(statement.text) for statement in statements
    )
