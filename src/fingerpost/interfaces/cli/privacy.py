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

from fingerpost.errors import ConversationNotFoundError, StorageError
from fingerpost.interfaces.cli.audit import name_of, record
from fingerpost.interfaces.cli.kept_plans import describe_plan, found_plan, names_a_plan, plan_as_object, plans_of
from fingerpost.interfaces.cli.kept_submissions import (
    delete_submission,
    described_submission,
    names_a_submission,
    submission_as_object,
)
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plural, print_json

if TYPE_CHECKING:
    from fingerpost.conversations.store import ConversationStore, StoredConversation
    from fingerpost.settings import Settings

app = typer.Typer(help="Export, delete and account for what is kept of a person.", no_args_is_help=True)

ConversationArgument = Annotated[
    str,
    typer.Argument(
        metavar="CONVERSATION",
        help="The conversation's id. Or a plan's private link, or the e-mail address that opens a plan. Or the "
        "reference of something that was sent in.",
    ),
]
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
    """Print everything that is kept of a conversation or a plan, as JSON, to be given to the person it is of."""
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    if names_a_submission(conversation):
        _export_submission(settings, conversation, out, as_json=as_json)
        return
    of_plan = names_a_plan(conversation)
    with opened(settings) as store:
        if of_plan:
            everything = plan_as_object(found_plan(plans_of(store, settings), conversation), settings.plans.keep_days)
        else:
            everything = as_object(store.get(conversation))
    record(
        settings,
        "plan.exported" if of_plan else "conversation.exported",
        name_of(everything["plan" if of_plan else "id"]),
    )
    if out is None:
        print_json(everything)
        return
    _write(out, everything)
    what = "steps" if of_plan else "turns"
    if as_json:
        print_json({"written": str(out), what: len(everything[what])})
    else:
        console().print(f"Wrote {plural(len(everything[what]), what.removesuffix('s'))} to {out}")


@app.command()
def delete(
    conversation: ConversationArgument,
    service: ServiceOption = Path(),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Delete a conversation, or a plan, and all that is in it, for good: in a backup that is restored later, too."""
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    if names_a_submission(conversation):
        _delete_submission(settings, conversation, ask=not yes and not as_json, as_json=as_json)
        return
    if names_a_plan(conversation):
        _delete_plan(settings, conversation, ask=not yes and not as_json, as_json=as_json)
        return
    with opened(settings) as store:
        # What is counted of a conversation outlasts it, and can be deleted as long as it waits.
        try:
            turns = len(store.turns(conversation))
        except ConversationNotFoundError:
            if not store.insights.holds(conversation):
                raise
            turns = 0
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
    """Say what is kept of a conversation or a plan and until when, without the words of it."""
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with opened(settings) as store:
        if names_a_submission(conversation):
            told = described_submission(settings, conversation)
        elif names_a_plan(conversation):
            told = describe_plan(found_plan(plans_of(store, settings), conversation), settings.plans.keep_days)
        else:
            told = describe(store.get(conversation), settings.conversations.retention_days)
    if as_json:
        print_json(told)
        return
    for name, value in told.items():
        console().print(f"{name.replace('_', ' ')}: {_said(value)}")


@app.command()
def expire(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Delete what is older than conversations.retention_days, and plans not opened for plans.keep_days, now.

    So is what was sent in and delivered longer ago than submissions.keep_days. A served service does this by itself.
    """
    from fingerpost.conversations.retention import expires_before
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with opened(settings) as store:
        gone = store.expire(expires_before(datetime.now(UTC), settings.conversations.retention_days))
        plans = store.plans().expire(datetime.now(UTC), settings.plans.keep_days)
        sent = store.submissions.expire(timedelta(days=settings.submissions.keep_days))
    if as_json:
        days = {"retention_days": settings.conversations.retention_days, "plan_days": settings.plans.keep_days}
        print_json({"deleted": gone, "plans": plans, "submissions": sent, **days})
    else:
        told = plural(gone, "turn or conversation", "turns and conversations")
        console().print(f"Deleted {told}, {plural(plans, 'plan')} and {plural(sent, 'delivered submission')}.")


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


def _delete_plan(settings: Settings, given: str, *, ask: bool, as_json: bool) -> None:
    with opened(settings) as store:
        plans = plans_of(store, settings)
        found = found_plan(plans, given)
        steps = len(found.plan.steps)
        if ask and not typer.confirm(f"Delete a plan of {plural(steps, 'step')} for good?"):
            console().print("Nothing was deleted.")
            return
        plans.delete_plans([found.id], datetime.now(UTC))
    record(settings, "plan.deleted", name_of(found.id))
    if as_json:
        print_json({"deleted": found.id, "steps": steps})
    else:
        console().print(f"Deleted, with {plural(steps, 'step')}.")


def _export_submission(settings: Settings, reference: str, out: Path | None, *, as_json: bool) -> None:
    everything = submission_as_object(settings, reference)
    record(settings, "submission.exported", everything["reference"])
    if out is None:
        print_json(everything)
        return
    _write(out, everything)
    answers = len(everything["submission"]["answers"])
    if as_json:
        print_json({"written": str(out), "answers": answers})
    else:
        console().print(f"Wrote {plural(answers, 'answer')} to {out}")


def _delete_submission(settings: Settings, reference: str, *, ask: bool, as_json: bool) -> None:
    found = described_submission(settings, reference)
    arrived = "it was delivered" if found["state"] == "delivered" else "it has not been delivered, and never will be"
    if ask and not typer.confirm(f"Delete {found['reference']} for good ({arrived})?"):
        console().print("Nothing was deleted.")
        return
    gone = delete_submission(settings, reference)
    record(settings, "submission.deleted", gone["reference"], {"state": gone["state"]})
    if as_json:
        print_json({"deleted": gone["reference"], "state": gone["state"]})
    else:
        console().print(f"Deleted ({gone['state']}). What was delivered is with its receiver too: ask there.")


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in cast("list[object]", value)) or "none"
    if isinstance(value, dict):
        counts = cast("dict[str, int]", value)
        return ", ".join(f"{kind} ({count})" for kind, count in counts.items()) or "none"
    return "none" if value is None else str(value)


@contextmanager
def opened(settings: Settings) -> Generator[ConversationStore]:
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
