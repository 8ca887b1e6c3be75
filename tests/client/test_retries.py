"""What is sent again and what never is, told by a transport that counts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from fingerpost.client import (
    AsyncClient,
    BusyError,
    Client,
    ServiceProblemError,
    UnexpectedReplyError,
    UnreachableError,
)
from fingerpost.client.calls import LONGEST_WAIT

FOUND = {"query": "bin", "passages": []}
Step = httpx.Response | type[httpx.HTTPError]


class Wire:
    """Plays the steps in order, the last for ever, and counts the requests."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.sent: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, httpx.Response):
            return httpx.Response(step.status_code, headers=step.headers, content=step.content)
        raise step("secret words", request=request)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the waits instead of waiting."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


def busy(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"detail": "busy", "fix": "wait"}, headers=headers)


def client(wire: Wire, retries: int = 2) -> Client:
    return Client("http://service.example", transport=httpx.MockTransport(wire), retries=retries)


def ask(opened: Client) -> Any:
    return opened.ask("bin")


def search(opened: Client) -> Any:
    return opened.search("bin")


def stream(opened: Client) -> Any:
    return list(opened.stream("bin"))


@pytest.mark.parametrize("step", [httpx.ConnectError, httpx.ConnectTimeout, busy(429), busy(503)])
@pytest.mark.parametrize("act", [ask, search, stream])
def test_what_never_left_or_was_not_taken_is_sent_again(step: Step, act: Callable[[Client], Any]):
    wire = Wire(step)

    with pytest.raises((BusyError, UnreachableError)):
        act(client(wire))

    assert len(wire.sent) == 3


@pytest.mark.parametrize("step", [httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError, busy(502), busy(504)])
def test_a_question_that_may_have_been_answered_is_not_asked_again(step: Step):
    for act in (ask, stream):
        wire = Wire(step)
        with pytest.raises((ServiceProblemError, UnreachableError)):
            act(client(wire))
        assert len(wire.sent) == 1


@pytest.mark.parametrize("step", [httpx.ReadTimeout, busy(502), busy(504)])
def test_what_only_reads_is_read_again(step: Step):
    wire = Wire(step, httpx.Response(200, json=FOUND))

    assert search(client(wire)).query == "bin"
    assert len(wire.sent) == 2


@pytest.mark.parametrize("status", [400, 404, 409, 422, 500])
def test_what_would_be_refused_again_is_not_sent_again(status: int):
    wire = Wire(busy(status))

    with pytest.raises(ServiceProblemError):
        search(client(wire))

    assert len(wire.sent) == 1


def test_it_waits_as_long_as_it_is_told_and_longer_each_time(waits: list[float]):
    with pytest.raises(BusyError) as raised:
        search(client(Wire(busy(429, **{"retry-after": "7"}))))

    assert raised.value.retry_after == 7.0
    assert len(waits) == 2
    assert all(7.0 < wait < 9.0 for wait in waits)
    waits.clear()
    with pytest.raises(BusyError):
        search(client(Wire(busy(503)), retries=4))
    assert waits[0] < 0.51
    assert waits[-1] >= 2.0


def test_a_wait_that_is_too_long_is_left_to_the_program(waits: list[float]):
    with pytest.raises(BusyError) as raised:
        ask(client(Wire(busy(429, **{"retry-after": str(int(LONGEST_WAIT) + 1)}))))

    assert raised.value.retry_after == LONGEST_WAIT + 1
    assert waits == []


def test_a_deletion_is_not_sent_again_and_feedback_is():
    deleted, said = Wire(httpx.ReadTimeout), Wire(httpx.ReadTimeout, httpx.Response(204))

    with pytest.raises(UnreachableError):
        client(deleted).delete_conversation("abc")
    client(said).give_feedback("abc", "def", useful=True)

    assert (len(deleted.sent), len(said.sent)) == (1, 2)


def test_an_error_holds_no_words_of_the_transport():
    with pytest.raises(UnreachableError) as raised:
        ask(client(Wire(httpx.ReadTimeout)))

    assert "secret words" not in str(raised.value)
    assert raised.value.__cause__ is None


def events(*sent: tuple[str, Any]) -> httpx.Response:
    text = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in sent)
    return httpx.Response(200, content=text.encode(), headers={"content-type": "text/event-stream"})


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ([("step", {"step": "protect"})], UnexpectedReplyError),
        ([("step", {"nothing": 1})], UnexpectedReplyError),
        ([("error", {"type": "urn:fingerpost:problem:storage", "status": 503, "detail": "x", "fix": "y"})], BusyError),
    ],
)
def test_a_stream_that_breaks_off_is_an_error_and_is_not_begun_again(
    sent: Sequence[tuple[str, Any]], error: type[Exception]
):
    wire = Wire(events(*sent))

    with pytest.raises(error):
        stream(client(wire))

    assert len(wire.sent) == 1


def test_events_of_a_newer_service_are_passed_over():
    wire = Wire(events(("something-new", {"a": 1}), ("error", {"status": 500, "detail": "x"})))

    with pytest.raises(ServiceProblemError):
        stream(client(wire))


def test_the_asynchronous_client_keeps_the_same_rules(monkeypatch: pytest.MonkeyPatch):
    async def no_wait(_: float) -> None:
        return None

    monkeypatch.setattr("anyio.sleep", no_wait)
    again, once = Wire(busy(503), httpx.Response(200, json=FOUND)), Wire(httpx.ReadTimeout)

    async def run() -> None:
        async with AsyncClient("http://service.example", transport=httpx.MockTransport(again)) as opened:
            assert (await opened.search("bin")).query == "bin"
        async with AsyncClient("http://service.example", transport=httpx.MockTransport(once)) as opened:
            with pytest.raises(UnreachableError):
                await opened.ask("bin")

    # In a thread of its own: a browser that other tests have open keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(run())).result()
    assert (len(again.sent), len(once.sent)) == (2, 1)
