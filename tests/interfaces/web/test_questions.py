from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from fingerpost.interfaces.web.form_token import COOKIE, FIELD
from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE
from tests.interfaces.web.visitor import ask, post, token
from tests.interfaces.web.written import WrittenService


def test_an_answer_is_read_on_a_page_of_its_own_after_the_post(client: TestClient):
    answered = post(client, "/ask", question="When is my bin collected?")

    assert answered.status_code == 303
    assert answered.headers["location"] == "/conversation#turn-1"
    assert "We collect your rubbish bin every two weeks." in client.get("/conversation").text


def test_a_second_question_joins_the_first_and_the_address_points_at_it(client: TestClient):
    ask(client, "When is my bin collected?")

    answered = post(client, "/ask", question="How much is a permit?")

    assert answered.headers["location"] == "/conversation#turn-2"
    text = client.get("/conversation").text
    assert text.index("When is my bin collected?") < text.index("How much is a permit?")


def test_the_conversation_is_known_by_a_cookie_that_scripts_and_other_sites_cannot_use(client: TestClient):
    answered = post(client, "/ask", question="bin")

    (cookie,) = [line for line in answered.headers.get_list("set-cookie") if line.startswith(CONVERSATION_COOKIE)]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert len(cookie.split("=")[1].split(";")[0]) >= 32


def test_cookies_are_secure_over_https(service: WrittenService):
    from tests.interfaces.web.conftest import web_app

    with TestClient(web_app(service), base_url="https://localhost") as client:
        assert all("Secure" in line for line in client.get("/").headers.get_list("set-cookie"))


def test_no_question_is_ever_part_of_an_address(client: TestClient):
    answered = post(client, "/ask", question="bin")

    assert "bin" not in answered.headers["location"]


def test_personal_data_is_neither_kept_nor_shown_and_the_page_says_so(client: TestClient):
    text = ask(client, "When is my bin collected? I am on 07700 900123 and jo@sampleford.example")

    assert "900123" not in text
    assert "jo@sampleford.example" not in text
    assert "We took out your phone number and your email address" in text or (
        "We took out your email address and your phone number" in text
    )


@pytest.mark.parametrize("question", ["", "   ", "\n\r\n\t"])
def test_an_empty_question_is_asked_for_again_with_a_link_to_the_field(client: TestClient, question: str):
    refused = post(client, "/ask", question=question)

    assert refused.status_code == 400
    assert "<title>Error: Ask Sampleford</title>" in refused.text
    assert '<a href="#question">Enter a question</a>' in refused.text


def test_a_question_that_is_too_long_is_said_to_be_and_is_kept_in_the_field(client: TestClient):
    refused = post(client, "/ask", question="long " * 150)

    assert refused.status_code == 400
    assert "must be 500 characters or fewer. It is 749 now" in refused.text
    assert "long long" in refused.text


def test_a_question_that_is_not_text_is_asked_for_again_in_words(client: TestClient):
    refused = post(client, "/ask", question="bin\x00")

    assert refused.status_code == 400
    assert "Enter your question in words" in refused.text


@pytest.mark.parametrize("question", ["🗑️ bin? 🙏", "\u202egnp.bin\u202c bin", "bin" + "\u0301" * 50])
def test_odd_but_honest_text_is_answered_and_shown_as_it_is(client: TestClient, question: str):
    assert question in ask(client, question)


def test_a_mistake_in_a_follow_up_leaves_the_answers_on_the_page(client: TestClient):
    ask(client, "When is my bin collected?")

    refused = post(client, "/ask", question="")

    assert refused.status_code == 400
    assert "We collect your rubbish bin every two weeks." in refused.text
    assert "<title>Error: Your answer – Ask Sampleford</title>" in refused.text


def test_a_form_without_its_token_is_not_answered_but_keeps_what_was_typed(client: TestClient, service: WrittenService):
    token(client)

    refused = client.post("/ask", data={"question": "When is my bin collected?"}, follow_redirects=False)

    assert refused.status_code == 403
    assert "open too long" in refused.text
    assert "When is my bin collected?</textarea>" in refused.text
    assert CONVERSATION_COOKIE not in client.cookies


def test_a_token_made_for_another_visitor_is_refused(client: TestClient, service: WrittenService):
    theirs = token(client)
    client.cookies.clear()
    client.cookies.set(COOKIE, "somebody-else-entirely-0123456789")

    assert client.post("/ask", data={FIELD: theirs, "question": "bin"}).status_code == 403


@pytest.mark.parametrize("address", ["/ask", "/ask/stream", "/feedback", "/start-again", "/privacy/delete"])
@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}]
)
def test_another_site_cannot_send_a_form_even_with_the_right_token(
    client: TestClient, address: str, headers: dict[str, str]
):
    ask(client, "bin")

    assert post(client, address, headers, question="bin").status_code == 403
    assert client.get("/conversation").text.count("<article") == 1


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"origin": "null"}, {"origin": "http://localhost"}]
)
def test_our_own_pages_may_send_forms_whatever_the_browser_says_of_them(client: TestClient, headers: dict[str, str]):
    assert post(client, "/ask", headers, question="bin").status_code == 303


def events(text: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_a_streamed_answer_tells_its_steps_then_its_statements_then_the_whole_page(client: TestClient):
    streamed = post(client, "/ask/stream", question="When is my bin collected?")

    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert streamed.headers["cache-control"] == "no-store"
    said = events(streamed.text)
    names = [name for name, _ in said]
    assert names == ["step", "step", *["answer"] * 5, "done"]
    assert "every two weeks" in said[2][1]["html"]
    assert "leave the bin out" not in said[2][1]["html"]
    assert "leave the bin out" in said[6][1]["html"]
    assert "every two weeks" in said[6][1]["html"]
    assert said[-1][1]["announcement"] == "Answer ready, with 5 quotations."


def test_a_streamed_answer_ends_as_the_very_page_a_plain_post_leads_to(client: TestClient):
    streamed = post(client, "/ask/stream", question="When is my bin collected?")

    assert events(streamed.text)[-1][1]["html"] == client.get("/conversation").text


def test_a_question_that_cannot_be_streamed_is_left_to_the_plain_form(client: TestClient):
    assert post(client, "/ask/stream", question=" ").status_code == 400
    assert post(client, "/ask/stream", question="bin\x00").status_code == 400
    assert client.post("/ask/stream", data={"question": "bin"}).status_code == 403


def test_a_conversation_that_has_expired_makes_room_for_a_new_one(client: TestClient, service: WrittenService):
    ask(client, "bin")
    service.store.delete(client.cookies[CONVERSATION_COOKIE])

    assert client.get("/conversation", follow_redirects=False).status_code == 303
    assert "every two weeks" in ask(client, "bin")


def test_a_conversation_cookie_of_somebodys_own_making_shows_nothing(client: TestClient):
    client.cookies.set(CONVERSATION_COOKIE, "' OR 1=1 --")

    assert client.get("/conversation", follow_redirects=False).headers["location"] == "/"
