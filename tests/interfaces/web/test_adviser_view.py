"""What an adviser is shown of an answer, from records alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fingerpost.answers.easy_read import easy_read
from fingerpost.domain import Answer, Citation, Link, Outcome, Page, Section, SentenceKind
from fingerpost.interfaces.web.adviser_view import next_questions, passages_of, sureness
from tests.interfaces.web.written import ANSWERS, CLARIFICATION, UNANSWERABLE

TEXT = "You pay £60. You pay £110 if it is your second car."


def citation(number: int, start: int, end: int, section: str = "s") -> Citation:
    return Citation(
        number=number,
        quote=TEXT[start:end],
        section_id=section,
        start=start,
        end=end,
        title="Permits",
        heading_path=(),
        url="https://www.sampleford.example/permits#:~:text=x",
        source="site",
        content_hash="0",
        licence="",
    )


def section(text: str = TEXT) -> Section:
    page = Page("p", "site", "https://www.sampleford.example/permits", "Permits", "guide", "en", "0")
    return Section("s", page, 0, page.url, (), text, (), "0")


def quoting(*citations: Citation) -> Answer:
    return replace(UNANSWERABLE, outcome=Outcome.ANSWERED, citations=citations)


def test_a_passage_is_whole_and_each_quotation_marked_with_its_number():
    (passage,) = passages_of(quoting(citation(1, 0, 12), citation(2, 13, 30)), {"s": section()})

    assert passage.whole
    assert [(piece.text, piece.citations) for piece in passage.pieces] == [
        ("You pay £60.", (1,)),
        (" ", ()),
        ("You pay £110 if i", (2,)),
        ("t is your second car.", ()),
    ]
    assert passage.url == "https://www.sampleford.example/permits"


def test_quotations_that_lie_in_one_another_are_both_told():
    (passage,) = passages_of(quoting(citation(1, 0, 51), citation(2, 0, 12)), {"s": section()})

    assert "".join(piece.text for piece in passage.pieces) == TEXT
    assert [piece.citations for piece in passage.pieces] == [(1, 2), (1,)]


@pytest.mark.parametrize("stored", [{}, {"s": section("Something else stands here now, and it is no shorter.")}])
def test_a_page_that_has_changed_shows_only_what_was_quoted(stored: dict[str, Section]):
    (passage,) = passages_of(quoting(citation(1, 0, 12)), stored)

    assert not passage.whole
    assert [(piece.text, piece.citations) for piece in passage.pieces] == [("You pay £60.", (1,))]


def test_passages_stand_in_the_order_they_are_first_quoted():
    found = passages_of(quoting(citation(1, 0, 12, "b"), citation(2, 0, 12, "a"), citation(3, 13, 30, "b")), {})
    assert [[each for piece in passage.pieces for each in piece.citations] for passage in found] == [[1, 3], [2]]


@pytest.mark.parametrize(
    ("confidence", "said"), [(0.99, "high"), (0.73, "high"), (0.72, "medium"), (0.3, "medium"), (0.1, "low")]
)
def test_confidence_has_a_word_by_the_services_own_thresholds(confidence: float, said: str):
    assert sureness(replace(UNANSWERABLE, confidence=confidence), whole=0.73, partial=0.3) == said


def test_where_nothing_was_searched_there_is_no_confidence_to_tell():
    greeting = replace(UNANSWERABLE, outcome=Outcome.ANSWERED, nearest=())
    assert sureness(greeting, whole=0.73, partial=0.3) == ""


def test_a_question_back_comes_before_everything_else():
    found = next_questions(ANSWERS["damp?"], easy_read(ANSWERS["damp?"]))

    assert (found.kind, found.lead) == ("clarify", CLARIFICATION.question)
    assert found.items[0].question == CLARIFICATION.options[0].question
    assert found.items[-1].text == "I'm not sure"


def test_what_the_answer_turns_on_is_in_the_guidances_own_words():
    answer = ANSWERS["arrears"]
    found = next_questions(answer, easy_read(answer))

    said = " ".join(statement.text for part in answer.parts for statement in part.statements)
    assert found.kind == "turns_on"
    assert [each.text for each in found.items] == ["if you get Council Tax Reduction"]
    assert all(each.text in said and each.citations for each in found.items)


def test_a_heading_that_is_a_condition_is_one_too():
    found = next_questions(ANSWERS["bin"], easy_read(ANSWERS["bin"]))
    assert [each.text for each in found.items] == ["If we missed your bin"]


def test_without_either_the_nearest_pages_are_what_there_is():
    found = next_questions(UNANSWERABLE)

    assert found.kind == "nearest"
    assert [each.text for each in found.items] == ["Bin collections", "Parking permits"]
    assert next_questions(replace(UNANSWERABLE, nearest=())).kind == "nothing"


def test_nothing_of_an_answer_without_conditions_is_made_up():
    plain = replace(ANSWERS["permit"], nearest=(Link("Parking", "https://www.sampleford.example/parking"),))
    assert next_questions(plain, easy_read(plain)).kind == "nearest"
    assert SentenceKind.ROW in {each.kind for part in plain.parts for each in part.statements}
