"""The visitor's conversation: reading it again, saying whether it was useful, and doing away with it."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from fingerpost.conversations.store import LONGEST_COMMENT
from fingerpost.errors import ConversationNotFoundError
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE, REASONS, Pages
from fingerpost.interfaces.wording import say


class GivenFeedback(BaseModel):
    """The feedback form as it was sent: unchecked."""

    turn: str = ""
    useful: str = ""
    reason_yes: str = ""
    reason_no: str = ""
    comment: str = Field(default="", max_length=20_000)
    form_token: str = ""


def answer_routes(pages: Pages) -> APIRouter:
    """Return the routes of the conversation page and what can be done there."""
    router = APIRouter(include_in_schema=False)

    @router.get("/conversation")
    def conversation(request: Request) -> Response:
        return pages.conversation(request) or RedirectResponse("/", status_code=303)

    @router.post("/feedback")
    def feedback(
        request: Request,
        given: Annotated[GivenFeedback, Form()],
    ) -> Response:
        if from_elsewhere(request) or not pages.tokens.accepts(request, given.form_token):
            return refused(pages, request)
        numbers = {stored.id: number for number, stored in enumerate(pages.turns(request), start=1)}
        if given.turn not in numbers:
            return RedirectResponse("/conversation", status_code=303)
        number = numbers[given.turn]
        comment = given.comment.replace("\r\n", "\n").strip()
        problem = None
        if given.useful not in REASONS:
            problem = {"text": say("feedback.error"), "href": f"#turn-{number}-useful"}
        elif len(comment) > LONGEST_COMMENT:
            problem = {
                "text": say("feedback.error.long", most=LONGEST_COMMENT),
                "href": f"#turn-{number}-comment",
            }
        if problem:
            page = pages.conversation(request, status=400, errors=(problem,), feedback=given.model_dump())
            return page or RedirectResponse("/", status_code=303)
        reason = given.reason_yes if given.useful == "yes" else given.reason_no
        pages.service.store.give_feedback(
            request.cookies[CONVERSATION_COOKIE],
            given.turn,
            given.useful == "yes",
            reason if reason in REASONS[given.useful] else "",
            comment,
        )
        return RedirectResponse(f"/conversation#turn-{number}-feedback", status_code=303)

    @router.post("/start-again")
    def start_again(request: Request, token: Annotated[str, Form(alias=FIELD)] = "") -> Response:
        return _delete(pages, request, token, then="/")

    @router.post("/privacy/delete")
    def delete(request: Request, token: Annotated[str, Form(alias=FIELD)] = "") -> Response:
        return _delete(pages, request, token, then="/privacy?deleted=yes")

    return router


def _delete(pages: Pages, request: Request, token: str, *, then: str) -> Response:
    """Delete the visitor's conversation from the store and the browser, and go on to another page."""
    if from_elsewhere(request) or not pages.tokens.accepts(request, token):
        return refused(pages, request)
    conversation_id = request.cookies.get(CONVERSATION_COOKIE)
    if conversation_id:
        with suppress(ConversationNotFoundError):
            pages.service.store.delete(conversation_id)
    response = RedirectResponse(then, status_code=303)
    pages.forget_cookie(request, response, CONVERSATION_COOKIE)
    pages.forget_journey_here(request, response)
    return response
