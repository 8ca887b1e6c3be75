"""Bring one submission to its destination, once. Whatever goes wrong is said in words that hold nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fingerpost.settings import FolderDestination, Settings, WebhookDestination


@dataclass(frozen=True, slots=True)
class Queued:
    """A submission on its way.

    Attributes:
        id: the same at every try, so that the receiver can tell a second one.
        reference: as it is stored.
        journey: the name of the journey it comes from.
        destination: the name of where it goes; empty for the service's own.
        body: the JSON that is sent, in UTF-8.
        attempts: which try this is, from 1.
        created_at: when it was sent in.
        lease: marks the worker that has it.
    """

    id: str
    reference: str
    journey: str
    destination: str
    body: bytes
    attempts: int
    created_at: datetime
    lease: str = ""

    def __repr__(self) -> str:
        """Return nothing of what anybody answered."""
        return f"Queued({self.reference!r}, …)"


class TryAgainError(Exception):
    """A failure that may pass.

    ``why`` holds nothing of what was sent; ``wait`` is how many seconds the receiver asks to be left alone.
    """

    def __init__(self, why: str, wait: float = 0.0) -> None:
        self.why = why
        self.wait = wait
        super().__init__(why)


class GiveUpError(Exception):
    """A failure that waiting does not mend: a person has to. ``why`` holds nothing of what was sent."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


Send = Callable[[Queued], None]
"""Brings a submission to its destination, or raises ``TryAgainError`` or ``GiveUpError``."""


def sender(settings: Settings) -> Send:
    """Return what sends by a service's settings. The journey only names a destination: addresses are the settings'."""

    def send(queued: Queued) -> None:
        try:
            destination = settings.submissions.destination(queued.destination)
        except KeyError:
            raise TryAgainError(f"submissions.destinations has no '{queued.destination}'") from None
        if isinstance(destination, FolderDestination):
            from fingerpost.services.submissions.to_folder import write

            write(queued, settings.path(destination.path))
        elif isinstance(destination, WebhookDestination):
            from fingerpost.services.submissions.by_webhook import post

            post(queued, destination)
        else:
            from fingerpost.services.submissions.by_email import mail

            mail(queued, destination)

    return send
