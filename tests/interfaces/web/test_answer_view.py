from __future__ import annotations

from dataclasses import replace

import pytest

from fingerpost.domain import AnswerPart, SentenceKind, Statement, StatementShown
from fingerpost.interfaces.web.answer_view import collect, group_statements, lay_out, safe_url
from tests.interfaces.web.written import ANSWERS


def said(kind: SentenceKind, text: str, *, level: int = 0, number: int | None = None) -> Statement:
    return Statement(text, (1,), kind, number, level)


def shapes(*statements: Statement) -> list[str]:
    return [group.shape for group in group_statements(statements)]


def test_items_in_a_row_are_one_list_and_each_sentence_stands_alone():
    assert shapes(
        said(SentenceKind.SENTENCE, "You need:"),
        said(SentenceKind.ITEM, "a form"),
        said(SentenceKind.ITEM, "a stamp"),
        said(SentenceKind.SENTENCE, "Post it."),
        said(SentenceKind.SENTENCE, "Wait."),
    ) == ["paragraph", "list", "paragraph", "paragraph"]


def test_sentences_side_by_side_in_their_quotation_are_one_paragraph_and_others_are_not():
    sentences = [said(SentenceKind.SENTENCE, text) for text in ("It is free.", "Book first.", "Bring a form.")]

    groups = list(group_statements(sentences, ["It is free. Book first.\nBring a form."]))

    assert [[entry.statement.text for entry in group.entries] for group in groups] == [
        ["It is free.", "Book first."],
        ["Bring a form."],
    ]


def test_statements_backed_by_one_quotation_show_its_number_once_at_their_end():
    statements = tuple(
        Statement(text, (number,), SentenceKind.ITEM) for text, number in (("a", 1), ("b", 1), ("c", 2), ("d", 1))
    )

    (page,) = lay_out((AnswerPart("Page", "https://a.example/", statements),), ())

    (group,) = page.parts[0].groups
    assert [entry.statement.citations for entry in group.entries] == [(), (1,), (2,), (1,)]


def test_an_item_of_a_deeper_level_stands_under_the_one_before_it():
    (group,) = group_statements(
        [
            said(SentenceKind.ITEM, "proof, either:"),
            said(SentenceKind.ITEM, "a bill", level=1),
            said(SentenceKind.ITEM, "a letter", level=1),
            said(SentenceKind.ITEM, "a photo"),
        ]
    )

    assert [entry.statement.text for entry in group.entries] == ["proof, either:", "a photo"]
    assert [child.statement.text for child in group.entries[0].children] == ["a bill", "a letter"]


def test_an_item_inside_a_step_does_not_break_the_steps_in_two():
    (group,) = group_statements(
        [
            said(SentenceKind.STEP, "Gather:", number=1),
            said(SentenceKind.ITEM, "a bill", level=1),
            said(SentenceKind.STEP, "Send it.", number=2),
        ]
    )

    assert group.shape == "steps"
    assert [entry.statement.number for entry in group.entries] == [1, 2]
    assert group.entries[0].children[0].statement.text == "a bill"


def test_a_deep_item_with_nothing_above_it_is_still_shown():
    (group,) = group_statements([said(SentenceKind.ITEM, "lonely", level=3)])

    assert group.entries[0].statement.text == "lonely"


def test_a_table_says_its_header_once_and_all_its_rows_are_as_wide():
    (group,) = group_statements(
        [
            said(SentenceKind.TABLE_HEADER, "Permit | Cost | Where"),
            said(SentenceKind.ROW, "First | £60 | Street"),
            said(SentenceKind.TABLE_HEADER, "Permit | Cost | Where"),
            said(SentenceKind.ROW, "Visitor | £15"),
        ]
    )

    assert group.header is not None
    assert group.header.cells == ["Permit", "Cost", "Where"]
    assert [row.cells for row in group.rows] == [["First", "£60", "Street"], ["Visitor", "£15", ""]]


def test_another_header_starts_another_table():
    assert shapes(
        said(SentenceKind.TABLE_HEADER, "Permit | Cost"),
        said(SentenceKind.ROW, "First | £60"),
        said(SentenceKind.TABLE_HEADER, "Bin | Day"),
        said(SentenceKind.ROW, "Food | Monday"),
    ) == ["table", "table"]


def test_parts_of_one_page_in_a_row_stand_under_one_title_with_all_their_quotations():
    answer = ANSWERS["bin"]

    (page,) = lay_out(answer.parts, answer.citations)

    assert page.title == "Bin collections"
    assert [part.heading_path for part in page.parts] == [(), ("If we missed your bin",)]
    numbers = [citation.number for source in page.sources for citation in source.citations]
    assert numbers == [citation.number for citation in answer.citations]


def test_a_page_quoted_again_after_another_keeps_the_order_of_the_answer():
    first, second = (AnswerPart("A", "https://a.example/", ()), AnswerPart("B", "https://b.example/", ()))

    assert [page.title for page in lay_out((first, second, first), ())] == ["A", "B", "A"]


def test_statements_that_arrive_one_by_one_make_the_parts_of_the_whole_answer():
    answer = ANSWERS["bin"]
    by_number = {citation.number: citation for citation in answer.citations}
    shown = [
        StatementShown(
            statement, tuple(by_number[n] for n in statement.citations), part.title, part.url, part.heading_path
        )
        for part in answer.parts
        for statement in part.statements
    ]

    assert collect(shown) == (answer.parts, answer.citations)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "//host/path",
        "/path",
        "https://",
        "http://[",
        "",
    ],
)
def test_only_a_whole_web_address_is_ever_linked(address: str):
    assert safe_url(address) == ""


def test_a_web_address_is_kept_with_its_text_fragment():
    address = "https://www.sampleford.example/bins#:~:text=7am"

    assert safe_url(address) == address


def test_each_attribution_is_shown_once_to_a_page():
    answer = ANSWERS["bin"]
    two = (*answer.citations[:-1], replace(answer.citations[-1], attribution="© Someone else"))

    (page,) = lay_out(answer.parts, two)

    assert page.attributions == (answer.citations[0].attribution, "© Someone else")
