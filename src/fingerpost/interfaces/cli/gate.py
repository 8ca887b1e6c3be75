"""What a sync at the command line holds a new index to, and how it is let through all the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fingerpost.errors import FingerpostError, GateError, SettingsError
from fingerpost.interfaces.cli.audit import record
from fingerpost.interfaces.cli.output import console, plain

if TYPE_CHECKING:
    from fingerpost.domain import Answer
    from fingerpost.evaluation.cases import Progress
    from fingerpost.search.embed import Embedder
    from fingerpost.search.index import Index
    from fingerpost.settings import Settings


def gate_of(
    settings: Settings, embedder: Embedder, *, override: str | None = None, watch: Progress | None = None
) -> Callable[[Index], None]:
    """Return what looks at a new index before it is switched to, keeps the report, and refuses one that falls short.

    Args:
        settings: the service's.
        embedder: the opened embedder.
        override: why it is to be let through whatever is found. The audit log keeps it.
        watch: told of progress.

    Raises:
        SettingsError: the reason is empty.
    """
    if override is not None and not override.strip():
        raise SettingsError("there is no reason here", where="--override", fix="say in a few words why it must go out")

    def gate(index: Index) -> None:
        from fingerpost.evaluation.switching import keep, refuse, report_on

        report = report_on(settings, embedder, index, _recorded(settings), watch)
        keep(settings, report)
        try:
            refuse(settings, report)
        except GateError as problem:
            if override is None:
                raise
            record(
                settings, "gate.overridden", index.release.version, {"reason": override.strip(), "found": str(problem)}
            )

    return gate


def _recorded(settings: Settings) -> Mapping[str, Answer]:
    """Return the answers given last. A store that is out of reach holds up no page that must be corrected."""
    from fingerpost.conversations.store import ConversationStore

    most = settings.gate.recorded_answers
    kept = settings.database_url.removeprefix("sqlite:///")
    if not most or (kept != settings.database_url and not Path(kept).exists()):
        return {}
    try:
        store = ConversationStore.open(settings.database_url, tombstones=settings.tombstones)
        try:
            return store.newest(most)
        finally:
            store.close()
    except FingerpostError as problem:
        console(stderr=True).print(f"Recorded answers were not looked at: {plain(str(problem))}", style="yellow")
        return {}
