"""``fingerpost audit``: what changed the service, and whether anybody has changed the log of it."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.errors import FingerpostError
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json

if TYPE_CHECKING:
    from fingerpost.conversations.audit import AuditLog, Entry
    from fingerpost.settings import Settings

app = typer.Typer(help="Read the audit log, and check that nobody has changed it.", no_args_is_help=True)

_CHANGES_SHOWN = 10


@app.callback()
def audit() -> None:
    """Read the audit log, and check that nobody has changed it."""


@app.command()
def verify(
    head: Annotated[
        str | None, typer.Option("--head", metavar="NUMBER:HASH", help="A head kept elsewhere, that the log must hold.")
    ] = None,
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Check every entry, the chain, and the head kept beside the database. Ends with 1 when the log is not whole."""
    from fingerpost.conversations.audit import Head
    from fingerpost.settings import load_settings

    expected = Head.read(head, "--head") if head else None
    with _opened(load_settings(service)) as log:
        verdict = log.verify(expected)
    if as_json:
        print_json(
            {
                "whole": not verdict.problems,
                "entries": verdict.entries,
                "head": str(verdict.head),
                "problems": list(verdict.problems),
            }
        )
    else:
        screen = console()
        for problem in verdict.problems:
            screen.print(problem[0].upper() + problem[1:], style="bold red", soft_wrap=True)
        if verdict.problems:
            screen.print("The audit log is not whole.", style="bold red")
        else:
            screen.print(f"The audit log is whole: {plural(verdict.entries, 'entry', 'entries')}.")
            screen.print(f"Its head: {verdict.head}", soft_wrap=True)
    if verdict.problems:
        raise typer.Exit(1)


@app.command()
def head(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Print how far the log goes, to be kept where nobody who can write to the database can change it."""
    from fingerpost.settings import load_settings

    with _opened(load_settings(service)) as log:
        found = log.head()
    if as_json:
        print_json(asdict(found))
    else:
        typer.echo(str(found))


@app.command("list")
def list_entries(
    action: Annotated[str | None, typer.Option("--action", help="Only these, such as service.changed.")] = None,
    last: Annotated[int, typer.Option("--last", min=1, help="Only so many, the newest.")] = 50,
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """List what was done, oldest first."""
    from fingerpost.settings import load_settings

    with _opened(load_settings(service)) as log:
        entries = list(deque(log.entries(action=action), maxlen=last))
    if as_json:
        print_json({"count": len(entries), "entries": [_as_object(entry) for entry in entries]})
        return
    screen = console()
    if not entries:
        screen.print("Nothing is in the audit log yet." if action is None else "Nothing of this kind is in the log.")
        return
    for entry in entries:
        words = f"{entry.number}  {entry.at:%Y-%m-%d %H:%M:%S} UTC  {entry.action}  {entry.subject}  by {entry.actor}"
        screen.print(plain(words), soft_wrap=True)
        _show_details(entry)


def record(settings: Settings, action: str, subject: str, details: Mapping[str, Any] | None = None) -> None:
    """Tell the audit log what somebody did at the command line. A log that can't be written is said, not raised.

    Args:
        settings: the service's settings.
        action: what was done.
        subject: what it was done to.
        details: more of it. Nothing that a person asked or typed in.
    """
    from fingerpost.interfaces.audited import actor

    try:
        with _opened(settings) as log:
            log.append(action, subject, actor=actor(), details=details)
    except FingerpostError as problem:
        console(stderr=True).print(f"This is not in the audit log: {plain(str(problem))}", style="yellow")


def name_of(secret: str) -> str:
    """Return what the log calls a thing whose id opens it: the same for the same id, which nobody can get from it."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def _show_details(entry: Entry) -> None:
    changes: Mapping[str, Any] = entry.details.get("changes") or entry.details
    for shown, (name, value) in enumerate(changes.items()):
        if shown == _CHANGES_SHOWN:
            console().print(f"      … and {len(changes) - shown} more; --json shows them all")
            return
        console().print(f"      {plain(name)}: {plain(_short(value))}", soft_wrap=True)


def _short(value: Any) -> str:
    if isinstance(value, dict) and value.keys() == {"from", "to"}:
        before, after = (_short(value[key]) for key in ("from", "to"))
        return f"{before} → {after}"
    if value is None:
        return "nothing"
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return written if len(written) <= 60 else written[:57] + "…"


def _as_object(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "at": entry.at.isoformat(timespec="microseconds")}


@contextmanager
def _opened(settings: Settings) -> Generator[AuditLog]:
    from fingerpost.conversations.store import ConversationStore

    store = ConversationStore.open(settings.database_url, tombstones=settings.tombstones)
    try:
        yield store.audit
    finally:
        store.close()
