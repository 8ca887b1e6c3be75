"""What a visitor may do with their conversation: take it away, and come back to it by a link that nobody can guess."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from fingerpost.errors import ConversationNotFoundError
from fingerpost.interfaces.answer_words import answer_words
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE, Pages
from fingerpost.interfaces.web.pages import question as shown_question
from fingerpost.interfaces.wording import day, language, say

FILE_NAME = "answers.txt"


def keeping_routes(pages: Pages) -> APIRouter:
    """Return the routes of taking a conversation away and of coming back to it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/conversation/download")
    def download(request: Request) -> Response:
        if not pages.turns(request):
            return RedirectResponse("/conversation", status_code=303)
        return PlainTextResponse(
            _transcript(pages, request),
            headers={"content-disposition": f'attachment; filename="{FILE_NAME}"', "cache-control": "no-store"},
        )

    @router.get("/conversation/link")
    def link(request: Request) -> Response:
        if not pages.turns(request):
            return RedirectResponse("/conversation", status_code=303)
        base = (pages.service.settings.server.public_url or str(request.base_url)).rstrip("/")
        address = f"{base}/conversation/link/{request.cookies[CONVERSATION_COOKIE]}"
        return pages.page(request, "link.html", address=address)

    @router.get("/conversation/link/{conversation_id}")
    def follow(request: Request, conversation_id: str) -> Response:
        # Opened by a button and not by the link itself: or somebody could send a link of their own, and read what the
        # person who follows it asks next.
        if not _is_there(pages, conversation_id):
            return pages.page(request, "open.html", status=404, wanted="")
        here = request.cookies.get(CONVERSATION_COOKIE)
        if here == conversation_id:
            return RedirectResponse("/conversation", status_code=303)
        return pages.page(request, "open.html", wanted=conversation_id, replaces=bool(pages.turns(request)))

    @router.post("/conversation/open")
    def open_it(
        request: Request,
        conversation: Annotated[str, Form()] = "",
        token: Annotated[str, Form(alias=FIELD)] = "",
    ) -> Response:
        if from_elsewhere(request) or not pages.tokens.accepts(request, token):
            return refused(pages, request)
        if not _is_there(pages, conversation):
            return pages.page(request, "open.html", status=404, wanted="")
        response = RedirectResponse("/conversation", status_code=303)
        pages.set_cookie(request, response, CONVERSATION_COOKIE, conversation)
        return response

    return router


def _is_there(pages: Pages, conversation_id: str) -> bool:
    try:
        return bool(pages.service.store.turns(conversation_id))
    except ConversationNotFoundError:
        return False


def _transcript(pages: Pages, request: Request) -> str:
    """Return everything that is kept of a conversation, as text that opens anywhere. The link is not in it."""
    said = [pages.languages.services[language()].name, say("keep.downloaded", date=day(datetime.now(UTC).astimezone()))]
    for number, turn in enumerate(pages.turns(request), start=1):
        said.append("-" * 72)
        said.append(f"{number}. {shown_question(turn.answer)}")
        said.append(say("print.asked", date=day(turn.asked_at.astimezone())))
        said.append(answer_words(turn.answer).text)
        if turn.feedback is not None:
            said.append(say("keep.said.yes" if turn.feedback.useful else "keep.said.no"))
            said += [turn.feedback.comment] if turn.feedback.comment else []
    return "\n\n".join(said) + "\n"
