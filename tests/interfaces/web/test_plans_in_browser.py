"""A plan in Chromium: kept and deleted without JavaScript on a small phone, and every page read by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page, serving, web_app
from tests.interfaces.web.planning import planning_service
from tests.interfaces.web.test_in_browser import QUESTIONS, ask, violations


@pytest.fixture(scope="module")
def plan_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    service = planning_service(tmp_path_factory.mktemp("plans"))
    with serving(web_app(service)) as site:
        yield site
    service.store.close()


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def save_own(page: Page, text: str) -> None:
    page.goto("/plan/add")
    page.get_by_label("What do you want to do?").fill(text)
    page.locator("#due-day").fill("5")
    page.locator("#due-month").fill("1")
    page.locator("#due-year").fill("2027")
    page.get_by_role("button", name="Save to your plan").click()


def test_a_plan_is_saved_ticked_taken_away_opened_elsewhere_and_deleted_without_javascript(
    browser: Browser, plan_site: str
):
    with open_page(browser, plan_site, width=320, javascript=False) as page:
        page.goto("/")
        ask(page, QUESTIONS["answered"])
        page.get_by_role("link", name="Add to your plan").click()
        page.get_by_label("Find your bin day").check()
        page.get_by_role("button", name="Save to your plan").click()
        save_own(page, "Ring the landlord")
        expect(page.get_by_role("heading", name="Ring the landlord")).to_be_visible()
        page.get_by_role("button", name=re.compile("Mark as done.*Ring the landlord")).click()
        page.get_by_role("button", name=re.compile("Move up.*Ring the landlord")).click()
        expect(page.get_by_role("heading", level=2).first).to_contain_text("Ring the landlord")
        assert_fits(page)
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download as a PDF").click()
        assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
        page.get_by_role("link", name="Get a private link to come back").click()
        page.get_by_role("button", name="Make a private link").click()
        address = page.locator(".app-wrap a").get_attribute("href")
        assert address
        with open_page(browser, plan_site, width=320, javascript=False) as phone:
            phone.goto(address)
            phone.get_by_role("button", name="Open the plan").click()
            expect(phone.get_by_role("heading", name="Ring the landlord")).to_be_visible()
            phone.get_by_role("link", name="See everything we keep, and delete it").click()
            assert_fits(phone)
            phone.get_by_role("button", name="Delete everything now").click()
            expect(phone.get_by_role("heading", level=1)).to_have_text("Your plan has been deleted")
        page.goto("/plan")
        expect(page.get_by_role("heading", name="Ring the landlord")).to_have_count(0)


def test_axe_finds_nothing_on_any_page_of_a_plan(browser: Browser, plan_site: str):
    found: list[object] = []

    def look(page: Page) -> None:
        assert_fits(page)
        found.extend(violations(page))

    with open_page(browser, plan_site, width=320) as page:
        page.goto("/plan")
        look(page)
        page.goto("/")
        ask(page, QUESTIONS["answered"])
        page.get_by_role("link", name="Add to your plan").click()
        look(page)
        page.get_by_role("button", name="Save to your plan").click()
        look(page)
        page.goto("/plan/add")
        page.get_by_role("button", name="Save to your plan").click()
        look(page)
        save_own(page, "Ring the landlord about a-very-long-word-that-cannot-be-broken-anywhere-at-all")
        look(page)
        page.goto("/plan/facts")
        page.get_by_label("Wales").check()
        page.get_by_role("button", name="Save to your plan").click()
        for address in (
            "/plan",
            "/plan/kept",
            "/plan/facts",
            "/plan/link",
            "/plan/print",
            "/journeys/blue-badge/nation",
        ):
            page.goto(address)
            look(page)
        page.goto("/calculators/income-tax")
        look(page)
        page.goto("/plan/link")
        page.get_by_role("button", name="Make a private link").click()
        look(page)
        page.goto(page.locator(".app-wrap a").get_attribute("href") or "")
        look(page)
    assert found == []
