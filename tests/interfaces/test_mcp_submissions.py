"""Sending a journey in by MCP: a model may ask for it, and nothing is sent unless the person says yes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mcp import Client
from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, ElicitRequestParams, ElicitResult

from fingerpost.conversations.store import ConversationStore
from fingerpost.interfaces.mcp_submissions import submission_tools
from fingerpost.services.submissions.reference import read_reference
from fingerpost.settings import load_settings
from tests.interfaces.test_mcp_calculators import run
from tests.services.submissions.sent import ANSWERS, SENT_IN

SENDING = {"name": "lost-bin", "answers": ANSWERS, "locale": "en"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Any]:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "lost-bin.yaml").write_text(SENT_IN, encoding="utf-8")
    (tmp_path / "fingerpost.toml").write_text(
        '[service]\nname = "Ask Sampleford"\n[server]\npublic_url = "https://ask.sampleford.example/"\n',
        encoding="utf-8",
    )
    settings = load_settings(tmp_path, {})
    store = ConversationStore.open(settings.database_url)
    yield SimpleNamespace(settings=settings, store=store)
    store.close()


def send(service: Any, asked: Any = None, mode: Any = "auto", **changed: Any) -> CallToolResult:
    """Call the tool as a client does whose person answers ``asked``; without one it can ask nobody."""
    server = MCPServer[Any](name="s", tools=submission_tools(service, run), log_level="WARNING")

    async def call() -> Any:
        async with Client(server, elicitation_callback=asked, mode=mode) as client:
            return await client.call_tool("send_journey", {**SENDING, **changed})

    # In a thread of its own: a browser that other tests have open keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(call())).result()


class Person:
    """Somebody who is asked, and what they are shown."""

    def __init__(self, action: Any, **content: Any) -> None:
        self.shown: list[str] = []
        self._reply = ElicitResult(action=action, content=content or None)

    async def __call__(self, context: Any, params: ElicitRequestParams) -> ElicitResult:
        self.shown.append(params.message)
        return self._reply


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_it_is_sent_when_the_person_who_was_shown_all_of_it_says_yes(service: Any, mode: str):
    person = Person("accept", send=True)
    told = send(service, person, mode)
    assert not told.is_error, told
    (shown,) = person.shown
    for words in ("Where do you live? 12 Mill Lane", "It was green.", "You say that your bin at 12 Mill Lane"):
        assert words in shown
    assert told.structured_content
    reference = told.structured_content["reference"]
    assert reference in told.content[0].text
    kept, _ = service.store.submissions.get(read_reference(reference))
    assert (kept.channel, kept.state) == ("mcp", "queued")


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    "person",
    [Person("accept", send=False), Person("decline"), Person("cancel")],
    ids=["unticked", "declined", "cancelled"],
)
def test_nothing_is_sent_without_a_yes(service: Any, person: Person, mode: str):
    told = send(service, person, mode)
    assert told.is_error
    assert "nobody has agreed" in told.content[0].text
    assert service.store.submissions.all() == []


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_program_that_can_ask_nobody_sends_nothing_and_says_where_to(service: Any, mode: str):
    told = send(service, None, mode)
    assert told.is_error
    assert "https://ask.sampleford.example/journeys/lost-bin" in told.content[0].text
    assert service.store.submissions.all() == []


@pytest.mark.parametrize("answers", [{}, {"lost": False}, {"lost": True, "address": ""}, {"colour": "red"}])
def test_what_is_not_at_its_end_is_not_even_asked(service: Any, answers: dict[str, Any]):
    person = Person("accept", send=True)
    told = send(service, person, answers=answers)
    assert told.is_error
    assert person.shown == []
    assert service.store.submissions.all() == []


def test_asked_for_twice_it_is_one(service: Any):
    person = Person("accept", send=True)
    first, second = send(service, person), send(service, person)
    assert first.structured_content == second.structured_content
    assert len(service.store.submissions.all()) == 1


def test_a_model_cannot_say_yes_itself(service: Any):
    told = send(service, None, said={"action": "accept", "data": {"send": True}})
    assert told.is_error
    assert service.store.submissions.all() == []
    server = MCPServer[Any](name="s", tools=submission_tools(service, run), log_level="WARNING")
    with ThreadPoolExecutor(1) as threads:
        (tool,) = threads.submit(lambda: asyncio.run(server.list_tools())).result()
    assert set(tool.input_schema["properties"]) == {"name", "answers", "locale"}
    assert tool.annotations is not None
    assert tool.annotations.read_only_hint is False


def test_a_service_whose_journeys_send_nothing_has_no_such_tool(service: Any):
    (service.settings.folder / "journeys" / "lost-bin.yaml").unlink()
    assert submission_tools(service, run) == []
