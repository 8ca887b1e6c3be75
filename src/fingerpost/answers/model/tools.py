"""The seam for tools: what a model may ask for while it answers, such as a calculator. None is built in here.

A tool's result is data like a passage, and no sentence can rest on it. What a person sees of it is shown beside the
answer, marked as what it is, with the figures of the tool and never the model's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from fingerpost.answers.model.message import estimated_tokens
from fingerpost.domain import ToolResult, Turn

MOST_ROUNDS = 4
"""The most times a model may be asked in one turn, its tools' results in hand each time."""

LONGEST_RESULT = 6_000
"""The most characters of one result that a model is told."""


class ModelTool(Protocol):
    """Something a model may call. ``parameters`` is a JSON schema of an object."""

    @property
    def name(self) -> str:
        """What the model calls it by: small letters, digits and underscores."""
        ...

    @property
    def description(self) -> str:
        """What it does and when it is right to call it."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The JSON schema of what it takes."""
        ...

    def call(self, arguments: Mapping[str, Any], turn: Turn) -> ToolResult | str:
        """Return what it comes to; text alone is told to the model, and shown to nobody.

        Runs on a thread of its own; what it raises is told to the model as a failure. ``turn`` holds what was asked,
        and reveals what a placeholder of it stands for: for use here, and never to be in the text returned.
        """
        ...


def tokens_of(tools: Sequence[ModelTool]) -> int:
    """Return about how many tokens telling a model of its tools takes."""
    told = [(tool.name, tool.description, json.dumps(tool.parameters)) for tool in tools]
    return sum(estimated_tokens("".join(each)) for each in told)
