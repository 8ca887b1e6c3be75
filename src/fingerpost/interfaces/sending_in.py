"""Sending in what a journey took, for every way in: who may, how often, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from fingerpost.conversations.sent_in import Kept
from fingerpost.errors import SubmissionError
from fingerpost.interfaces.journey_words import progress_of, spoken
from fingerpost.interfaces.wording import say, shipped, speaking
from fingerpost.services.journeys import Journey, Progress
from fingerpost.services.journeys.answering import Given
from fingerpost.services.journeys.model import said
from fingerpost.services.submissions.reference import shown
from fingerpost.services.submissions.request import Request, request_of

if TYPE_CHECKING:
    from fingerpost.conversations.outbox import Outbox
    from fingerpost.settings import Settings

WEB, API, CLI, MCP = "web", "api", "cli", "mcp"
"""The ways something is sent in."""


@dataclass(frozen=True, slots=True)
class SentIn:
    """What the person is told: keep the reference, and what happens next.

    Attributes:
        reference: as people read it, such as ``7K4M-PRT9``.
        journey: the journey's name.
        title: what was done, in the person's language.
        next: what happens next, in Markdown.
        sent_at: when it was sent in; in UTC.
        state: ``queued`` until it has arrived, then ``delivered``; ``dead`` while somebody has to look into it.
    """

    reference: str
    journey: str
    title: str
    next: str
    sent_at: datetime
    state: str


class SubmissionLimit:
    """How much one address may send in. Counted in this process's memory; nothing is written down.

    Args:
        per_hour: ``submissions.per_hour``.
    """

    def __init__(self, per_hour: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._most = RateLimitItemPerHour(per_hour)

    def allows(self, address: str) -> bool:
        """Return whether an address may send one more in, and count it."""
        return self._limiter.hit(self._most, address)


def request_by(settings: Settings, progress: Progress, *, locale: str, channel: str) -> Request:
    """Return what somebody at the end of a journey sends in.

    Raises:
        SubmissionError: the journey is not at its end, or its outcome takes no submission.
    """
    service = settings.service
    request = request_of(
        progress,
        service=service.name,
        organisation=service.organisation,
        own_locale=service.locale,
        locale=locale,
        channel=channel,
    )
    if request.declaration:
        return request
    with speaking(shipped(service.locale)):
        return replace(request, declaration=say("submission.declare"))


def told(kept: Kept, journey: Journey, outcome_key: str, locale: str) -> SentIn:
    """Return what the person is told of what they sent in, in their language."""
    outcome = journey.outcome(outcome_key)
    taken = outcome.submission if outcome else None
    return SentIn(
        reference=shown(kept.reference),
        journey=journey.name,
        title=said(taken.title, locale) if taken else said(journey.title, locale),
        next=said(taken.sent, locale) if taken else "",
        sent_at=kept.created_at,
        state=kept.state,
    )


def has_submissions(journeys: Mapping[str, Journey]) -> bool:
    """Return whether any of these journeys ends in something that is sent in."""
    return any(outcome.submission for journey in journeys.values() for outcome in journey.outcomes)


def check_destinations(settings: Settings, journeys: Mapping[str, Journey]) -> None:
    """Return when every journey sends to a destination that is set, so that a slip is said before anybody uses it.

    Raises:
        SubmissionError: one names a destination that ``submissions.destinations`` does not hold.
    """
    for journey in journeys.values():
        for outcome in journey.outcomes:
            to = outcome.submission.to if outcome.submission else None
            if to and to not in settings.submissions.destinations:
                raise SubmissionError(
                    f"it sends to {to!r}, which is not set",
                    where=f"{journey.name}: outcomes.{outcome.key}.submission.to",
                    fix=f"add [submissions.destinations.{to}] to fingerpost.toml, or take 'to' out",
                )


def reached(journey: Journey, answers: Mapping[str, Given], wanted: str, today: date) -> Progress:
    """Return where answers lead. Raises ``JourneyAnswerError`` for one that can't be taken."""
    locale = spoken(journey, wanted)
    with speaking(shipped(locale)):
        return progress_of(journey, answers, locale, today)


def sent_in(
    settings: Settings, outbox: Outbox, progress: Progress, key: str, wanted: str, channel: str, *, agreed: bool
) -> SentIn:
    """Put what somebody agreed to into the outbox, and return what they are told.

    Args:
        settings: the service's.
        outbox: where it waits.
        progress: the end of the journey.
        key: what it is known by at every try.
        wanted: the language the person speaks.
        channel: the way it came in.
        agreed: whether the person said yes.

    Raises:
        SubmissionError: nobody agreed, the journey is not at its end, or the key was used for something else.
        StorageError: it can't be kept. Nothing was sent.
    """
    journey = progress.known.journey
    request = request_by(settings, progress, locale=wanted, channel=channel)
    if not agreed:
        raise SubmissionError(
            "nobody has agreed to send this",
            where="agreed",
            fix="show the person their answers and the declaration, and send it only when they say yes",
        )
    return told(outbox.put(request, key), journey, request.outcome, spoken(journey, wanted))
