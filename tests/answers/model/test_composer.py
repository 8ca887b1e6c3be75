"""Composing with a model through the providers' own clients: what is sent, and what comes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from threading import Event

import pytest

from fingerpost.answers.model.prompt import load_prompt
from fingerpost.domain import Draft, DraftStatement, Quote
from tests.answers.model.asked import ANSWER, KEY, LINE, OTHER, PRICES, Open, passages, texts

PROVIDERS = {
    "anthropic:claude-sonnet-5-5": "/v1/messages",
    "bedrock:eu.anthropic.claude-sonnet-4-5-20250929-v1:0": (
        "/model/eu.anthropic.claude-sonnet-4-5-20250929-v1:0/invoke-with-response-stream"
    ),
    "vertex:claude-sonnet-4-5@20250929": (
        "/v1/projects/ours/locations/eu-west-2/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict"
    ),
    "openai:small-model": "/v1/chat/completions",
}


@pytest.mark.parametrize(("name", "path"), PROVIDERS.items(), ids=lambda value: str(value).split(":")[0])
def test_every_provider_s_own_client_brings_the_same_draft(open_composer: Open, name: str, path: str) -> None:
    composer, server = open_composer(ANSWER, name=name)
    draft = composer.compose("How much is a permit?", passages())
    assert texts(draft) == [LINE, OTHER]
    assert draft.statements[0].quotes == (Quote("s1", LINE, 0),)
    assert draft.complete
    assert draft.notices == ()
    assert [asked.path for asked in server.requests] == [path]
    assert KEY in " ".join(server.requests[0].headers.values())
    assert draft.usage is not None
    assert draft.usage.input_tokens > 500
    assert draft.usage.output_tokens > 10
    assert composer.name == f"model-1 {name}"


@pytest.mark.parametrize("name", list(PROVIDERS)[:3], ids=lambda name: name.split(":")[0])
def test_instructions_go_apart_are_marked_to_be_cached_and_passages_are_only_data(
    open_composer: Open, name: str
) -> None:
    composer, server = open_composer(ANSWER, name=name)
    composer.compose("How much is a permit?", passages())
    body = server.requests[0].body
    (system,) = body["system"]
    assert system["cache_control"]["type"] == "ephemeral"
    assert system["text"] == load_prompt().system
    (message,) = body["messages"]
    assert message["role"] == "user"
    (block,) = message["content"]
    assert LINE in block["text"]
    assert "cache_control" not in json.dumps(message), "a question is never put into a cache"
    assert LINE not in json.dumps([body["system"], body["tools"]])
    assert "How much is a permit?" not in json.dumps([body["system"], body["tools"]])
    assert block["text"].index("<guidance-") < block["text"].index(LINE) < block["text"].index("</guidance-")
    assert [tool["name"] for tool in body["tools"]] == ["answer"]
    assert body["tools"][0]["eager_input_streaming"] is True, "else the whole answer is held back until it is whole"
    assert body["max_tokens"] == 1200
    assert body.get("stream", True) is True


def test_the_openai_request_keeps_instructions_and_data_apart_too(open_composer: Open) -> None:
    composer, server = open_composer(ANSWER, name="openai:small-model")
    composer.compose("How much is a permit?", passages())
    system, user = server.requests[0].body["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert system["content"] == load_prompt().system
    assert LINE in user["content"]
    assert [tool["function"]["name"] for tool in server.requests[0].body["tools"]] == ["answer"]


def test_instructions_sent_again_are_read_from_the_cache_and_cost_less(open_composer: Open) -> None:
    composer, _ = open_composer(ANSWER, prices=PRICES)
    first, second = (composer.compose("How much is a permit?", passages()).usage for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.cache_write_tokens == second.cache_read_tokens > 1_000
    assert first.input_tokens == second.input_tokens
    assert first.cost is not None
    assert second.cost is not None
    assert second.cost < first.cost
    assert second.currency == "USD"


def test_a_cache_that_is_switched_off_is_not_asked_for(open_composer: Open) -> None:
    composer, server = open_composer(ANSWER, cache="off")
    composer.compose("How much is a permit?", passages())
    assert "cache_control" not in server.requests[0].text


def test_each_statement_comes_before_the_next_is_written(open_composer: Open) -> None:
    rest = Event()
    composer, _ = open_composer(replace(ANSWER, holds_after=9, until=rest))
    stream = composer.compose_stream("How much is a permit?", passages())
    first = next(stream)
    assert isinstance(first, DraftStatement)
    assert first.text == LINE, "it is here, and the model has not written the next"
    rest.set()
    assert len(list(stream)) == 2


def test_the_streamed_draft_is_the_one_that_is_composed(open_composer: Open) -> None:
    composer, _ = open_composer(ANSWER)
    *statements, draft = composer.compose_stream("How much is a permit?", passages())
    assert isinstance(draft, Draft)
    assert draft.statements == tuple(statements)
    assert composer.compose("How much is a permit?", passages()) == draft
