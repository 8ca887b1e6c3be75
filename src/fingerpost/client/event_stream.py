"""A streamed answer, read line by line (server-sent events, as the HTML standard defines them)."""

from __future__ import annotations

import json
from typing import Any

from fingerpost.client.calls import parse, reply
from fingerpost.client.failures import UnexpectedReplyError, told
from fingerpost.client.records import Reply, ReplyEvent
from fingerpost.domain import HelpShown, StatementShown, StepStarted

_KINDS = {"step": StepStarted, "help": HelpShown, "statement": StatementShown}


class EventReader:
    """Puts the lines of one stream together. ``where`` is what was called, for its errors."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._name = ""
        self._data: list[str] = []
        self._ended = False

    def read(self, line: str) -> ReplyEvent | None:
        """Return the event that this line ends, if it ends one. Events of an unknown name are passed over.

        Raises:
            FingerpostError: the service said within the stream that something went wrong.
            UnexpectedReplyError: an event can't be read.
        """
        if line:
            key, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if key == "event":
                self._name = value
            elif key == "data":
                self._data.append(value)
            return None
        name, data = self._name, "\n".join(self._data)
        self._name, self._data = "", []
        return self._event(name, data) if data else None

    def end(self) -> None:
        """Say that the stream has ended. Raises ``UnexpectedReplyError`` if the answer had not come."""
        if not self._ended:
            raise UnexpectedReplyError(
                "the stream ended before the answer was whole", where=self._where, fix="ask again"
            )

    def _event(self, name: str, data: str) -> ReplyEvent | None:
        try:
            found: Any = json.loads(data)
        except ValueError:
            raise UnexpectedReplyError("an event is not JSON", where=self._where, fix="ask again") from None
        if name == "error":
            raise told(parse(dict[str, Any], found), self._where)
        if name == "answer":
            self._ended = True
            whole: Reply = reply(found)
            return whole
        kind = _KINDS.get(name)
        return None if kind is None else parse(kind, found)
