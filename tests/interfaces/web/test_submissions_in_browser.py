"""Sending in, in Chromium: a missed bin by keyboard without JavaScript on a small phone, read by axe at every step."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page, serving, web_app
from tests.interfaces.web.test_in_browser import violations
from tests.interfaces.web.test_journeys_in_browser import SAMPLEFORD, assert_fits, focus_first_field
from tests.interfaces.web.written import BILINGUAL, WrittenService, written_service

BIN = "/journeys/report-missed-bin"
SCREENSHOTS = os.environ.get("FINGERPOST_SCREENSHOTS", "")


@pytest.fixture(scope="module")
def sending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, WrittenService]]:
    folder = tmp_path_factory.mktemp("sending")
    (folder / "journeys").mkdir()
    for file in SAMPLEFORD.glob("*.yaml"):
        (folder / "journeys" / file.name).write_bytes(file.read_bytes())
    service = written_service(folder, BILINGUAL)
    with serving(web_app(service)) as site:
        yield site, service
    service.store.close()


def look(page: Page, name: str) -> None:
    """Keep a picture to be looked at, where somebody asks for it."""
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=True)


def test_a_missed_bin_is_reported_by_keyboard_alone_without_javascript_on_a_small_phone(
    browser: Browser, sending: tuple[str, WrittenService]
):
    site, service = sending
    steps: dict[str, list[str]] = {
        "collection-day": ["text:01", "Tab", "text:09", "Tab", "text:2026"],
        "days": ["Space"],
        "reasons": ["Tab", "Tab", "Tab", "Tab", "Space"],
        "bin": ["ArrowDown"],
        "address": ["text:12 Mill Lane"],
        "postcode": ["text:aa1 1aa"],
        "contact": [],
    }
    with open_page(browser, site, width=320, javascript=False) as page:
        page.goto(BIN)
        page.get_by_role("button", name="Start now").focus()
        page.keyboard.press("Enter")
        for step, keys in steps.items():
            expect(page).to_have_url(f"{site}{BIN}/{step}")
            expect(page.get_by_role("button", name="Continue")).to_be_visible()
            assert_fits(page, 320)
            focus_first_field(page)
            for key in keys:
                if key.startswith("text:"):
                    page.keyboard.type(key.removeprefix("text:"))
                else:
                    page.keyboard.press(key)
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you send them")
        assert_fits(page, 320)
        look(page, "check-phone")
        page.get_by_role("button", name="Accept and report the bin").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Missed bin reported")
        assert_fits(page, 320)
        look(page, "sent-phone")
        reference = page.locator(".app-reference").inner_text()
        assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", reference)

        page.go_back()
        page.goto(f"{BIN}/check-your-answers")
        expect(page.locator(".app-reference")).to_have_text(reference)
    (kept,) = service.store.submissions.all()
    assert f"{kept.reference[:4]}-{kept.reference[4:]}" == reference
    assert service.store.submissions.get(kept.reference)[1]["answers"][4]["value"] == "12 Mill Lane"


def to_the_check(page: Page) -> None:
    page.goto("/journeys/change-of-address/move")
    page.get_by_role("radio").first.check()
    page.locator("main button").click()
    page.wait_for_url("**/change-of-address/move-date")
    for field, value in (("answer-day", "27"), ("answer-month", "3"), ("answer-year", "2027")):
        page.locator(f"#{field}").fill(value)
    page.locator("main button").click()
    for value in (
        "Jo Bloggs",
        "1 Old Road",
        "AA1 1AA",
        "2 New Road",
        "AA1 2AB",
        "Sam Bloggs",
        "12345678",
        "a@b.example",
    ):
        page.locator("#answer").fill(value)
        page.locator("main button").click()
    expect(page.locator("#send")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_axe_finds_nothing_on_what_is_checked_or_confirmed(
    browser: Browser, sending: tuple[str, WrittenService], language: str
):
    with open_page(browser, sending[0], width=320) as page:
        page.goto(f"/language/{language}?back=/journeys")
        to_the_check(page)
        found = violations(page)
        assert_fits(page, 320)
        look(page, f"check-{language}")
        page.locator("#send button").dblclick()
        expect(page.locator(".app-reference")).to_be_visible()
        found += violations(page)
        assert_fits(page, 320)
        look(page, f"sent-{language}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert_fits(page, 320)
        page.set_viewport_size({"width": 1200, "height": 900})
        look(page, f"sent-{language}-wide")
    assert found == []


def test_an_error_on_the_page_that_sends_is_read_out_and_leads_to_the_form(
    browser: Browser, sending: tuple[str, WrittenService]
):
    with open_page(browser, sending[0], width=320) as page:
        to_the_check(page)
        page.locator("input[name=shown]").evaluate("field => { field.value = 'another' }")
        page.locator("#send button").click()
        expect(page.get_by_role("alert")).to_contain_text("have changed")
        assert violations(page) == []
        look(page, "changed")
