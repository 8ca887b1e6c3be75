"""Starting, reading and deleting conversations, and saying what an answer was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import TypeAdapter
from starlette.responses import Response

from fingerpost.client.records import ConversationStarted
from fingerpost.errors import ConversationNotFoundError
from fingerpost.interfaces.api.records import (
    ConversationReply,
    EasyReadReply,
    FeedbackRequest,
    Id,
    StartRequest,
    conversation_reply,
    easy_read_reply,
)
from fingerpost.interfaces.api.responses import documented, json_only
from fingerpost.service import served_locale

if TYPE_CHECKING:
    from fingerpost.service import Service

ConversationId = Annotated[Id, Path(description="The conversation's id. Whoever has it can read the conversation.")]
TurnId = Annotated[Id, Path(description="The turn's id, from the reply to the question.")]
_reply = TypeAdapter(ConversationReply)
_easy = TypeAdapter(EasyReadReply)


def conversation_routes(service: Service) -> APIRouter:
    """Return the routes for conversations."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["Conversations"])

    @router.post(
        "",
        status_code=201,
        summary="Start a conversation",
        responses=documented(400, 413, 415, 422, 429, 500, 503),
        dependencies=[Depends(json_only)],
    )
    def start(wanted: StartRequest | None = None) -> ConversationStarted:
        """Start a conversation. Asking without one starts one too, so this is only for those who want its id first."""
        locale = served_locale(service.settings, wanted.locale if wanted else None)
        return ConversationStarted(service.store.start(locale), locale)

    @router.get(
        "/{conversation_id}",
        response_model=ConversationReply,
        summary="Read a conversation",
        responses=documented(404, 422, 500, 503),
    )
    def read(conversation_id: ConversationId) -> Response:
        """Return a conversation's turns, oldest first, as long as they are kept."""
        found = conversation_reply(service.store.get(conversation_id))
        return Response(_reply.dump_json(found), media_type="application/json")

    @router.delete(
        "/{conversation_id}",
        status_code=204,
        summary="Delete a conversation",
        responses=documented(404, 422, 429, 500, 503),
    )
    def delete(conversation_id: ConversationId) -> None:
        """Delete a conversation and everything said in it, at once and for good."""
        service.store.delete(conversation_id)

    @router.get(
        "/{conversation_id}/turns/{turn_id}/easy-read",
        response_model=EasyReadReply,
        summary="Read an answer in easy read",
        responses=documented(404, 422, 500, 503),
    )
    def easy_read(conversation_id: ConversationId, turn_id: TurnId) -> Response:
        """Return an answer in short lines, one idea each, each resting on the answer's own quotations."""
        turn = next((each for each in service.store.turns(conversation_id) if each.id == turn_id), None)
        if turn is None:
            raise ConversationNotFoundError(
                "no turn of this conversation has this id", fix="use a turn_id that the conversation's own reply gives"
            )
        found = easy_read_reply(service.easy_read(turn.answer), turn.answer, turn.id)
        return Response(_easy.dump_json(found), media_type="application/json")

    @router.post(
        "/{conversation_id}/turns/{turn_id}/feedback",
        status_code=204,
        summary="Say whether an answer was useful",
        responses=documented(400, 404, 413, 415, 422, 429, 500, 503),
        dependencies=[Depends(json_only)],
    )
    def feedback(conversation_id: ConversationId, turn_id: TurnId, given: FeedbackRequest) -> None:
        """Keep what somebody thought of an answer, in place of what was said of it before."""
        service.store.give_feedback(conversation_id, turn_id, given.useful, given.reason or "", given.comment)

    return router
