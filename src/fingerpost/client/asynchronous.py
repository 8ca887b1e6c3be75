"""The client for programs that do other things meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import anyio
import httpx

from fingerpost.client import calls
from fingerpost.client.calls import Call, wait_before
from fingerpost.client.event_stream import EventReader
from fingerpost.client.failures import failure, unreachable
from fingerpost.client.records import (
    Calculation,
    CalculatorDetails,
    CalculatorEntry,
    Conversation,
    ConversationStarted,
    EasyReadReply,
    Reply,
    ReplyEvent,
    SearchResult,
)

T = TypeVar("T")


class AsyncClient:
    """Asks a served Fingerpost without holding up the event loop. See ``Client``, whose calls and errors are the same.

    Use it as an asynchronous context manager, or call ``close``.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float = 30.0,
        retries: int = 2,
        headers: Mapping[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._retries = retries
        self._http = httpx.AsyncClient(
            base_url=calls.root(address),
            timeout=timeout,
            headers={**calls.HEADERS, **(headers or {})},
            transport=transport,
        )

    async def ask(self, question: str, *, conversation_id: str | None = None, locale: str | None = None) -> Reply:
        """Ask a question. See ``Client.ask``."""
        return await self._call(calls.ask(question, conversation_id, locale))

    async def stream(
        self, question: str, *, conversation_id: str | None = None, locale: str | None = None
    ) -> AsyncIterator[ReplyEvent]:
        """Ask a question and take the answer in as it comes. See ``Client.stream``."""
        call = calls.ask(question, conversation_id, locale)
        tries = 0
        while True:
            tries += 1
            outcome: httpx.Response | httpx.HTTPError
            try:
                async with self._http.stream(
                    call.method, call.path, json=call.json, headers={"accept": "text/event-stream"}
                ) as outcome:
                    if outcome.is_success:
                        reader = EventReader(call.where)
                        async for line in outcome.aiter_lines():
                            event = reader.read(line)
                            if event is not None:
                                yield event
                        reader.end()
                        return
                    await outcome.aread()
            except httpx.HTTPError as problem:
                outcome = problem
            await self._wait_or_raise(call, tries, outcome)

    async def search(self, query: str, *, limit: int = 10, locale: str | None = None) -> SearchResult:
        """Return the sections of the guidance that fit a query, best first. See ``Client.search``."""
        return await self._call(calls.search(query, limit, locale))

    async def start_conversation(self, *, locale: str | None = None) -> ConversationStarted:
        """Start a conversation. Asking without one starts one too."""
        return await self._call(calls.start(locale))

    async def conversation(self, conversation_id: str) -> Conversation:
        """Return a conversation with its turns, as long as they are kept."""
        return await self._call(calls.conversation(conversation_id))

    async def delete_conversation(self, conversation_id: str) -> None:
        """Delete a conversation and everything said in it, at once and for good."""
        await self._call(calls.delete(conversation_id))

    async def easy_read(self, conversation_id: str, turn_id: str) -> EasyReadReply:
        """Return an answer in short lines, one idea each."""
        return await self._call(calls.easy_read(conversation_id, turn_id))

    async def give_feedback(
        self, conversation_id: str, turn_id: str, *, useful: bool, reason: str = "", comment: str = ""
    ) -> None:
        """Say whether an answer was useful, in place of what was said of it before."""
        await self._call(calls.feedback(conversation_id, turn_id, useful, reason, comment))

    async def calculators(self) -> tuple[CalculatorEntry, ...]:
        """Return the calculators that the service offers."""
        return await self._call(calls.calculators())

    async def calculator(self, name: str) -> CalculatorDetails:
        """Return a calculator with what it takes. Raises ``UnknownCalculatorError``."""
        return await self._call(calls.calculator(name))

    async def calculate(self, name: str, inputs: Mapping[str, Any]) -> Calculation:
        """Work something out by a tested rule.

        Args:
            name: the calculator's.
            inputs: by key; money as text or a whole number of pounds, dates as ISO text.

        Raises:
            UnknownCalculatorError: the service offers no such calculator.
            CalculatorInputError: an input is missing or can't be used.
            OutsideRatesError: a date or year outside the rates held.
        """
        return await self._call(calls.calculate(name, inputs))

    async def close(self) -> None:
        """Let go of the connections. Safe to call twice."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.close()

    async def _call(self, call: Call[T]) -> T:
        tries = 0
        while True:
            tries += 1
            outcome: httpx.Response | httpx.HTTPError
            try:
                outcome = await self._http.request(call.method, call.path, json=call.json, params=call.params)
            except httpx.HTTPError as problem:
                outcome = problem
            if isinstance(outcome, httpx.Response) and outcome.is_success:
                return call.read(calls.body(outcome))
            await self._wait_or_raise(call, tries, outcome)

    async def _wait_or_raise(self, call: Call[T], tries: int, outcome: httpx.Response | httpx.HTTPError) -> None:
        wait = wait_before(call, tries, outcome) if tries <= self._retries else None
        if wait is None:
            if isinstance(outcome, httpx.Response):
                raise failure(outcome, call.where)
            raise unreachable(outcome, call.where) from None
        await anyio.sleep(wait)
