"""What goes on for insights while a service serves: whose a conversation is, and what is counted before it expires."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fingerpost.errors import StorageError
from fingerpost.insights.visitors import account_of

if TYPE_CHECKING:
    from fingerpost.conversations.store import ConversationStore
    from fingerpost.settings import Settings

_log = logging.getLogger("fingerpost.insights")


def account(settings: Settings, kind: str, name: str | None) -> str | None:
    """Return the account that a conversation starting now is counted by, if any. It never keeps an answer from anybody.

    ``kind`` and ``name`` are as in ``account_of``.
    """
    try:
        return account_of(settings, kind, name)
    except StorageError as problem:
        _log.warning("a conversation is not counted", extra={"exception": type(problem).__name__})
        return None


def count(settings: Settings, store: ConversationStore) -> None:
    """Count what is settled, where ``insights.collect`` is on, and give up months that were never released.

    What fails is logged: nothing here may keep conversations from expiring.
    """
    # Where nothing is collected and nothing waits, none of the insights package has to be imported.
    try:
        if not settings.insights.collect and not store.insights.months():
            return
        from fingerpost.insights.collect import collector

        ours = collector(store.insights, settings.path(settings.insights.folder))
        done = ours.collect() if settings.insights.collect else ours.tidy()
    except Exception as problem:  # noqa: BLE001 - a missing extra or a broken weight must not stop what expires
        _log.warning("conversations are not counted", extra={"exception": type(problem).__name__})
        return
    if done.kept or done.deleted:
        _log.info("turns counted", extra={"kept": done.kept, "deleted": done.deleted})
