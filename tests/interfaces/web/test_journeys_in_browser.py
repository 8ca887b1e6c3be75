"""Journeys in Chromium: by keyboard alone without JavaScript on a small phone, and read by axe at every step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page, serving, web_app
from tests.interfaces.web.test_in_browser import assert_headings_are_in_order, violations
from tests.interfaces.web.written import BILINGUAL, written_service
from tests.services.journeys.written import EVERY_KIND

SAMPLEFORD = Path("src/fingerpost/demo/sampleford/journeys")
# What is pressed at each question: each key goes to the page as a person would press it.
RUNS = {
    "pay-council-tax": ([["Space"], ["Space"]], "Set up a Direct Debit"),
    "blue-badge": ([["Space"], ["Space"], ["Space"]], "The person should get a Blue Badge"),
    "register-a-death": (
        [["Space"], ["ArrowRight"], ["ArrowDown"], ["Space"], ["Space"]],
        "Register the death within 5 days",
    ),
}


@pytest.fixture(scope="module")
def journeys_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("journeys")
    (folder / "journeys").mkdir()
    (folder / "journeys" / "every-kind.yaml").write_text(EVERY_KIND, encoding="utf-8")
    for file in SAMPLEFORD.glob("*.yaml"):
        (folder / "journeys" / file.name).write_bytes(file.read_bytes())
    service = written_service(folder, BILINGUAL)
    with serving(web_app(service)) as site:
        yield site
    service.store.close()


def assert_fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_headings_are_in_order(page)


def focus_first_field(page: Page) -> None:
    """Press Tab from the top of the page until the first field of the form has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main input, main select, main textarea')"):
            return
    pytest.fail("no field can be reached by the keyboard")


def press(page: Page, keys: list[str]) -> None:
    for key in keys:
        if key.isdigit():
            page.keyboard.type(key)
        else:
            page.keyboard.press(key)


@pytest.mark.parametrize("name", RUNS)
def test_a_journey_is_followed_by_keyboard_alone_without_javascript_on_a_small_phone(
    browser: Browser, journeys_site: str, name: str
):
    answers, outcome = RUNS[name]
    with open_page(browser, journeys_site, width=320, javascript=False) as page:
        page.goto(f"/journeys/{name}")
        page.get_by_role("button", name="Start now").focus()
        page.keyboard.press("Enter")
        for keys in answers:
            expect(page.get_by_role("button", name="Continue")).to_be_visible()
            assert_fits(page, 320)
            focus_first_field(page)
            press(page, keys)
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
        assert_fits(page, 320)
        page.get_by_role("button", name="Continue").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(outcome)
        assert_fits(page, 320)


def test_axe_finds_nothing_on_any_kind_of_question_right_or_wrong(browser: Browser, journeys_site: str):
    answers: dict[str, dict[str, str] | str] = {
        "agree": "Yes",
        "colour": "Blue",
        "needs": "Heating",
        "born": {"answer-day": "1", "answer-month": "2", "answer-year": "1980"},
        "savings": {"answer": "20"},
        "rooms": {"answer": "3"},
        "note": {"answer": "<script>alert(1)</script>"},
        "postcode": {"answer": "AA3 1AB"},
        "country": {"answer": "FR"},
        "papers": "Passport",
    }
    with open_page(browser, journeys_site, width=320) as page:
        page.goto("/journeys")
        found = violations(page)
        page.goto("/journeys/every-kind")
        found += violations(page)
        page.get_by_role("button", name="Start now").click()
        for key, given in answers.items():
            expect(page).to_have_url(f"{journeys_site}/journeys/every-kind/{key}")
            assert_fits(page, 320)
            found += violations(page)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert_fits(page, 320)
            if key not in ("note", "papers"):
                page.get_by_role("button", name="Continue").click()
                expect(page.get_by_role("alert")).to_be_visible()
                found += violations(page)
            if isinstance(given, str):
                page.get_by_label(given, exact=True).check()
            else:
                for field, value in given.items():
                    box = page.locator(f"#{field}")
                    box.select_option(value) if key == "country" else box.fill(value)
            page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
        found += violations(page)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Done")
        expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
        found += violations(page)
        page.get_by_role("button", name="Delete my answers").click()
        found += violations(page)
    assert found == []


def test_the_result_can_be_read_at_twice_the_size_on_a_small_phone(browser: Browser, journeys_site: str):
    with open_page(browser, journeys_site, width=320) as page:
        page.goto("/journeys/blue-badge/nation")
        page.get_by_label("Scotland").check()
        page.get_by_role("button", name="Continue").click()
        page.goto("/journeys/blue-badge/result")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert_fits(page, 320)
