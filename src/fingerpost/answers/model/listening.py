"""Listens to a model's stream: which pieces of it are the answer, and which are a call of a tool."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from fingerpost.answers.model.reading import AnswerReader, Spoken


class Listener:
    """Hears one response. A model that can't use tools may write the answer's object as text; it is read at the end.

    Args:
        tools: the names of the tools that are not the answer.

    Attributes:
        begun: whether a first word has come, of the answer, of a tool's call or beside them.
    """

    def __init__(self, tools: Collection[str]) -> None:
        self.reader = AnswerReader()
        self.begun = False
        self._tools = tools
        self._answer_at: int | None = None
        self._text: list[str] = []

    @property
    def said_anything(self) -> bool:
        """Whether the response held any words or an answer at all."""
        return self._answer_at is not None or any(text.strip() for text in self._text)

    def hear(self, event: object) -> Iterator[Spoken]:
        """Yield the sentences that one event completes."""
        from pydantic_ai.messages import PartDeltaEvent, PartStartEvent, TextPart, TextPartDelta, ToolCallPart
        from pydantic_ai.messages import ToolCallPartDelta as CallDelta

        if isinstance(event, PartStartEvent):
            self.begun |= bool(getattr(event.part, "content", None) or getattr(event.part, "args", None))
            if isinstance(event.part, TextPart):
                self._text.append(event.part.content)
            elif isinstance(event.part, ToolCallPart) and self._is_answer(event.index, event.part.tool_name):
                self._answer_at = event.index
                yield from self._read(event.part.args)
        elif isinstance(event, PartDeltaEvent):
            self.begun = True
            if isinstance(event.delta, TextPartDelta):
                self._text.append(event.delta.content_delta)
            elif isinstance(event.delta, CallDelta) and event.index == self._answer_at:
                yield from self._read(event.delta.args_delta)

    def rest(self) -> Iterator[Spoken]:
        """Yield the sentences of an answer that came as text, now that the response is over."""
        if self._answer_at is None and self._text:
            yield from self.reader.feed("".join(self._text))

    def _is_answer(self, index: int, tool: str) -> bool:
        # A second answer in one response is no answer: the first is being shown already.
        return tool not in self._tools and self._answer_at in (None, index)

    def _read(self, arguments: str | Mapping[str, object] | None) -> Iterator[Spoken]:
        if arguments:
            yield from self.reader.feed(arguments if isinstance(arguments, str) else json.dumps(arguments))
