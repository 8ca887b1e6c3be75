"""How models are spoken to: Anthropic's Messages API, the same through Bedrock and Vertex, and OpenAI's chat API."""

from __future__ import annotations

import base64
import binascii
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fingerpost.testing.model_replies import Failed, Said

_OPENAI_STOPS = {"tool_use": "tool_calls", "end_turn": "stop", "max_tokens": "length", "refusal": "content_filter"}


@dataclass(frozen=True, slots=True)
class Counted:
    """The tokens a reply is said to have taken, at four characters a token."""

    fresh: int
    cache_read: int
    cache_write: int
    output: int

    @property
    def input(self) -> int:
        """All that went in."""
        return self.fresh + self.cache_read + self.cache_write


def tokens(value: object) -> int:
    """Return about how many tokens a JSON value is."""
    return len(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)) // 4 + 1


def anthropic_events(said: Said, asked: Mapping[str, Any], counted: Counted) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the events of a streamed message, by name. The pieces come one an event."""
    usage = {
        "input_tokens": counted.fresh,
        "cache_read_input_tokens": counted.cache_read,
        "cache_creation_input_tokens": counted.cache_write,
        "output_tokens": 1,
    }
    message: dict[str, Any] = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": said.model or asked.get("model", "claude"),
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }
    yield "message_start", {"type": "message_start", "message": message}
    if said.arguments or said.text:
        block: dict[str, Any] = (
            {"type": "tool_use", "id": "toolu_1", "name": said.tool, "input": {}}
            if said.arguments
            else {"type": "text", "text": ""}
        )
        yield "content_block_start", {"type": "content_block_start", "index": 0, "content_block": block}
        for piece in said.pieces:
            delta = (
                {"type": "input_json_delta", "partial_json": piece}
                if said.arguments
                else {"type": "text_delta", "text": piece}
            )
            yield "content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}
        yield "content_block_stop", {"type": "content_block_stop", "index": 0}
    yield (
        "message_delta",
        {
            "type": "message_delta",
            "delta": {"stop_reason": said.stop, "stop_sequence": None},
            "usage": {"output_tokens": counted.output},
        },
    )
    yield "message_stop", {"type": "message_stop"}


def anthropic_error(kind: str) -> dict[str, Any]:
    """Return an error as Anthropic sends it, in a stream or as a whole response."""
    return {"type": "error", "error": {"type": kind, "message": "Scripted by the test."}}


def openai_chunks(said: Said, asked: Mapping[str, Any], counted: Counted) -> Iterator[dict[str, Any]]:
    """Yield the chunks of a streamed chat completion."""
    shared = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": said.model or asked.get("model", "model"),
    }

    def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {**shared, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": said.tool, "arguments": ""}}
    yield chunk({"role": "assistant", "tool_calls": [call]} if said.arguments else {"role": "assistant", "content": ""})
    for piece in said.pieces:
        arguments = {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}
        yield chunk(arguments if said.arguments else {"content": piece})
    yield chunk({}, _OPENAI_STOPS[said.stop])
    used = {
        "prompt_tokens": counted.input,
        "completion_tokens": counted.output,
        "total_tokens": counted.input + counted.output,
        "prompt_tokens_details": {"cached_tokens": counted.cache_read},
    }
    yield {**shared, "choices": [], "usage": used}


def error_body(failed: Failed, *, openai: bool) -> dict[str, Any]:
    """Return the body of an HTTP error."""
    if openai:
        return {"error": {"message": "Scripted by the test.", "type": failed.kind, "code": failed.kind}}
    return anthropic_error(failed.kind)


def sse(data: object, name: str = "") -> bytes:
    """Return one server-sent event."""
    head = f"event: {name}\n" if name else ""
    body = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return f"{head}data: {body}\n\n".encode()


def aws_event(data: object) -> bytes:
    """Return one event as Bedrock frames it: lengths, headers and payload, each part with its checksum.

    The format is Amazon's ``application/vnd.amazon.eventstream``; the payload holds the event's JSON as base64.
    """
    headers = b"".join(
        bytes([len(name)]) + name + b"\x07" + struct.pack(">H", len(value)) + value
        for name, value in (
            (b":event-type", b"chunk"),
            (b":content-type", b"application/json"),
            (b":message-type", b"event"),
        )
    )
    payload = json.dumps({"bytes": base64.b64encode(json.dumps(data).encode()).decode()}).encode()
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    framed = prelude + struct.pack(">I", binascii.crc32(prelude)) + headers + payload
    return framed + struct.pack(">I", binascii.crc32(framed))
