"""A journey in the conversation, as a visitor without JavaScript meets it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from fingerpost.interfaces.web.pages import JOURNEY_COOKIE, JOURNEY_HERE_COOKIE
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import ask, post
from tests.interfaces.web.written import SETTINGS, WrittenService, written_service
from tests.services.journeys.written import ANSWERS, EVERY_KIND

HERE = "/conversation/journey"
DESTINATION = """
[submissions.destinations.default]
kind = "folder"
path = "sent"
"""
SENT_IN = """
name: ask-for-it
title: {en: Ask for it}
description: {en: Ask for it.}
questions:
  - key: sure
    kind: yes_no
    title: {en: Are you sure?}
    next:
      - {when: sure, to: asked}
      - {to: not_asked}
outcomes:
  - key: asked
    title: {en: Ready}
    body: {en: Not sent yet.}
    sources: [{title: A page, url: https://www.gov.uk/a, as_of: 2026-01-01}]
    submission: {title: {en: We have it}, sent: {en: We will write to you.}}
  - key: not_asked
    title: {en: Nothing was asked for}
    body: {en: You need do nothing.}
    sources: [{title: A page, url: https://www.gov.uk/a, as_of: 2026-01-01}]
"""
EVERY = {
    key: {"answer-day": "29", "answer-month": "2", "answer-year": "1980"} if key == "born" else {"answer": given}
    for key, given in ANSWERS.items()
}


def begin(client: TestClient, name: str = "blue-badge") -> str:
    sent = post(client, HERE, journey=name)
    assert sent.status_code == 303, sent.text
    return client.get(sent.headers["location"]).text


def answer(client: TestClient, step: str, given: str = "", **fields: str) -> Response:
    return post(client, f"{HERE}/{step}", None, **(fields or {"answer": given}))


def page(client: TestClient) -> str:
    return client.get("/conversation").text


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def asked_now(html: str) -> str:
    found = re.search(r'id="journey-now"[^>]*>(.*?)</h2>', html, re.DOTALL)
    return words(found[1]).strip() if found else ""


def buttons(html: str) -> list[str]:
    return re.findall(r'<button[^>]* name="answer" value="([^"]+)"', html)


def choices(html: str) -> list[str]:
    return re.findall(r'name="answer"[^>]* value="([^"]+)"', html)


@pytest.fixture
def asking(client: TestClient) -> TestClient:
    """Somebody who has asked one question."""
    ask(client, "How do I get a parking badge?")
    return client


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> WrittenService:
    folder = tmp_path_factory.mktemp("every-kind")
    (folder / "journeys").mkdir()
    (folder / "journeys" / "every-kind.yaml").write_text(EVERY_KIND, encoding="utf-8")
    return written_service(folder, SETTINGS)


def test_a_question_is_a_turn_with_a_button_for_each_answer(asking: TestClient):
    shown = begin(asking)
    assert asked_now(shown)
    assert len(buttons(shown)) >= 2
    assert shown.index('id="turn-1"') < shown.index('id="journey"') < shown.index('action="/ask"')


def test_each_answer_leads_on_in_the_thread_until_there_is_an_outcome(asking: TestClient):
    shown = begin(asking)
    met: list[str] = []
    while given := choices(shown):
        met.append(asked_now(shown))
        step = re.findall(rf'action="{HERE}/([\w-]+)" novalidate', shown)[0]
        assert answer(asking, step, given[0]).headers["location"] == "/conversation#journey-now"
        shown = page(asking)
    assert len(set(met)) == len(met) >= 2
    assert all(title in words(shown) for title in met), "what was answered stays in the thread"
    assert asked_now(shown) == "The person should get a Blue Badge"
    assert "https://www.gov.uk/" in shown
    assert 'action="/ask"' in shown


def test_it_is_the_same_journey_as_on_its_own_pages(asking: TestClient):
    begin(asking)
    answer(asking, "nation", "scotland")
    assert re.search(r'value="scotland"[^>]*checked', asking.get("/journeys/blue-badge/nation").text)
    post(asking, "/journeys/blue-badge/nation", answer="northern_ireland")
    assert "Northern Ireland" in words(page(asking))


def test_no_answer_stands_in_an_address_or_in_a_cookie(asking: TestClient):
    begin(asking)
    sent = answer(asking, "nation", "scotland")
    assert "scotland" not in sent.headers["location"]
    assert "?" not in sent.headers["location"]
    assert asking.cookies[JOURNEY_HERE_COOKIE] == "blue-badge.1"
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", asking.cookies[JOURNEY_COOKIE])
    assert "scotland" not in repr(asking.cookies)
    assert "httponly" in post(asking, HERE, journey="blue-badge").headers["set-cookie"].lower()


def test_something_else_can_be_asked_at_any_time_and_the_journey_waits(asking: TestClient):
    begin(asking)
    answer(asking, "nation", "england")
    shown = ask(asking, "How much is a parking permit?")
    assert shown.index('id="journey"') < shown.index('id="turn-2"'), "it stays where it was"
    assert not buttons(shown)
    assert "You have not finished these questions" in words(shown)
    post(asking, HERE, journey="blue-badge")
    again = page(asking)
    assert again.index('id="turn-2"') < again.index('id="journey"')
    assert "England" in words(again), "the answers are still there"
    assert buttons(again)


def test_a_journey_that_has_ended_waits_with_its_result(asking: TestClient):
    begin(asking)
    answer(asking, "nation", "scotland")
    assert not choices(page(asking))
    shown = words(ask(asking, "How much is a parking permit?"))
    assert "You have answered these questions" in shown
    assert "See the result" in shown


def test_an_answer_can_be_changed_in_the_thread_without_losing_the_rest(asking: TestClient):
    begin(asking)
    answer(asking, "nation", "scotland")
    second = asked_now(page(asking))
    changing = asking.get(f"{HERE}/nation").text
    assert asked_now(changing) != second
    assert "scotland" in buttons(changing)
    answer(asking, "nation", "wales")
    shown = words(page(asking))
    assert "Wales" in shown
    assert "Scotland" not in shown


def test_a_person_can_leave_and_the_answers_stay_for_its_own_pages(asking: TestClient):
    begin(asking)
    answer(asking, "nation", "scotland")
    post(asking, f"{HERE}/leave")
    assert 'id="journey"' not in page(asking)
    assert re.search(r'value="scotland"[^>]*checked', asking.get("/journeys/blue-badge/nation").text)


@pytest.mark.parametrize("address", [f"{HERE}/delete", "/start-again", "/privacy/delete"])
def test_deleting_deletes_the_answers_too(asking: TestClient, service: WrittenService, address: str):
    begin(asking)
    answer(asking, "nation", "scotland")
    visitor = asking.cookies[JOURNEY_COOKIE]
    assert service.store.journeys.get(visitor, "blue-badge")
    post(asking, address)
    assert service.store.journeys.get(visitor, "blue-badge") is None
    assert 'id="journey"' not in page(asking)


def test_answers_that_expired_are_asked_again(asking: TestClient, service: WrittenService):
    first = asked_now(begin(asking))
    answer(asking, "nation", "scotland")
    assert asked_now(page(asking)) != first
    service.store.journeys.expire(datetime.now(UTC) + timedelta(seconds=1))
    assert asked_now(page(asking)) == first


@pytest.mark.parametrize("given", ["", "mars", "scotland' or 1=1"])
def test_an_answer_that_is_none_of_the_choices_is_asked_again_with_why(asking: TestClient, given: str):
    begin(asking)
    wrong = answer(asking, "nation", given)
    assert wrong.status_code == 400
    assert 'class="govuk-error-summary' in wrong.text
    assert 'href="#journey-now"' in wrong.text
    assert "<title>Error: " in wrong.text
    assert JOURNEY_COOKIE not in asking.cookies, "nothing was kept"


def test_every_kind_of_question_can_be_answered_there(every_kind: WrittenService):
    client = TestClient(web_app(every_kind), base_url="http://localhost")
    ask(client, "Anything")
    shown = begin(client, "every-kind")
    for key, fields in EVERY.items():
        assert f'action="{HERE}/{key}"' in shown
        token = re.findall(r'name="form_token" value="([0-9a-f]+)"', shown)[0]
        sent = client.post(f"{HERE}/{key}", data={"form_token": token, **fields}, follow_redirects=False)
        assert sent.status_code == 303, (key, words(sent.text))
        shown = page(client)
    assert asked_now(shown) == "Done"
    # What was typed is text: neither HTML nor Markdown nor a variable.
    assert "<b>" not in shown[shown.index('id="journey"') :]
    assert "&lt;b&gt;" in shown


def test_a_wrong_date_stays_as_it_was_typed(every_kind: WrittenService):
    client = TestClient(web_app(every_kind), base_url="http://localhost")
    ask(client, "Anything")
    begin(client, "every-kind")
    for key, given in (("agree", "yes"), ("colour", "red"), ("needs", "food")):
        answer(client, key, given)
    born = {"answer-day": "31", "answer-month": "2", "answer-year": "1980"}
    wrong = answer(client, "born", "", **born)
    assert wrong.status_code == 400
    assert '<a href="#answer-day">Enter a real date' in wrong.text
    assert 'value="31"' in wrong.text


def test_a_step_not_reached_yet_is_not_shown_or_taken(asking: TestClient):
    begin(asking)
    later = "benefits"
    assert asking.get(f"{HERE}/{later}", follow_redirects=False).status_code == 303
    assert answer(asking, later, "none").status_code == 303
    assert not asking.cookies.get(JOURNEY_COOKIE)


def test_a_form_from_elsewhere_or_without_a_token_is_refused(asking: TestClient):
    assert post(asking, HERE, {"sec-fetch-site": "cross-site"}, journey="blue-badge").status_code == 403
    assert asking.post(HERE, data={"journey": "blue-badge"}).status_code == 403
    begin(asking)
    assert asking.post(f"{HERE}/nation", data={"answer": "wales"}).status_code == 403
    assert asking.post(f"{HERE}/leave", data={}).status_code == 403
    assert JOURNEY_COOKIE not in asking.cookies


@pytest.mark.parametrize("name", ["nothing", "", "../blue-badge", "blue-badge.9"])
def test_a_journey_that_is_not_there_is_not_begun(asking: TestClient, name: str):
    assert post(asking, HERE, journey=name).status_code == 404


def test_nobody_begins_one_without_a_conversation(client: TestClient):
    assert post(client, HERE, journey="blue-badge").status_code == 404


@pytest.mark.parametrize("value", ["blue-badge.99", "blue-badge.0", "blue-badge.-1", "blue-badge", "x.1", "..", "."])
def test_a_cookie_that_was_tampered_with_shows_nothing_and_breaks_nothing(asking: TestClient, value: str):
    asking.cookies.set(JOURNEY_HERE_COOKIE, value)
    shown = asking.get("/conversation")
    assert shown.status_code == 200
    assert 'id="journey"' not in shown.text


def test_the_journey_speaks_welsh_with_its_visitor(bilingual_app: FastAPI):
    visitor = TestClient(bilingual_app, base_url="http://localhost")
    ask(visitor, "Bathodyn")
    visitor.get("/language/cy")
    shown = begin(visitor)
    assert "Rhoi&#39;r gorau i&#39;r cwestiynau hyn" in shown
    assert 'id="journey-now" tabindex="-1"><span>' in shown, "the words of the journey are in the language of the page"


def test_a_journey_that_ends_in_something_sent_goes_on_to_the_page_that_checks_it(tmp_path: Path):
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "ask-for-it.yaml").write_text(SENT_IN, encoding="utf-8")
    service = written_service(tmp_path, SETTINGS + DESTINATION)
    client = TestClient(web_app(service), base_url="http://localhost")
    ask(client, "Anything")
    begin(client, "ask-for-it")
    answer(client, "sure", "yes")
    assert 'href="/journeys/ask-for-it/check-your-answers"' in page(client)
    assert "Not sent yet" in words(client.get("/journeys/ask-for-it/check-your-answers").text)
    service.store.close()
