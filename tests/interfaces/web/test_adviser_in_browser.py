"""The adviser's page in Chromium: side by side where there is room, and copied by a button or without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page, serving, web_app
from tests.interfaces.web.test_in_browser import assert_headings_are_in_order, violations
from tests.interfaces.web.written import WrittenService, written_service

PASSWORD = "three random words"


class _NoIndex:
    """Holds no section any more, so that the quotations alone are shown."""

    def sections(self, ids: list[str]) -> dict[str, object]:
        return {}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    service: WrittenService = written_service(tmp_path_factory.mktemp("adviser"))
    service.index = _NoIndex()  # pyright: ignore[reportAttributeAccessIssue] - what the page needs of one
    service.store.accounts.add("jo.evans", "adviser", PASSWORD)
    with serving(web_app(service)) as address:
        yield address
    service.store.close()


def sign_in(page: Page) -> None:
    page.goto("/adviser")
    page.get_by_label("Account name").fill("jo.evans")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Adviser")


def ask(page: Page, question: str) -> None:
    page.get_by_label("What does the caller want to know?").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#answer-question")).to_contain_text(question)


def test_the_answer_and_its_passages_stand_side_by_side_where_there_is_room(browser: Browser, site: str):
    for width, beside in ((1280, True), (320, False)):
        with open_page(browser, site, width=width) as page:
            sign_in(page)
            ask(page, "When is my bin collected?")
            answer = page.locator(".app-adviser__answer").bounding_box()
            passages = page.locator(".app-adviser__passages").bounding_box()
            assert answer is not None
            assert passages is not None
            assert (passages["y"] < answer["y"] + answer["height"]) is beside
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            ask(page, "Tell me everything")
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_kind_of_answer_is_readable_to_everybody(browser: Browser, site: str):
    found: list[str] = []
    with open_page(browser, site) as page:
        page.goto("/sign-in")
        found += violations(page)
        sign_in(page)
        for question in ("a student?", "a permit?", "What about damp?", "hostile", "What is the meaning of life?"):
            ask(page, question)
            assert_headings_are_in_order(page)
            found += violations(page)

    assert found == []


def test_the_answer_is_copied_with_its_sources_by_a_button(browser: Browser, site: str):
    with open_page(browser, site) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sign_in(page)
        ask(page, "When is my bin collected?")
        page.get_by_role("button", name="Copy with sources").click()
        expect(page.get_by_role("status")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")

    assert "We collect your rubbish bin every two weeks. [1]" in copied
    assert "https://www.sampleford.example/bins" in copied


def test_everything_can_be_done_without_javascript(browser: Browser, site: str):
    with open_page(browser, site, javascript=False) as page:
        sign_in(page)
        ask(page, "What about damp?")
        page.get_by_role("button", name="I rent from the council").click()
        expect(page.locator("#answer-question")).to_contain_text("I rent from the council")
        expect(page.get_by_role("button", name="Copy with sources")).to_have_count(0)
        page.get_by_text("Answer with its sources, as text").click()
        expect(page.get_by_role("textbox", name="Answer with its sources, as text")).to_have_value(
            page.locator("#copied").input_value()
        )
        page.get_by_role("button", name="Next caller").click()
        expect(page.locator("#answer")).to_have_count(0)
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
