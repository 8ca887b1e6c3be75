"""The end of a journey that is sent in: check it, agree and send it, and be given a reference. No JavaScript.

The answers become the submission in one transaction. Whoever presses twice, or goes back and presses again, finds the
answers gone and is shown what they became: one submission, and the same reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fingerpost.errors import StorageError, SubmissionNotFoundError
from fingerpost.interfaces.api.rate_limit import address_of
from fingerpost.interfaces.journey_words import spoken
from fingerpost.interfaces.sending_in import WEB, SubmissionLimit, check_destinations, request_by, told
from fingerpost.interfaces.web.journeys_view import answered, sections, sources
from fingerpost.interfaces.wording import day, language, say
from fingerpost.services.journeys import Journey, Progress, follow
from fingerpost.services.journeys.model import said
from fingerpost.services.journeys.words import filled

if TYPE_CHECKING:
    from fingerpost.interfaces.web.pages import Pages
    from fingerpost.services.submissions.request import Request as Sent

SEND, SENT = "send", "sent"
ShowPage = Callable[..., Response]
"""Shows a journey's page: takes the request, the journey, the template and what it shows."""


class SubmissionDesk:
    """Shows what is about to be sent in, takes it, and confirms it.

    Args:
        pages: makes pages; its service has the store.
        journeys: the journeys offered.
        show: shows a page of a journey.

    Raises:
        SubmissionError: a journey names a destination that is not set.
    """

    def __init__(self, pages: Pages, journeys: Mapping[str, Journey], show: ShowPage) -> None:
        self._pages = pages
        self._show = show
        settings = pages.service.settings
        self._limit = SubmissionLimit(settings.submissions.per_hour)
        check_destinations(settings, journeys)

    def check(
        self,
        request: Request,
        journey: Journey,
        progress: Progress,
        visitor: str,
        *,
        error: str = "",
        status: int = 200,
    ) -> Response:
        """Return the page that shows everything that will be sent, and asks for a yes."""
        locale = spoken(journey)
        taken = progress.outcome.submission if progress.outcome else None
        declared = filled(said(taken.declaration, locale), progress.known, locale) if taken else ""
        return self._show(
            request,
            journey,
            "journey_send.html",
            status=status,
            rows=answered(progress, locale),
            sections=sections(progress, locale),
            sources=sources(progress, locale),
            declaration=declared,
            button=said(taken.button, locale) if taken else "",
            shown=self._made(progress).mark(visitor),
            keep_days=self._pages.service.settings.submissions.keep_days,
            back=f"/journeys/{journey.name}/{progress.path[-1].slug}",
            errors=[{"text": error, "href": "#send"}] if error else [],
        )

    def send(self, request: Request, journey: Journey, visitor: str, shown: str, today: date) -> Response:
        """Take what was shown, once, and go on to the page that confirms it."""
        changed: list[Progress] = []

        def make(answers: Mapping[str, Any]) -> Sent | None:
            progress = follow(journey, answers, today=today)
            if progress.outcome is None or progress.outcome.submission is None:
                return None
            made = self._made(progress)
            if made.mark(visitor) != shown:
                changed.append(progress)
                return None
            if not self._limit.allows(address_of(request)):
                raise HTTPException(429, "too much was sent in from this address", {"Retry-After": "3600"})
            return made

        store = self._pages.service.store
        try:
            kept = store.submissions.take_answers(visitor, journey.name, make)
        except StorageError:
            progress = follow(journey, store.journeys.get(visitor, journey.name) or {}, today=today)
            if progress.outcome is None:
                raise
            return self.check(request, journey, progress, visitor, error=say("submission.error.not_taken"), status=503)
        if changed:
            return self.check(request, journey, changed[0], visitor, error=say("submission.error.changed"), status=409)
        place = SENT if kept else "check-your-answers"
        return RedirectResponse(f"/journeys/{journey.name}/{place}", status_code=303)

    def confirmed(self, request: Request, journey: Journey, visitor: str) -> Response | None:
        """Return the page that confirms what a visitor last sent in from a journey; ``None`` where there is nothing."""
        outbox = self._pages.service.store.submissions
        kept = outbox.sent(visitor, journey.name) if visitor else None
        if kept is None:
            return None
        try:
            _, fields = outbox.get(kept.reference)
        except SubmissionNotFoundError:
            return None  # its time was over in between
        sent = told(kept, journey, str(fields["outcome"]), spoken(journey))
        return self._show(request, journey, "journey_sent.html", sent=sent, sent_on=day(kept.created_at.astimezone()))

    def _made(self, progress: Progress) -> Sent:
        return request_by(self._pages.service.settings, progress, locale=language(), channel=WEB)
