"""``POST /v1/chat/completions`` and ``GET /v1/models``: the service as other people's chat clients know how to ask.

Nothing is kept of a chat: the client holds the conversation and sends it whole each time.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse

from fingerpost.answers.understand import read_question
from fingerpost.domain import Answer, AnswerFinished, Event, HelpShown, StatementShown
from fingerpost.errors import QuestionError
from fingerpost.interfaces.answer_words import AnswerWords, Writer, answer_words
from fingerpost.interfaces.api.chat_history import ChatHistory
from fingerpost.interfaces.api.chat_records import (
    MODEL,
    ChatRequest,
    added,
    chunk,
    completion,
    extension,
    questions,
    usage,
)
from fingerpost.interfaces.api.problems import chat_error, problem_of
from fingerpost.interfaces.api.questions import EVENT_STREAM
from fingerpost.interfaces.api.responses import json_only
from fingerpost.interfaces.voice import Voice
from fingerpost.interfaces.wording import urgent_words
from fingerpost.service import served_locale

if TYPE_CHECKING:
    from fingerpost.service import Service


def chat_routes(service: Service) -> APIRouter:
    """Return the routes of the OpenAI form. Its errors are in that form too."""
    router = APIRouter(prefix="/v1", include_in_schema=False)
    history = ChatHistory(service)
    voice = Voice(service.settings)
    started = int(time.time())
    longest = service.settings.answers.max_question_characters
    model = {
        "id": MODEL,
        "object": "model",
        "created": started,
        "owned_by": service.settings.service.organisation or MODEL,
    }

    @router.get("/models")
    def models() -> Response:
        return JSONResponse({"object": "list", "data": [model]})

    @router.get("/models/{name}")
    def one_model(name: str) -> Response:
        _known(name)
        return JSONResponse(model)

    @router.post("/chat/completions", dependencies=[Depends(json_only)])
    async def complete(request: Request, asked: ChatRequest) -> Response:
        _known(asked.model)
        if asked.n != 1:
            raise QuestionError("only one completion can be made", where="n", fix="leave 'n' out")
        said = questions(asked.messages)
        most = service.settings.conversations.max_turns
        if len(said) > most:
            # Not 409, as in the API: OpenAI's clients send that again.
            raise QuestionError(
                f"the conversation has more than {most} questions", where="messages", fix="start a new conversation"
            )
        locale = served_locale(service.settings, asked.fingerpost.locale)
        for question in said:
            _readable(question, longest)
        earlier = await run_in_threadpool(history.before, said[:-1], locale)
        head = {"id": f"chatcmpl-{secrets.token_urlsafe(18)}", "created": int(time.time()), "model": MODEL}
        chat = _Chat(service, history, voice, asked, tuple(said), earlier, locale)
        if not asked.stream:
            return JSONResponse(await run_in_threadpool(chat.whole, head))
        return StreamingResponse(
            _events(request, chat, head),
            media_type=EVENT_STREAM,
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )

    return router


class _Chat:
    """One question of a chat, and what goes before it."""

    def __init__(
        self,
        service: Service,
        history: ChatHistory,
        voice: Voice,
        asked: ChatRequest,
        said: Sequence[str],
        earlier: tuple[Answer, ...],
        locale: str,
    ) -> None:
        self._service = service
        self._history = history
        self._voice = voice
        self._said = said
        self._earlier = earlier
        self._wanted = asked.fingerpost.locale
        self._counts = asked.stream_options is not None and asked.stream_options.include_usage
        self._locale = locale

    def whole(self, head: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._service.assistant.ask(self._said[-1], locale=self._locale, history=self._earlier)
        self._remember(answer)
        with self._voice.of(answer, self._wanted) as spoken:
            return completion(head, answer_words(spoken), answer)

    def pieces(self, head: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the chunks: each statement once it is proved, then what goes with the whole answer, then the record."""
        yield chunk(head, {"role": "assistant", "content": ""})
        writer = Writer()
        events: Iterator[Event] = self._service.assistant.ask_stream(
            self._said[-1], locale=self._locale, history=self._earlier
        )
        for event in events:
            if isinstance(event, HelpShown):
                with self._voice.meanwhile(self._wanted):
                    words = writer.help(event.help)
                yield chunk(head, added(words))
            elif isinstance(event, StatementShown):
                yield chunk(head, added(writer.statement(event)))
            elif isinstance(event, AnswerFinished):
                self._remember(event.answer)
                with self._voice.of(event.answer, self._wanted) as spoken:
                    closing = [
                        writer.help(spoken.help, urgent_words(spoken)),
                        writer.opening(spoken),
                        writer.closing(spoken),
                    ]
                    last = extension(event.answer)
                yield from (chunk(head, added(words)) for words in closing if words != AnswerWords("", ()))
                yield {**chunk(head, {}, finish="stop"), "fingerpost": last}
                if self._counts:
                    yield {**chunk(head, {}), "choices": [], "usage": usage(event.answer)}

    def _remember(self, answer: Answer) -> None:
        self._history.remember(self._said, self._locale, (*self._earlier, answer))


async def _events(request: Request, chat: _Chat, head: Mapping[str, Any]) -> AsyncIterator[str]:
    try:
        async for piece in iterate_in_threadpool(chat.pieces(head)):
            yield _event(piece)
    # The status has gone out with the stream's first byte, so what went wrong can only be told inside it.
    except Exception as error:  # noqa: BLE001 - see above; the type is logged where problem_of knows it
        yield _event(chat_error(problem_of(request, error)))
    yield "data: [DONE]\n\n"


def _event(sent: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(sent, ensure_ascii=False, separators=(',', ':'))}\n\n"


def _known(name: str) -> None:
    if name != MODEL:
        raise HTTPException(404, f"there is no such model; the one there is is called {MODEL!r}")


def _readable(question: str, longest: int) -> None:
    try:
        read_question(question, limit=longest)
    except QuestionError as problem:
        raise QuestionError(problem.what, where="messages", fix=problem.fix) from None
