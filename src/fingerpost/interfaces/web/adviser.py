"""The adviser's page: the same answers, beside the passages they rest on, for somebody who asks for a caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import RedirectResponse, Response

from fingerpost.conversations.accounts import SignIn
from fingerpost.conversations.store import ADVISER, StoredTurn
from fingerpost.errors import ConversationNotFoundError, QuestionError
from fingerpost.insights import visitors
from fingerpost.interfaces.answer_words import answer_words
from fingerpost.interfaces.counted import account
from fingerpost.interfaces.web.adviser_view import NextQuestions, PassageView, next_questions, passages_of, sureness
from fingerpost.interfaces.web.error_pages import error_page, refused
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import Pages
from fingerpost.interfaces.web.pages import question as shown_question
from fingerpost.interfaces.web.questions import problem_with
from fingerpost.interfaces.web.sign_in import SignedOutError, SignIns, to_sign_in
from fingerpost.interfaces.wording import say

ROLE = "adviser"
PATH = "/adviser"


@dataclass(frozen=True, slots=True)
class AdviserTurn:
    """One turn as the page shows it."""

    turn: StoredTurn
    passages: tuple[PassageView, ...]
    sure: str
    percent: int
    ask: NextQuestions
    copied: str


def adviser_routes(pages: Pages, sign_ins: SignIns) -> APIRouter:
    """Return the routes of the adviser's page. Each is only for somebody signed in as one."""
    router = APIRouter(include_in_schema=False)
    limiter = MovingWindowRateLimiter(MemoryStorage())
    most = RateLimitItemPerMinute(pages.service.settings.server.questions_per_minute)

    @router.get(PATH)
    @_signed_in
    def page(request: Request) -> Response:
        return _page(pages, request, sign_ins.require(request, ROLE))

    @router.post(f"{PATH}/ask")
    @_signed_in
    def ask(
        request: Request,
        question: Annotated[str, Form()] = "",
        token: Annotated[str, Form(alias=FIELD)] = "",
    ) -> Response:
        signed_in = sign_ins.require(request, ROLE)
        if from_elsewhere(request) or not pages.tokens.accepts(request, token):
            return refused(pages, request)
        if not limiter.hit(most, signed_in.account.name):
            return error_page(pages, request, 429)
        problem = problem_with(pages, question)
        if problem:
            return _page(pages, request, signed_in, question=question, problem=problem)
        turns = _turns(pages, signed_in)
        try:
            answer = pages.service.assistant.ask(
                question,
                conversation_id=signed_in.conversation_id if turns else None,
                locale=pages.languages.asked_in(),
                history=tuple(turn.answer for turn in turns),
            )
        except QuestionError:
            return _page(pages, request, signed_in, question=question, problem=say("ask.error.odd"))
        store = pages.service.store
        conversation_id = signed_in.conversation_id if turns else None
        if conversation_id is None:
            whose = account(pages.service.settings, visitors.ADVISER, signed_in.account.name)
            conversation_id = store.start(pages.languages.asked_in(), ADVISER, whose)
            store.accounts.open_conversation(signed_in, conversation_id)
        store.add(conversation_id, answer)
        return RedirectResponse(f"{PATH}#answer", status_code=303)

    @router.get(f"{PATH}/ask")
    def ask_is_a_form() -> Response:
        return RedirectResponse(PATH, status_code=303)

    @router.post(f"{PATH}/next-caller")
    @_signed_in
    def next_caller(request: Request, token: Annotated[str, Form(alias=FIELD)] = "") -> Response:
        signed_in = sign_ins.require(request, ROLE)
        if from_elsewhere(request) or not pages.tokens.accepts(request, token):
            return refused(pages, request)
        pages.service.store.accounts.open_conversation(signed_in, None)
        return RedirectResponse(PATH, status_code=303)

    return router


def _signed_in(route: Callable[..., Response]) -> Callable[..., Response]:
    """Send somebody who is not signed in to the page where they can."""

    @wraps(route)
    def checked(request: Request, **given: Any) -> Response:
        try:
            return route(request, **given)
        except SignedOutError:
            return to_sign_in(request)

    return checked


def _page(pages: Pages, request: Request, signed_in: SignIn, *, question: str = "", problem: str = "") -> Response:
    most = pages.service.settings.answers.max_question_characters
    turns = _turns(pages, signed_in)
    return pages.page(
        request,
        "adviser.html",
        status=400 if problem else 200,
        account=signed_in.account,
        newest=_shown(pages, turns[-1]) if turns else None,
        earlier=turns[-2::-1],
        question=question[: most * 2],
        errors=({"text": problem, "href": "#question"},) if problem else (),
    )


def _shown(pages: Pages, turn: StoredTurn) -> AdviserTurn:
    answer = turn.answer
    settings = pages.service.settings.answers
    sections = pages.service.index.sections([citation.section_id for citation in answer.citations])
    easy = pages.service.easy_read(answer) if answer.parts else None
    words = f"{say('answer.question')} {shown_question(answer)}\n\n{answer_words(answer).text}\n"
    return AdviserTurn(
        turn=turn,
        passages=passages_of(answer, sections),
        sure=sureness(answer, whole=settings.answer_threshold, partial=settings.partial_threshold),
        percent=min(99, round(answer.confidence * 100)),  # nothing is certain, whatever it rounds to
        ask=next_questions(answer, easy),
        copied=words,
    )


def _turns(pages: Pages, signed_in: SignIn) -> list[StoredTurn]:
    if signed_in.conversation_id is None:
        return []
    try:
        return pages.service.store.turns(signed_in.conversation_id)
    except ConversationNotFoundError:
        return []
