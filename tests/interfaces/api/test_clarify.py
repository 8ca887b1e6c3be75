"""A question back, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.api.conftest import changed_settings, serving
from tests.interfaces.api.test_api import events
from tests.small_service import CONTRASTING_PAGES, make_service_folder

DAMP = "What can I do about damp in my home?"
EYES = "How much does an eye test cost?"
SICK = "How do I get sick pay?"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = load_settings(make_service_folder(tmp_path_factory.mktemp("service"), CONTRASTING_PAGES), {})
    sync(settings)
    kept: Path = tmp_path_factory.mktemp("kept")
    with (
        serving(Service.of(changed_settings(settings, kept))) as address,
        httpx.Client(base_url=address, timeout=30) as opened,
    ):
        yield opened


def ask(client: httpx.Client, question: str, conversation: str | None = None) -> dict[str, Any]:
    reply = client.post("/api/v1/ask", json={"question": question, "conversation_id": conversation})
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_the_reply_holds_the_question_back_and_choosing_is_asking_what_the_option_asks(client: httpx.Client) -> None:
    asked = ask(client, DAMP)

    assert asked["outcome"] == "clarify"
    assert asked["clarification"]["dimension"] == "home"
    assert 2 <= len(asked["clarification"]["options"]) <= 5
    chosen = asked["clarification"]["options"][1]
    assert chosen["question"] == f"{DAMP} — {chosen['words']}"

    answer = ask(client, chosen["question"], asked["conversation_id"])

    assert answer["clarification"] is None
    assert answer["outcome"] in {"answered", "partial"}


def test_a_conversation_is_not_asked_back_three_times_in_a_row(client: httpx.Client) -> None:
    first = ask(client, DAMP)
    outcomes = [ask(client, question, first["conversation_id"])["outcome"] for question in (EYES, SICK)]

    assert first["outcome"] == outcomes[0] == "clarify"
    assert outcomes[1] != "clarify"


def test_the_stream_ends_with_the_question_back_and_knows_the_conversation(client: httpx.Client) -> None:
    first = ask(client, DAMP)
    ask(client, EYES, first["conversation_id"])

    for question, conversation, outcome in ((DAMP, None, True), (SICK, first["conversation_id"], False)):
        reply = client.post("/api/v1/ask?stream=true", json={"question": question, "conversation_id": conversation})
        name, last = list(events(reply))[-1]
        assert name == "answer"
        assert bool(last["clarification"]) is outcome


def test_the_description_has_an_example_of_a_question_back(client: httpx.Client) -> None:
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]

    example = schemas["Clarification"]["examples"][0]
    assert set(example) == set(schemas["Clarification"]["properties"])
    assert set(example["options"][0]) == set(schemas["ClarificationOption"]["properties"])
