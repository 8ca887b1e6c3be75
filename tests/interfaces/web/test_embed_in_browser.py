"""The component on a page of another origin, in Chromium, under a strict content security policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from fingerpost.interfaces.app import create_app
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.conftest import Complaints, serving
from tests.small_service import CONTRASTING_PAGES, PAGES, SETTINGS, make_service_folder

PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Our council</title>
<meta name="viewport" content="width=device-width"><script src="{service}/embed.js" async></script></head>
<body><main><h1>Bins</h1>
<fingerpost-ask><a href="{service}/">Ask Sampleford Council</a></fingerpost-ask></main></body></html>"""
SERVICE = SETTINGS.replace(
    "[[sources]]",
    """[service.translations.cy]
name = "Cyngor Sampleford"
[[sources]]""",
    1,
)


@dataclass
class Sites:
    """Two origins: a service, and a page of somebody else's that asks it; ``stranger`` is one that may not."""

    service: str
    host: str
    stranger: str


def host_page(service: list[str]) -> Starlette:
    def page(request: Request) -> Response:
        policy = f"default-src 'none'; script-src {service[0]}; connect-src {service[0]}; base-uri 'none'"
        html = PAGE.format(service=service[0], lang=request.query_params.get("lang", "en"))
        return HTMLResponse(html, headers={"content-security-policy": policy})

    return Starlette(routes=[Route("/", page)])


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    folder = tmp_path_factory.mktemp("service")
    settings = load_settings(make_service_folder(folder, {**PAGES, **CONTRASTING_PAGES}, SERVICE), {})
    sync(settings)
    told: list[str] = []
    with serving(host_page(told)) as host, serving(host_page(told)) as stranger:  # pyright: ignore[reportArgumentType]
        server = settings.server.model_copy(update={"cors_origins": (host,), "questions_per_minute": 1000})
        kept = settings.conversations.model_copy(update={"database_url": SecretStr(f"sqlite:///{folder}/kept.db")})
        opened = Service.of(settings.model_copy(update={"server": server, "conversations": kept}))
        with serving(create_app(opened)) as service:
            told.append(service)
            yield Sites(service, host, stranger)


@contextmanager
def visit(
    browser: Browser, address: str, *, width: int = 1280, javascript: bool = True, expected: tuple[str, ...] = ()
) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=javascript, reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    complaints = Complaints()
    complaints.expected = (*complaints.expected, "favicon.ico", *expected)
    page = context.new_page()
    complaints.watch(page)
    try:
        page.goto(address)
        yield page
        assert context.cookies() == []
        assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0 if javascript else True
        assert complaints.said == []
    finally:
        context.close()


def ask(page: Page, question: str) -> None:
    asked = page.locator("fingerpost-ask article").count()
    page.get_by_role("textbox").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("fingerpost-ask article")).to_have_count(asked + 1)


def violations(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['html']} {node['failureSummary']}" for each in found for node in each["nodes"]]


@pytest.fixture
def page(browser: Browser, sites: Sites) -> Iterator[Page]:
    with visit(browser, sites.host) as opened:
        yield opened


def test_a_question_is_answered_with_quotations_that_lead_to_their_pages(page: Page):
    ask(page, "How do I tell you that you missed our bin?")

    answer = page.get_by_role("article")
    expect(answer).to_contain_text("Tell us within 2 working days.")
    address = answer.get_by_role("link", name="Quotation 1").first.get_attribute("href")
    assert address is not None
    assert address.startswith("https://www.sampleford.example/bins#:~:text=")
    expect(answer.locator("blockquote").first).to_be_hidden()
    answer.get_by_text("Check the words quoted").click()
    expect(answer.locator("blockquote").first).to_be_visible()
    assert page.evaluate("document.querySelector('fingerpost-ask').shadowRoot.activeElement !== null")


def test_an_offer_leads_to_its_page_on_the_service_and_carries_nothing_that_was_said(page: Page, sites: Sites):
    ask(page, "How much redundancy pay will I get? I'm 45 and earn £600 a week")

    link = page.get_by_role("article").get_by_role("link", name="Work out your statutory redundancy pay")
    expect(link).to_have_attribute("href", f"{sites.service}/calculators/redundancy-pay")


def test_the_page_is_told_the_answer_record(page: Page):
    page.evaluate("addEventListener('fingerpost-answer', (event) => { window.told = event.detail; })")
    ask(page, "How do I tell you that you missed our bin?")

    told = page.evaluate("window.told")
    assert told["citations"]
    assert told["record"]["composer"].startswith("extractive")


def test_a_follow_up_belongs_to_the_conversation_and_starting_again_deletes_it(page: Page, sites: Sites):
    page.evaluate("addEventListener('fingerpost-answer', (event) => { window.told = event.detail; })")
    ask(page, "How much is a parking permit for a first car?")
    ask(page, "and for a second car?")

    expect(page.get_by_role("article").last).to_contain_text("We looked for:")
    cells = page.get_by_role("article").last.get_by_role("cell")
    expect(cells.filter(has_text="£110").first).to_be_visible()
    conversation = page.evaluate("window.told.conversation_id")
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("textbox")).to_be_focused()
    gone = page.request.get(f"{sites.service}/api/v1/conversations/{conversation}")
    assert gone.status == 404


def test_steps_lists_and_a_question_back_are_shown_as_what_they_are(page: Page):
    ask(page, "How do I apply for a student discount on Council Tax?")
    answer = page.get_by_role("article").last
    expect(answer.locator("div > ol > li[value='3']")).to_contain_text("Send us proof within 21 days.")
    ask(page, "What can I do about damp in my home?")
    group = page.get_by_role("group", name="Which of these is your home?")
    expect(group.get_by_role("button").first).to_be_visible()
    group.get_by_role("button").first.click()
    expect(page.get_by_role("article")).to_have_count(3)


def test_nobody_leaves_with_an_empty_hand_or_a_silent_error(page: Page, sites: Sites):
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("textbox", description="Enter a question")).to_be_focused()
    ask(page, "Who won the cup in 1966?")
    expect(page.get_by_role("article").get_by_role("link", name="01632 960123")).to_have_attribute(
        "href", "tel:01632960123"
    )


def test_what_goes_wrong_is_said_with_a_way_on(browser: Browser, sites: Sites):
    with visit(browser, sites.host, expected=("Failed to load resource",)) as page:
        expect(page.get_by_role("textbox")).to_be_visible()
        page.route("**/api/v1/ask", lambda route: route.abort())
        page.get_by_role("textbox").fill("When is my bin collected?")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_text("We could not get an answer just now.")).to_be_visible()
        expect(page.get_by_role("textbox")).to_have_value("When is my bin collected?")
        expect(page.get_by_role("link", name="Open the full service")).to_have_attribute("href", f"{sites.service}/")


def test_hostile_words_are_only_words(page: Page):
    ask(page, "bin <img src=x onerror=alert(1)> <script>alert(2)</script>")

    expect(page.get_by_role("article").get_by_role("heading").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("fingerpost-ask img, fingerpost-ask script").count() == 0


def test_on_a_welsh_page_it_speaks_welsh(browser: Browser, sites: Sites):
    with visit(browser, f"{sites.host}/?lang=cy") as page:
        expect(page.get_by_role("heading", name="Cyngor Sampleford")).to_be_visible()
        page.get_by_role("textbox", name="Beth hoffech chi ei wybod?").fill("Pryd mae fy min yn cael ei gasglu?")
        page.get_by_role("button", name="Gofyn").click()
        expect(page.get_by_role("article")).to_contain_text("Ffôn")
        assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_it_has_no_accessibility_violations_and_fits(browser: Browser, sites: Sites, width: int):
    with visit(browser, sites.host, width=width) as page:
        ask(page, "How much is a parking permit?")
        page.get_by_text("Check the words quoted").click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_javascript_there_is_a_link(browser: Browser, sites: Sites):
    with visit(browser, sites.host, javascript=False) as page:
        link = page.get_by_role("link", name="Ask Sampleford Council")
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", f"{sites.service}/")


def test_a_site_that_is_not_allowed_keeps_its_link(browser: Browser, sites: Sites):
    with visit(browser, sites.stranger, expected=("CORS policy", "Failed to load resource")) as page:
        page.wait_for_timeout(500)
        expect(page.get_by_role("link", name="Ask Sampleford Council")).to_be_visible()
        expect(page.get_by_role("textbox")).to_have_count(0)
