"""The client for programs that wait."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

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


class Client:
    """Asks a served Fingerpost. Safe to share between threads. Use it as a context manager, or call ``close``.

    Args:
        address: the service's address, such as ``https://ask.example.gov.uk``.
        timeout: seconds to wait for a connection and for each part of a reply.
        retries: how often a call is sent again when that is safe: it never left, the service was too busy to take it,
            or it only reads. It waits longer each time, or as long as ``Retry-After`` says.
        headers: more headers to send, such as a proxy wants.
        transport: what carries the requests, for tests.

    Every call raises:
        UnreachableError: no reply came.
        QuestionError: the question, or another argument, can't be used.
        ConversationNotFoundError: there is no such conversation or turn, or it has expired or been deleted.
        BusyError: too many questions from here, or the service can't answer just now.
        ServiceProblemError: the service said that something else is wrong.
        UnexpectedReplyError: what came back is not a Fingerpost's.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float = 30.0,
        retries: int = 2,
        headers: Mapping[str, str] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._retries = retries
        self._http = httpx.Client(
            base_url=calls.root(address),
            timeout=timeout,
            headers={**calls.HEADERS, **(headers or {})},
            transport=transport,
        )

    def ask(self, question: str, *, conversation_id: str | None = None, locale: str | None = None) -> Reply:
        """Ask a question.

        Args:
            question: in the person's own words.
            conversation_id: the conversation it belongs to; a new one is started without.
            locale: the language to answer in; the service's own by default.
        """
        return self._call(calls.ask(question, conversation_id, locale))

    def stream(
        self, question: str, *, conversation_id: str | None = None, locale: str | None = None
    ) -> Iterator[ReplyEvent]:
        """Ask a question and take the answer in as it comes.

        Yields:
            ``StepStarted`` as each step begins, ``HelpShown`` as soon as the question is seen to be urgent,
            ``StatementShown`` for each sentence once it is proved, and last one ``Reply`` with the whole answer.
        """
        call = calls.ask(question, conversation_id, locale)
        tries = 0
        while True:
            tries += 1
            outcome: httpx.Response | httpx.HTTPError
            try:
                with self._http.stream(
                    call.method, call.path, json=call.json, headers={"accept": "text/event-stream"}
                ) as outcome:
                    if outcome.is_success:
                        reader = EventReader(call.where)
                        for line in outcome.iter_lines():
                            event = reader.read(line)
                            if event is not None:
                                yield event
                        reader.end()
                        return
                    outcome.read()
            except httpx.HTTPError as problem:
                outcome = problem
            self._wait_or_raise(call, tries, outcome)

    def search(self, query: str, *, limit: int = 10, locale: str | None = None) -> SearchResult:
        """Return the sections of the guidance that fit a query, best first.

        The query stands in logs on its way, so ask what may say something of a person instead.
        """
        return self._call(calls.search(query, limit, locale))

    def start_conversation(self, *, locale: str | None = None) -> ConversationStarted:
        """Start a conversation. Asking without one starts one too."""
        return self._call(calls.start(locale))

    def conversation(self, conversation_id: str) -> Conversation:
        """Return a conversation with its turns, as long as they are kept."""
        return self._call(calls.conversation(conversation_id))

    def delete_conversation(self, conversation_id: str) -> None:
        """Delete a conversation and everything said in it, at once and for good."""
        self._call(calls.delete(conversation_id))

    def easy_read(self, conversation_id: str, turn_id: str) -> EasyReadReply:
        """Return an answer in short lines, one idea each."""
        return self._call(calls.easy_read(conversation_id, turn_id))

    def give_feedback(
        self, conversation_id: str, turn_id: str, *, useful: bool, reason: str = "", comment: str = ""
    ) -> None:
        """Say whether an answer was useful, in place of what was said of it before."""
        self._call(calls.feedback(conversation_id, turn_id, useful, reason, comment))

    def calculators(self) -> tuple[CalculatorEntry, ...]:
        """Return the calculators that the service offers."""
        return self._call(calls.calculators())

    def calculator(self, name: str) -> CalculatorDetails:
        """Return a calculator with what it takes. Raises ``UnknownCalculatorError``."""
        return self._call(calls.calculator(name))

    def calculate(self, name: str, inputs: Mapping[str, Any]) -> Calculation:
        """Work something out by a tested rule.

        Args:
            name: the calculator's.
            inputs: by key; money as text or a whole number of pounds, dates as ISO text.

        Raises:
            UnknownCalculatorError: the service offers no such calculator.
            CalculatorInputError: an input is missing or can't be used.
            OutsideRatesError: a date or year outside the rates held.
        """
        return self._call(calls.calculate(name, inputs))

    def close(self) -> None:
        """Let go of the connections. Safe to call twice."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def _call(self, call: Call[T]) -> T:
        tries = 0
        while True:
            tries += 1
            outcome: httpx.Response | httpx.HTTPError
            try:
                outcome = self._http.request(call.method, call.path, json=call.json, params=call.params)
            except httpx.HTTPError as problem:
                outcome = problem
            if isinstance(outcome, httpx.Response) and outcome.is_success:
                return call.read(calls.body(outcome))
            self._wait_or_raise(call, tries, outcome)

    def _wait_or_raise(self, call: Call[T], tries: int, outcome: httpx.Response | httpx.HTTPError) -> None:
        wait = wait_before(call, tries, outcome) if tries <= self._retries else None
        if wait is None:
            if isinstance(outcome, httpx.Response):
                raise failure(outcome, call.where)
            raise unreachable(outcome, call.where) from None
        time.sleep(wait)
