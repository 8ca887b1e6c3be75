from __future__ import annotations

import re

from markupsafe import escape
from starlette.testclient import TestClient

from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE
from tests.interfaces.web.visitor import ask, post
from tests.interfaces.web.written import HOSTILE, WrittenService


def turn_id(text: str) -> str:
    found = re.search(r'name="turn" value="([^"]+)"', text)
    assert found
    return found[1]


def test_each_statement_has_a_number_that_leads_to_its_quotation(client: TestClient):
    text = ask(client, "When is my bin collected?")

    for number in range(1, 6):
        assert f'href="#turn-1-quote-{number}"' in text
        assert f'<li value="{number}" id="turn-1-quote-{number}"' in text
    assert "Contains public sector information licensed under the Open Government Licence v3.0." in text
    assert "Updated 3 April 2026" in text
    assert "https://www.sampleford.example/bins#:~:text=1" in text


def test_steps_keep_their_own_numbers(client: TestClient):
    text = ask(client, "student")

    assert re.findall(r'<li value="(\d+)">(\w+)', text) == [("3", "Find"), ("4", "Fill"), ("5", "Send")]


def test_a_table_is_shown_with_its_header_and_its_rows(client: TestClient):
    text = ask(client, "permit")

    assert '<th scope="col" class="govuk-table__header">Permit</th>' in text
    assert '<td class="govuk-table__cell">£110</td>' in text
    assert " | " not in text[: text.index("<details")]


def test_a_contact_is_shown_whole_line_by_line(client: TestClient):
    text = ask(client, "student")

    assert "Council Tax team<br>Telephone: 01632 960 124<br>Monday to Friday, 9am to 5pm" in text


def test_part_of_an_answer_is_said_to_be_part(client: TestClient):
    text = ask(client, "student")

    assert "This may not be the whole answer" in text
    assert "Other pages that may help" in text


def test_the_next_step_is_a_start_button(client: TestClient):
    text = ask(client, "bin")

    assert re.search(r'<a href="https://www.sampleford.example/bin-day" role="button"[^>]*govuk-button--start', text)


def test_nobody_leaves_with_an_empty_hand(client: TestClient):
    text = ask(client, "What is the meaning of life?")

    assert "We could not find an answer to this" in text
    assert '<a class="govuk-link" href="https://www.sampleford.example/parking">Parking permits</a>' in text
    assert '<a class="govuk-link" href="tel:01632960123">01632 960 123</a>' in text
    assert '<a class="govuk-link" href="mailto:help@sampleford.example">' in text
    assert "Monday to Friday, 9am to 5pm" in text


def test_hostile_text_is_only_ever_text(client: TestClient):
    text = ask(client, f"hostile {HOSTILE}")

    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert 'href="javascript:' not in text
    assert 'href="data:' not in text
    assert text.count(str(escape(HOSTILE))) >= 10


def test_feedback_is_kept_with_its_reason_and_thanked_for(client: TestClient, service: WrittenService):
    turn = turn_id(ask(client, "bin"))

    sent = post(
        client, "/feedback", turn=turn, useful="no", reason_yes="clear", reason_no="out_of_date", comment="Old times"
    )

    assert sent.headers["location"] == "/conversation#turn-1-feedback"
    assert "You said this answer was not useful" in client.get("/conversation").text
    (stored,) = service.store.turns(client.cookies[CONVERSATION_COOKIE])
    assert stored.feedback is not None
    assert (stored.feedback.useful, stored.feedback.reason, stored.feedback.comment) == (
        False,
        "out_of_date",
        "Old times",
    )


def test_a_reason_that_belongs_to_the_other_answer_is_not_kept(client: TestClient, service: WrittenService):
    turn = turn_id(ask(client, "bin"))

    post(client, "/feedback", turn=turn, useful="yes", reason_yes="wrong")

    (stored,) = service.store.turns(client.cookies[CONVERSATION_COOKIE])
    assert stored.feedback is not None
    assert stored.feedback.reason == ""


def test_feedback_keeps_no_personal_data(client: TestClient, service: WrittenService):
    turn = turn_id(ask(client, "bin"))

    post(client, "/feedback", turn=turn, useful="yes", comment="Ring me on 07700 900123")

    (stored,) = service.store.turns(client.cookies[CONVERSATION_COOKIE])
    assert stored.feedback is not None
    assert "900123" not in stored.feedback.comment


def test_feedback_without_a_yes_or_no_is_asked_for_again_and_keeps_what_was_typed(client: TestClient):
    turn = turn_id(ask(client, "bin"))

    refused = post(client, "/feedback", turn=turn, comment="because")

    assert refused.status_code == 400
    assert '<a href="#turn-1-useful">Select yes if the answer was useful</a>' in refused.text
    assert "because</textarea>" in refused.text


def test_a_comment_that_is_too_long_is_said_to_be(client: TestClient):
    turn = turn_id(ask(client, "bin"))

    refused = post(client, "/feedback", turn=turn, useful="no", reason_no="wrong", comment="x" * 501)

    assert refused.status_code == 400
    assert '<a href="#turn-1-comment">' in refused.text
    assert 'value="wrong" checked' in refused.text


def test_feedback_on_somebody_elses_answer_goes_nowhere(client: TestClient, service: WrittenService):
    turn = turn_id(ask(client, "bin"))
    theirs = client.cookies[CONVERSATION_COOKIE]
    client.cookies.clear()
    ask(client, "permit")

    post(client, "/feedback", turn=turn, useful="no")

    (stored,) = service.store.turns(theirs)
    assert stored.feedback is None


def test_starting_again_deletes_the_conversation(client: TestClient, service: WrittenService):
    ask(client, "bin")
    conversation_id = client.cookies[CONVERSATION_COOKIE]

    again = post(client, "/start-again")

    assert again.headers["location"] == "/"
    assert CONVERSATION_COOKIE not in client.cookies
    client.cookies.set(CONVERSATION_COOKIE, conversation_id)
    assert client.get("/conversation", follow_redirects=False).status_code == 303


def test_a_conversation_can_be_deleted_from_the_privacy_page(client: TestClient):
    ask(client, "bin")
    assert "Delete my conversation" in client.get("/privacy").text

    deleted = post(client, "/privacy/delete")

    text = client.get(deleted.headers["location"]).text
    assert "Your conversation has been deleted." in text
    assert "There is no conversation in this browser to delete." in text
