"""Asks a model, and listens: tries again where that may help, runs its tools, and says how it ended."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from fingerpost.answers.model.clients import build_model, request_settings
from fingerpost.answers.model.listening import Listener
from fingerpost.answers.model.message import Message, data_block
from fingerpost.answers.model.prices import Tokens, cost_of
from fingerpost.answers.model.prompt import Prompt
from fingerpost.answers.model.reading import Completeness, Spoken
from fingerpost.answers.model.tools import LONGEST_RESULT, MOST_ROUNDS, ModelTool
from fingerpost.domain import ToolResult, Turn, Usage
from fingerpost.safeguards.screening.results import why_not_passed_on
from fingerpost.settings import ModelSettings

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelMessage, ModelResponse, ToolCallPart, ToolReturnPart
    from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse

_LONGEST_PAUSE = 8.0


class Ended(StrEnum):
    """How asking a model ended. All but ``finished`` and ``length`` mean that it gave no answer of its own."""

    FINISHED = "finished"
    LENGTH = "length"
    REFUSED = "refused"
    MALFORMED = "malformed"
    EMPTY = "empty"
    TIMEOUT = "timeout"
    OVERLOADED = "overloaded"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    FAILED = "failed"
    BUDGET = "budget"
    RESTING = "resting"


UNAVAILABLE = frozenset({Ended.TIMEOUT, Ended.OVERLOADED, Ended.UNREACHABLE, Ended.REJECTED, Ended.FAILED})
"""The endings that say the model can't be had just now."""


@dataclass(slots=True)
class Heard:
    """What has been heard of a model so far. Filled while it speaks, so that a time-out loses nothing."""

    sentences: list[Spoken] = field(default_factory=list[Spoken])
    results: list[ToolResult] = field(default_factory=list[ToolResult])
    completeness: Completeness = "part"
    tokens: Tokens = field(default_factory=Tokens)
    last: Tokens = field(default_factory=Tokens)
    requests: int = 0
    model: str = ""

    def usage(self, settings: ModelSettings) -> Usage:
        """Return what it took."""
        tokens = self.tokens
        return Usage(
            model=self.model or settings.model,
            input_tokens=tokens.input,
            output_tokens=tokens.output,
            cache_read_tokens=tokens.cache_read,
            cache_write_tokens=tokens.cache_write,
            requests=self.requests,
            cost=cost_of(tokens, settings),
            currency=settings.prices.currency,
        )


class Asking:
    """Asks one model. Holds nothing of any question.

    Args:
        settings: which model, and what it may take.
        key: its key.
        prompt: what it is told.
        tools: what it may call.
    """

    def __init__(self, settings: ModelSettings, key: str, prompt: Prompt, tools: Sequence[ModelTool] = ()) -> None:
        self._settings = settings
        self._key = key
        self._prompt = prompt
        self._tools = {tool.name: tool for tool in tools}
        self._model: Model | None = None

    async def ask(
        self, message: Message, heard: Heard, tell: Callable[[Spoken], None], *, most: int, turn: Turn
    ) -> Ended:
        """Ask, and tell each sentence as soon as it is whole.

        Args:
            message: the passages and the question.
            heard: filled as the model speaks.
            tell: called with each sentence, on the loop's thread.
            most: the most sentences taken.
            turn: what its tools may know of the turn.

        Returns:
            How it ended. Nothing is raised but being cancelled.
        """

        def take(spoken: Spoken) -> None:
            if len(heard.sentences) < most:
                heard.sentences.append(spoken)
                tell(spoken)

        try:
            async with asyncio.timeout(self._settings.seconds):
                return await self._rounds(message, heard, take, turn)
        except TimeoutError:
            return Ended.TIMEOUT
        except Exception as problem:  # noqa: BLE001 - whatever a client raises, the guidance can still be quoted
            return _ending_of(problem)

    async def warm_up(self) -> None:
        """Import everything and build the client now, so that no question waits for it."""
        await asyncio.to_thread(self._prepare)

    def _prepare(self) -> None:
        for module in ("pydantic_ai.direct", "pydantic_ai.exceptions", "tenacity", "genai_prices"):
            import_module(module)
        self._client()

    async def close(self) -> None:
        """Close the client's connections."""
        client = getattr(self._model, "client", None)
        self._model = None
        if client is not None:
            await client.close()

    def _client(self) -> Model:
        if self._model is None:
            self._model = build_model(self._settings, self._key)
        return self._model

    async def _rounds(self, message: Message, heard: Heard, take: Callable[[Spoken], None], turn: Turn) -> Ended:
        from pydantic_ai.messages import ModelRequest, UserPromptPart

        said: list[ModelMessage] = [
            ModelRequest(parts=[UserPromptPart(message.text)], instructions=self._prompt.system)
        ]
        for _ in range(MOST_ROUNDS):
            if _spent(heard, self._settings):
                return Ended.BUDGET
            response, listener = await self._patiently(said, heard, take)
            calls = self._calls(response)
            if not calls or listener.reader.anything:
                return _ending(response, listener, heard)
            results = [await self._run(call, heard, turn) for call in calls]
            said += [response, ModelRequest(parts=results, instructions=self._prompt.system)]
        return Ended.BUDGET

    async def _patiently(
        self, said: list[ModelMessage], heard: Heard, take: Callable[[Spoken], None]
    ) -> tuple[ModelResponse, Listener]:
        """Ask once, and again after a pause where the model could not be had and has said nothing yet."""
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, stop_before_delay

        patience = AsyncRetrying(
            retry=retry_if_exception(lambda problem: not heard.sentences and may_pass(problem)),
            wait=lambda state: pause(state.attempt_number, state.outcome.exception() if state.outcome else None),
            # A pause that would outlast the turn is no pause but a wait for nothing.
            stop=stop_after_attempt(self._settings.retries + 1) | stop_before_delay(self._settings.seconds),
            reraise=True,
        )
        return await patience(self._once, said, heard, take)

    async def _once(
        self, said: list[ModelMessage], heard: Heard, take: Callable[[Spoken], None]
    ) -> tuple[ModelResponse, Listener]:
        from pydantic_ai.direct import model_request_stream

        listener, client = Listener(self._tools), self._client()
        heard.requests += 1
        asked = model_request_stream(
            client,
            said,
            model_settings=request_settings(self._settings),
            model_request_parameters=self._parameters(),
            instrument=False,  # a trace would hold the question
        )
        # A stream that has been opened is no word yet: providers open it at once, and send pings while nothing comes.
        async with asyncio.timeout(self._settings.first_words_seconds) as patience, asked as stream:
            try:
                async for event in stream:
                    for spoken in listener.hear(event):
                        take(spoken)
                    if listener.begun:
                        patience.reschedule(None)
                for spoken in listener.rest():
                    take(spoken)
            finally:
                heard.last = _tokens(stream)
                heard.tokens += heard.last
                heard.model = stream.model_name or heard.model
            return stream.get(), listener

    def _parameters(self) -> ModelRequestParameters:
        from pydantic_ai.models import ModelRequestParameters
        from pydantic_ai.tools import ToolDefinition

        prompt = self._prompt
        return ModelRequestParameters(
            function_tools=[
                ToolDefinition(
                    name=tool.name, parameters_json_schema=dict(tool.parameters), description=tool.description
                )
                for tool in self._tools.values()
            ],
            output_mode="tool",
            output_tools=[
                ToolDefinition(
                    name=prompt.tool,
                    parameters_json_schema=dict(prompt.parameters),
                    description=prompt.description,
                    kind="output",
                )
            ],
            allow_text_output=False,
        )

    def _calls(self, response: ModelResponse) -> list[ToolCallPart]:
        return [call for call in response.tool_calls if call.tool_name in self._tools]

    async def _run(self, call: ToolCallPart, heard: Heard, turn: Turn) -> ToolReturnPart:
        """Return what a tool says, as data. One that fails says only that: its error may hold anything.

        A result that holds an instruction to an assistant is not passed on, and nothing of it is shown.
        """
        from pydantic_ai.messages import ToolReturnPart

        try:
            result = await asyncio.to_thread(self._called, call, turn)
        except Exception:  # noqa: BLE001 - a tool is somebody else's code
            result = "The tool failed. Answer without it."
        if isinstance(result, ToolResult):
            heard.results.append(result)
        text = _text_of(result)
        return ToolReturnPart(call.tool_name, data_block("result", text[:LONGEST_RESULT]), call.tool_call_id)

    def _called(self, call: ToolCallPart, turn: Turn) -> ToolResult | str:
        result = self._tools[call.tool_name].call(call.args_as_dict(), turn)
        return "The tool's result can't be used. Answer without it." if why_not_passed_on(_text_of(result)) else result


def _text_of(result: ToolResult | str) -> str:
    return result if isinstance(result, str) else result.text


def may_pass(problem: BaseException) -> bool:
    """Say whether a problem may be gone in a moment: too many requests, overload, a failing server or connection."""
    from pydantic_ai import exceptions as known

    return isinstance(
        problem,
        TimeoutError
        | known.ModelRateLimitError
        | known.ModelUnavailableError
        | known.ModelServerError
        | known.ModelConnectionError
        | known.ModelRequestTimeout,
    )


def pause(attempt: int, problem: BaseException | None) -> float:
    """Return the seconds to wait before the next try: what the provider asks for, or longer each time, at random.

    The chance keeps many turns that failed together from coming back together.
    """
    grown = min(_LONGEST_PAUSE, 0.25 * 2**attempt)
    jittered = random.uniform(grown / 2, grown)  # noqa: S311 - not for a secret
    asked = getattr(problem, "retry_after", None)
    return max(float(asked), 0.0) + jittered / 4 if asked is not None else jittered


def _ending(response: ModelResponse, listener: Listener, heard: Heard) -> Ended:
    completeness = listener.reader.completeness()
    heard.completeness = completeness or "part"
    if response.finish_reason == "content_filter":
        return Ended.REFUSED
    if response.finish_reason == "length":
        return Ended.LENGTH
    if completeness is None:
        return Ended.MALFORMED if listener.said_anything else Ended.EMPTY
    if not heard.sentences and completeness != "none":
        return Ended.EMPTY
    return Ended.FINISHED


def _ending_of(problem: Exception) -> Ended:
    from pydantic_ai import exceptions as known

    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Ended], ...] = (
        ((known.ModelRequestTimeout, known.ModelTimeoutError), Ended.TIMEOUT),
        ((known.ModelRateLimitError, known.ModelUnavailableError, known.ModelServerError), Ended.OVERLOADED),
        (known.ModelConnectionError, Ended.UNREACHABLE),
        ((known.ModelRequestRejectedError, known.ModelQuotaExceededError), Ended.REJECTED),
        (known.ContentFilterError, Ended.REFUSED),
        (known.UnexpectedModelBehavior, Ended.MALFORMED),
    )
    return next((ended for kind, ended in kinds if isinstance(problem, kind)), Ended.FAILED)


def _tokens(stream: StreamedResponse) -> Tokens:
    used = stream.usage
    return Tokens(used.input_tokens, used.output_tokens, used.cache_read_tokens, used.cache_write_tokens)


def _spent(heard: Heard, settings: ModelSettings) -> bool:
    """Say whether a further request would go over the turn's budgets. The first is measured before it is sent.

    Each request holds everything said before it, so that the next takes at least what the last one took.
    """
    if heard.tokens == Tokens():
        return False
    then = heard.tokens + heard.last
    cost = cost_of(then, settings)
    return (
        (settings.max_cost is not None and cost is not None and cost > settings.max_cost)
        or then.input > settings.max_input_tokens
        or heard.tokens.output >= settings.max_output_tokens
    )
