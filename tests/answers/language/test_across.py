"""Where a question is looked for, once its language is known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from fingerpost.answers.language.across import ANY_LANGUAGE, ENGLISH_PAGES, TRANSLATORS, in_welsh, search_across
from fingerpost.domain import Page, Passage, Scores, Section

WELSH_BINS = "Rydym yn casglu eich bin sbwriel bob pythefnos. Rhowch y bin allan erbyn 7yb."
WELSH_HOMES = "Ffoniwch ni os ydych yn ddigartref. Byddwn yn siarad â chi."


def passage(text: str, *, locale: str = "en", title: str = "", fused: float = 0.5) -> Passage:
    page = Page(id=text[:9], source="site", url=f"https://x.test/{text[:4]}", title=title, locale=locale)
    return Passage(Section(text[:20], page, 0, page.url, (), text, (), ""), Scores(fused=fused))


class Pages:
    """A search over a few passages that remembers what it was asked."""

    def __init__(self, *passages: Passage) -> None:
        self.passages = passages
        self.asked: list[tuple[str, str | None]] = []

    def __call__(self, question: str, /, *, locale: str | None) -> Sequence[Passage]:
        self.asked.append((question, locale))
        return [found for found in self.passages if locale is None or found.section.page.locale == locale]


ENGLISH = passage("We collect bins every two weeks.")
BINS = passage(WELSH_BINS, locale="cy")
HOMES = passage(WELSH_HOMES, locale="cy", fused=0.6)


def test_a_welsh_question_is_answered_from_a_welsh_page_that_holds_it() -> None:
    pages = Pages(ENGLISH, HOMES, BINS)
    found = search_across("Pryd ydych chi'n casglu fy min?", "cy", pages, wanted="en", served=("en", "cy"))
    assert found is not None
    assert found.notice == ""
    assert found.query == "Pryd ydych chi'n casglu fy min?"
    assert [each.section.text for each in found.passages] == [WELSH_BINS, WELSH_HOMES]


def test_a_welsh_question_that_no_welsh_page_holds_is_looked_for_in_english_and_says_so() -> None:
    pages = Pages(ENGLISH, HOMES, BINS)
    found = search_across("Sut mae cofrestru i bleidleisio?", "cy", pages, wanted="en", served=("en", "cy"))
    assert found is not None
    assert found.notice == ENGLISH_PAGES
    assert found.query == "how register to vote"
    assert pages.asked[-1] == ("how register to vote", "en")
    assert found.passages == (ENGLISH,)


def test_a_welsh_question_needs_no_welsh_pages() -> None:
    pages = Pages(ENGLISH)
    found = search_across("Sut mae cofrestru i bleidleisio?", "cy", pages, wanted="en", served=("en",))
    assert found is not None
    assert pages.asked == [("how register to vote", "en")]


def test_a_welsh_question_with_nothing_to_carry_across_is_searched_as_it_is() -> None:
    pages = Pages(ENGLISH)
    found = search_across("Zzz qqq", "cy", pages, wanted="en", served=("en",))
    assert found is not None
    assert found.notice == ""
    assert pages.asked == [("Zzz qqq", "en")]


def test_an_english_question_is_searched_in_english_whatever_the_interface_speaks() -> None:
    pages = Pages(ENGLISH, BINS)
    search_across("When are bins collected?", "en", pages, wanted="cy", served=("en", "cy"))
    assert pages.asked == [("When are bins collected?", "en")]


def test_the_locale_asked_for_decides_where_the_language_cannot_be_told() -> None:
    pages = Pages(ENGLISH, BINS)
    search_across("PIP", "", pages, wanted="cy", served=("en", "cy"))
    assert pages.asked == [("PIP", "cy")]


def test_a_region_of_a_language_is_that_language() -> None:
    pages = Pages(ENGLISH)
    search_across("How?", "en", pages, wanted="en-GB", served=("en-GB",))
    assert pages.asked == [("How?", "en-GB")]


def test_another_language_is_searched_in_its_own_pages() -> None:
    polish = passage("Odbieramy śmieci.", locale="pl")
    pages = Pages(ENGLISH, polish)
    found = search_across("Kiedy odbieracie śmieci?", "pl", pages, wanted="en", served=("en", "pl"))
    assert found is not None
    assert found.passages == (polish,)
    assert found.notice == ""


@pytest.mark.parametrize("language", ["pl", "und"])
def test_another_language_without_pages_or_a_model_is_not_answered(language: str) -> None:
    pages = Pages(ENGLISH)
    assert search_across("Kiedy odbieracie śmieci?", language, pages, wanted="en", served=("en",)) is None
    assert pages.asked == []


def test_a_model_may_carry_any_language_across() -> None:
    pages = Pages(ENGLISH)
    translators = {**TRANSLATORS, ANY_LANGUAGE: lambda question: "when are bins collected"}
    found = search_across("Kiedy odbieracie śmieci?", "pl", pages, wanted="en", served=("en",), translators=translators)
    assert found is not None
    assert found.query == "when are bins collected"
    assert found.notice == ENGLISH_PAGES


def test_a_model_may_take_the_glossarys_place() -> None:
    pages = Pages(ENGLISH)
    found = search_across(
        "Pryd?", "cy", pages, wanted="en", served=("en",), translators={"cy": lambda question: "when then"}
    )
    assert found is not None
    assert found.query == "when then"


def test_mutated_words_hold_what_was_asked() -> None:
    assert in_welsh("Beth os ydw i'n ddigartref?", [BINS, HOMES])[0] is not BINS
    assert in_welsh("biniau", [HOMES, BINS])[0].section.text == WELSH_BINS


def test_no_welsh_passage_is_taken_for_small_words_alone() -> None:
    assert in_welsh("Sut ydych chi'n trwsio boeler?", [BINS, HOMES]) == []
    assert in_welsh("Beth?", [BINS]) == []
    assert in_welsh("Beth?", []) == []
