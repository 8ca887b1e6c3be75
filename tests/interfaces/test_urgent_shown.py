"""Help comes first wherever an urgent answer is read: page, easy read, print, stream, API and terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from fingerpost.domain import Answer, Outcome
from fingerpost.interfaces.app import create_app
from fingerpost.interfaces.cli.answer_text import lay_out
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.visitor import ask, post
from tests.small_service import SETTINGS, make_service_folder

DUTY_LINE = """
[[service.duty_lines]]
name = "Night team"
phone = "01632 960 111"
when = "If you have nowhere to stay tonight"
kinds = ["homeless_tonight"]
translations = { cy = { name = "Tîm nos", when = "Os nad oes gennych unman i aros heno" } }
"""
URGENT = "I want to kill myself"
WITH_A_QUESTION = "I want to kill myself, how do I apply for the Council Tax discount for one adult?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = make_service_folder(tmp_path_factory.mktemp("urgent"), settings=SETTINGS + DUTY_LINE)
    sync(load_settings(folder))
    with Service.open(folder) as opened:
        yield opened


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service)) as opened:
        yield opened


def test_the_page_shows_the_lines_to_tap_above_the_guidance(client: TestClient):
    page = ask(client, WITH_A_QUESTION)

    assert 'href="tel:116123"' in page
    assert "You do not have to face this on your own" in page
    assert page.index('href="tel:116123"') < page.index("app-page__title")


def test_somebody_who_asks_nothing_else_is_shown_help_and_no_guidance(service: Service):
    answer = service.assistant.ask(URGENT)

    assert answer.outcome is Outcome.URGENT
    assert [route.phone for route in answer.help][:2] == ["999", "116 123"]
    assert (answer.parts, answer.nearest, answer.contact) == ((), (), None)


def test_easy_read_and_print_show_it_too_where_there_is_no_guidance(client: TestClient):
    page = ask(client, URGENT)

    for form in ("easy-read", "print"):
        address = re.search(rf'href="(/conversation/[^"]+/{form})"', page)
        assert address
        assert "116 123" in client.get(address[1]).text


def test_a_welsh_message_is_helped_in_welsh(client: TestClient):
    page = ask(client, "Dwi'n ddigartref heno a does gen i unman i fynd")

    assert "Tîm nos" in page
    assert "Os nad oes gennych unman i aros heno" in page
    assert "Dewch o hyd i rywle diogel i aros" in page


def test_the_pages_stream_brings_help_before_any_sentence(client: TestClient):
    streamed = post(client, "/ask/stream", question=WITH_A_QUESTION)

    first = next(line for line in streamed.text.split("\n") if '"html"' in line)
    assert "116 123" in json.loads(first.removeprefix("data: "))["html"]


def test_the_apis_stream_has_an_event_for_it(client: TestClient):
    reply = client.post("/api/v1/ask?stream=true", json={"question": WITH_A_QUESTION})

    names = [line.removeprefix("event: ") for line in reply.text.split("\n") if line.startswith("event: ")]
    assert "help" in names
    assert "statement" not in names[: names.index("help")]
    assert names[-1] == "answer"


def test_the_api_says_urgent_with_the_lines_and_their_sources(client: TestClient):
    reply = client.post("/api/v1/ask", json={"question": "We've got nowhere to sleep tonight"}).json()

    assert reply["outcome"] == "urgent"
    assert reply["help"][0]["phone"] == "01632 960 111"
    assert all(route["source"] for route in reply["help"][1:])
    assert reply["judgements"][0]["kind"] == "homeless_tonight"


def test_the_terminal_shows_it_first(service: Service):
    answer: Answer = service.assistant.ask(WITH_A_QUESTION)
    text = "\n".join(piece.plain for piece in lay_out(answer, service.settings.service))

    assert text.index("Samaritans: 116 123") < text.index("Council Tax discounts")


def test_an_answer_that_is_kept_still_has_its_help(client: TestClient):
    ask(client, URGENT)

    again = client.get("/conversation").text
    assert "116 123" in again
