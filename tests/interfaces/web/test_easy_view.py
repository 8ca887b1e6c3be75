"""How an easy read is laid out."""

from __future__ import annotations

from fingerpost.answers.easy_read import easy_read
from fingerpost.domain import EasyBlock, EasyLine
from fingerpost.interfaces.web.easy_view import lay_out_easy
from tests.answers.easy_read.made import S, answer_of


def test_lines_of_one_page_and_heading_stand_under_it_once() -> None:
    easy = easy_read(answer_of(["You pay each month.", "You can pay online."], ["Call us."]))

    (page,) = lay_out_easy(easy.first)

    assert (page.title, page.url, page.locale) == ("Page 1", "https://www.sampleford.example/1", "en")
    assert [part.heading_path for part in page.parts] == [("Heading 1",)]
    assert len(page.parts[0].ideas) == 2


def test_a_list_and_its_lead_in_are_one_idea_of_two_shapes() -> None:
    easy = easy_read(answer_of(["You need:", (S.ITEM, "a bill"), (S.ITEM, "a pen"), (S.STEP, "Send it.")]))

    (idea,) = lay_out_easy(easy.first)[0].parts[0].ideas

    assert [(group.shape, len(group.lines)) for group in idea] == [("line", 1), ("list", 2), ("steps", 1)]


def test_an_address_with_another_scheme_is_no_link() -> None:
    block = EasyBlock("Page", "javascript:alert(1)", (EasyLine(("Words.",), (1,)),))
    assert lay_out_easy([block])[0].url == ""
