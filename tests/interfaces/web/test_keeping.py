"""Taking a conversation away, coming back to it by its link, and what the link alone can't do."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fingerpost.conversations.retention import expires_before
from fingerpost.interfaces.web.form_token import FIELD
from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import ask, post, token
from tests.interfaces.web.written import HOSTILE, WrittenService, written_service


def link(client: TestClient) -> str:
    found = re.search(r'href="http://localhost(/conversation/link/[\w-]+)"', client.get("/conversation/link").text)
    assert found
    return found[1]


def other_device(client: TestClient) -> TestClient:
    return TestClient(client.app, raise_server_exceptions=False, base_url="http://localhost")


def test_a_conversation_can_be_downloaded_whole_with_its_sources(client: TestClient):
    ask(client, "When is my bin collected?")
    post(client, "/feedback", turn=turn_of(client), useful="no", reason_no="wrong", comment="It was Tuesday")

    taken = client.get("/conversation/download")

    assert taken.headers["content-type"] == "text/plain; charset=utf-8"
    assert taken.headers["content-disposition"] == 'attachment; filename="answers.txt"'
    assert taken.headers["cache-control"] == "no-store"
    assert "1. When is my bin collected?" in taken.text
    assert "We collect your rubbish bin every two weeks. [1]" in taken.text
    assert "[1] “We collect your rubbish bin every two weeks.”" in taken.text
    assert "https://www.sampleford.example/bins" in taken.text
    assert "You said this answer was not useful.\n\nIt was Tuesday" in taken.text
    assert client.cookies[CONVERSATION_COOKIE] not in taken.text


def turn_of(client: TestClient) -> str:
    found = re.search(r'name="turn" value="([^"]+)"', client.get("/conversation").text)
    assert found
    return found[1]


def test_hostile_words_are_only_words_in_the_download(client: TestClient):
    ask(client, f"hostile {HOSTILE}")

    taken = client.get("/conversation/download")

    assert HOSTILE in taken.text
    assert taken.headers["x-content-type-options"] == "nosniff"


def test_there_is_nothing_to_download_or_link_to_before_a_question(client: TestClient):
    for address in ("/conversation/download", "/conversation/link"):
        assert client.get(address, follow_redirects=False).headers["location"] == "/conversation"


def test_the_pages_offer_what_can_be_done(client: TestClient):
    answered = ask(client, "bin")

    for text in (answered, client.get("/privacy").text):
        assert 'href="/conversation/download"' in text
        assert 'href="/conversation/link"' in text


def test_the_link_opens_the_conversation_on_another_device_once_its_button_is_pressed(client: TestClient):
    ask(client, "When is my bin collected?")
    address = link(client)
    phone = other_device(client)

    asked = phone.get(address)
    assert "Do you want to open these answers?" in asked.text
    assert "every two weeks" not in asked.text
    assert CONVERSATION_COOKIE not in phone.cookies

    opened = post(phone, "/conversation/open", conversation=address.rpartition("/")[2])
    (cookie,) = [line for line in opened.headers.get_list("set-cookie") if line.startswith(CONVERSATION_COOKIE)]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "We collect your rubbish bin every two weeks." in phone.get("/conversation").text
    assert "every two weeks" in phone.get("/conversation/download").text


def test_whoever_has_the_link_can_delete_the_conversation_everywhere(client: TestClient):
    ask(client, "bin")
    phone = other_device(client)
    post(phone, "/conversation/open", conversation=link(client).rpartition("/")[2])

    post(phone, "/privacy/delete")

    assert client.get("/conversation", follow_redirects=False).status_code == 303


def test_another_site_cannot_open_a_conversation_of_its_own_in_somebodys_browser(client: TestClient):
    ask(client, "bin")
    theirs = client.cookies[CONVERSATION_COOKIE]
    victim = other_device(client)

    no_token = victim.post("/conversation/open", data={"conversation": theirs})
    wrong_token = victim.post("/conversation/open", data={"conversation": theirs, FIELD: token(client)})
    elsewhere = post(victim, "/conversation/open", {"sec-fetch-site": "cross-site"}, conversation=theirs)

    assert [each.status_code for each in (no_token, wrong_token, elsewhere)] == [403, 403, 403]
    assert CONVERSATION_COOKIE not in victim.cookies


def test_other_answers_in_the_browser_are_spoken_of_before_they_are_replaced(client: TestClient):
    ask(client, "bin")
    phone = other_device(client)
    ask(phone, "permit")

    assert "You have other answers open in this browser now." in phone.get(link(client)).text


def test_a_link_to_what_has_gone_says_so(client: TestClient):
    gone = client.get("/conversation/link/" + "x" * 32)

    assert gone.status_code == 404
    assert "These answers are not here any more" in gone.text
    assert post(client, "/conversation/open", conversation="x" * 32).status_code == 404


def test_no_page_tells_another_site_what_the_link_is(client: TestClient):
    ask(client, "bin")

    assert client.get(link(client), follow_redirects=False).headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("days", [30, 0])
def test_a_conversation_outlives_a_restart_until_its_time_is_up(tmp_path: Path, days: int):
    first = written_service(tmp_path)
    before = TestClient(web_app(first), base_url="http://localhost")
    ask(before, "bin")
    kept = before.cookies[CONVERSATION_COOKIE]
    first.store.close()

    again: WrittenService = written_service(tmp_path)
    after = TestClient(web_app(again), base_url="http://localhost")
    after.cookies.set(CONVERSATION_COOKIE, kept)
    assert "every two weeks" in after.get("/conversation").text

    again.store.expire(expires_before(datetime(2100, 1, 1, tzinfo=UTC), days))
    assert after.get("/conversation", follow_redirects=False).status_code == 303
    assert after.get("/conversation/link/" + kept).status_code == 404
    again.store.close()


def test_a_conversation_is_capped_and_the_oldest_turns_make_room(tmp_path: Path):
    service = written_service(tmp_path)
    service.store._max_turns = 2  # pyright: ignore[reportPrivateUsage]
    client = TestClient(web_app(service), base_url="http://localhost")

    for question in ("bin one", "bin two", "bin three"):
        ask(client, question)

    taken = client.get("/conversation/download").text
    assert "1. bin two" in taken
    assert "2. bin three" in taken
    assert "bin one" not in taken
    service.store.close()
