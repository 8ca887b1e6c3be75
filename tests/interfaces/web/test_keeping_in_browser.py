"""Keeping a conversation as somebody does it: with no JavaScript, on two devices, and read by axe."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page
from tests.interfaces.web.test_in_browser import QUESTIONS, ask, assert_headings_are_in_order, violations


def test_answers_are_taken_away_opened_elsewhere_and_deleted_without_javascript(plain_page: Page, browser: Browser):
    plain_page.goto("/")
    ask(plain_page, QUESTIONS["answered"])
    with plain_page.expect_download() as taken:
        plain_page.get_by_role("link", name="Download your answers").click()
    assert taken.value.suggested_filename == "answers.txt"
    assert "We collect your rubbish bin every two weeks. [1]" in Path(taken.value.path()).read_text(encoding="utf-8")

    plain_page.get_by_role("link", name="Get a link to come back").click()
    address = plain_page.locator("main a").first.get_attribute("href")
    assert address
    site = address.partition("/conversation")[0]
    with open_page(browser, site, javascript=False, width=320) as phone:
        phone.goto(address)
        phone.get_by_role("button", name="Open the answers").click()
        expect(phone.get_by_role("article")).to_contain_text("We collect your rubbish bin every two weeks.")
        phone.goto("/privacy")
        phone.get_by_role("button", name="Delete my conversation").click()
        expect(phone.get_by_text("Your conversation has been deleted.")).to_be_visible()

    plain_page.goto("/conversation")
    expect(plain_page).to_have_url(f"{site}/")


def test_the_pages_of_the_link_have_no_accessibility_violations(page: Page, browser: Browser):
    page.goto("/")
    ask(page, QUESTIONS["answered"])
    page.goto("/conversation/link")
    address = page.locator("main a").first.get_attribute("href")
    assert address
    assert violations(page) == []
    assert_headings_are_in_order(page)

    with open_page(browser, address.partition("/conversation")[0], width=320) as phone:
        phone.goto(address)
        assert violations(phone) == []
        assert_headings_are_in_order(phone)
        assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
