"""An answer as plain text: every number stands where its mark says, and help stands before all else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fingerpost.domain import HelpRoute, Outcome
from fingerpost.interfaces.answer_words import answer_words, pieces
from fingerpost.interfaces.wording import shipped, speaking
from tests.interfaces.web.written import ANSWERS, UNANSWERABLE

ROUTE = HelpRoute("samaritans", "A helpline", phone="116 123", when="If you want to talk to someone now")


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_each_mark_says_where_its_number_stands(name: str):
    written = answer_words(ANSWERS[name])

    assert all(written.text[mark.start : mark.end] == f"[{mark.citation.number}]" for mark in written.marks)
    cited = {number for part in ANSWERS[name].parts for each in part.statements for number in each.citations}
    assert {mark.citation.number for mark in written.marks} == cited


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_no_word_of_the_guidance_is_left_out_or_changed(name: str):
    text = answer_words(ANSWERS[name]).text

    assert all(each.text in text for part in ANSWERS[name].parts for each in part.statements)
    assert all(citation.quote in text and citation.url in text for citation in ANSWERS[name].citations)


def test_help_stands_before_all_else_and_once():
    urgent = replace(ANSWERS["bin"], outcome=Outcome.URGENT, help=(ROUTE,))

    text = answer_words(urgent).text

    assert text.startswith("Get help now\n")
    assert text.split("\n")[2] == "- If you want to talk to someone now: A helpline; 116 123"
    assert text.count("Get help now") == 1


def test_a_partial_answer_says_so_before_the_guidance():
    text = answer_words(ANSWERS["student"]).text

    assert text.startswith("This may not be the whole answer")


def test_nobody_leaves_with_an_empty_hand():
    text = answer_words(UNANSWERABLE).text

    assert "- Bin collections: https://www.sampleford.example/bins" in text
    assert "Phone: 01632 960 123" in text


def test_the_words_around_it_are_in_the_language_spoken():
    with speaking(shipped("cy")):
        text = answer_words(UNANSWERABLE).text

    assert "We could not" not in text
    assert "Ffôn: 01632 960 123" in text


def test_the_pieces_put_together_are_the_whole():
    assert "".join(each.text for each in pieces(ANSWERS["permit"])) == answer_words(ANSWERS["permit"]).text
