"""Reads a model's answer while it is being written: each sentence as soon as it is whole, and never half of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

Completeness = Literal["whole", "part", "none"]
_SENTENCE_DEPTH = 2
LONGEST = 200_000
"""The most characters of one answer that are read; no sensible budget of tokens comes near it."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence as a model gave it: its text, and the passages and words it is said to rest on."""

    text: str
    rests_on: tuple[tuple[str, str], ...]


class AnswerReader:
    """Takes the pieces of a JSON object as they arrive and gives the sentences in it that are whole.

    What stands before the object (a fence, a word of introduction) is passed over, and what stands after it.
    """

    def __init__(self) -> None:
        self._text = ""
        self._open: list[str] = []
        self._in_string = False
        self._escaped = False
        self._sentence_from = 0
        self._ended = False

    def feed(self, piece: str) -> Iterator[Spoken]:
        """Yield the sentences that this piece completes."""
        began = len(self._text)
        self._text += piece[: max(0, LONGEST - began)]
        for place in range(began, len(self._text)):
            if self._ended:
                return
            whole = self._step(self._text[place], place)
            if whole is not None and (spoken := _spoken(_decoded(whole))) is not None:
                yield spoken

    @property
    def anything(self) -> bool:
        """Whether an object has begun."""
        return bool(self._open) or self._ended

    def completeness(self) -> Completeness | None:
        """Return how much the answer says it is of one, or ``None`` while it is not whole or not in the form asked."""
        found = _decoded(self._text[self._text.find("{") :]) if self._ended else None
        if not isinstance(found, dict):
            return None
        fields = cast("dict[str, Any]", found)
        if not isinstance(fields.get("sentences"), list):
            return None
        said = fields.get("completeness")
        return said if said in ("whole", "part", "none") else "part"

    def _step(self, character: str, place: int) -> str | None:
        """Take one character; return the text of the sentence it closes, if it closes one."""
        if self._in_string:
            self._in_string = self._escaped or character != '"'
            self._escaped = character == "\\" and not self._escaped
            return None
        if character == '"':
            self._in_string = bool(self._open)
        elif character in "{[" and (self._open or character == "{"):
            if len(self._open) == _SENTENCE_DEPTH:
                self._sentence_from = place
            self._open.append(character)
        elif character in "}]" and self._open:
            self._open.pop()
            self._ended = not self._open
            if len(self._open) == _SENTENCE_DEPTH and self._open[-1] == "[" and character == "}":
                return self._text[self._sentence_from : place + 1]
        return None


def _decoded(text: str) -> object:
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return cast("object", found)


def _spoken(found: object) -> Spoken | None:
    """Return a sentence in the form asked for, or ``None``."""
    if not isinstance(found, dict):
        return None
    fields = cast("dict[str, Any]", found)
    text, rests_on = fields.get("text"), fields.get("rests_on")
    if not isinstance(text, str) or not text.strip() or not isinstance(rests_on, list):
        return None
    named: list[tuple[str, str]] = []
    for one in cast("list[object]", rests_on):
        if not isinstance(one, dict):
            return None
        quoted = cast("dict[str, Any]", one)
        passage, quote = quoted.get("passage"), quoted.get("quote")
        if not isinstance(passage, str) or not isinstance(quote, str):
            return None
        named.append((passage, quote))
    return Spoken(text.strip(), tuple(named))
