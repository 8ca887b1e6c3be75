"""What a model says it quotes is looked up, and what a statement rests on is always whole stored sentences."""

from __future__ import annotations

import pytest

from fingerpost.answers.model.quotes import statements_of
from fingerpost.answers.model.reading import Spoken
from fingerpost.domain import DraftStatement, Page, Quote, Section, Sentence, SentenceKind

LINES = (
    "You can’t apply if you rent – ask your landlord.",
    "You need:",
    "a student certificate",
    "your account number",
    "It costs £60.",
    "It costs £60 a year.",
)


def section() -> Section:
    text, sentences = "", []
    for number, line in enumerate(LINES):
        start = len(text)
        text += line + "\n"
        kind = SentenceKind.ITEM if number in (2, 3) else SentenceKind.SENTENCE
        sentences.append(Sentence(start, start + len(line), kind, lead=1 if number in (2, 3) else None))
    page = Page("p", "site", "https://example.org/p", "Permits")
    return Section("s1", page, 0, page.url, (), text, tuple(sentences), "")


def proposed(text: str, *rests_on: tuple[str, str]) -> list[DraftStatement]:
    return list(statements_of(Spoken(text, rests_on), {"p1": section()}, ()))


def quoted(statement: DraftStatement) -> list[str]:
    return [quote.text for quote in statement.quotes]


@pytest.mark.parametrize(
    "quote",
    [LINES[0], "apply if you rent", "You can't apply if you rent - ask", "  YOU can’t\napply  ", "‹x› apply"[4:]],
)
def test_part_of_a_line_or_another_dash_rests_on_the_whole_stored_line(quote: str) -> None:
    (statement,) = proposed("Renters cannot apply.", ("p1", quote))
    assert quoted(statement) == [LINES[0]]
    assert statement.quotes[0].start == 0


def test_words_over_two_lines_rest_on_both_and_no_more() -> None:
    (statement,) = proposed("You need two things.", ("p1", "student certificate your account"))
    assert quoted(statement) == ["a student certificate\nyour account number"]


def test_a_line_quoted_letter_for_letter_is_taken_before_one_that_holds_it() -> None:
    (statement,) = proposed("The cost is £60.", ("p1", "It costs £60."))
    assert quoted(statement) == ["It costs £60."]
    (yearly,) = proposed("The cost is £60 a year.", ("p1", "It costs £60"))
    assert quoted(yearly) == ["It costs £60 a year."]


@pytest.mark.parametrize("rests_on", [(), (("p2", "It costs £60."),), (("p1", "It costs £61."),), (("p1", " "),)])
def test_what_stands_nowhere_rests_on_nothing_and_is_left_to_be_dropped(rests_on: tuple[tuple[str, str], ...]) -> None:
    (statement,) = proposed("It costs £61.", *rests_on)
    assert statement.quotes == (Quote("", ""),)


def test_a_true_quotation_does_not_carry_a_false_one_beside_it() -> None:
    (statement,) = proposed("It costs £60.", ("p1", "It costs £60 a year."), ("p1", "not there"))
    assert Quote("", "") in statement.quotes


def test_a_line_said_word_for_word_is_a_quotation_with_the_page_s_own_letters() -> None:
    (statement,) = proposed("You can't apply if you rent - ask your landlord.", ("p1", "You can't apply if you rent"))
    assert statement.text == LINES[0]


def test_a_list_item_said_word_for_word_brings_the_line_it_belongs_to_once() -> None:
    first = proposed("a student certificate", ("p1", "a student certificate"))
    assert [statement.text for statement in first] == ["You need:", "a student certificate"]
    second = list(statements_of(Spoken("your account number", (("p1", "account number"),)), {"p1": section()}, first))
    assert [statement.text for statement in second] == ["your account number"]
