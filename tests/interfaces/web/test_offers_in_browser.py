"""Offers, and journeys in the conversation, in Chromium: by keyboard alone without JavaScript, small, large, by axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.conftest import open_page, serving, web_app
from tests.interfaces.web.test_in_browser import assert_headings_are_in_order, violations
from tests.services.journeys.written import EVERY_KIND
from tests.small_service import PAGES, make_service_folder

SUM = "How much redundancy pay will I get? I'm 45, worked there 10 years and earn £600 a week in Cardiff"
GUIDED = "How do I register a death?"
PAGE = """---
title: Redundancy pay
kind: guide
---
How much redundancy pay you get depends on your age, your weekly pay and the years you worked there.
"""


@pytest.fixture(scope="module")
def offering_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = make_service_folder(tmp_path_factory.mktemp("service"), {**PAGES, "redundancy.md": PAGE})
    (folder / "journeys").mkdir()
    (folder / "journeys" / "every-kind.yaml").write_text(EVERY_KIND, encoding="utf-8")
    sync(load_settings(folder, {}))
    with Service.open(folder) as service, serving(web_app(service)) as site:
        yield site


def ask(page: Page, question: str) -> None:
    page.goto("/")
    page.get_by_role("textbox").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".app-offer").wait_for()


def assert_fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_headings_are_in_order(page)


@pytest.mark.parametrize("question", [SUM, GUIDED])
def test_an_offer_is_clean_and_fits_wide_small_and_at_twice_the_size(
    browser: Browser, offering_site: str, question: str
):
    for width in (1280, 320):
        with open_page(browser, offering_site, width=width) as page:
            ask(page, question)
            assert violations(page) == []
            assert_fits(page, width)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert_fits(page, width)


def test_an_offer_is_clean_in_easy_read_and_on_paper(browser: Browser, offering_site: str):
    with open_page(browser, offering_site, width=320) as page:
        ask(page, SUM)
        for link in ("easy-read", "print"):
            page.goto("/conversation")
            page.goto(page.locator(f"a[href$='/{link}']").first.get_attribute("href") or "")
            expect(page.get_by_text("Work out your statutory redundancy pay")).to_be_visible()
            assert violations(page) == []
            assert_fits(page, 320)


def focus(page: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} can't be reached by the keyboard")


def test_a_journey_is_followed_in_the_conversation_by_keyboard_alone_without_javascript(
    browser: Browser, offering_site: str
):
    with open_page(browser, offering_site, width=320, javascript=False) as page:
        ask(page, GUIDED)
        focus(page, ".app-offer button")
        page.keyboard.press("Enter")
        for _ in range(12):
            expect(page.locator("#journey-now")).to_be_visible()
            assert_fits(page, 320)
            if not page.locator(".app-journey-here__form").count():
                break
            focus(page, ".app-journey-here__form :is(button, input, select)")
            if page.evaluate("document.activeElement.matches('input')"):
                page.keyboard.press("Space")
            page.keyboard.press("Enter")
        expect(page.locator("#journey-now")).to_contain_text("Register the stillbirth")
        assert "?" not in page.url


def test_every_kind_of_question_is_clean_in_the_conversation_right_or_wrong(browser: Browser, offering_site: str):
    answers = {
        "born": {"answer-day": "1", "answer-month": "2", "answer-year": "1980"},
        "savings": {"answer": "20"},
        "rooms": {"answer": "3"},
        "note": {"answer": "Hello"},
        "postcode": {"answer": "AA3 1AB"},
        "country": {"answer": "FR"},
    }
    ticked = {"needs": "Heating", "papers": "Passport"}
    pressed = {"agree": "Yes", "colour": "Blue"}
    with open_page(browser, offering_site, width=320) as page:
        ask(page, GUIDED)
        page.locator(".app-offer input[name=journey]").evaluate("(field) => { field.value = 'every-kind'; }")
        page.locator(".app-offer button").click()
        found: list[str] = []
        for key in ("agree", "colour", "needs", "born", "savings", "rooms", "note", "postcode", "country", "papers"):
            form = page.locator(f"form[action='/conversation/journey/{key}']")
            expect(form).to_be_visible()
            found += violations(page)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert_fits(page, 320)
            if key in pressed:
                form.get_by_role("button", name=pressed[key]).click()
                continue
            if key not in ("note", "papers"):
                form.get_by_role("button", name="Continue").click()
                expect(page.get_by_role("alert")).to_be_visible()
                found += violations(page)
            if key in ticked:
                form.get_by_label(ticked[key], exact=True).check()
            for field, value in answers.get(key, {}).items():
                box = form.locator(f"#{field}")
                box.select_option(value) if key == "country" else box.fill(value)
            form.get_by_role("button", name="Continue").click()
        expect(page.locator("#journey-now")).to_have_text("Done")
        found += violations(page)
        page.get_by_role("textbox").fill("How much is a parking permit?")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_role("button", name="See the result")).to_be_visible()
        found += violations(page)
    assert found == []


def test_something_else_is_asked_in_the_middle_with_javascript_and_the_journey_is_taken_up_again(
    browser: Browser, offering_site: str
):
    with open_page(browser, offering_site) as page:
        ask(page, GUIDED)
        page.locator(".app-offer button").click()
        page.locator(".app-journey-here__form button").first.click()
        expect(page.locator(".app-turn--answered")).to_have_count(1)
        page.get_by_role("textbox").fill("How much is a parking permit?")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_text("You have not finished these questions.")).to_be_visible()
        page.get_by_role("button", name="Continue where you left off").click()
        expect(page.locator(".app-turn--answered")).to_have_count(1)
        expect(page.locator("#turn-2 ~ #journey #journey-now")).to_be_visible()
        page.get_by_role("button", name="Stop these questions").click()
        expect(page.locator("#journey")).to_have_count(0)
