"""Asking for a call back in Chromium: without JavaScript on a small phone, and read by axe at every step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from fingerpost.testing.web_chat_server import DeskReply, takes
from tests.interfaces.web.conftest import open_page, serving
from tests.interfaces.web.desk import Reached, reached
from tests.interfaces.web.test_in_browser import ask, assert_headings_are_in_order, violations


@pytest.fixture
def people(tmp_path: Path) -> Iterator[tuple[Reached, str]]:
    desk = takes("R-42", "https://127.0.0.1/chat/1")
    with reached(tmp_path, desk, DeskReply(400)) as found, serving(found.client.app) as site:
        yield found, site


def assert_fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_headings_are_in_order(page)


def test_a_call_back_is_asked_for_without_javascript_on_a_small_phone(browser: Browser, people: tuple[Reached, str]):
    reach, site = people
    with open_page(browser, site, width=320, javascript=False) as page:
        page.goto("/")
        page.get_by_role("textbox").fill("When is my bin collected?")
        page.get_by_role("button", name="Ask", exact=True).click()
        page.get_by_role("contentinfo").get_by_role("link", name="Talk to someone").click()
        page.get_by_role("button", name="Ask us to call you back").click()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("link", name="Enter your name")).to_be_visible()
        page.get_by_label("Your name").fill("Ann Example")
        page.get_by_label("Phone number").fill("01632 960 001")
        page.get_by_label("Send my questions and answers too").check()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check what will be sent")
        assert_fits(page, 320)
        page.get_by_role("button", name="Change this").click()
        expect(page.get_by_label("Your name")).to_have_value("Ann Example")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Send and ask for a call").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We have asked for someone to call you")
        expect(page.get_by_text("R-42")).to_be_visible()
        assert_fits(page, 320)

    (got,) = reach.desk.received
    assert got.fields["person"]["name"] == "Ann Example"
    assert len(got.fields["transcript"]) == 1


def test_every_step_is_readable_to_everybody(browser: Browser, people: tuple[Reached, str]):
    _, site = people
    with open_page(browser, site) as page:
        page.goto("/")
        ask(page, "When is my bin collected?")
        found: list[str] = []
        page.goto("/talk-to-someone")
        found += violations(page)
        page.goto("/talk-to-someone/3")
        page.get_by_role("button", name="Continue").click()
        page.get_by_text("See exactly what would be sent").click()
        found += violations(page)
        page.get_by_label("Your name").fill("Ann")
        page.get_by_label("Send my questions").check()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check what will be sent")
        found += violations(page)
        page.get_by_role("button", name="Send and start the chat").click()
        expect(page.get_by_role("button", name="Go to the chat")).to_have_attribute("href", "https://127.0.0.1/chat/1")
        found += violations(page)
        page.goto("/talk-to-someone/3")
        page.get_by_label("Your name").fill("Ann")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Send and start the chat").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We could not send it")
        found += violations(page)

    assert found == []
