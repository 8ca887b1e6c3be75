"""Asking: the form, the answer by plain post, and the answer as it arrives."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from fingerpost.domain import Answer, AnswerFinished, Event, HelpRoute, HelpShown, Outcome, StatementShown, StepStarted
from fingerpost.errors import QuestionError
from fingerpost.insights.visitors import BROWSER
from fingerpost.interfaces.counted import account
from fingerpost.interfaces.web.answer_view import collect
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.form_token import COOKIE as FORM_COOKIE
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE, Pages
from fingerpost.interfaces.wording import first_words, known, notices, say, urgent_words

QUESTION_FIELD = "question"


def question_routes(pages: Pages) -> APIRouter:
    """Return the routes for asking a question."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def start(request: Request) -> Response:
        return pages.page(request, "start.html", question="", errors=())

    @router.get("/ask")
    def ask_is_a_form() -> Response:
        return RedirectResponse("/", status_code=303)

    @router.post("/ask")
    def ask(
        request: Request,
        question: Annotated[str, Form(alias=QUESTION_FIELD)] = "",
        token: Annotated[str, Form(alias=FIELD)] = "",
    ) -> Response:
        if from_elsewhere(request):
            return refused(pages, request)
        if not pages.tokens.accepts(request, token):
            return _ask_again(pages, request, question, say("ask.error.stale"), status=403)
        problem = problem_with(pages, question)
        if problem:
            return _ask_again(pages, request, question, problem)
        try:
            answer = pages.service.assistant.ask(
                question,
                conversation_id=_conversation(pages, request),
                locale=pages.languages.asked_in(),
                history=_history(pages, request),
            )
        except QuestionError:
            return _ask_again(pages, request, question, say("ask.error.odd"))
        conversation_id = _conversation(pages, request) or _start(pages, request)
        pages.service.store.add(conversation_id, answer)
        number = len(pages.service.store.turns(conversation_id))
        response = RedirectResponse(f"/conversation#turn-{number}", status_code=303)
        pages.set_cookie(request, response, CONVERSATION_COOKIE, conversation_id)
        return response

    @router.post("/ask/stream")
    async def ask_stream(
        request: Request,
        question: Annotated[str, Form(alias=QUESTION_FIELD)] = "",
        token: Annotated[str, Form(alias=FIELD)] = "",
    ) -> Response:
        # Anything but a stream makes the page's script send the form the plain way, which says what is wrong.
        if from_elsewhere(request) or not pages.tokens.accepts(request, token):
            return JSONResponse({"error": "refused"}, status_code=403)
        if problem_with(pages, question):
            return JSONResponse({"error": "question"}, status_code=400)
        conversation_id = await run_in_threadpool(_conversation, pages, request)
        events = pages.service.assistant.ask_stream(
            question,
            conversation_id=conversation_id,
            locale=pages.languages.asked_in(),
            history=await run_in_threadpool(_history, pages, request),
        )
        try:
            first = await run_in_threadpool(next, events)
        except QuestionError:
            return JSONResponse({"error": "question"}, status_code=400)
        conversation_id = conversation_id or await run_in_threadpool(_start, pages, request)
        response = StreamingResponse(
            _stream(pages, request, conversation_id, first, events),
            media_type="text/event-stream",
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )
        pages.set_cookie(request, response, CONVERSATION_COOKIE, conversation_id)
        return response

    return router


async def _stream(
    pages: Pages, request: Request, conversation_id: str, first: Event, rest: Iterator[Event]
) -> AsyncIterator[str]:
    visitor = pages.tokens.visitor(request)
    yield _event("step", text=_step(first))
    shown: list[StatementShown] = []
    routes: tuple[HelpRoute, ...] = ()
    async for event in iterate_in_threadpool(rest):
        if isinstance(event, StepStarted):
            yield _event("step", text=_step(event))
        elif isinstance(event, HelpShown | StatementShown):
            if isinstance(event, HelpShown):
                routes = event.help
            else:
                shown.append(event)
            parts, citations = collect(shown)
            html = pages.render(
                request,
                "arriving.html",
                visitor=visitor,
                parts=parts,
                citations=citations,
                routes=routes,
                urgent=first_words() if routes else None,
            )
            yield _event("answer", html=html)
        else:
            yield _event("done", **await run_in_threadpool(_finished, pages, request, conversation_id, event))


def _finished(pages: Pages, request: Request, conversation_id: str, event: AnswerFinished) -> dict[str, str]:
    """Keep the answer and return the page that shows it, as the script puts it in place."""
    pages.service.store.add(conversation_id, event.answer)
    turns = pages.service.store.turns(conversation_id)
    html = pages.render(
        request,
        "conversation.html",
        visitor=pages.tokens.visitor(request),
        turns=turns,
        question="",
        errors=(),
        given={},
    )
    return {
        "html": html,
        "announcement": _announcement(event.answer),
        "address": "/conversation",
        "focus": f"turn-{len(turns)}-question",
    }


def _announcement(answer: Answer) -> str:
    """Return what a screen reader is told when the answer is there."""
    urgent = urgent_words(answer)
    if urgent is not None:
        return say("stream.done.urgent", title=urgent.title, text=urgent.text)
    if answer.outcome is Outcome.ANSWERED and not answer.citations:
        return say("stream.done.other", title=" ".join(notice.text for notice in notices(answer)))
    if answer.outcome is Outcome.ANSWERED:
        return say("stream.done.answered", count=len(answer.citations))
    if answer.outcome is Outcome.PARTIAL:
        return say("stream.done.partial")
    if answer.clarification is not None:
        return say("stream.done.other", title=answer.clarification.question)
    return say("stream.done.other", title=say(f"answer.{answer.outcome.value}.title"))


def _step(event: Event) -> str:
    key = f"step.{event.step}" if isinstance(event, StepStarted) else ""
    return say(key) if known(key) else say("step.other")


def _event(name: str, **fields: str) -> str:
    """Return one server-sent event whose data is a JSON object on one line."""
    return f"event: {name}\ndata: {json.dumps(fields, ensure_ascii=False)}\n\n"


def problem_with(pages: Pages, question: str) -> str:
    """Return what is wrong with a question before it is asked, or nothing."""
    text = question.replace("\r\n", "\n").strip()
    most = pages.service.settings.answers.max_question_characters
    if not text:
        return say("ask.error.empty")
    if len(text) > most:
        return say("ask.error.long", most=f"{most:,}", length=f"{len(text):,}")
    return ""


def _ask_again(pages: Pages, request: Request, question: str, problem: str, status: int = 400) -> Response:
    """Return the page the question was asked on, saying what is wrong and holding what was typed."""
    most = pages.service.settings.answers.max_question_characters
    errors = ({"text": problem, "href": f"#{QUESTION_FIELD}"},)
    kept = question[: most * 2]
    page = pages.conversation(request, status=status, question=kept, errors=errors)
    return page or pages.page(request, "start.html", status=status, question=kept, errors=errors)


def _conversation(pages: Pages, request: Request) -> str | None:
    """Return the id of the visitor's conversation if it is still there."""
    return request.cookies.get(CONVERSATION_COOKIE) if pages.turns(request) else None


def _history(pages: Pages, request: Request) -> tuple[Answer, ...]:
    """Return what the visitor has been answered so far, oldest first; the note of a hand-over answers nothing."""
    return tuple(turn.answer for turn in pages.turns(request) if not turn.answer.handed_over)


def _start(pages: Pages, request: Request) -> str:
    whose = account(pages.service.settings, BROWSER, request.cookies.get(FORM_COOKIE))
    return pages.service.store.start(pages.languages.asked_in(), account=whose)
