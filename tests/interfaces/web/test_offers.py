"""An offer on the page: a box with what was said, sent by POST, and shown again to be confirmed before any sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from fingerpost.interfaces.answer_words import answer_words
from fingerpost.interfaces.cli.answer_text import lay_out
from fingerpost.interfaces.cli.easy_text import lay_out_easy
from fingerpost.interfaces.wording import shipped, speaking
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import ask
from tests.small_service import PAGES, make_service_folder

QUESTION = "How much redundancy pay will I get? I'm 45, worked there 10 years and earn £600 a week in Cardiff"
REDUNDANCY = """---
title: Redundancy pay
kind: guide
---
You normally get redundancy pay if you worked for your employer for 2 years or more.

How much redundancy pay you get depends on your age, your weekly pay and the years you worked there.
"""
BORN = "I was born on 3 May 1964. When will I get my State Pension?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = make_service_folder(tmp_path_factory.mktemp("service"), {**PAGES, "redundancy.md": REDUNDANCY})
    sync(load_settings(folder, {}))
    with Service.open(folder) as opened:
        yield opened


@pytest.fixture
def client(service: Service) -> TestClient:
    return TestClient(web_app(service))


def box(page: str) -> str:
    found = re.search(r'<section class="app-offer".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_the_box_says_what_was_told_and_that_it_can_be_changed(client: TestClient) -> None:
    shown = box(ask(client, QUESTION))
    assert "Work out your statutory redundancy pay" in shown
    assert "We think you told us:" in shown
    assert "£600" in shown
    assert "You can change this on the next page." in shown


def test_what_was_said_goes_by_post_and_is_shown_to_be_confirmed_before_any_sum(client: TestClient) -> None:
    shown = box(ask(client, QUESTION))
    address = re.search(r'<form method="post" action="([^"]+)"', shown)
    assert address
    assert address[1] == "/calculators/redundancy-pay"
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    next_page = client.post(address[1], data=fields)
    assert next_page.status_code == 200
    assert re.search(r'name="weekly_pay"[^>]*value="600"', next_page.text)
    assert re.search(r'value="wales"[^>]*checked', next_page.text)
    assert 'class="govuk-error-summary' not in next_page.text
    assert "govuk-summary-list" not in next_page.text, "nothing is worked out yet"


def test_a_birth_date_is_kept_nowhere(service: Service, client: TestClient) -> None:
    page = ask(client, BORN)
    assert "Work out your State Pension age" in box(page)
    assert "we did not keep it" in box(page)
    assert "1964" not in page
    answer = service.assistant.ask(BORN)
    assert "1964" not in repr(answer)
    assert answer.offers[0].known[0].placeholder == "[date of birth 1]"


def test_a_question_that_asks_for_no_sum_gets_no_box(client: TestClient) -> None:
    assert not box(ask(client, "Who do I tell about a change of pay?"))


def test_an_offer_is_worded_for_chat_and_the_command_line(service: Service) -> None:
    answer = service.assistant.ask(QUESTION)
    words = answer_words(answer).text
    assert "Work out your statutory redundancy pay\n/calculators/redundancy-pay" in words
    assert "- How much are you paid a week before tax? £600" in words
    printed = "\n".join(each.plain for each in lay_out(answer, service.settings.service, width=100))
    assert "fingerpost calculate redundancy-pay --input nation=wales --input age=45" in printed


def test_the_box_stands_in_easy_read_too(client: TestClient) -> None:
    turn = re.findall(r"/conversation/([^/\"]+)/easy-read", ask(client, QUESTION))[-1]
    shown = client.get(f"/conversation/{turn}/easy-read").text
    assert "Work out your statutory redundancy pay" in box(shown)
    assert 'name="weekly_pay" value="600"' in box(shown)
    assert "<h3" not in box(shown), "its heading comes straight after the page's own"


def test_paper_has_the_whole_address_and_what_was_said(client: TestClient) -> None:
    turn = re.findall(r"/conversation/([^/\"]+)/print", ask(client, QUESTION))[-1]
    shown = client.get(f"/conversation/{turn}/print").text
    assert "Work out your statutory redundancy pay" in shown
    assert ">http://testserver/calculators/redundancy-pay</a>" in shown
    assert "<strong>£600</strong>" in shown
    assert "?" not in shown[shown.index("/calculators/redundancy-pay") :][:40]


def test_a_journey_offered_is_begun_in_the_conversation_or_on_its_own_page(client: TestClient) -> None:
    shown = box(ask(client, "How do I register a death?"))
    assert 'href="/journeys/register-a-death"' in shown
    assert re.search(r'action="/conversation/journey".*name="journey" value="register-a-death"', shown, re.DOTALL)
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    begun = client.post("/conversation/journey", data=sent, follow_redirects=True)
    assert 'id="journey-now"' in begun.text


def test_the_easy_read_of_the_command_line_has_it(service: Service) -> None:
    answer = service.assistant.ask(QUESTION)
    printed = "\n".join(each.plain for each in lay_out_easy(service.easy_read(answer), answer))
    assert "Work out your statutory redundancy pay" in printed
    assert "fingerpost calculate redundancy-pay" in printed


def test_the_box_speaks_welsh(service: Service) -> None:
    with speaking(shipped("cy")):
        assert "Gallwn gyfrifo hyn gyda chi" in answer_words(service.assistant.ask(QUESTION)).text
