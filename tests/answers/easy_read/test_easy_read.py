"""An answer in easy read: what is first, what stays together, what is explained, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from fingerpost.answers.easy_read import easy_read, faults
from fingerpost.content.html import read_fragment
from fingerpost.content.markdown import read_markdown
from fingerpost.content.sections import split
from fingerpost.domain import Document, Page, Section
from fingerpost.evaluation.cases import read_pages
from tests.answers.easy_read.made import S, answer_from, answer_of

MakeSections = Callable[..., tuple[Section, ...]]


def shown(blocks: object) -> list[list[str]]:
    return [[" / ".join(line.pieces) for line in block.lines] for block in blocks]  # type: ignore[attr-defined]


def test_every_line_says_one_thing_and_keeps_its_citation() -> None:
    answer = answer_of(["We send a reminder. You have 7 days to pay.", "Call us first."], ["Bring your bill."])

    easy = easy_read(answer)

    assert shown(easy.blocks) == [
        ["We send a reminder.", "You have 7 days to pay."],
        ["Call us first."],
        ["Bring your bill."],
    ]
    assert [line.citations for block in easy.blocks for line in block.lines] == [(1,), (1,), (1,), (2,)]
    assert faults(easy, answer) == ()


def test_a_list_stays_whole_under_its_lead_in() -> None:
    answer = answer_of(
        ["You can get it if:", (S.ITEM, "you are 66 or over"), (S.ITEM, "you live in England"), "You must apply."]
    )

    assert shown(easy_read(answer).blocks) == [
        ["You can get it if:", "you are 66 or over", "you live in England"],
        ["You must apply."],
    ]


def test_a_sentence_that_limits_another_stays_with_it() -> None:
    answer = answer_of(["We come back within 3 days.", "However, we do not come back for late bins.", "Call us."])

    assert shown(easy_read(answer).first)[0] == [
        "We come back within 3 days.",
        "However, we do not come back for late bins.",
    ]


def test_a_table_becomes_rows_each_cell_under_its_header() -> None:
    answer = answer_of([(S.TABLE_HEADER, "Permit | Cost"), (S.ROW, "First car | £60"), (S.ROW, "Visitor | ")])

    easy = easy_read(answer)

    (block,) = easy.first
    assert [(line.labels, line.pieces) for line in block.lines] == [
        (("Permit", "Cost"), ("First car", "£60")),
        (("Permit", "Cost"), ("Visitor", "")),
    ]
    assert faults(easy, answer) == ()


def test_a_header_that_heads_nothing_is_not_lost() -> None:
    answer = answer_of(
        [(S.TABLE_HEADER, "Permit | Cost"), (S.TABLE_HEADER, "Zone | Hours"), (S.ROW, "A | 9am to 5pm"), "Call us."]
    )

    easy = easy_read(answer)

    assert faults(easy, answer) == ()
    assert shown(easy.first)[0] == ["Permit / Cost", "A / 9am to 5pm"]


def test_the_leading_heading_comes_first_and_the_rest_is_not_lost() -> None:
    answer = answer_of(["You pay £60."], ["You can pay online."])

    easy = easy_read(answer)

    assert shown(easy.first) == [["You pay £60."]]
    assert shown(easy.more) == [["You can pay online."]]


def test_what_takes_something_away_is_with_the_answer_however_far_down_it_stands() -> None:
    said = ["You get it.", *(f"We pay you on day {day}." for day in range(1, 8)), "You cannot get it in prison."]

    easy = easy_read(answer_of(said))

    assert ["You cannot get it in prison."] in shown(easy.first)
    assert shown(easy.more)


def test_a_warning_is_with_the_answer_wherever_it_stands() -> None:
    answer = answer_of(["You can stay."], [(S.CALLOUT, "Call 999 if you are in danger. Do not wait.")])

    easy = easy_read(answer)

    assert shown(easy.first)[-1] == ["Call 999 if you are in danger.", "Do not wait."]


def test_whom_to_ask_comes_last() -> None:
    answer = answer_of([(S.CONTACT, "Waste team\nTelephone: 01632 960 230"), "Leave your bin out."])

    easy = easy_read(answer)

    assert shown(easy.contacts) == [["Waste team / Telephone: 01632 960 230"]]
    assert shown(easy.blocks)[-1] == shown(easy.contacts)[0]


def test_hard_words_are_explained_once_in_words_that_are_ours() -> None:
    answer = answer_of(["It is means-tested.", "You may have arrears.", "Enforcement agents may collect arrears."])

    words = easy_read(answer).words

    assert [each.word for each in words] == ["means-tested", "arrears", "enforcement agent"]
    assert all(each.meaning not in citation.quote for each in words for citation in answer.citations)


def test_a_word_inside_another_word_is_not_explained() -> None:
    assert easy_read(answer_of(["We met in the network of non-exempt staff."])).words == ()


def test_the_lines_are_measured_as_the_answer_is() -> None:
    reading = easy_read(answer_of(["You pay £60 a year.", "Call us."])).reading

    assert reading is not None
    assert (reading.sentences, reading.words_per_sentence) == (2, 3.5)


def test_the_same_answer_gives_the_same_easy_read() -> None:
    answer = answer_of(["You pay £24 if you get a discount on your bill.", "Call us."])
    assert easy_read(answer) == easy_read(answer)


def test_an_answer_that_says_nothing_has_no_lines() -> None:
    easy = easy_read(answer_of())
    assert easy.blocks == ()
    assert easy.reading is None


def assert_faultless(sections: list[Section]) -> None:
    wrong = {section.url: found for section in sections if (found := faults(easy_read(a := answer_from(section)), a))}
    assert wrong == {}


def test_nothing_is_lost_or_torn_in_any_section_of_sampleford() -> None:
    sections: list[Section] = []
    with as_file(files("fingerpost.demo") / "sampleford" / "content") as folder:
        for file in sorted(Path(folder).rglob("*.md")):
            url = f"https://www.sampleford.example/{file.stem}"
            content = read_markdown(file.read_bytes(), url=url)
            page = Page(file.stem, "site", url, content.title, locale=content.locale or "en")
            blocks = content.blocks
            sections += split(Document(page, blocks), count_tokens=count, max_tokens=110)
    assert len(sections) > 300
    assert_faultless(sections)


def test_nothing_is_lost_or_torn_in_real_guidance(shared_data: Path) -> None:
    sections: list[Section] = []
    for record in read_pages(shared_data / "conditionalqa" / "pages.jsonl")[::8]:
        blocks = read_fragment(record.html, base_url=record.url)
        page = Page(record.url, "site", record.url, record.title)
        sections += split(Document(page, blocks), count_tokens=count, max_tokens=110)
    assert len(sections) > 100
    assert_faultless(sections)


def count(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize("kind", [S.ITEM, S.STEP])
def test_what_is_listed_is_never_two_lines(kind: S) -> None:
    answer = answer_of(["Do this:", (kind, "We send a letter, and you can pay online. Keep it."), (kind, "Call us.")])

    (block,) = easy_read(answer).blocks

    assert [line.kind for line in block.lines] == [S.SENTENCE, kind, kind]
