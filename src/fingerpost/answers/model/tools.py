"""The seam for tools: what a model may ask for while it answers, such as a calculator. None is built in here.

A tool's result is data like a passage, and no sentence can rest on it: what is shown of a result is shown by the tool's
own room, marked as what it is. Its figures never come from a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

MOST_ROUNDS = 4
"""The most times a model may be asked in one turn, its tools' results in hand each time."""


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

    def call(self, arguments: Mapping[str, Any]) -> str:
        """Return the result as text. Runs on a thread of its own; what it raises is told to the model as a failure."""
        ...
