"""Calculators in Chromium: without JavaScript, by keyboard alone, on a small phone, and read by axe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page
from tests.interfaces.web.test_in_browser import assert_headings_are_in_order, violations

EVERY_KIND = ("minimum-wage", "check-benefits", "intestacy", "child-benefit", "vat-deadlines")
"""Between them they ask in every kind of field: date, yes or no, choice, several choices, money, numbers, tax year."""
SHOTS = os.environ.get("FINGERPOST_SCREENSHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_wage_is_checked_without_javascript_on_a_small_phone_with_large_text(browser: Browser, site: str):
    with open_page(browser, site, width=320, javascript=False) as page:
        page.goto("/")
        page.get_by_role("link", name="Calculators").click()
        page.get_by_role("link", name="Check if you are paid the minimum wage").click()
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        page.get_by_role("link", name="On what date was the work done? Enter a date").click()
        expect(page.get_by_label("Day", exact=True)).to_be_focused()
        page.get_by_label("Day", exact=True).fill("30")
        page.get_by_label("Month", exact=True).fill("6")
        page.get_by_label("Year", exact=True).fill("2025")
        page.get_by_label("How old were you?").fill("30")
        apprentice = page.get_by_role("group", name="Were you an apprentice?")
        apprentice.get_by_label("No", exact=True).check()
        page.get_by_label("How much were you paid before tax?").fill("£400")
        page.get_by_label("How many hours did you work for it?").fill("40")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your result")
        expect(page.get_by_text("£88.40", exact=True)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert_headings_are_in_order(page)
        assert page.url.endswith("/calculators/minimum-wage")
        shot(page, "wage-result-320")
        page.get_by_role("button", name="Change your answers").click()
        expect(page.get_by_label("How old were you?")).to_have_value("30")
        expect(apprentice.get_by_label("No", exact=True)).to_be_checked()


def test_a_calculator_is_worked_by_keyboard_alone(browser: Browser, site: str):
    with open_page(browser, site) as page:
        page.goto("/calculators/income-tax")
        page.get_by_label("Which tax year?").focus()
        page.keyboard.type("2025-26")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("30000")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your result")
        expect(page.get_by_text("£25,119.60")).to_be_visible()


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_kind_of_question_is_readable_to_everybody(browser: Browser, site: str, name: str):
    with open_page(browser, site) as page:
        page.goto(f"/calculators/{name}")
        found = violations(page)
        shot(page, f"{name}-form")
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        shot(page, f"{name}-errors")
        assert_headings_are_in_order(page)
        assert found + violations(page) == []


def test_the_list_and_a_result_are_readable_to_everybody(browser: Browser, site: str):
    with open_page(browser, site) as page:
        page.goto("/calculators")
        found = violations(page)
        shot(page, "list")
        page.goto("/calculators/income-tax")
        page.get_by_label("Which tax year?").fill("2026-27")
        page.get_by_label("Scotland").check()
        page.get_by_label("How much are you paid a year before tax?").fill("52,000")
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your result")
        shot(page, "income-tax-result")
        assert_headings_are_in_order(page)
        assert found + violations(page) == []


def test_a_welsh_page_is_readable_to_everybody(browser: Browser, bilingual_site: str):
    with open_page(browser, bilingual_site) as page:
        page.goto("/language/cy?back=/calculators/child-benefit")
        page.get_by_role("button", name="Cyfrifo").click()
        expect(page.get_by_role("heading", name="Mae problem")).to_be_visible()
        shot(page, "child-benefit-cy")
        assert violations(page) == []
