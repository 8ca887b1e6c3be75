"""The earlier answers of a chat, made again from its questions.

A chat completion is asked with the whole conversation each time, and what it says was answered can't be believed. So
the earlier questions are asked again. What was answered a moment ago in this process is remembered, by a keyed hash of
the questions and never by their words, so that each question of a growing chat costs one answer.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fingerpost.conversations.retention import SESSION
from fingerpost.domain import Answer

if TYPE_CHECKING:
    from fingerpost.service import Service

MADE_AGAIN = 4
"""How many earlier questions are asked again at most: as far as a follow-up looks back."""

_REMEMBERED = 512


class ChatHistory:
    """Remembers the answers of this process's chats, an hour at most. Safe to share between threads."""

    def __init__(self, service: Service) -> None:
        self._index = service.index
        # A model is not paid again for what it may have answered in another process: quoting finds the same subject.
        composer = service.fallback_composer
        self._assistant = service.assistant if composer is None else service.assistant_with(composer)
        self._key = secrets.token_bytes(32)
        self._kept: OrderedDict[bytes, tuple[float, tuple[Answer, ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def before(self, asked: Sequence[str], locale: str) -> tuple[Answer, ...]:
        """Return the answers to the questions asked before, oldest first.

        Raises:
            QuestionError: one of them is empty, too long or not text.
        """
        known: tuple[Answer, ...] = ()
        done = len(asked)
        while done and not known:
            known = self._recall(asked[:done], locale)
            done -= 0 if known else 1
        if len(asked) - done > MADE_AGAIN:
            asked, known, done = asked[-MADE_AGAIN:], (), 0
        for number in range(done, len(asked)):
            answer = self._assistant.ask(asked[number], locale=locale, history=known)
            self.remember(asked[: number + 1], locale, known := (*known, answer))
        return known

    def remember(self, asked: Sequence[str], locale: str, answers: tuple[Answer, ...]) -> None:
        """Keep the answers to these questions for the next one of the same chat."""
        key = self._digest(asked, locale)
        with self._lock:
            self._kept[key] = (time.monotonic(), answers)
            self._kept.move_to_end(key)
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)

    def _recall(self, asked: Sequence[str], locale: str) -> tuple[Answer, ...]:
        key = self._digest(asked, locale)
        with self._lock:
            at, answers = self._kept.get(key, (0.0, ()))
            if answers and time.monotonic() - at > SESSION.total_seconds():
                del self._kept[key]
                return ()
            return answers

    def _digest(self, asked: Sequence[str], locale: str) -> bytes:
        digest = hmac.new(self._key, f"{self._index.release.version}\x00{locale}".encode(), hashlib.sha256)
        for question in asked:
            text = question.encode("utf-8", "surrogatepass")
            digest.update(len(text).to_bytes(8, "big") + text)
        return digest.digest()
