"""Easy read and the page to print, in Chromium: without JavaScript too, on a small phone, with large text, on paper."""

from __future__ import annotations

import io
import re

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page
from tests.interfaces.web.test_in_browser import QUESTIONS, ask, assert_headings_are_in_order, violations

NAMES = ["partial", "table", "long"]
FORMS = ["Easy read", "Print this answer"]


def open_form(page: Page, question: str, form: str) -> None:
    """Ask, and open one of the answer's other forms from the row of tools under it."""
    page.goto("/")
    ask(page, question)
    page.get_by_role("link", name=re.compile(f"^{form}")).click()
    page.wait_for_url(re.compile(r"/(easy-read|print)$"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_at_any_width_and_nothing_runs_off_the_screen(
    browser: Browser, site: str, name: str, form: str
):
    with open_page(browser, site) as page:
        open_form(page, QUESTIONS[name], form)
        for details in page.locator("details").all():
            details.locator("summary").click()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert_headings_are_in_order(page)


@pytest.mark.parametrize("form", FORMS)
def test_text_twice_the_size_still_fits(browser: Browser, site: str, form: str):
    with open_page(browser, site, width=640) as page:
        open_form(page, QUESTIONS["partial"], form)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_easy_read_is_one_column_of_large_short_lines(page: Page):
    open_form(page, QUESTIONS["answered"], "Easy read")

    line = page.locator(".app-easy__line").first
    style = line.evaluate("e => { const s = getComputedStyle(e); return [s.fontSize, s.lineHeight, s.columnCount] }")
    assert float(style[0][:-2]) >= 22
    assert float(style[1][:-2]) >= 1.5 * float(style[0][:-2])
    width = page.locator(".app-easy").evaluate("e => e.clientWidth")
    letters = page.evaluate(
        """() => {
          const ruler = document.createElement('span');
          ruler.textContent = 'You can get help with your rent and bills now';
          ruler.style.whiteSpace = 'nowrap';
          document.querySelector('.app-easy__line').append(ruler);
          const width = ruler.getBoundingClientRect().width;
          ruler.remove();
          return width / 45;
        }"""
    )
    assert 38 <= width / letters <= 60


def test_easy_read_works_without_javascript_and_leads_back(plain_page: Page):
    open_form(plain_page, QUESTIONS["answered"], "Easy read")
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Your answer in easy read")
    expect(plain_page.get_by_role("button", name="Read aloud")).to_have_count(0)

    plain_page.get_by_role("link", name="Quotation 4").click()
    expect(plain_page.locator("#turn-1-quote-4")).to_be_visible()

    plain_page.get_by_role("link", name="Back to the full answer").click()
    expect(plain_page).to_have_url(re.compile(r"/conversation#turn-1$"))


def test_a_quotation_opens_from_its_line_and_is_focused(page: Page):
    open_form(page, QUESTIONS["answered"], "Easy read")
    quotation = page.locator("#turn-1-quote-4")
    expect(quotation).to_be_hidden()

    page.get_by_role("link", name="Quotation 4").click()

    expect(quotation).to_be_visible()
    expect(quotation).to_be_focused()


def test_the_tools_can_be_reached_and_used_by_keyboard(page: Page):
    page.goto("/")
    ask(page, QUESTIONS["answered"])
    link = page.get_by_role("link", name=re.compile("^Easy read"))
    for _ in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/easy-read$"))


def test_the_print_button_opens_the_browsers_print_box(page: Page):
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    open_form(page, QUESTIONS["answered"], "Print this answer")

    page.get_by_role("button", name="Print", exact=True).click()

    assert page.evaluate("window.printed") == 1


def test_without_javascript_there_is_no_button_that_does_nothing(plain_page: Page):
    open_form(plain_page, QUESTIONS["answered"], "Print this answer")
    expect(plain_page.get_by_role("button")).to_have_count(0)
    expect(plain_page.get_by_role("link", name="Go back to your answers")).to_be_visible()


def on_paper(page: Page) -> tuple[str, list[str]]:
    """Return what a printed page says, and the words that are cut off at its edge."""
    with pdfplumber.open(io.BytesIO(page.pdf(format="A4"))) as pdf:
        said = "\n".join(sheet.extract_text() for sheet in pdf.pages)
        cut = [
            word["text"]
            for sheet in pdf.pages
            for word in sheet.extract_words()
            if word["x0"] < 0 or word["x1"] > float(sheet.width) or word["bottom"] > float(sheet.height)
        ]
    return said, cut


@pytest.mark.parametrize("name", NAMES)
def test_paper_holds_the_whole_answer_and_nothing_is_cut_off(page: Page, name: str):
    open_form(page, QUESTIONS[name], "Print this answer")
    wanted = page.locator("main p.govuk-body, main li, main td, main .app-callout").all_inner_texts()

    said, cut = on_paper(page)

    assert cut == []
    plain = re.sub(r"\W+", "", said)
    for text in wanted:
        if len(max(text.split(), key=len)) > 40:
            continue  # broken over lines that other cells stand between; that it is not cut off was seen above
        # The number of a quotation is drawn in brackets, so it is not read here.
        start = re.sub(r"\W+", "", text.strip().split("\n")[0])[:40].rstrip("0123456789")
        assert start in plain, text
    for navigation in ("Ask a question", "Privacy", "Go back to your answers"):
        assert navigation not in said


def test_paper_says_where_each_quotation_stands_and_when_it_was_printed(page: Page):
    open_form(page, QUESTIONS["answered"], "Print this answer")
    said, _ = on_paper(page)
    assert said.count("https://www.sampleford.example/bins") >= 5
    assert "(https://" not in said
    assert re.search(r"Printed on \d{1,2} \w+ \d{4}", said)
    assert "01632 960 123" in said
    assert "[1]" in said


def test_easy_read_prints_too(page: Page):
    open_form(page, QUESTIONS["partial"], "Easy read")
    said, cut = on_paper(page)
    assert cut == []
    assert "Find your account number on your bill." in said
    assert "Read aloud" not in said
