"""An answer in easy read and on paper: what the pages hold, and that nobody else can open them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import ask
from tests.interfaces.web.written import HOSTILE, SETTINGS, written_service


def address(page: str, form: str, number: int = 1) -> str:
    """Return the address of one answer's other form, as the page with the answer links to it."""
    return re.findall(rf'href="(/conversation/[\w-]+/{form})"', page)[number - 1]


def text(html: str) -> str:
    """Return the words of a page as they are read."""
    body = html.split("<main", 1)[1].split("</main>", maxsplit=1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("form", ["easy-read", "print"])
def test_each_answer_links_to_its_other_forms(client: TestClient, form: str):
    ask(client, "When is my bin collected?")
    page = ask(client, "How much is a permit?")

    assert "We collect your rubbish bin every two weeks." in client.get(address(page, form, 1)).text
    assert "Cost for a year" in client.get(address(page, form, 2)).text


def test_a_reply_without_an_answer_offers_no_other_forms(client: TestClient):
    page = ask(client, "What is the meaning of life?")
    assert not re.search(r"/conversation/[\w-]+/(easy-read|print)", page)
    assert "data-aloud=" not in page


@pytest.mark.parametrize("form", ["easy-read", "print"])
def test_nobody_else_can_open_an_answers_other_forms(client: TestClient, app: FastAPI, form: str):
    mine = address(ask(client, "When is my bin collected?"), form)
    assert client.get(mine).status_code == 200

    stranger = TestClient(app, base_url="http://localhost")
    other = TestClient(app, base_url="http://localhost")
    ask(other, "How much is a permit?")
    for visitor in (stranger, other):
        refused = visitor.get(mine, follow_redirects=False)
        assert (refused.status_code, refused.headers["location"]) == (303, "/conversation")
        assert "every two weeks" not in visitor.get(mine).text


@pytest.mark.parametrize("form", ["easy-read", "print"])
def test_no_shared_computer_keeps_them(client: TestClient, form: str):
    response = client.get(address(ask(client, "When is my bin collected?"), form))
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<style" not in response.text
    assert not re.search(r"<script(?![^>]* src=)", response.text)


def test_easy_read_puts_each_idea_on_a_line_with_the_number_of_its_quotation(client: TestClient):
    html = client.get(address(ask(client, "When is my bin collected?"), "easy-read")).text

    lines = re.findall(r'<(?:p|li) class="app-easy__line[^"]*"[^>]*>(.*?)</(?:p|li)>', html, re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", "", line).replace("&nbsp;", " ").split()) for line in lines]
    assert said[:2] == ["We collect your rubbish bin every two weeks. 1", "Put it out by 7am on the day. 2"]
    assert "Tell us within 2 working days. 3" in said
    assert "You must: 3" in said
    for number in range(1, 6):
        assert f'href="#turn-1-quote-{number}"' in html
        assert f'id="turn-1-quote-{number}"' in html


def test_easy_read_says_when_an_answer_may_not_be_whole(client: TestClient):
    html = client.get(address(ask(client, "I am a student, do I pay?"), "easy-read")).text
    assert "This may not be the whole answer" in text(html)
    assert "01632 960 124" in text(html)


def test_easy_read_marks_the_meanings_of_words_as_ours(client: TestClient):
    said = text(client.get(address(ask(client, "I am in arrears"), "easy-read")).text)
    assert "They are not part of the guidance. instalment one of several smaller payments arrears money you" in said


def test_easy_read_puts_a_condition_before_what_it_governs(client: TestClient):
    html = client.get(address(ask(client, "I am in arrears"), "easy-read")).text
    assert re.search(
        r'app-easy__condition">if you get Council Tax Reduction</span> <span class="app-easy__piece">You pay £10 less',
        html,
    )


@pytest.mark.parametrize("form", ["easy-read", "print"])
def test_words_in_another_language_are_marked_as_such(client: TestClient, form: str):
    html = client.get(address(ask(client, "I am in arrears"), form)).text
    assert re.search(r'lang="cy"[^>]*>(?:(?!lang=).)*Ffoniwch ni yn gyntaf', html, re.DOTALL)


def test_a_table_becomes_one_column(client: TestClient):
    html = client.get(address(ask(client, "How much is a permit?"), "easy-read")).text
    assert "<table" not in html
    assert "Permit First car Cost for a year £60" in text(html)


def test_easy_read_leads_back_to_its_answer(client: TestClient):
    ask(client, "When is my bin collected?")
    html = client.get(address(ask(client, "How much is a permit?"), "easy-read", 2)).text
    assert re.search(
        r'class="govuk-back-link" href="/conversation#turn-2"|href="/conversation#turn-2" class="govuk-back-link"', html
    )


def test_the_page_to_print_has_everything_that_paper_needs(client: TestClient):
    html = client.get(address(ask(client, "When is my bin collected?"), "print")).text
    said = text(html)
    today = datetime.now(UTC).astimezone()

    assert "Ask Sampleford , Sampleford Council" in said or "Ask Sampleford, Sampleford Council" in said
    assert f"Printed on {today.day} {today:%B %Y}" in said
    assert "When is my bin collected?" in said
    assert "leave the bin out where the crew can reach it" in said
    assert "Find your bin day https://www.sampleford.example/bin-day" in said
    assert said.count("https://www.sampleford.example/bins ") == 5
    assert "Updated 3 April 2026" in said
    assert "Open Government Licence v3.0" in said
    assert "01632 960 123" in said
    assert "<nav" not in html
    assert "<form" not in html


@pytest.mark.parametrize("form", ["easy-read", "print"])
def test_hostile_text_is_only_ever_text(client: TestClient, form: str):
    html = client.get(address(ask(client, f"hostile {HOSTILE}"), form)).text
    assert "<script>alert" not in html
    assert "<img" not in html
    assert not re.search(r'href="(javascript|data):', html)


def test_the_pages_speak_the_language_that_was_chosen(tmp_path: Path):
    service = written_service(tmp_path, SETTINGS.replace("[service]\n", '[service]\nlocales = ["en", "cy"]\n', 1))
    try:
        visitor = TestClient(web_app(service), base_url="http://localhost")
        page = ask(visitor, "I am in arrears")
        visitor.get("/language/cy")
        easy = visitor.get(address(page, "easy-read")).text
        printed = visitor.get(address(page, "print")).text
    finally:
        service.store.close()

    assert '<html lang="cy"' in easy
    assert "Eich ateb: hawdd ei ddeall" in text(easy)
    assert 'lang="en"' in easy
    assert "Argraffwyd ar" in text(printed)
