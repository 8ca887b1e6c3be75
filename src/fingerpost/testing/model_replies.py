"""What a scripted model says, and what can go wrong while it says it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

Sentence = tuple[str, Sequence[tuple[str, str]]]
"""A sentence, and the passages and quotations it is said to rest on."""


@dataclass(frozen=True, slots=True)
class Said:
    """One reply of a model, and how it is sent.

    Attributes:
        arguments: the JSON that the tool is called with, in whole or in part; no tool is called when empty.
        tool: the tool's name.
        text: words said outside any tool.
        stop: why it stopped, as Anthropic says it: ``tool_use``, ``end_turn``, ``max_tokens``, ``refusal``.
        delay: seconds before the first byte.
        pace: seconds between pieces.
        piece: characters in a piece.
        holds_after: after so many pieces nothing comes before ``until`` is set; 0 is before the first word.
        until: what ends the hold, so that a test waits for no clock.
        breaks_after: after so many pieces something goes wrong; never when ``None``.
        error: the error then sent in the stream, such as ``overloaded_error``; the connection is dropped when empty.
        model: the name the model gives itself; the one asked for when empty.
    """

    arguments: str = ""
    tool: str = "answer"
    text: str = ""
    stop: str = "tool_use"
    delay: float = 0.0
    pace: float = 0.0
    piece: int = 24
    holds_after: int = 0
    until: Event | None = None
    breaks_after: int | None = None
    error: str = ""
    model: str = ""

    @property
    def pieces(self) -> list[str]:
        """The arguments, or the text, in the pieces they are sent in."""
        whole = self.arguments or self.text
        return [whole[at : at + self.piece] for at in range(0, len(whole), self.piece)]


@dataclass(frozen=True, slots=True)
class Failed:
    """A reply that is an HTTP error. ``retry_after`` is the header's value."""

    status: int
    kind: str = "api_error"
    retry_after: str = ""
    delay: float = 0.0


Reply = Said | Failed


def says(*sentences: Sentence, completeness: str = "whole", **sent: Any) -> Said:
    """Return an answer with these sentences. What else ``Said`` takes may be given by name."""
    written = [
        {"rests_on": [{"passage": p, "quote": q} for p, q in rests_on], "text": text} for text, rests_on in sentences
    ]
    return Said(json.dumps({"sentences": written, "completeness": completeness}, ensure_ascii=False), **sent)


def calls(tool: str, arguments: Mapping[str, Any]) -> Said:
    """Return a call of another tool."""
    return Said(json.dumps(arguments, ensure_ascii=False), tool=tool)


def cut(reply: Said, at: int) -> Said:
    """Return a reply that reaches its limit of tokens after so many characters."""
    return replace(reply, arguments=reply.arguments[:at], stop="max_tokens")
