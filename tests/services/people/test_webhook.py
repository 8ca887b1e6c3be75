"""A hand-over on its way to a receiver, over real HTTP."""

from __future__ import annotations

import base64
import traceback
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from fingerpost.errors import HandOverError
from fingerpost.services.people.hand_over import HandOver, Person, SaidTurn
from fingerpost.services.people.webhook import Receipt, send, signature
from fingerpost.settings import PeopleSettings, RouteSettings
from fingerpost.testing.web_chat_server import DeskReply, WebChatServer, takes

KEY = "a key of sixteen or more"
PERSON = Person("Ann Example", "01632 960 001", "ann@example.com", "mornings")
TURNS = (SaidTurn("Who takes my bin?", "We do.", datetime(2026, 11, 24, tzinfo=UTC)),)


def hand_over(transcript: tuple[SaidTurn, ...] | None = TURNS) -> HandOver:
    return HandOver(
        id="id-1",
        kind="call_back",
        route="Call me",
        service="Ask Sampleford",
        organisation="Sampleford Council",
        locale="cy",
        person=PERSON,
        sent_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        transcript=transcript,
    )


def people(url: str, key: str = KEY, seconds: float = 5) -> PeopleSettings:
    route = RouteSettings(name="Call me", kind="call_back")
    return PeopleSettings(routes=(route,), webhook_url=url, webhook_key=SecretStr(key), webhook_seconds=seconds)


def quickly(hand: HandOver, settings: PeopleSettings) -> Receipt:
    return send(hand, settings, pause=lambda _: None)


def test_the_receiver_gets_what_was_agreed_signed_and_gives_a_reference():
    with WebChatServer(KEY, takes("R-42")) as desk:
        receipt = quickly(hand_over(), people(desk.url))

    (got,) = desk.received
    assert receipt == Receipt(reference="R-42")
    assert got.genuine
    assert got.headers["idempotency-key"] == got.headers["webhook-id"] == "id-1"
    assert got.fields == {
        "version": 1,
        "id": "id-1",
        "kind": "call_back",
        "route": "Call me",
        "service": {"name": "Ask Sampleford", "organisation": "Sampleford Council"},
        "locale": "cy",
        "sent_at": "2026-11-24T09:30:00+00:00",
        "person": {
            "name": "Ann Example",
            "phone": "01632 960 001",
            "email": "ann@example.com",
            "preferred_time": "mornings",
        },
        "transcript": [{"question": "Who takes my bin?", "answer": "We do.", "asked_at": "2026-11-24T00:00:00+00:00"}],
    }


def test_without_consent_no_word_of_the_conversation_is_sent():
    with WebChatServer(KEY) as desk:
        quickly(hand_over(transcript=None), people(desk.url))

    assert desk.received[0].fields["transcript"] is None
    assert b"bin" not in desk.received[0].body


def test_a_request_made_with_another_key_is_not_genuine():
    with WebChatServer(KEY) as desk:
        quickly(hand_over(), people(desk.url, key="another key of sixteen"))

    assert not desk.received[0].genuine


def test_the_signature_is_that_of_standard_webhooks():
    # The example of the specification's own reference libraries.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    said = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert base64.b64decode(said.removeprefix("v1,"))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_or_broken_receiver_is_asked_again_with_the_same_id(status: int):
    with WebChatServer(KEY, DeskReply(status), DeskReply(status), takes("R-3")) as desk:
        assert quickly(hand_over(), people(desk.url)).reference == "R-3"

    assert len(desk.received) == 3
    assert {each.headers["idempotency-key"] for each in desk.received} == {"id-1"}
    assert all(each.genuine for each in desk.received)


def test_the_wait_between_tries_grows_by_chance():
    waits: list[float] = []
    with WebChatServer(KEY, DeskReply(503)) as desk, pytest.raises(HandOverError, match="503"):
        send(hand_over(), people(desk.url), pause=waits.append)

    assert len(desk.received) == 3
    assert len(waits) == 2
    assert all(0 <= wait <= 2 for wait in waits)


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_a_receiver_that_refuses_is_not_asked_again(status: int):
    with WebChatServer(KEY, DeskReply(status)) as desk, pytest.raises(HandOverError):
        quickly(hand_over(), people(desk.url))

    assert len(desk.received) == 1


def test_a_redirect_is_a_failure_and_nothing_is_sent_on():
    with WebChatServer(KEY) as elsewhere:
        moved = DeskReply(307, headers={"Location": elsewhere.url})
        with WebChatServer(KEY, moved) as desk, pytest.raises(HandOverError, match="307"):
            quickly(hand_over(), people(desk.url))

    assert elsewhere.received == []


def test_a_silent_receiver_is_given_up():
    with WebChatServer(KEY, DeskReply(delay=1)) as desk, pytest.raises(HandOverError):
        quickly(hand_over(), people(desk.url, seconds=0.1))


def test_a_receiver_that_is_not_there_is_an_error_without_anybodys_details():
    with pytest.raises(HandOverError) as raised:
        quickly(hand_over(), people("http://127.0.0.1:9/hand-over"))

    told = "".join(traceback.format_exception(raised.value)) + repr(hand_over().person)
    assert not any(word in told for word in ("Ann", "01632", "ann@", "mornings", "bin"))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/chat",
        "https://elsewhere.example/chat",
        "https://127.0.0.1.elsewhere.example/chat",
        "https://127.0.0.1@elsewhere.example/chat",
        "https://ann@127.0.0.1/chat",
        "https://127.0.0.1:8443/chat",
        "https://elsewhere.example\\@127.0.0.1/chat",
        "javascript:alert(1)",
        "//127.0.0.1/chat",
        "https://[::1/chat",
        "https://127.0.0.1/a b",
    ],
)
def test_an_address_that_is_not_the_receivers_own_is_never_passed_on(url: str):
    with WebChatServer(KEY, takes("R-1", url)) as desk:
        assert quickly(hand_over(), people(desk.url)) == Receipt(reference="R-1")


def test_the_receivers_own_encrypted_address_is_passed_on():
    with WebChatServer(KEY, takes(url="https://127.0.0.1/chat?room=1")) as desk:
        assert quickly(hand_over(), people(desk.url)).url == "https://127.0.0.1/chat?room=1"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"OK",
        b"[1]",
        b'"R"',
        b'{"reference": {"a": 1}}',
        b'{"reference": true, "url": 7}',
        b'{"reference": "' + b"x" * 65 + b'"}',
        b'{"reference": "a\\u0000b"}',
        b"\xff\xfe",
        b'{"reference": "' + b"x" * 100_000 + b'"}',
    ],
)
def test_a_reply_that_says_nothing_of_use_still_means_that_it_arrived(body: bytes):
    with WebChatServer(KEY, DeskReply(200, body)) as desk:
        assert quickly(hand_over(), people(desk.url)) == Receipt()
