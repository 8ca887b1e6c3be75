"""Asking and searching."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import TypeAdapter
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import Response, StreamingResponse

from fingerpost.answers.understand import read_question
from fingerpost.domain import Answer, AnswerFinished, Event, HelpShown, StatementShown, StepStarted
from fingerpost.errors import QuestionError
from fingerpost.interfaces.api.problems import problem_of
from fingerpost.interfaces.api.records import AskReply, AskRequest, LocaleTag, SearchReply, ask_reply, found_passage
from fingerpost.interfaces.api.responses import documented, json_only
from fingerpost.service import served_locale

if TYPE_CHECKING:
    from fingerpost.service import Service

EVENT_STREAM = "text/event-stream"
_reply = TypeAdapter(AskReply)
_found = TypeAdapter(SearchReply)
_step = TypeAdapter(StepStarted)
_statement = TypeAdapter(StatementShown)
_help = TypeAdapter(HelpShown)


def question_routes(service: Service) -> APIRouter:
    """Return the routes for asking and searching."""
    router = APIRouter(prefix="/api/v1", tags=["Questions"])
    limit = service.settings.answers.max_question_characters

    @router.post(
        "/ask",
        response_model=AskReply,
        summary="Ask a question",
        responses={
            200: {
                "description": "The answer. As an event stream: `step` as each step begins, `help` as soon as the "
                "question is seen to be urgent (show it at once), `statement` for each sentence once it is proved, "
                "then one `answer`, which is the same as the JSON reply; or one `error`, which is problem details.",
                "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
            },
            **documented(400, 404, 409, 413, 415, 422, 429, 500, 503),
        },
        dependencies=[Depends(json_only)],
    )
    async def ask(
        request: Request,
        asked: AskRequest,
        stream: Annotated[
            bool, Query(description=f"Reply with server-sent events, as `Accept: {EVENT_STREAM}` does.")
        ] = False,
    ) -> Response:
        """Answer a question from the published guidance, each sentence with the quotation it rests on.

        Personal data is taken out of the question first; `question` in the reply is what is left, and what is kept.
        """
        locale = served_locale(service.settings, asked.locale)
        read_question(asked.question, limit=limit)
        await run_in_threadpool(_check_conversation, service, asked.conversation_id)
        if stream or EVENT_STREAM in request.headers.get("accept", ""):
            return StreamingResponse(
                _events(service, request, asked, locale),
                media_type=EVENT_STREAM,
                headers={"cache-control": "no-store", "x-accel-buffering": "no"},
            )
        return Response(await run_in_threadpool(_answer, service, asked, locale), media_type="application/json")

    @router.get(
        "/search",
        response_model=SearchReply,
        summary="Search the guidance",
        responses=documented(400, 422, 429, 500, 503),
    )
    def search(
        q: Annotated[str, Query(description="Words or a question.", examples=["missed bin"])],
        limit: Annotated[int, Query(ge=1, le=50, description="The most passages to return.")] = 10,
        locale: Annotated[
            LocaleTag | None, Query(description="The language of the pages; the service's own if left out.")
        ] = None,
    ) -> Response:
        """Return the sections of the guidance that fit a query, best first, with why.

        A query string stands in logs on its way here, so send a question that may say something of a person to
        `POST /api/v1/ask` instead. Fingerpost's own log holds no query strings.
        """
        chosen = served_locale(service.settings, locale)
        most = service.settings.answers.max_question_characters
        try:
            query = service.protect(read_question(q, limit=most)).text
        except QuestionError as problem:
            raise QuestionError(problem.what, where="q", fix=problem.fix) from None
        passages = service.search(query, locale=chosen, limit=limit)
        found = SearchReply(query, tuple(found_passage(passage) for passage in passages))
        return Response(_found.dump_json(found), media_type="application/json")

    return router


def _check_conversation(service: Service, conversation_id: str | None) -> None:
    if conversation_id is None:
        return
    most = service.settings.conversations.max_turns
    if len(service.store.turns(conversation_id)) >= most:
        raise HTTPException(409, f"the conversation has its {most} turns")


def _history(service: Service, conversation_id: str | None) -> tuple[Answer, ...]:
    """Return what was answered so far in a conversation, oldest first."""
    turns = service.store.turns(conversation_id) if conversation_id else ()
    return tuple(turn.answer for turn in turns if not turn.answer.handed_over)


def _answer(service: Service, asked: AskRequest, locale: str) -> bytes:
    answer = service.assistant.ask(
        asked.question,
        conversation_id=asked.conversation_id,
        locale=locale,
        history=_history(service, asked.conversation_id),
    )
    return _keep(service, asked, locale, answer)


def _keep(service: Service, asked: AskRequest, locale: str, answer: Answer) -> bytes:
    """Put the answer in its conversation and return the reply. Nothing is started for what was not answered."""
    conversation_id = asked.conversation_id or service.store.start(locale)
    turn_id = service.store.add(conversation_id, answer)
    return _reply.dump_json(ask_reply(answer, conversation_id, turn_id))


async def _events(service: Service, request: Request, asked: AskRequest, locale: str) -> AsyncIterator[str]:
    try:
        events: Iterator[Event] = service.assistant.ask_stream(
            asked.question,
            conversation_id=asked.conversation_id,
            locale=locale,
            history=await run_in_threadpool(_history, service, asked.conversation_id),
        )
        async for event in iterate_in_threadpool(events):
            if isinstance(event, AnswerFinished):
                kept = await run_in_threadpool(_keep, service, asked, locale, event.answer)
                yield _event("answer", kept)
            elif isinstance(event, StatementShown):
                yield _event("statement", _statement.dump_json(event))
            elif isinstance(event, HelpShown):
                yield _event("help", _help.dump_json(event))
            else:
                yield _event("step", _step.dump_json(event))
    # The status has gone out with the stream's first byte, so what went wrong can only be told inside it.
    except Exception as error:  # noqa: BLE001 - see above; the type is logged where problem_of knows it
        yield _event("error", problem_of(request, error).model_dump_json(exclude_none=True).encode())


def _event(name: str, data: bytes) -> str:
    """Return one server-sent event. ``data`` is JSON, in which every line break is escaped."""
    return f"event: {name}\ndata: {data.decode()}\n\n"
