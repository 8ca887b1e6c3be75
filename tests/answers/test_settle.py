"""What is wanted can change what a turn comes to, and never takes an answer away."""

from __future__ import annotations

import pytest

from fingerpost.answers.settle import settle
from fingerpost.domain import AnswerPart, Intent, Outcome, Statement, Turn

BINS = (AnswerPart("Bins", "https://x.example/", (Statement("We collect bins every week.", (1,)),)),)
PHONE = (AnswerPart("Bins", "https://x.example/", (Statement("Call 01632 960 230.", (1,)),)),)


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.PARTIAL, Outcome.CLARIFY])
def test_a_question_that_was_answered_is_never_called_out_of_scope(outcome: Outcome) -> None:
    turn = Turn("who won?", intent=Intent.NOT_FOR_US, outcome=outcome, parts=BINS)
    assert settle(turn) == turn


def test_a_question_for_somebody_else_that_found_nothing_is_out_of_scope() -> None:
    turn = Turn("who won?", intent=Intent.NOT_FOR_US, outcome=Outcome.UNANSWERABLE)
    assert settle(turn).outcome is Outcome.OUT_OF_SCOPE


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.PARTIAL, Outcome.UNANSWERABLE])
def test_who_asks_for_a_person_is_handed_over_with_what_was_found(outcome: Outcome) -> None:
    settled = settle(Turn("can I talk to someone?", intent=Intent.CONTACT_A_PERSON, outcome=outcome, parts=BINS))
    assert settled.outcome is Outcome.HANDOFF
    assert settled.parts == BINS


def test_words_that_say_how_to_reach_a_person_are_an_answer_to_who_asks_for_one() -> None:
    turn = Turn("who do I ring?", intent=Intent.CONTACT_A_PERSON, outcome=Outcome.ANSWERED, parts=PHONE)
    assert settle(turn).outcome is Outcome.ANSWERED


def test_a_complaint_keeps_its_answer_and_is_told_what_can_be_done() -> None:
    settled = settle(Turn("you are useless", intent=Intent.COMPLAINT, outcome=Outcome.PARTIAL, parts=BINS))
    assert (settled.outcome, settled.notices) == (Outcome.PARTIAL, ("complaint",))


@pytest.mark.parametrize("outcome", [Outcome.URGENT, Outcome.REFUSED])
def test_what_a_safeguard_decided_stands(outcome: Outcome) -> None:
    for intent in (Intent.CONTACT_A_PERSON, Intent.COMPLAINT, Intent.NOT_FOR_US):
        turn = Turn("x", intent=intent, outcome=outcome)
        assert settle(turn) == turn
