"""Journeys over the API: which there are, and where answers lead. Nothing is kept: each call sends every answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from fingerpost.interfaces.api.records import LocaleTag
from fingerpost.interfaces.api.responses import documented, json_only
from fingerpost.interfaces.journey_words import listed, spoken, step
from fingerpost.interfaces.wording import shipped, speaking
from fingerpost.services.journeys import Journey, journeys_in
from fingerpost.services.journeys.reading import journey_named

if TYPE_CHECKING:
    from fingerpost.service import Service

Name = Annotated[str, Path(max_length=100, description="The journey's name.", examples=["minimum-wage"])]
JourneyValue = str | bool | int | list[str] | None


class JourneyRequest(BaseModel):
    """The answers given so far."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, JourneyValue] = Field(
        default={},
        max_length=300,
        description="The answers so far, by question. Dates as ISO, money and numbers as text, choices by value.",
        examples=[{"work": "worker", "worked_on": "2025-06-30"}],
    )
    locale: LocaleTag | None = Field(default=None, description="The language of the words.", examples=["en"])


@dataclass(frozen=True, slots=True)
class JourneyEntry:
    """A journey: its name, what it is for, and the languages it speaks."""

    name: str
    title: str
    description: str
    languages: tuple[str, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class JourneyList:
    """The journeys that the service offers, in the order it shows them."""

    journeys: tuple[JourneyEntry, ...]


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """Where answers lead: the next question, or the outcome. One of the two is always there, and the other ``null``."""

    journey: str
    title: str
    locale: str
    answers: tuple[Mapping[str, Any], ...]
    question: Mapping[str, Any] | None
    outcome: Mapping[str, Any] | None


def journey_routes(service: Service) -> APIRouter:
    """Return the routes of the journeys a service offers.

    Raises:
        JourneyFileError: the file of one can't be used.
        UnknownJourneyError: ``journeys.offered`` names one that is not there.
    """
    settings = service.settings
    offered = journeys_in(settings.folder, settings.journeys.offered)
    own = settings.service.locale
    router = APIRouter(prefix="/api/v1/journeys", tags=["Journeys"])

    @router.get("", summary="List the journeys", responses=documented(422, 500))
    def every(locale: LocaleTag | None = None) -> JourneyList:
        """Return the journeys that the service offers."""
        return JourneyList(tuple(entry(each, locale or own) for each in offered.values()))

    @router.post(
        "/{name}/step",
        summary="Follow a journey",
        responses=documented(400, 404, 413, 415, 422, 429, 500),
        dependencies=[Depends(json_only)],
    )
    def follow(name: Name, sent: JourneyRequest) -> JourneyStep:
        """Return the next question, or the outcome with its sources. Nothing is kept.

        Answer the question and call again with that answer too. Answers to questions that the others no longer lead to
        may stay: they are not looked at. An answer that can't be taken is refused, with why.
        """
        return followed(
            journey_named(offered, name), sent.answers, sent.locale or own, today_at(settings.people.timezone)
        )

    return router


def followed(journey: Journey, answers: Mapping[str, JourneyValue], wanted: str, today: date) -> JourneyStep:
    """Return where answers lead. Raises ``JourneyAnswerError`` for one that can't be taken."""
    locale = spoken(journey, wanted)
    with speaking(shipped(locale)):
        at = step(journey, answers, locale, today)
    return JourneyStep(at["journey"], at["title"], at["locale"], tuple(at["answers"]), at["question"], at["outcome"])


def entry(journey: Journey, wanted: str) -> JourneyEntry:
    """Return what a list says of a journey."""
    said = listed(journey, spoken(journey, wanted))
    return JourneyEntry(said["name"], said["title"], said["description"], tuple(said["languages"]), said["questions"])


def today_at(timezone: str) -> date:
    """Return the day it is in a time zone."""
    return datetime.now(UTC).astimezone(ZoneInfo(timezone)).date()
