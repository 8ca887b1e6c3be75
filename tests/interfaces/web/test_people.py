"""Talking to a person: the page that lists the ways, and a hand-over from the form to the receiver's own desk."""

from __future__ import annotations

import html
import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from fingerpost.domain import Outcome
from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE
from fingerpost.testing.web_chat_server import DeskReply, takes
from tests.interfaces.web.desk import Reached, reached
from tests.interfaces.web.visitor import ask, post

ANN = {"name": "Ann Example", "phone": "01632 960 001", "email": "ann@example.com", "preferred_time": "mornings"}
CALL, CHAT, NEVER = "/talk-to-someone/2", "/talk-to-someone/3", "/talk-to-someone/5"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Reached]:
    with reached(tmp_path, takes("R-42")) as found:
        yield found


def hidden(page: Response) -> dict[str, str]:
    """Return the fields that a page's last form carries along."""
    form = page.text.rpartition("<form")[2]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in fields}


def words(page: Response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.text))


def checked(client: TestClient, address: str = CALL, **fields: str) -> Response:
    return post(client, address, **{**ANN, **fields})


def sent(client: TestClient, address: str = CALL, **fields: str) -> Response:
    return client.post(f"{address}/send", data=hidden(checked(client, address, **fields)))


def test_every_page_and_every_answer_that_is_not_whole_leads_to_a_person(people: Reached):
    for address in ("/", "/about", "/privacy", "/cookies", "/accessibility", "/nothing-here"):
        page = people.client.get(address).text
        assert page.count('href="/talk-to-someone"') == 2, address

    assert ask(people.client, "What is the meaning of life?").count('href="/talk-to-someone"') == 3


def test_the_page_lists_every_way_and_when_it_is_open(people: Reached):
    page = words(people.client.get("/talk-to-someone"))

    for said in ("Customer services", "01632 960 123", "Monday: 9am to 5pm", "Closed on bank holidays", "Call me"):
        assert said in page
    assert re.search(r"Open now until 5pm|Opens (on|today|tomorrow)", page)
    assert "Ask us to call you back" in page


def test_the_page_is_in_welsh_for_somebody_who_chose_it(people: Reached):
    people.client.get("/language/cy")
    page = words(people.client.get("/talk-to-someone"))

    assert "Siarad â rhywun" in page
    assert "Gwasanaethau cwsmeriaid" in page
    assert "Dydd Llun: 9am i 5pm" in page


def test_a_service_without_routes_says_how_to_reach_it_all_the_same(client: TestClient):
    page = words(client.get("/talk-to-someone"))

    assert "01632 960 123" in page
    assert "Monday to Friday, 9am to 5pm" in page
    assert client.get("/talk-to-someone/1").status_code == 404


def test_a_way_that_is_not_handed_over_has_no_form(people: Reached):
    for number in ("1", "0", "9", "-1"):
        assert people.client.get(f"/talk-to-someone/{number}").status_code == 404


def test_what_is_sent_is_what_was_shown_and_the_receivers_reference_is_given(people: Reached):
    ask(people.client, "When is my bin collected? I am on 07700 900123")

    form = people.client.get(CALL)
    assert "We collect your rubbish bin every two weeks." in words(form)
    assert "07700 900123" not in form.text
    assert " checked" not in form.text

    check = checked(people.client, transcript="yes")
    assert people.desk.received == []
    confirmed = people.client.post(f"{CALL}/send", data=hidden(check))

    (got,) = people.desk.received
    assert got.genuine
    assert got.fields["person"] == ANN
    assert got.fields["kind"] == "call_back"
    assert got.fields["route"] == "Call me"
    (turn,) = got.fields["transcript"]
    assert "07700" not in got.body.decode()
    for page in (form, check, confirmed):
        shown = " ".join(words(page).split())
        assert " ".join(turn["question"].split()) in shown
        assert " ".join(turn["answer"].split()) in shown
    for said in (*ANN.values(), "R-42", "Sent, as shown below"):
        assert said in words(confirmed)


def test_without_consent_the_conversation_stays_here(people: Reached):
    ask(people.client, "When is my bin collected?")
    confirmed = sent(people.client)

    assert people.desk.received[0].fields["transcript"] is None
    assert b"bin" not in people.desk.received[0].body
    assert "Not sent" in words(confirmed)


def test_the_conversation_says_that_it_was_handed_over_and_to_nobody_how_the_person_is_reached(
    people: Reached, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    ask(people.client, "When is my bin collected?")
    sent(people.client, transcript="yes")

    *_, last = people.service.store.turns(people.client.cookies[CONVERSATION_COOKIE])
    assert last.answer.outcome is Outcome.HANDOFF
    assert last.answer.handed_over
    page = words(people.client.get("/conversation"))
    assert "I asked for someone to call me back" in page
    assert "We sent your questions and answers too, as you agreed." in page
    assert "It is best to talk to someone about this" not in page
    assert "I asked for someone to call me back" in people.client.get("/conversation/download").text

    stored = b"".join(file.read_bytes() for file in (tmp_path / ".fingerpost").iterdir())
    logged = " ".join(f"{record.getMessage()} {record.args}" for record in caplog.records if record.name != "httpx")
    for detail in ANN.values():
        assert detail.encode() not in stored
        assert detail not in logged


def test_somebody_who_asked_nothing_first_can_be_handed_over_too(people: Reached):
    assert "See exactly what would be sent" not in people.client.get(CALL).text
    sent(people.client, transcript="yes")

    assert people.desk.received[0].fields["transcript"] is None
    (only,) = people.service.store.turns(people.client.cookies[CONVERSATION_COOKIE])
    assert only.answer.outcome is Outcome.HANDOFF


def test_a_second_press_sends_nothing_more_and_says_the_same(people: Reached):
    fields = hidden(checked(people.client))
    first = people.client.post(f"{CALL}/send", data=fields)
    second = people.client.post(f"{CALL}/send", data=fields)

    assert len(people.desk.received) == 1
    assert "R-42" in words(first)
    assert "R-42" in words(second)
    assert len(people.service.store.turns(people.client.cookies[CONVERSATION_COOKIE])) == 1


def test_what_was_said_since_is_shown_before_it_is_sent(people: Reached):
    ask(people.client, "When is my bin collected?")
    fields = hidden(checked(people.client, transcript="yes"))
    ask(people.client, "How much is a permit?")
    again = people.client.post(f"{CALL}/send", data=fields)

    assert again.status_code == 409
    assert people.desk.received == []
    assert "How much is a permit?" in words(again)
    people.client.post(f"{CALL}/send", data=hidden(again))
    assert len(people.desk.received[0].fields["transcript"]) == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Enter your name"),
        ({"phone": "", "email": ""}, "Enter a phone number or an email address"),
        ({"phone": "12"}, "Enter a phone number, like"),
        ({"email": "ann"}, "Enter an email address, like"),
        ({"preferred_time": "x" * 201}, "Use 200 characters or fewer"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_is_kept(people: Reached, fields: dict[str, str], said: str):
    page = checked(people.client, **fields)

    assert page.status_code == 400
    assert said in words(page)
    assert all(value in page.text for value in {**ANN, **fields}.values() if value.strip())
    straight = post(people.client, f"{CALL}/send", **{**ANN, **fields})
    assert straight.status_code == 400
    assert people.desk.received == []


def test_somebody_can_go_back_and_change_what_they_gave(people: Reached):
    ask(people.client, "When is my bin collected?")
    check = checked(people.client, transcript="yes")
    form = people.client.post(CALL, data={**hidden(check), "change": "yes"})

    assert form.status_code == 200
    assert all(f'value="{value}"' in form.text for value in ANN.values())
    assert " checked" in form.text


def test_a_chat_gives_the_receivers_own_address(tmp_path: Path):
    with reached(tmp_path, takes(url="https://127.0.0.1/chat/1")) as people:
        confirmed = sent(people.client, CHAT, phone="", email="")
        assert 'href="https://127.0.0.1/chat/1"' in confirmed.text
        assert people.desk.received[0].fields["kind"] == "web_chat"


def test_an_address_of_anybody_else_is_not_given(tmp_path: Path):
    with reached(tmp_path, takes(url="https://elsewhere.example/chat")) as people:
        confirmed = sent(people.client, CHAT)
        assert "elsewhere.example" not in confirmed.text
        assert "We have asked for someone to chat with you" in words(confirmed)


def test_what_the_receiver_says_is_text_and_never_markup(tmp_path: Path):
    with reached(tmp_path, takes("<script>alert(1)</script>")) as people:
        assert "<script>alert" not in sent(people.client).text


def test_a_chat_that_is_closed_is_not_offered_and_not_sent(people: Reached):
    assert f'href="{NEVER}"' not in people.client.get("/talk-to-someone").text
    for page in (people.client.get(NEVER), checked(people.client, NEVER), post(people.client, f"{NEVER}/send", **ANN)):
        assert page.status_code == 409
        assert "The web chat is closed" in words(page)
    assert people.desk.received == []


@pytest.mark.parametrize("reply", [DeskReply(400), DeskReply(302, headers={"Location": "/elsewhere"})])
def test_a_failure_is_said_plainly_with_the_phone_number_and_can_be_tried_again(tmp_path: Path, reply: DeskReply):
    with reached(tmp_path, reply, takes("R-7")) as people:
        failed = sent(people.client)
        assert failed.status_code == 502
        assert "We could not send it" in words(failed)
        assert "01632 960 123" in words(failed)
        assert CONVERSATION_COOKIE not in people.client.cookies

        again = people.client.post(f"{CALL}/send", data=hidden(failed))
        assert "R-7" in words(again)
        assert len({each.headers["idempotency-key"] for each in people.desk.received}) == 1


def test_a_form_from_elsewhere_sends_nothing(people: Reached):
    fields = hidden(checked(people.client))
    for address in (CALL, f"{CALL}/send"):
        far = people.client.post(address, data=fields, headers={"Sec-Fetch-Site": "cross-site"})
        assert far.status_code == 403
        assert people.client.post(address, data={**fields, "form_token": "0"}).status_code == 403
        assert people.visitor().post(address, data=fields).status_code == 403
    assert people.desk.received == []


def test_one_address_can_not_flood_the_desk(people: Reached, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fingerpost.interfaces.web.people.HAND_OVERS_PER_HOUR", 2)
    for _ in range(2):
        assert sent(people.client).status_code == 200
    flooded = sent(people.client)

    assert flooded.status_code == 429
    assert "Nothing was sent" in words(flooded)
    assert "01632 960 123" in words(flooded)
    assert len(people.desk.received) == 2


def test_a_question_after_a_hand_over_is_answered_as_if_there_had_been_none(people: Reached):
    ask(people.client, "When is my bin collected?")
    sent(people.client)
    ask(people.client, "How much is a permit?")

    assert [answer.handed_over for answer in people.service.assistant.history] == [False]
    assert people.client.get("/conversation").text.count('action="/feedback"') == 2


def test_the_privacy_page_says_what_is_sent_where_something_can_be(people: Reached, client: TestClient):
    assert "If you ask for a call back or a web chat" in words(people.client.get("/privacy"))
    assert "If you ask for a call back or a web chat" not in words(client.get("/privacy"))


def test_nobody_elses_conversation_is_ever_shown_or_sent(people: Reached):
    ask(people.client, "When is my bin collected?")
    other = people.visitor()

    assert "rubbish" not in other.get(CALL).text
    other.post(f"{CALL}/send", data=hidden(checked(other, transcript="yes")))
    assert people.desk.received[0].fields["transcript"] is None


def test_the_store_has_no_column_for_anybodys_details(people: Reached, tmp_path: Path):
    sent(people.client)
    database = sqlite3.connect(next((tmp_path / ".fingerpost").glob("*.db*")))
    columns = {
        row[1] for table in ("conversations", "turns") for row in database.execute(f"PRAGMA table_info({table})")
    }
    database.close()

    assert not columns & {"name", "phone", "email", "preferred_time"}
