"""The pages in Welsh, as somebody meets them in Chromium: chosen by a link, heard with the right voice, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page
from tests.interfaces.web.test_in_browser import QUESTIONS, assert_headings_are_in_order, violations


@pytest.fixture
def welsh(browser: Browser, bilingual_site: str) -> Iterator[Page]:
    """A page whose visitor has chosen Welsh."""
    with open_page(browser, bilingual_site) as page:
        choose_welsh(page)
        yield page


def choose_welsh(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Language").get_by_role("link", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")


def ask(page: Page, question: str) -> None:
    """Ask on the page that is open, in Welsh, and wait until the answer stands there."""
    asked = page.locator("article.app-turn").count()
    page.get_by_role("textbox", name=re.compile("Beth hoffech chi ei wybod|Gofyn cwestiwn arall")).fill(question)
    page.get_by_role("button", name="Gofyn", exact=True).click()
    expect(page.locator("article.app-turn")).to_have_count(asked + 1)


def voices(page: Page) -> list[tuple[str, str]]:
    """Return each piece of text on the page that can be seen, with the language it is read in."""
    found = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const pieces = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const text = node.data.trim();
            if (text && node.parentElement.closest('script, style') === null)
              pieces.push([node.parentElement.closest('[lang]').lang, text]);
          }
          return pieces;
        }"""
    )
    return [(language, text) for language, text in found]


@pytest.mark.parametrize("javascript", [True, False])
def test_welsh_is_chosen_on_a_page_and_stays(browser: Browser, bilingual_site: str, javascript: bool):
    with open_page(browser, bilingual_site, javascript=javascript) as page:
        page.goto("/privacy")
        page.get_by_role("link", name="Cymraeg").click()

        expect(page).to_have_url(re.compile(r"/privacy$"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Preifatrwydd")
        page.goto("/")
        ask(page, QUESTIONS["answered"])
        expect(page.get_by_role("heading", level=1)).to_have_text("Eich ateb")
        page.get_by_role("navigation", name="Iaith").get_by_role("link", name="English").click()
        expect(page).to_have_url(re.compile(r"/conversation$"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Your answer")


def test_a_browser_set_to_welsh_is_answered_in_welsh(browser: Browser, bilingual_site: str):
    context = browser.new_context(base_url=bilingual_site, locale="cy-GB")
    try:
        page = context.new_page()
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Gofyn i Sampleford")
    finally:
        context.close()


def test_the_answer_arrives_and_is_announced_in_welsh(welsh: Page):
    welsh.evaluate(
        """() => {
          window.told = [];
          const region = document.querySelector('[role=status]');
          new MutationObserver(() => window.told.push(region.textContent)).observe(region, {childList: true});
        }"""
    )

    ask(welsh, QUESTIONS["answered"])

    expect(welsh.get_by_role("status")).to_have_text("Mae’r ateb yn barod, gyda 5 dyfyniad.")
    assert "Yn chwilio drwy’r canllawiau" in welsh.evaluate("window.told")
    expect(welsh).to_have_title("Eich ateb – Gofyn i Sampleford")
    expect(welsh.locator("html")).to_have_attribute("lang", "cy")


def test_each_word_is_heard_in_the_voice_of_its_own_language(welsh: Page):
    ask(welsh, QUESTIONS["partial"])
    heard = voices(welsh)

    assert ("cy", "Efallai nad dyma’r ateb cyfan") in heard
    assert ("en", "Council Tax discounts") in heard
    assert ("en", "You must keep paying your bill while we decide.") in heard
    assert ("en", "English") in heard
    assert ("cy", "Cymraeg") in heard
    assert {language for language, text in heard if text in ("Diweddarwyd 3 Ebrill 2026", "Gofyn i berson")} == {"cy"}
    marker = welsh.get_by_role("link", name="Dyfyniad 1", exact=True).first
    expect(marker).to_have_attribute("lang", "cy")
    assert not [text for language, text in heard if language == "cy" and re.search(r"\b(the|your|and|was)\b", text)]


@pytest.mark.parametrize("name", ["partial", "table", "unanswerable"])
def test_axe_finds_nothing_on_an_answer_in_welsh_at_any_width(browser: Browser, bilingual_site: str, name: str):
    with open_page(browser, bilingual_site) as page:
        choose_welsh(page)
        ask(page, QUESTIONS[name])
        for details in page.locator("article details").all():
            details.locator("summary").click()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert_headings_are_in_order(page)


@pytest.mark.parametrize("address", ["/", "/about", "/privacy", "/cookies", "/accessibility", "/no-such-page"])
def test_axe_finds_nothing_on_the_other_pages_in_welsh_and_they_fit_a_small_phone(
    browser: Browser, bilingual_site: str, address: str
):
    with open_page(browser, bilingual_site, width=320) as page:
        choose_welsh(page)
        page.goto(address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert_headings_are_in_order(page)


def test_axe_finds_nothing_in_welsh_when_something_is_wrong_or_done(welsh: Page):
    welsh.get_by_role("button", name="Gofyn", exact=True).click()
    expect(welsh.get_by_role("alert")).to_contain_text("Rhowch gwestiwn")
    expect(welsh).to_have_title(re.compile("^Gwall: "))
    assert violations(welsh) == []

    ask(welsh, QUESTIONS["answered"])
    welsh.get_by_label("Oedd", exact=True).check()
    welsh.get_by_role("button", name="Anfon adborth").click()
    expect(welsh.get_by_text("Diolch.")).to_be_visible()
    assert violations(welsh) == []

    for form in ("Hawdd ei ddeall", "Argraffu’r ateb hwn"):
        welsh.goto("/conversation")
        welsh.get_by_role("link", name=form).click()
        expect(welsh.locator("html")).to_have_attribute("lang", "cy")
        assert violations(welsh) == []

    welsh.goto("/privacy")
    welsh.get_by_role("button", name="Dileu fy sgwrs").click()
    expect(welsh.get_by_role("alert")).to_contain_text("wedi’i dileu")
    assert violations(welsh) == []


def test_the_links_that_choose_a_language_are_big_enough_to_touch_and_reached_by_keyboard(welsh: Page):
    welsh.set_viewport_size({"width": 320, "height": 900})
    link = welsh.get_by_role("navigation", name="Iaith").get_by_role("link", name="English")
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    assert box["width"] >= 24
    link.focus()
    welsh.keyboard.press("Enter")
    expect(welsh.get_by_role("heading", level=1)).to_have_text("Ask Sampleford")
