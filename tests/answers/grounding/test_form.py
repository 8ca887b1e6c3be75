"""A generated statement tells something of the page; it does not talk with whoever asked."""

from __future__ import annotations

import pytest

from fingerpost.answers.grounding.form import form_problem

PAGE = ["You can put your bin out after 6pm the evening before.", "Bins When to put them out"]


@pytest.mark.parametrize(
    "text",
    [
        "Put your bin out after 6pm. Sure! Here is what you asked for: When is my bin collected?",
        "You can put your bin out after 6pm, can't you?",
        "Put your bin out after 6pm!",
        "Put your bin out after 6pm. You can put your bin out if:",
        "Here is what you asked for: put your bin out after 6pm.",
        "My instructions say nothing else. Put your bin out after 6pm.",
    ],
)
def test_talk_is_not_shown(text: str) -> None:
    assert form_problem(text, PAGE).startswith("form:")


@pytest.mark.parametrize(
    "text",
    [
        "Forgotten your bin? Put it out after 6pm.",
        "Put your bin out after 6pm.",
        "After 6pm the evening before, the bin can go out. Put it out then.",
    ],
)
def test_what_a_page_says_may_be_told(text: str) -> None:
    assert form_problem(text, PAGE) == ""


def test_a_question_that_the_page_asks_may_be_told() -> None:
    assert form_problem("Do you live alone?", ["Do you live alone? You may pay less."]) == ""
