"""The client asked of a real service over HTTP, blocking and not."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import fingerpost
from fingerpost.client import (
    AsyncClient,
    BusyError,
    Client,
    Reply,
    ServiceProblemError,
    UnexpectedReplyError,
    UnreachableError,
)
from fingerpost.domain import StatementShown, StepStarted
from fingerpost.errors import ConversationNotFoundError, QuestionError, SettingsError
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.api.conftest import changed_settings, serving
from tests.small_service import make_service_folder

QUESTION = "How do I tell you that you missed our bin?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    settings = load_settings(make_service_folder(tmp_path_factory.mktemp("service")), {})
    sync(settings)
    kept = tmp_path_factory.mktemp("kept")
    return Service.of(changed_settings(settings, kept, questions_per_minute=100_000))


@pytest.fixture(scope="module")
def address(service: Service) -> Iterator[str]:
    with serving(service) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with Client(address) as opened:
        yield opened


def with_async(address: str, act: Callable[[AsyncClient], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with AsyncClient(address) as opened:
            return await act(opened)

    # In a thread of its own: a browser that other tests have open keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(run())).result()


def test_it_is_found_where_the_other_public_names_are():
    assert fingerpost.Client is Client
    assert fingerpost.AsyncClient is AsyncClient


def test_an_answer_is_the_very_record_that_the_service_makes(client: Client, service: Service):
    reply = client.ask(QUESTION)

    assert reply.answer == service.assistant.ask(QUESTION, locale="en")
    assert reply.answer.citations[0].fetched_at is not None


def test_a_conversation_is_followed_up_read_and_deleted(client: Client):
    first = client.ask("How much is a parking permit for a first car?")
    second = client.ask("and for a second car?", conversation_id=first.conversation_id)
    client.give_feedback(first.conversation_id, first.turn_id, useful=False, reason="wrong", comment="No")
    client.give_feedback(first.conversation_id, first.turn_id, useful=True)

    kept = client.conversation(first.conversation_id)

    assert second.answer.asked_as
    assert [turn.answer for turn in kept.turns] == [first.answer, second.answer]
    assert kept.turns[0].feedback is not None
    assert kept.turns[0].feedback.useful
    assert kept.turns[0].asked_at <= kept.turns[1].asked_at
    easy = client.easy_read(first.conversation_id, first.turn_id)
    assert easy.citations == first.answer.citations
    client.delete_conversation(first.conversation_id)
    with pytest.raises(ConversationNotFoundError):
        client.conversation(first.conversation_id)


def test_a_stream_ends_with_the_same_answer(client: Client):
    *events, last = client.stream(QUESTION)

    assert isinstance(last, Reply)
    assert last.answer == client.ask(QUESTION).answer
    assert events[0] == StepStarted("protect")
    shown = [event.statement for event in events if isinstance(event, StatementShown)]
    assert shown == [each for part in last.answer.parts for each in part.statements]
    assert client.conversation(last.conversation_id).turns[0].turn_id == last.turn_id


def test_a_search_gives_sections_best_first(client: Client):
    found = client.search("parking permit 07700 900123", limit=2)

    assert "900123" not in found.query
    assert found.passages[0].title == "Parking permits"
    assert len(found.passages) == 2


def test_a_conversation_can_be_started_in_a_language(client: Client):
    started = client.start_conversation(locale="cy")

    assert client.conversation(started.conversation_id).locale == "cy"
    assert client.ask("Pryd mae fy min yn cael ei gasglu?", locale="cy").answer.language == "cy"


def test_the_asynchronous_client_does_the_same(address: str, client: Client):
    async def act(opened: AsyncClient) -> Any:
        reply = await opened.ask(QUESTION)
        streamed = [event async for event in opened.stream(QUESTION)]
        found = await opened.search("permit", limit=1)
        await opened.give_feedback(reply.conversation_id, reply.turn_id, useful=True)
        kept = await opened.conversation(reply.conversation_id)
        easy = await opened.easy_read(reply.conversation_id, reply.turn_id)
        await opened.delete_conversation((await opened.start_conversation()).conversation_id)
        with pytest.raises(QuestionError):
            await opened.ask("")
        with pytest.raises(QuestionError):
            [event async for event in opened.stream("")]
        return reply, streamed, found, kept, easy

    reply, streamed, found, kept, easy = with_async(address, act)

    whole = client.ask(QUESTION)
    assert reply.answer == whole.answer == streamed[-1].answer
    assert found == client.search("permit", limit=1)
    assert kept.turns[0].answer == reply.answer
    assert easy.citations == reply.answer.citations


@pytest.mark.parametrize("question", ["", "bin " * 1000])
def test_a_bad_question_is_the_same_error_as_in_the_same_program(client: Client, question: str):
    with pytest.raises(QuestionError) as raised:
        client.ask(question)
    with pytest.raises(QuestionError):
        list(client.stream(question))

    assert raised.value.fix
    assert raised.value.where == "POST /api/v1/ask"
    assert "bin bin" not in str(raised.value)


def test_other_problems_are_named_with_their_status(client: Client, service: Service):
    reply = client.ask(QUESTION)
    with pytest.raises(ServiceProblemError, match="reason, comment"):
        client.give_feedback(reply.conversation_id, reply.turn_id, useful=True, comment="x" * 501, reason="x")
    with pytest.raises(ConversationNotFoundError) as gone:
        client.conversation("nobody")
    with pytest.raises(ServiceProblemError) as invalid:
        client.search("bin", limit=99)

    assert gone.value.where == "GET /api/v1/conversations"
    assert (invalid.value.status, invalid.value.problem) == (422, "invalid")
    assert invalid.value.instance.startswith("urn:fingerpost:request:")


def test_nobody_at_the_address_is_said_plainly():
    with Client("http://127.0.0.1:9", retries=0) as nobody, pytest.raises(UnreachableError, match="can't be reached"):
        nobody.ask(QUESTION)


@pytest.mark.parametrize("address", ["", "ask.example.org", "ftp://ask.example.org", "https://"])
def test_an_address_that_is_none_is_refused_at_once(address: str):
    with pytest.raises(SettingsError):
        Client(address)


def test_the_apis_own_address_will_do_too(address: str):
    with Client(f"{address}/api/v1/") as opened:
        assert opened.ask(QUESTION).answer.citations


def test_errors_survive_being_sent_between_processes():
    error = BusyError("busy", where="GET /x", fix="wait")
    error.status, error.retry_after = 429, 3.0

    back = pickle.loads(pickle.dumps(error))

    assert (type(back), back.what, back.status, back.retry_after) == (BusyError, "busy", 429, 3.0)


def test_a_reply_of_something_else_is_not_taken_for_an_answer(tmp_path: Path):
    import httpx

    for response in (
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"outcome": "answered"}),
    ):
        transport = httpx.MockTransport(lambda _, response=response: response)
        with Client("http://other.example", transport=transport) as other, pytest.raises(UnexpectedReplyError):
            other.ask(QUESTION)


def test_fields_of_a_newer_service_are_passed_over(client: Client, address: str):
    import httpx

    sent = httpx.post(f"{address}/api/v1/ask", json={"question": QUESTION}).json()
    newer = httpx.MockTransport(lambda _: httpx.Response(200, json={**sent, "something_new": {"a": 1}}))
    with Client("http://newer.example", transport=newer) as opened:
        assert replace(opened.ask(QUESTION).answer, timings={}) == client.ask(QUESTION).answer
