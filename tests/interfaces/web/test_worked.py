"""A worked result, wherever an answer is shown: its figures, what they rest on, how they came about, and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from fingerpost.domain import Answer
from fingerpost.interfaces.answer_words import answer_words
from fingerpost.interfaces.app import create_app
from fingerpost.interfaces.cli.answer_text import lay_out
from fingerpost.interfaces.wording import shipped, speaking
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from fingerpost.testing.model_replies import calls
from fingerpost.testing.model_server import ModelServer
from tests.interfaces.web.visitor import ask
from tests.small_service import PAGES, SETTINGS, make_service_folder
from tests.test_assistant_model import KEY, MODEL
from tests.test_offers_model import GIVEN, HOW_MUCH, PAGE, RULE, saying

CALLED = (calls("work_out_redundancy_pay", GIVEN), saying(RULE))


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(saying(RULE)) as opened:
        yield opened


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, server: ModelServer) -> Iterator[Service]:
    settings = SETTINGS + MODEL.format(url=server.url) + '\n[calculators]\noffered = ["redundancy-pay"]\n'
    loaded = load_settings(make_service_folder(tmp_path_factory.mktemp("service"), {**PAGES, **PAGE}, settings), KEY)
    sync(loaded)
    with Service.of(loaded) as opened:
        yield opened


@pytest.fixture
def client(service: Service, server: ModelServer) -> TestClient:
    server.script(*CALLED)
    return TestClient(create_app(service))


@pytest.fixture
def answer(service: Service, server: ModelServer) -> Answer:
    server.script(*CALLED)
    answer = service.assistant.ask(HOW_MUCH)
    server.script(*CALLED)
    return answer


def figure(answer: Answer) -> str:
    return next(each.words for each in answer.worked[0].figures if each.key == "amount")


def box(page: str) -> str:
    found = re.search(r'<section class="app-offer".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_the_page_shows_the_figures_what_they_rest_on_and_how_they_came_about(
    client: TestClient, answer: Answer
) -> None:
    shown = box(ask(client, HOW_MUCH))
    assert "Worked out for you" in shown
    assert f"<strong>{figure(answer)}</strong>" in shown
    assert "It is not guidance and not a decision." in shown
    assert "Check that it is right:" in shown
    assert "£500" in shown
    assert "30 June 2025" in shown
    assert "How it was worked out" in shown
    assert answer.worked[0].working[0].rule in shown
    assert "They hold from 6 April 2025" in shown
    assert f'href="{answer.worked[0].working[0].url}"' in shown


def test_every_value_can_be_changed_and_goes_by_post(client: TestClient) -> None:
    shown = box(ask(client, HOW_MUCH))
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    assert {"nation", "age", "years", "weekly_pay", "date-day", "date-month", "date-year"} <= set(fields)
    form = client.post("/calculators/redundancy-pay", data=fields).text
    assert re.search(r'name="weekly_pay"[^>]*value="500"', form)
    assert re.search(r'name="age"[^>]*value="45"', form)


def test_it_is_printed_too(client: TestClient, answer: Answer) -> None:
    address = re.search(r'href="(/conversation/[^"]+/print)"', ask(client, HOW_MUCH))
    assert address
    printed = client.get(address[1]).text
    assert "Worked out for you" in printed
    assert figure(answer) in printed


def test_it_is_worded_for_chat_the_command_line_and_in_welsh(answer: Answer) -> None:
    for text in (answer_words(answer).text, "\n".join(each.plain for each in lay_out(answer, width=300))):
        assert f": {figure(answer)}\n" in text
        assert "It is not guidance and not a decision." in text
        assert "- How much are you paid a week before tax? £500" in text
        assert answer.worked[0].working[0].url in text
    with speaking(shipped("cy")):
        assert "Wedi ei gyfrifo i chi: " in answer_words(answer).text


def test_the_api_gives_it_with_its_working_and_what_each_field_means(client: TestClient, answer: Answer) -> None:
    reply = client.post("/api/v1/ask", json={"question": HOW_MUCH}).json()
    (worked,) = reply["worked"]
    assert worked["figures"] == [
        {"key": e.key, "label": e.label, "amount": e.amount, "unit": e.unit, "words": e.words}
        for e in answer.worked[0].figures
    ]
    assert worked["rates"][0]["starts"] == "2025-04-06"
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    for name in ("WorkedResult", "WorkedFigure", "WorkedLine", "WorkedRates"):
        assert all("description" in each for each in schemas[name]["properties"].values()), name
