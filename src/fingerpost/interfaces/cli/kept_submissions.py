"""What ``fingerpost privacy`` does with something that was sent in, named by its reference."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fingerpost.interfaces.cli.submissions import as_object, opened, read

if TYPE_CHECKING:
    from fingerpost.settings import Settings


def names_a_submission(text: str) -> bool:
    """Return whether this is a reference, and no conversation's id."""
    from fingerpost.services.submissions.reference import read_reference

    return read_reference(text) is not None


def submission_as_object(settings: Settings, reference: str) -> dict[str, Any]:
    """Return all that is kept of a submission as one JSON object, to be given to the person it is of.

    Raises:
        SubmissionNotFoundError: none has this reference.
        SubmissionSealedError: the key it is encrypted with is not here.
    """
    with opened(settings) as outbox:
        kept, fields = outbox.get(read(reference))
    return {**as_object(kept), "submission": fields}


def described_submission(settings: Settings, reference: str) -> dict[str, Any]:
    """Return what is kept of a submission and until when, without what the person answered.

    Raises:
        SubmissionNotFoundError: none has this reference.
        SubmissionSealedError: the key it is encrypted with is not here.
    """
    from fingerpost.conversations.plan_seals import held_keys

    with opened(settings) as outbox:
        kept, fields = outbox.get(read(reference))
    told = as_object(kept)
    days = settings.submissions.keep_days
    until = kept.delivered_at + timedelta(days=days) if kept.delivered_at else None
    return {
        **{name: told[name] for name in ("reference", "journey", "state", "channel", "created_at", "delivered_at")},
        "language": kept.locale,
        "destination": kept.destination or "default",
        "answers": len(fields["answers"]),
        "encrypted": bool(held_keys(settings)),
        "keep_days": days,
        "gone_by": until.isoformat(timespec="seconds") if until else f"{days} days after it is delivered",
    }


def delete_submission(settings: Settings, reference: str) -> dict[str, Any]:
    """Delete a submission for good: in a backup that is restored later, too. Returns what it was.

    What was delivered is with its receiver, and has to be deleted there.

    Raises:
        SubmissionNotFoundError: none has this reference.
    """
    with opened(settings) as outbox:
        return as_object(outbox.delete(read(reference)))
