"""What a turn comes to when what was wanted changes it: somebody to talk to, a complaint, or a thing not done here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fingerpost.domain import Intent, Offer, Outcome, SentenceKind, Turn, WorkedResult

FIXED_REPLIES = {
    Intent.GREETING: "greeting",
    Intent.THANKS: "thanks",
    Intent.ABOUT_THIS_ASSISTANT: "about",
}
"""The intents that are replied to in fixed wording, with the key of the notice: nothing is searched for them."""

WITH_CONTACT = frozenset({Intent.CONTACT_A_PERSON, Intent.COMPLAINT})
"""The intents whose reply always says how to reach a person, even where the guidance answers."""

MOST_OFFERS = 2
"""The most calculators and journeys offered beside one answer."""

_FOUND_OR_NOT = frozenset({Outcome.ANSWERED, Outcome.PARTIAL, Outcome.UNANSWERABLE})
# A phone number of three digits (999, 101), a long one, or an email address: what a reader can use to reach people.
_WAY_TO_REACH = re.compile(r"\b(?:999|101|111|112)\b|\b0\d[\d ]{6,12}\d\b|\S@\S+\.\w")


def settle(turn: Turn) -> Turn:
    """Return the turn with the outcome its intent asks for.

    A person was asked for: ``handoff``, with whatever guidance was found, unless the words quoted already say how to
    reach one. Not for us: ``out_of_scope``, but only where the search had found nothing likely to answer, so that a
    question that was misread is never refused. A complaint keeps its outcome and gets a notice. What was worked out is
    a part of an answer, though no sentence was found beside it.
    """
    if turn.outcome is Outcome.UNANSWERABLE and worked_for(turn):
        turn = replace(turn, outcome=Outcome.PARTIAL, reason="worked out, with no sentence found beside it")
    if turn.intent is Intent.COMPLAINT and turn.outcome in _FOUND_OR_NOT:
        return replace(turn, notices=(*turn.notices, "complaint"))
    if turn.intent is Intent.CONTACT_A_PERSON and turn.outcome in _FOUND_OR_NOT:
        if turn.outcome is Outcome.ANSWERED and _says_how_to_reach(turn):
            return turn
        return replace(turn, outcome=Outcome.HANDOFF, reason="a person was asked for")
    if turn.intent is Intent.NOT_FOR_US and turn.outcome is Outcome.UNANSWERABLE:
        return replace(turn, outcome=Outcome.OUT_OF_SCOPE, reason="this is not a question for this service")
    return turn


def worked_for(turn: Turn) -> tuple[WorkedResult, ...]:
    """Return what was worked out for a turn. Nobody whom a safeguard answers is shown a sum."""
    return turn.draft.worked if turn.draft and not turn.judgements else ()


def offered_with(turn: Turn, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Return the offers of a turn, those of its composer's tools first: none twice, and none that is worked out."""
    if turn.draft is None or turn.judgements or turn.outcome not in _FOUND_OR_NOT:
        return tuple(offers)
    worked = {each.name for each in turn.draft.worked}
    called = {(each.kind, each.name): each for each in turn.draft.offers}
    others = (each for each in offers if (each.kind, each.name) not in called and each.name not in worked)
    return (*called.values(), *others)[:MOST_OFFERS]


def _says_how_to_reach(turn: Turn) -> bool:
    statements = (statement for part in turn.parts for statement in part.statements)
    return any(
        statement.kind is SentenceKind.CONTACT or _WAY_TO_REACH.search(statement.text) for statement in statements
    )
