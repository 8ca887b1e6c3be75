"""The benefits estimate in Chromium: without JavaScript on a small phone, and read by axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fingerpost.services.estimate import line_for
from fingerpost.testing.estimate_engine import install
from tests.interfaces.web.conftest import open_page, serving, web_app
from tests.interfaces.web.test_calculators_in_browser import shot
from tests.interfaces.web.test_estimates import FORM, service_with
from tests.interfaces.web.test_in_browser import assert_headings_are_in_order, violations
from tests.services.estimate.test_line import Gate

WIDTH = 320


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    held = Gate(tmp_path)
    yield held
    held.close()


@pytest.fixture
def site(tmp_path: Path, gate: Gate) -> Iterator[str]:
    service = service_with(tmp_path / "service", install(tmp_path / "engine", gate=gate.pipe))
    with serving(web_app(service)) as address:
        yield address
    line_for(service.settings.calculators.estimate).close()


@pytest.mark.parametrize("javascript", [False, True])
def test_an_estimate_is_asked_for_waited_for_and_deleted(browser: Browser, site: str, gate: Gate, javascript: bool):
    with open_page(browser, site, width=WIDTH, javascript=javascript) as page:
        page.goto(FORM)
        found = violations(page) if javascript else []
        page.get_by_role("radio", name="Wales").check()
        page.get_by_label("How old are you?").fill("30")
        page.get_by_label("How old are the children who live with you?").fill("3, 7")
        page.get_by_label("How much do you and your partner have in savings?").fill("0")
        page.get_by_label("I rent it from a private landlord").check()
        page.get_by_label("How much rent do you pay a month?").fill("900")
        page.get_by_label("Which tax year?").fill("2026-27")
        page.get_by_role("group", name="Does a health condition").get_by_label("No", exact=True).check()
        for question in ("Do you get a disability benefit?", "Do you care for somebody"):
            page.get_by_role("group", name=question).get_by_label("No", exact=True).check()
        shot(page, f"estimate-form-{WIDTH}")
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We are working out your estimate")
        assert page.url.endswith(f"{FORM}/result")
        shot(page, f"estimate-waiting-{WIDTH}")
        found += violations(page) if javascript else []
        gate.let_through()
        # Nothing is pressed: the page looks again by itself.
        expect(page.get_by_role("heading", level=1)).to_have_text("Your estimate", timeout=60_000)
        expect(page.get_by_text("£1,500 to £1,800 a month").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        assert_headings_are_in_order(page)
        shot(page, f"estimate-result-{WIDTH}")
        found += violations(page) if javascript else []
        page.get_by_role("button", name="Delete my answers now").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are deleted")
        assert found + (violations(page) if javascript else []) == []
