"""Sending in, from a terminal, what a journey took."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fingerpost.interfaces.cli.output import console, plain

if TYPE_CHECKING:
    from fingerpost.services.journeys import Journey


def send_in(
    journey: Journey, answers: Mapping[str, Any], folder: Path, locale: str, key: str, *, as_json: bool
) -> dict[str, Any]:
    """Send in what somebody agreed to, say its reference, and return what they are told.

    Args:
        journey: the journey, answered to its end.
        answers: the answers.
        folder: the service's.
        locale: the language the person speaks.
        key: what it is known by at every try; a new one when left out.
        as_json: say nothing, since it is told as data.

    Raises:
        SettingsError: there is no service in the folder.
        SubmissionError: the outcome takes no submission, or the key was used for something else.
        StorageError: it can't be kept. Nothing was sent.
    """
    from fingerpost.interfaces.api.journeys import today_at
    from fingerpost.interfaces.cli.submissions import opened
    from fingerpost.interfaces.sending_in import CLI, check_destinations, reached, sent_in
    from fingerpost.interfaces.wording import say
    from fingerpost.settings import load_settings

    settings = load_settings(folder)
    check_destinations(settings, {journey.name: journey})
    progress = reached(journey, answers, locale, today_at(settings.people.timezone))
    with opened(settings) as outbox:
        told = sent_in(settings, outbox, progress, key or secrets.token_urlsafe(24), locale, CLI, agreed=True)
    if not as_json:
        screen = console()
        screen.print("")
        for line in (told.title, f"{say('submission.reference')} {told.reference}", say("submission.keep"), told.next):
            screen.print(plain(line), soft_wrap=True)
    return {**asdict(told), "sent_at": told.sent_at.isoformat(timespec="seconds")}
