"""The scripted model's server speaks to the providers' own clients, used here as anybody would use them."""

from __future__ import annotations

from dataclasses import replace

import anthropic
import openai
import pytest

from fingerpost.testing.model_replies import Failed, Said, calls, cut, says
from fingerpost.testing.model_server import ModelServer

ANSWER = says(("It costs £60.", [("p1", "It costs £60 a year.")]))
ASKED = [{"role": "user", "content": "How much?"}]
CACHED = [{"type": "text", "text": "Be plain. " * 50, "cache_control": {"type": "ephemeral"}}]


def claude(server: ModelServer) -> anthropic.Anthropic:
    return anthropic.Anthropic(api_key="k", base_url=server.url, max_retries=0)


def gpt(server: ModelServer) -> openai.OpenAI:
    return openai.OpenAI(api_key="k", base_url=f"{server.url}/v1", max_retries=0)


def ask_claude(server: ModelServer, **more: object) -> anthropic.types.Message:
    with claude(server).messages.stream(model="claude-x", max_tokens=100, messages=ASKED, **more) as stream:  # type: ignore[arg-type]
        return stream.get_final_message()


def test_anthropics_client_reads_a_tool_call_word_for_word() -> None:
    with ModelServer(ANSWER) as server:
        message = ask_claude(server)
    (block,) = message.content
    assert block.type == "tool_use"
    assert block.name == "answer"
    assert block.input["sentences"][0]["text"] == "It costs £60."  # type: ignore[index]
    assert message.stop_reason == "tool_use"


def test_openais_client_reads_the_same() -> None:
    with ModelServer(ANSWER) as server:
        stream = gpt(server).chat.completions.create(model="m", messages=ASKED, stream=True)  # type: ignore[call-overload]
        chunks = list(stream)
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    pieces = [delta.tool_calls[0].function.arguments or "" for delta in deltas if delta.tool_calls]
    assert "".join(pieces) == ANSWER.arguments
    assert chunks[-1].usage.completion_tokens > 0


def test_instructions_to_be_cached_are_written_once_and_then_read() -> None:
    with ModelServer(ANSWER) as server:
        first, second, other = (ask_claude(server, system=system).usage for system in (CACHED, CACHED, "Be plain."))
    assert first.cache_creation_input_tokens == second.cache_read_input_tokens
    assert first.cache_creation_input_tokens
    assert other.cache_read_input_tokens == other.cache_creation_input_tokens == 0


@pytest.mark.parametrize(("status", "kind"), [(429, "rate_limit_error"), (529, "overloaded_error"), (500, "api_error")])
def test_errors_come_with_their_status_and_retry_after(status: int, kind: str) -> None:
    with ModelServer(Failed(status, kind, retry_after="7"), ANSWER) as server:
        with pytest.raises(anthropic.APIStatusError) as caught:
            ask_claude(server)
        server.script(Failed(status, kind))
        with pytest.raises(openai.APIStatusError):
            gpt(server).chat.completions.create(model="m", messages=ASKED)  # type: ignore[arg-type]
    assert caught.value.status_code == status
    assert caught.value.response.headers["retry-after"] == "7"


def test_a_stream_can_break_with_an_error_or_without_a_word() -> None:
    with ModelServer(replace(ANSWER, breaks_after=1, error="overloaded_error")) as server:
        with pytest.raises(anthropic.APIStatusError, match="overloaded"):
            ask_claude(server)
        server.script(replace(ANSWER, breaks_after=1))
        with pytest.raises(Exception, match=r"incomplete|closed|disconnect"):
            ask_claude(server)


def test_replies_are_said_in_turn_the_last_for_ever_and_can_depend_on_the_request() -> None:
    with ModelServer(
        Said(text="One.", stop="end_turn"), lambda body: Said(text=body["model"], stop="end_turn")
    ) as server:
        said = [ask_claude(server).content[0].text for _ in range(3)]  # type: ignore[union-attr]
    assert said == ["One.", "claude-x", "claude-x"]
    assert [asked.body["messages"] for asked in server.requests] == [ASKED] * 3


def test_a_limit_of_tokens_and_another_tool_can_be_scripted() -> None:
    with ModelServer(cut(ANSWER, 30), calls("add", {"a": 1})) as server:
        assert ask_claude(server).stop_reason == "max_tokens"
        assert ask_claude(server).content[0].name == "add"  # type: ignore[union-attr]
