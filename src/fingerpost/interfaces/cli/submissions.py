"""``fingerpost submissions``: what people sent in, and what of it has not arrived."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json

if TYPE_CHECKING:
    from fingerpost.conversations.outbox import Outbox
    from fingerpost.conversations.sent_in import Kept
    from fingerpost.settings import Settings

app = typer.Typer(help="What people sent in: list it, look into it, try it again.", no_args_is_help=True)


class State(StrEnum):
    """Where a submission is."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    DEAD = "dead"


ReferenceArgument = Annotated[str, typer.Argument(metavar="REFERENCE", help="Its reference, however it is written.")]


@app.callback()
def submissions() -> None:
    """What people sent in: list it, look into it, try it again."""


@app.command("list")
def list_(
    state: Annotated[State | None, typer.Option("--state", help="Only these; dead ones were given up.")] = None,
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """List what is kept of what people sent in, oldest first, without what they answered."""
    from fingerpost.settings import load_settings

    with opened(load_settings(service)) as outbox:
        found, counts = outbox.all(state or ""), outbox.counts()
    if as_json:
        print_json({"counts": counts, "submissions": [as_object(each) for each in found]})
        return
    screen = console()
    for each in found:
        told = f"{_shown(each)}  {each.state}  {each.journey}  {each.created_at:%Y-%m-%d %H:%M} UTC"
        tries = f"  {plural(each.attempts, 'try', 'tries')}" if each.attempts else ""
        screen.print(plain(told + tries), soft_wrap=True)
        if each.problem:
            screen.print(plain(f"    {each.problem}"), soft_wrap=True)
    screen.print(f"{counts['queued']} waiting, {counts['dead']} given up, {counts['delivered']} delivered.")


@app.command()
def show(reference: ReferenceArgument, service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Show one submission and what the person answered. That somebody looked is put in the audit log."""
    from fingerpost.interfaces.cli.audit import record
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with opened(settings) as outbox:
        kept, fields = outbox.get(read(reference))
    record(settings, "submission.shown", _shown(kept))
    if as_json:
        print_json({**as_object(kept), "submission": fields})
        return
    screen = console()
    for name, value in as_object(kept).items():
        screen.print(plain(f"{name.replace('_', ' ')}: {'–' if value in (None, '') else value}"), soft_wrap=True)
    screen.print("")
    for answer in fields["answers"]:
        screen.print(plain(f"{answer['question']} {answer['answer'] or '–'}"), soft_wrap=True)


@app.command()
def retry(
    references: Annotated[
        list[str] | None, typer.Argument(metavar="[REFERENCE]...", help="Which; none needs --dead.")
    ] = None,
    dead: Annotated[bool, typer.Option("--dead", help="Every one that was given up.")] = False,
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Have submissions tried again now, from the first try on. What was delivered is never sent again."""
    from fingerpost.errors import SubmissionError
    from fingerpost.interfaces.cli.audit import record
    from fingerpost.services.submissions.reference import shown
    from fingerpost.settings import load_settings

    if bool(references) == dead:
        raise SubmissionError("say which", where="REFERENCE", fix="name references, or give --dead for all given up")
    settings = load_settings(service)
    with opened(settings) as outbox:
        wanted = [read(each) for each in references or ()]
        again = [shown(each) for each in outbox.retry(wanted or [each.reference for each in outbox.all("dead")])]
    for each in again:
        record(settings, "submission.retried", each)
    if as_json:
        print_json({"retried": again})
    else:
        console().print(f"{plural(len(again), 'submission')} will be tried again: {', '.join(again) or 'none'}")


def as_object(kept: Kept) -> dict[str, Any]:
    """Return what is known of a submission as a JSON object, without what the person answered."""
    fields = asdict(kept)
    fields.pop("id")
    for name in ("due_at", "created_at", "delivered_at"):
        fields[name] = fields[name].isoformat(timespec="seconds") if fields[name] else None
    return {**fields, "reference": _shown(kept)}


def read(reference: str) -> str:
    """Return a reference as it is stored. Raises ``SubmissionNotFoundError`` when nothing can have it."""
    from fingerpost.errors import SubmissionNotFoundError
    from fingerpost.services.submissions.reference import read_reference

    found = read_reference(reference)
    if found is None:
        raise SubmissionNotFoundError(
            "this is no reference: a character of it is wrong or missing",
            where="REFERENCE",
            fix="ask for it again; it has 8 letters and digits, such as 7K4M-PRT9",
        )
    return found


@contextmanager
def opened(settings: Settings) -> Generator[Outbox]:
    """Open a service's outbox. The index is not needed for it.

    Raises:
        SettingsError: the key that submissions are kept with can't be read.
        StorageError: the database can't be reached or written.
    """
    from fingerpost.conversations.store import ConversationStore
    from fingerpost.conversations.submission_seals import submission_seals

    store = ConversationStore.open(
        settings.database_url, tombstones=settings.tombstones, seal=submission_seals(settings)
    )
    try:
        yield store.submissions
    finally:
        store.close()


def _shown(kept: Kept) -> str:
    from fingerpost.services.submissions.reference import shown

    return shown(kept.reference)
