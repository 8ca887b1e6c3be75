"""The whole of it, with nothing written beforehand: a folder of guidance, an index, an answer in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from fingerpost.interfaces.app import create_app
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.conftest import open_page, serving
from tests.interfaces.web.test_in_browser import ask, violations
from tests.small_service import make_service_folder


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(folder))
    with serving(create_app(Service.open(folder))) as address:
        yield address


@pytest.mark.parametrize("javascript", [True, False])
def test_guidance_in_a_folder_becomes_a_cited_answer_on_a_page(browser: Browser, real_site: str, javascript: bool):
    with open_page(browser, real_site, javascript=javascript) as page:
        page.goto("/")
        ask(page, "How much do I get off if I am the only adult in my home?")

        article = page.get_by_role("article")
        expect(article.get_by_role("heading", level=3).first).to_have_text("Council Tax discounts")
        expect(article).to_contain_text(
            "You get 25% off your Council Tax if you are the only adult living in your home."
        )
        article.get_by_role("link", name="Quotation 1", exact=True).first.click()
        quotation = page.locator("#turn-1-quote-1")
        expect(quotation).to_be_visible()
        expect(quotation.get_by_role("link")).to_have_attribute(
            "href", re.compile(r"^https://www\.sampleford\.example/council-tax/discounts.*#:~:text=")
        )


def test_a_welsh_question_is_answered_from_welsh_pages_and_the_words_are_marked_as_welsh(
    browser: Browser, real_site: str
):
    with open_page(browser, real_site) as page:
        page.goto("/")
        ask(page, "Erbyn pryd rhowch y bin sbwriel allan?")

        article = page.get_by_role("article")
        expect(article.get_by_role("heading", level=3).first).to_have_text("Casgliadau biniau")
        welsh = article.locator("[lang=cy]")
        expect(welsh.filter(has_text="Rhowch y bin allan erbyn 7yb.").first).to_be_visible()
        expect(article.locator("blockquote[lang=cy]").first).to_contain_text("Rhowch y bin allan")
        assert violations(page) == []


def test_what_the_guidance_does_not_say_is_not_answered_as_if_it_did(browser: Browser, real_site: str):
    with open_page(browser, real_site) as page:
        page.goto("/")
        ask(page, "Which planet has the most moons?")

        article = page.get_by_role("article")
        silent = "We could not find an answer|This may not be the whole answer|This is not something we can answer here"
        expect(article).to_contain_text(re.compile(silent))
        expect(article.get_by_role("link", name="01632 960123")).to_have_attribute("href", "tel:01632960123")
        assert violations(page) == []


def test_every_response_of_the_whole_application_carries_the_policy(browser: Browser, real_site: str):
    with open_page(browser, real_site) as page:
        for address in ("/", "/api/v1/nothing", "/healthz", "/no-such-page"):
            response = page.request.get(real_site + address)
            assert response.headers["content-security-policy"].startswith("default-src 'none'"), address
            assert response.headers["x-content-type-options"] == "nosniff"
