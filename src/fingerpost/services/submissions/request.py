"""What somebody sends in: the answers of a journey that led to an outcome which takes them, as the receiver gets it."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.errors import SubmissionError
from fingerpost.services.journeys import Progress
from fingerpost.services.journeys.answering import kept
from fingerpost.services.journeys.model import Submission, said
from fingerpost.services.journeys.words import answer_words, filled
from fingerpost.services.submissions.reference import shown

VERSION = 1
"""The version of the form below; it changes when a receiver would have to."""


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """One answer: its question's key, kind and words, the value as JSON holds it, and the value as people read it."""

    key: str
    kind: str
    question: str
    value: str | bool | list[str] | None
    answer: str


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody sends in, before it has a reference.

    Attributes:
        journey: the name of the journey.
        title: what the journey is called, in the service's own language, as all the words are.
        outcome: the key of the outcome that takes it.
        destination: the name of where it goes, as the journey has it; empty for the service's own.
        service: the service's name.
        organisation: whose service it is.
        locale: the language the person spoke.
        channel: the way it came in: ``web``, ``api``, ``cli`` or ``mcp``.
        declaration: what the person declared; empty where nothing was to be.
        answers: the answers of the path, in order.
    """

    journey: str
    title: str
    outcome: str
    destination: str
    service: str
    organisation: str
    locale: str
    channel: str
    declaration: str
    answers: tuple[SentAnswer, ...]

    def __repr__(self) -> str:
        """Return nothing of what anybody answered, so that no log or traceback can."""
        return f"Request({self.journey!r}, …)"

    def body(self, submission_id: str, reference: str, at: datetime) -> bytes:
        """Return the JSON that is sent, in UTF-8: the form that docs/reference/submissions.md describes."""
        fields: dict[str, Any] = {
            "version": VERSION,
            "id": submission_id,
            "reference": shown(reference),
            "journey": self.journey,
            "title": self.title,
            "outcome": self.outcome,
            "service": {"name": self.service, "organisation": self.organisation},
            "locale": self.locale,
            "channel": self.channel,
            "submitted_at": at.isoformat(timespec="seconds"),
            "declaration": self.declaration,
            "answers": [
                {
                    "key": each.key,
                    "kind": each.kind,
                    "question": each.question,
                    "value": each.value,
                    "answer": each.answer,
                }
                for each in self.answers
            ],
        }
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    def mark(self, key: str) -> str:
        """Return a mark of exactly these answers, to tell whether a second request is the same one.

        Args:
            key: what only the sender knows, so that the mark tells nobody else anything, however few answers there are.
        """
        said_in_it = json.dumps([self.journey, self.outcome, [[each.key, each.value] for each in self.answers]])
        return hmac.new(key.encode(), said_in_it.encode(), hashlib.sha256).hexdigest()


def request_of(
    progress: Progress, *, service: str, organisation: str, own_locale: str, locale: str, channel: str
) -> Request:
    """Return what is sent in when somebody at the end of a journey agrees.

    Args:
        progress: where they are; at an outcome that takes a submission.
        service: the service's name.
        organisation: whose service it is.
        own_locale: the service's own language, which its team reads.
        locale: the language the person spoke.
        channel: the way it comes in.

    Raises:
        SubmissionError: the journey is not at its end, or its outcome takes no submission.
    """
    journey, taken = progress.known.journey, submission_of(progress)
    outcome = progress.outcome
    if outcome is None or taken is None:
        raise SubmissionError(
            "these answers do not lead to something that can be sent in",
            where=journey.name,
            fix="answer every question first; only some outcomes are sent in",
        )
    words = own_locale if own_locale in journey.languages else journey.languages[0]
    return Request(
        journey=journey.name,
        title=said(journey.title, words),
        outcome=outcome.key,
        destination=taken.to or "",
        service=service,
        organisation=organisation,
        locale=locale,
        channel=channel,
        declaration=" ".join(filled(said(taken.declaration, words), progress.known, words, markdown=False).split()),
        answers=tuple(
            SentAnswer(
                key=question.key,
                kind=question.kind.value,
                question=said(question.title, words),
                value=kept(progress.answers.get(question.key)),
                answer=answer_words(question, progress.answers.get(question.key), words),
            )
            for question in progress.path
        ),
    )


def submission_of(progress: Progress) -> Submission | None:
    """Return what is sent in at this point of a journey; ``None`` before its end and where nothing is."""
    return progress.outcome.submission if progress.outcome else None
