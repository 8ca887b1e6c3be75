"""One short question back: when the guidance differs for people, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fingerpost.answers.clarify import asked_back, clarify
from fingerpost.domain import (
    Outcome,
    Turn,
)
from tests.answers.asked_back import QUESTION, asks, draft, labels, passages, whole


def test_titles_that_differ_by_who_it_is_for_are_asked_about(sections) -> None:
    adult = sections(
        "<p>It costs £95.</p>", url="https://www.sampleford.example/adult", title="Renew a pass for an adult"
    )
    child = sections(
        "<p>It costs £30.</p>", url="https://www.sampleford.example/child", title="Renew a pass for a child"
    )

    asked = asks("How do I renew a pass?", whole(*adult), (*adult, *child))

    assert asked.clarification.dimension == "person"
    assert labels(asked) == ["An adult", "A child"]
    assert asked.draft.next_step is None
    assert clarify("How do I renew my daughter's pass?", whole(*adult), passages(*adult, *child)) is None


def test_titles_alike_but_for_a_word_are_offered_in_their_own_words(sections) -> None:
    first = sections(
        "<p>Apply by January.</p>", url="https://www.sampleford.example/1", title="Apply for a primary school place"
    )
    second = sections(
        "<p>Apply by October.</p>", url="https://www.sampleford.example/2", title="Apply for a secondary school place"
    )
    other = sections("<p>Call us.</p>", url="https://www.sampleford.example/3", title="Apply for a library card")

    asked = asks("How do I apply for a school place?", whole(*first), (*first, *second, *other))

    assert asked.clarification.dimension == "which"
    assert labels(asked) == ["Apply for a primary school place", "Apply for a secondary school place"]
    said = "How do I apply for a secondary school place?"
    assert clarify(said, whole(*second), passages(*second, *first, *other)) is None


def test_headings_alike_but_for_a_slot_are_offered_in_their_own_words(sections) -> None:
    page = sections(
        "<h2>If your vehicle is registered in the EU</h2><p>Send the papers.</p>"
        "<h2>If your vehicle is not registered in the EU</h2><p>Pay for a test.</p>"
    )

    asked = asks("What do I do with my car?", whole(page[0]), page)

    assert labels(asked) == ["If your vehicle is registered in the EU", "If your vehicle is not registered in the EU"]
    assert clarify("My car is registered in the EU, what do I do?", whole(page[0]), passages(*page)) is None


@pytest.mark.parametrize(
    "headings",
    [("Pay online", "Pay by post"), ("If we say yes", "If we say no"), ("Renewing your badge", "Replacing your badge")],
)
def test_ways_events_and_tasks_are_not_asked_about(sections, headings: tuple[str, str]) -> None:
    page = sections("".join(f"<h2>{heading}</h2><p>Do this.</p>" for heading in headings))

    assert clarify("What do I do about my bill?", whole(page[0]), passages(*page)) is None


def test_a_question_about_the_difference_is_answered_by_both_sides(sections) -> None:
    page = sections("<p>A licence costs £36 in England. In Scotland, a licence is free.</p>")

    assert clarify("What is the difference in cost?", whole(page[0]), passages(*page)) is None


def test_a_finished_turn_that_asks_back_is_clarify_only_when_something_is_shown(damp) -> None:
    clarification = asks(QUESTION, whole(damp[0], damp[1]), damp).clarification
    turn = Turn(QUESTION, clarification=clarification, outcome=Outcome.UNANSWERABLE, reason="nothing was proved")

    assert asked_back(turn) == replace(turn, clarification=None)


def test_sides_that_follow_one_opening_sentence_are_asked_about(sections) -> None:
    page = sections(
        "<p>Rubbish left in a garden must be cleared.</p>"
        "<p>Tenants should ask their landlord. Homeowners have to pay for it.</p>"
    )

    asked = asks("Who has to take away the rubbish in a garden?", whole(page[0]), page)

    assert labels(asked) == ["I rent my home", "I own my home"]


def test_an_answer_that_shows_one_persons_row_offers_every_row(sections) -> None:
    page = sections(
        "<p>Have your eyes tested.</p><table><thead><tr><th>Where</th><th>Cost</th></tr></thead><tbody>"
        "<tr><td>England</td><td>£26</td></tr><tr><td>Wales</td><td>£14</td></tr></tbody></table>"
    )

    asked = asks("What does an eye test cost?", draft((page[0], (1, 3))), page)

    assert labels(asked) == ["England", "Wales"]
    assert [s.text for s in asked.draft.statements][-2:] == ["England | £26", "Wales | £14"]


def test_an_answer_that_shows_one_persons_item_offers_every_item(sections) -> None:
    page = sections(
        "<p>You pay each year:</p><ul><li>£40 in England</li><li>£50 in Scotland</li><li>nothing in Wales</li></ul>"
    )

    asked = asks("How much do I pay?", draft((page[0], (0, 2))), page)

    assert labels(asked) == ["England", "Scotland", "Wales"]
    assert len(asked.draft.statements) == 4


def test_somebody_in_need_who_asks_no_price_is_answered(sections) -> None:
    page = sections(
        "<p>You may get a payment for food.</p><table><thead><tr><th>For</th><th>How much</th></tr></thead><tbody>"
        "<tr><td>Single person</td><td>£80</td></tr><tr><td>Couple</td><td>£120</td></tr></tbody></table>"
    )

    assert clarify("I've run out of money", draft((page[0], (0, 1, 2))), passages(*page)) is None
