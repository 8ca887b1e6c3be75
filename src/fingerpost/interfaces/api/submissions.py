"""Sending a journey in over the API: every answer, the person's yes, and a key that is the same when it is repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from fingerpost.interfaces.api.journeys import JourneyValue, today_at
from fingerpost.interfaces.api.rate_limit import address_of
from fingerpost.interfaces.api.records import LocaleTag
from fingerpost.interfaces.api.responses import documented, json_only
from fingerpost.interfaces.sending_in import API, SentIn, SubmissionLimit, check_destinations, reached, sent_in
from fingerpost.services.journeys import journey_named, journeys_in

if TYPE_CHECKING:
    from fingerpost.service import Service

Name = Annotated[str, Path(max_length=100, description="The journey's name.", examples=["report-missed-bin"])]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=200,
        pattern=r"^[!-~]+$",
        description="Made anew, by chance, for each thing that is sent in, and the same when that is sent again.",
        examples=["2f1c9d5e-7b0a-4c38-9a66-0a5d4f1e8b27"],
    ),
]


class SubmissionRequest(BaseModel):
    """Every answer of a journey, and that the person agreed."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, JourneyValue] = Field(
        max_length=300,
        description="The answers, by question, as for a step of the journey.",
        examples=[{"collection_day": "2026-11-23", "days": "within", "reasons": ["none"], "bin": "food"}],
    )
    agreed: bool = Field(
        description="That the person was shown their answers and the declaration, and said yes. Else it is refused."
    )
    locale: LocaleTag | None = Field(default=None, description="The language the person speaks.", examples=["en"])


def submission_routes(service: Service) -> APIRouter:
    """Return the route that sends the journeys of a service in.

    Raises:
        JourneyFileError: the file of one can't be used.
        UnknownJourneyError: ``journeys.offered`` names one that is not there.
        SubmissionError: one sends to a destination that is not set.
    """
    settings = service.settings
    offered = journeys_in(settings.folder, settings.journeys.offered)
    check_destinations(settings, offered)
    limit = SubmissionLimit(settings.submissions.per_hour)
    router = APIRouter(prefix="/api/v1/journeys", tags=["Journeys"])

    @router.post(
        "/{name}/submissions",
        status_code=201,
        summary="Send a journey in",
        responses=documented(400, 404, 413, 415, 422, 429, 500, 503),
        dependencies=[Depends(json_only)],
    )
    def send(name: Name, key: Key, sent: SubmissionRequest, request: Request) -> SentIn:
        """Keep what the person sends in until it has been delivered, and return its reference.

        Show the person `outcome.submission` of the last step first, with their answers, and send only what they
        agreed to. Sent again with the same key, it is the same submission with the same reference.
        """
        journey = journey_named(offered, name)
        if not limit.allows(address_of(request)):
            raise HTTPException(429, "too much was sent in from this address", {"Retry-After": "3600"})
        wanted = sent.locale or settings.service.locale
        progress = reached(journey, sent.answers, wanted, today_at(settings.people.timezone))
        return sent_in(settings, service.store.submissions, progress, key, wanted, API, agreed=sent.agreed)

    return router
