"""The pages as somebody meets them: in Chromium, with and without JavaScript, by keyboard, by ear, on a small phone."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page
from tests.interfaces.web.written import HOSTILE

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUESTIONS = {
    "answered": "When is my bin collected?",
    "partial": "I am a student, do I pay? I am on 07700 900123",
    "table": "How much is a permit?",
    "unanswerable": "What is the meaning of life?",
    "long": "Tell me everything",
    "hostile": f"hostile {HOSTILE}",
    "clarify": "What can I do about damp?",
}


def ask(page: Page, question: str) -> None:
    """Ask on the page that is open, and wait until the answer stands there."""
    asked = page.locator("article.app-turn").count()
    page.get_by_role("textbox", name=re.compile("What do you want to know|Ask another question")).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("article.app-turn")).to_have_count(asked + 1)


def violations(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA, with where it is."""
    options = {"runOnly": {"type": "tag", "values": WCAG_2_2_AA}, "resultTypes": ["violations"]}
    found: Any = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['html']} {node['failureSummary']}" for each in found for node in each["nodes"]]


def headings(page: Page) -> list[tuple[int, str]]:
    """Return the headings a screen reader would list, with their levels."""
    tree = page.locator("body").aria_snapshot()
    return [(int(level), name) for name, level in re.findall(r'heading "((?:[^"\\]|\\.)*)" \[level=(\d)\]', tree)]


def assert_headings_are_in_order(page: Page) -> None:
    levels = [level for level, _ in headings(page)]
    in_main = [
        int(each)
        for each in page.locator("main")
        .locator("h1,h2,h3,h4")
        .evaluate_all(
            "all => all.filter(h => h.checkVisibility() && !h.closest('.govuk-error-summary')).map(h => h.tagName[1])"
        )
    ]
    assert levels.count(1) == 1
    assert in_main[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(in_main)), in_main


def test_an_answer_arrives_without_javascript(plain_page: Page):
    plain_page.goto("/")
    ask(plain_page, QUESTIONS["answered"])

    expect(plain_page).to_have_url(re.compile(r"/conversation#turn-1$"))
    expect(plain_page.get_by_role("article")).to_contain_text("We collect your rubbish bin every two weeks.")
    expect(plain_page.get_by_role("link", name="Bin collections")).to_have_attribute(
        "href", "https://www.sampleford.example/bins"
    )


def test_everything_can_be_done_without_javascript(plain_page: Page):
    plain_page.goto("/")
    plain_page.get_by_role("button", name="When is my bin collected?").click()
    quotation = plain_page.locator("#turn-1-quote-3")
    expect(quotation).to_be_hidden()

    plain_page.get_by_role("link", name="Quotation 3").click()
    expect(quotation).to_be_visible()

    plain_page.get_by_label("No", exact=True).check()
    plain_page.get_by_label("Something was missing").check()
    plain_page.get_by_label("Tell us more (optional)").fill("The time")
    plain_page.get_by_role("button", name="Send feedback").click()
    expect(plain_page.get_by_text("You said this answer was not useful")).to_be_visible()

    ask(plain_page, QUESTIONS["table"])
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Your answers")

    plain_page.get_by_role("button", name="Start again").click()
    expect(plain_page).to_have_url(re.compile(r"/$"))
    expect(plain_page.get_by_role("link", name="Your answers")).to_have_count(0)


def test_an_answer_arrives_with_javascript_without_leaving_the_page(page: Page):
    page.goto("/")
    page.evaluate("window.stayed = true")

    ask(page, QUESTIONS["answered"])

    assert page.evaluate("window.stayed") is True
    expect(page).to_have_url(re.compile(r"/conversation$"))
    expect(page).to_have_title("Your answer – Ask Sampleford")
    expect(page.get_by_role("article")).to_contain_text("leave the bin out where the crew can reach it")
    expect(page.get_by_role("navigation").get_by_role("link", name="Your answers")).to_have_attribute(
        "aria-current", "page"
    )


def test_statements_are_shown_while_the_answer_is_still_arriving(page: Page):
    page.goto("/")
    page.evaluate(
        """() => {
          window.seen = [];
          const place = document.querySelector('[data-arriving-answer]');
          new MutationObserver(() => window.seen.push(place.innerText)).observe(place, {childList: true});
        }"""
    )

    ask(page, QUESTIONS["answered"])

    seen = page.evaluate("window.seen")
    assert seen
    assert "every two weeks" in seen[0]


def test_a_screen_reader_is_told_each_step_and_that_the_answer_is_there(page: Page):
    page.goto("/")
    status = page.get_by_role("status")
    expect(status).to_be_attached()
    page.evaluate(
        """() => {
          window.told = [];
          const region = document.querySelector('[role=status]');
          new MutationObserver(() => window.told.push(region.textContent)).observe(region, {childList: true});
        }"""
    )

    ask(page, QUESTIONS["answered"])

    expect(status).to_have_text("Answer ready, with 5 quotations.")
    told = page.evaluate("window.told")
    assert "Looking through the guidance" in told
    assert told[-1] == "Answer ready, with 5 quotations."
    assert status.get_attribute("aria-live") == "polite"


def test_focus_goes_to_the_question_that_was_just_answered(page: Page):
    page.goto("/")

    ask(page, QUESTIONS["answered"])
    ask(page, QUESTIONS["table"])

    expect(page.locator("#turn-2-question")).to_be_focused()


def test_an_answer_that_breaks_off_is_asked_for_again_the_plain_way(browser: Browser, site: str):
    with open_page(browser, site, expected="net::ERR_INCOMPLETE_CHUNKED_ENCODING") as page:
        page.goto("/")
        page.get_by_role("textbox").fill("When is my bin collected, if this breaks off?")
        with page.expect_navigation():
            page.get_by_role("button", name="Ask", exact=True).click()

        expect(page).to_have_url(re.compile(r"/conversation#turn-1$"))
        expect(page.get_by_role("article")).to_contain_text("every two weeks")


def test_the_back_button_brings_the_start_page_back(page: Page):
    page.goto("/")
    ask(page, QUESTIONS["answered"])

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ask Sampleford")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_a_quotation_opens_from_its_number_and_is_focused(page: Page):
    page.goto("/")
    ask(page, QUESTIONS["answered"])
    quotation = page.locator("#turn-1-quote-4")
    expect(quotation).to_be_hidden()

    page.get_by_role("link", name="Quotation 4").click()

    expect(quotation).to_be_visible()
    expect(quotation).to_be_focused()
    expect(quotation.get_by_role("link")).to_have_attribute("href", re.compile(r"#:~:text="))


def test_a_question_is_asked_and_followed_up_by_keyboard_alone(page: Page):
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type(QUESTIONS["answered"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1-question")).to_be_focused()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Bin collections")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Quotation 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1-quote-1")).to_be_focused()

    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    page.keyboard.type(QUESTIONS["table"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#turn-2-question")).to_be_focused()


def test_focus_can_always_be_seen(page: Page):
    page.goto("/")
    ask(page, QUESTIONS["partial"])
    page.goto("/conversation")
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " const l = document.activeElement.matches('input') ?"
            " getComputedStyle(document.activeElement.nextElementSibling, '::before') : s;"
            " return l.boxShadow + l.outlineStyle + document.activeElement.tagName })()"
        )
        assert not style.startswith("nonenone") or style.endswith(("BODY", "SUMMARY")), style


def test_a_screen_reader_finds_landmarks_and_headings_in_order(page: Page):
    page.goto("/")
    ask(page, QUESTIONS["answered"])
    ask(page, QUESTIONS["partial"])

    tree = page.locator("body").aria_snapshot()
    for landmark in ("banner", "main", "contentinfo", 'navigation "Service pages"', 'article "Question: '):
        assert landmark in tree, landmark
    assert headings(page)[:5] == [
        (1, "Your answers"),
        (2, "Question: When is my bin collected?"),
        (3, "Bin collections"),
        (4, "If we missed your bin"),
        (3, "Next step"),
    ]
    assert_headings_are_in_order(page)
    assert re.search(r'link "Quotation 1"', tree)
    assert re.search(r"listitem: .*Find your account number", tree) or "Find your account number" in tree


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_axe_finds_nothing_on_an_answer_at_any_width(browser: Browser, site: str, name: str):
    with open_page(browser, site) as page:
        page.goto("/")
        ask(page, QUESTIONS[name])
        for details in page.locator("details").all():
            details.locator("summary").click()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert_headings_are_in_order(page)


@pytest.mark.parametrize("address", ["/", "/about", "/privacy", "/cookies", "/accessibility", "/no-such-page"])
def test_axe_finds_nothing_on_the_other_pages_and_they_fit_a_small_phone(browser: Browser, site: str, address: str):
    with open_page(browser, site, width=320) as page:
        page.goto(address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert_headings_are_in_order(page)


def test_axe_finds_nothing_when_something_is_wrong_or_done(page: Page):
    page.goto("/")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a question")
    assert violations(page) == []

    page.get_by_role("link", name="Enter a question").click()
    expect(page.get_by_role("textbox")).to_be_focused()
    ask(page, QUESTIONS["answered"])
    page.get_by_label("Yes", exact=True).check()
    assert violations(page) == []

    page.get_by_label("It told me what to do next").check()
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert violations(page) == []

    page.goto("/privacy")
    assert violations(page) == []
    page.get_by_role("button", name="Delete my conversation").click()
    expect(page.get_by_role("alert")).to_contain_text("deleted")
    assert violations(page) == []


def test_a_failure_is_a_page_that_axe_finds_nothing_on(page: Page):
    page.goto("/")
    page.get_by_role("textbox").fill("explode")
    page.get_by_role("button", name="Ask", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sorry, there is a problem with the service")
    assert violations(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_back_is_answered_by_one_button(browser: Browser, site: str, javascript: bool):
    with open_page(browser, site, width=320, javascript=javascript) as page:
        page.goto("/")
        ask(page, QUESTIONS["clarify"])

        choices = page.get_by_role("group", name="Which of these is your home?")
        expect(choices.get_by_role("button")).to_have_text(
            ["I rent from the council", "I rent from a private landlord", "I'm not sure"]
        )
        expect(page.get_by_role("article")).to_contain_text("Report damp as soon as you see it.")

        choices.get_by_role("button", name="I rent from the council").click()

        newest = page.get_by_role("article").nth(1)
        expect(newest.get_by_role("heading", level=2)).to_contain_text("damp? — I rent from the council")
        expect(newest).to_contain_text("We collect your rubbish bin")
        expect(page.get_by_role("group", name="Which of these is your home?")).to_have_count(0)
        assert_headings_are_in_order(page)


def test_a_screen_reader_is_told_what_is_asked_back(page: Page):
    page.goto("/")
    ask(page, QUESTIONS["clarify"])

    expect(page.get_by_role("status")).to_contain_text("Which of these is your home?")
    expect(page.get_by_role("group", name="Which of these is your home?")).to_have_accessible_description(
        "The answer depends on this. Choose one, or read what we found so far."
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_hostile_text_is_shown_and_never_run(browser: Browser, site: str, javascript: bool):
    with open_page(browser, site, javascript=javascript) as page:
        page.goto("/")
        ask(page, QUESTIONS["hostile"])

        article = page.get_by_role("article")
        expect(article.get_by_role("heading", level=2)).to_contain_text(HOSTILE)
        expect(article.get_by_role("heading", level=3).nth(0)).to_have_text(HOSTILE)
        assert page.locator("img").count() == 0
        addresses = page.locator("a").evaluate_all("all => all.map(a => a.protocol)")
        assert set(addresses) <= {"http:", "https:", "tel:", "mailto:"}


def test_the_header_wears_the_colours_of_the_service(page: Page):
    page.goto("/")

    header = page.locator(".app-header")

    expect(header).to_have_css("background-color", "rgb(85, 34, 85)")
    expect(header.get_by_role("link")).to_have_css("color", "rgb(255, 255, 238)")


def test_no_page_is_set_in_a_typeface_that_is_not_ours_to_use(page: Page):
    page.goto("/")

    faces = page.locator("*").evaluate_all("all => [...new Set(all.map(e => getComputedStyle(e).fontFamily))]")

    assert not [face for face in faces if "Transport" in face]
    assert "Arial, Helvetica, sans-serif" in faces


def test_a_long_question_does_not_push_its_answer_away(page: Page):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto("/")

    ask(page, "bin " + "w" * 480)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.locator("#turn-1-question").bounding_box()
    assert box is not None
    assert box["height"] < 400


def test_a_printed_answer_has_its_words_and_none_of_the_forms(page: Page):
    page.goto("/")
    ask(page, QUESTIONS["answered"])
    page.emulate_media(media="print")

    expect(page.get_by_role("article")).to_contain_text("every two weeks")
    expect(page.get_by_text("every two weeks").first).to_be_visible()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_hidden()
    expect(page.locator("#turn-1-quote-1")).to_be_visible()
