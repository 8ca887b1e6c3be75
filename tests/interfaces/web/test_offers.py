"""An offer on the page: a box with what was said, sent by POST, and shown again to be confirmed before any sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from fingerpost.interfaces.answer_words import answer_words
from fingerpost.interfaces.cli.answer_text import lay_out
from fingerpost.interfaces.wording import shipped, speaking
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import ask
from tests.small_service import make_service_folder

QUESTION = "How much redundancy pay will I get? I'm 45, worked there 10 years and earn £600 a week in Cardiff"
BORN = "I was born on 3 May 1964. When will I get my State Pension?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = make_service_folder(tmp_path_factory.mktemp("service"))
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


def test_the_box_speaks_welsh(service: Service) -> None:
    with speaking(shipped("cy")):
        assert "Gallwn gyfrifo hyn gyda chi" in answer_words(service.assistant.ask(QUESTION)).text
