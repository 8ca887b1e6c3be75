"""Send something in and deliver it in a process that is killed at one point, as ``kill -9`` does.

    python -m tests.conversations.dying DATABASE_URL WEBHOOK_URL VISITOR POINT

Prints the reference once the person would have it.
"""

from __future__ import annotations

import os
import signal
import sys

from pydantic import SecretStr
from sqlalchemy import event

from fingerpost.conversations.store import ConversationStore
from fingerpost.services.submissions.by_webhook import post
from fingerpost.services.submissions.sending import Queued
from fingerpost.services.submissions.worker import deliver_due
from fingerpost.settings import SubmissionSettings, WebhookDestination
from tests.services.submissions.sent import KEY, request

POINTS = ("before the commit", "after the commit", "before it is sent", "before the mark", "in the mark", "nowhere")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, webhook: str, visitor: str, point: str) -> None:
    assert point in POINTS
    store = ConversationStore.open(url)
    engine = store._engine  # pyright: ignore[reportPrivateUsage]
    reached: set[str] = set()

    def committing(_: object) -> None:
        # Called before the database is told to commit: what this transaction did is not there yet.
        if point in reached:
            die()

    event.listen(engine, "commit", committing)
    destination = WebhookDestination(kind="webhook", url=webhook, key=SecretStr(KEY))

    def send(queued: Queued) -> None:
        if point == "before it is sent":
            die()
        post(queued, destination)
        if point == "before the mark":
            die()
        reached.add("in the mark")

    reached.add("before the commit")
    kept = store.submissions.take_answers(visitor, "lost-bin", lambda answers: request(**answers))
    reached.remove("before the commit")
    assert kept is not None
    sys.stdout.write(kept.reference)
    sys.stdout.flush()
    if point == "after the commit":
        die()
    deliver_due(store.submissions, send, SubmissionSettings())


if __name__ == "__main__":
    main(*sys.argv[1:])
