"""A visitor's answers to journeys, as the pages keep them: found by a cookie, read, and taken one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from fingerpost.conversations.journey_answers import new_visitor
from fingerpost.interfaces.web.pages import JOURNEY_COOKIE
from fingerpost.services.journeys import Journey, Progress, Question, follow
from fingerpost.services.journeys.answering import Given, kept, read_answer

if TYPE_CHECKING:
    from fingerpost.interfaces.web.pages import Pages

_SHORTEST, _LONGEST = 32, 64


class JourneyKeeping:
    """Reads and keeps what a visitor answers, wherever on the pages they answer it.

    Args:
        pages: makes pages; its service has the store.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._zone = ZoneInfo(pages.service.settings.people.timezone)

    def visitor(self, request: Request) -> str:
        """Return the visitor's random id, or nothing for somebody who has answered nothing yet."""
        value = request.cookies.get(JOURNEY_COOKIE, "")
        return value if _SHORTEST <= len(value) <= _LONGEST and value.isascii() else ""

    def kept(self, request: Request, journey: Journey) -> Mapping[str, Any]:
        """Return a visitor's answers to a journey, as they are stored."""
        visitor = self.visitor(request)
        return (self._pages.service.store.journeys.get(visitor, journey.name) or {}) if visitor else {}

    def progress(self, journey: Journey, given: Mapping[str, Any]) -> Progress:
        """Return where answers lead."""
        return follow(journey, given, today=self.today())

    def take(
        self, request: Request, response: Response, journey: Journey, question: Question, given: Given
    ) -> Progress:
        """Keep an answer, tell the browser whose it is, and return where it leads.

        Raises:
            AnswerRefusedError: it can't be taken.
        """
        value = read_answer(question, given, today=self.today())
        visitor = self.visitor(request) or new_visitor()
        store = self._pages.service.store.journeys
        answers = store.change(visitor, journey.name, lambda before: {**before, question.key: kept(value)})
        if request.cookies.get(JOURNEY_COOKIE) != visitor:
            self._pages.set_cookie(request, response, JOURNEY_COOKIE, visitor)
        return self.progress(journey, answers)

    def delete(self, request: Request, journey: Journey) -> None:
        """Forget a visitor's answers to a journey."""
        visitor = self.visitor(request)
        if visitor:
            self._pages.service.store.journeys.delete(visitor, journey.name)

    def today(self) -> date:
        """Return the day it is where the service is."""
        return datetime.now(UTC).astimezone(self._zone).date()
