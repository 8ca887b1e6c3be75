"""``fingerpost privacy``: what is kept of a conversation, and how to take it away, delete it and account for it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from fingerpost.errors import StorageError
from fingerpost.interfaces.cli.audit import name_of, record
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plural, print_json

if TYPE_CHECKING:
    from fingerpost.conversations.store import ConversationStore, StoredConversation
    from fingerpost.settings import Settings

app = typer.Typer(help="Export, delete and account for what is kept of a conversation.", no_args_is_help=True)

ConversationArgument = Annotated[str, typer.Argument(metavar="CONVERSATION", help="The conversation's id.")]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write it to this file; only this user may read it.")
]


@app.callback()
def privacy() -> None:
    """Export, delete and account for what is kept of a conversation."""


@app.command()
def export(
    conversation: ConversationArgument,
    service: ServiceOption = Path(),
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print everything that is kept of a conversation, as JSON, to be given to the person it is of."""
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with _opened(settings) as store:
        everything = as_object(store.get(conversation))
    record(settings, "conversation.exported", name_of(conversation))
    if out is None:
        print_json(everything)
        return
    _write(out, everything)
    if as_json:
        print_json({"written": str(out), "turns": len(everything["turns"])})
    else:
        console().print(f"Wrote {plural(len(everything['turns']), 'turn')} to {out}")


@app.command()
def delete(
    conversation: ConversationArgument,
    service: ServiceOption = Path(),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Delete a conversation and all that was said in it, for good: in a backup that is restored later, too."""
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with _opened(settings) as store:
        turns = len(store.turns(conversation))
        if not yes and not as_json and not typer.confirm(f"Delete {plural(turns, 'turn')} for good?"):
            console().print("Nothing was deleted.")
            return
        store.delete(conversation)
    record(settings, "conversation.deleted", name_of(conversation))
    if as_json:
        print_json({"deleted": conversation, "turns": turns})
    else:
        console().print(f"Deleted, with {plural(turns, 'turn')}.")


@app.command()
def report(conversation: ConversationArgument, service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Say what is kept of a conversation and until when, without the words of it."""
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with _opened(settings) as store:
        told = describe(store.get(conversation), settings.conversations.retention_days)
    if as_json:
        print_json(told)
        return
    for name, value in told.items():
        console().print(f"{name.replace('_', ' ')}: {_said(value)}")


@app.command()
def expire(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Delete what is older than conversations.retention_days now. A served service does this by itself."""
    from fingerpost.conversations.retention import expires_before
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with _opened(settings) as store:
        gone = store.expire(expires_before(datetime.now(UTC), settings.conversations.retention_days))
    if as_json:
        print_json({"deleted": gone, "retention_days": settings.conversations.retention_days})
    else:
        console().print(f"Deleted {plural(gone, 'turn or conversation', 'turns and conversations')}.")


@app.command()
def assessment(service: ServiceOption = Path(), out: OutOption = None, as_json: JsonOption = False) -> None:
    """Draft a data protection impact assessment, in Markdown, from the service's own settings."""
    from fingerpost.conversations.assessment import draft_assessment
    from fingerpost.settings import load_settings

    written = draft_assessment(load_settings(service), datetime.now(UTC).date())
    if out is not None:
        _write_text(out, written)
    if as_json:
        print_json({"written": str(out)} if out else {"markdown": written})
    elif out is None:
        typer.echo(written)
    else:
        console().print(f"Wrote the draft to {out}. Your data protection officer has to complete it.")


def as_object(kept: StoredConversation) -> dict[str, Any]:
    """Return all that is kept of a conversation as one JSON object."""
    from pydantic import TypeAdapter

    from fingerpost.conversations.store import StoredConversation

    return TypeAdapter(StoredConversation).dump_python(kept, mode="json")


def describe(kept: StoredConversation, retention_days: int) -> dict[str, Any]:
    """Return what is kept of a conversation, counted: no question and no answer is in it."""
    asked = [turn.asked_at for turn in kept.turns]
    last = max(asked, default=kept.started_at)
    until = last + (timedelta(days=retention_days) if retention_days else timedelta(hours=1))
    return {
        "conversation": kept.id,
        "language": kept.locale,
        "started_at": kept.started_at.isoformat(timespec="seconds"),
        "last_asked_at": max(asked).isoformat(timespec="seconds") if asked else None,
        "turns": len(kept.turns),
        "outcomes": dict(Counter(turn.answer.outcome.value for turn in kept.turns)),
        "taken_out": dict(Counter(kind for turn in kept.turns for kind in turn.answer.removed)),
        "feedback": sum(turn.feedback is not None for turn in kept.turns),
        "comments": sum(bool(turn.feedback and turn.feedback.comment) for turn in kept.turns),
        "retention_days": retention_days,
        "gone_by": until.isoformat(timespec="seconds"),
    }


def _said(value: object) -> str:
    if isinstance(value, dict):
        counts = cast("dict[str, int]", value)
        return ", ".join(f"{kind} ({count})" for kind, count in counts.items()) or "none"
    return "none" if value is None else str(value)


@contextmanager
def _opened(settings: Settings) -> Generator[ConversationStore]:
    """Open the service's store. The index is not needed for it, so a service that was never synced has one too."""
    from fingerpost.conversations.store import ConversationStore

    store = ConversationStore.open(
        settings.database_url, max_turns=settings.conversations.max_turns, tombstones=settings.tombstones
    )
    try:
        yield store
    finally:
        store.close()


def _write(out: Path, value: object) -> None:
    _write_text(out, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _write_text(out: Path, text: str) -> None:
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        raise StorageError(
            f"this file can't be written: {problem.strerror}", where=str(out), fix="choose another with --out"
        ) from None
