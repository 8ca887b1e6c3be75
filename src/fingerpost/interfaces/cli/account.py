"""``fingerpost account``: who may sign in to work with the service, such as an adviser."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.interfaces.audited import actor
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json

if TYPE_CHECKING:
    from fingerpost.conversations.store import ConversationStore

app = typer.Typer(help="Say who may sign in, such as an adviser.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The account's name, such as jo.evans.")]
AskOption = Annotated[
    bool, typer.Option("--ask-password", help="Ask for the password here. Otherwise one is made up and shown once.")
]


@app.callback()
def account() -> None:
    """Say who may sign in, such as an adviser."""


@app.command()
def add(
    name: NameArgument,
    role: Annotated[str, typer.Option("--role", help="What the account is for: adviser.")] = "adviser",
    ask_password: AskOption = False,
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Add an account. Its password is shown once, or asked for; it is never taken from the command line."""
    with _opened(service) as store:
        password, made_up = _password(ask_password)
        added = store.accounts.add(name, role, password)
        store.audit.append("account.added", added.name, actor=actor(), details={"role": added.role})
    _say(f"{added.name} may sign in, as {added.role}.", {"name": added.name, "role": added.role}, made_up, as_json)


@app.command()
def reset(
    name: NameArgument, ask_password: AskOption = False, service: ServiceOption = Path(), as_json: JsonOption = False
) -> None:
    """Give an account a new password. Its sign-ins end, and it may sign in again if it was disabled."""
    with _opened(service) as store:
        password, made_up = _password(ask_password)
        store.accounts.reset(name, password)
        store.audit.append("account.reset", name.strip().lower(), actor=actor())
    _say(f"{plain(name)} has a new password. Every sign-in of it has ended.", {"name": name}, made_up, as_json)


@app.command()
def disable(name: NameArgument, service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Let an account sign in no more. Its sign-ins end at once."""
    with _opened(service) as store:
        store.accounts.disable(name)
        store.audit.append("account.disabled", name.strip().lower(), actor=actor())
    _say(f"{plain(name)} may not sign in any more.", {"name": name, "disabled": True}, "", as_json)


@app.command("list")
def list_accounts(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """List the accounts there are, and when each last signed in."""
    with _opened(service) as store:
        found = store.accounts.all()
    if as_json:
        rows = [
            {
                "name": each.name,
                "role": each.role,
                "created_at": each.created_at.isoformat(),
                "signed_in_at": each.signed_in_at.isoformat() if each.signed_in_at else None,
                "disabled": each.disabled_at is not None,
            }
            for each in found
        ]
        print_json({"count": len(rows), "accounts": rows})
        return
    screen = console()
    if not found:
        screen.print("There are no accounts. 'fingerpost account add NAME' adds one.")
        return
    for each in found:
        last = f"last signed in {each.signed_in_at:%Y-%m-%d %H:%M} UTC" if each.signed_in_at else "never signed in"
        state = "disabled" if each.disabled_at else last
        screen.print(f"{each.name}  {each.role}  {state}", soft_wrap=True)
    screen.print(f"{plural(len(found), 'account')}.")


def _password(ask: bool) -> tuple[str, str]:
    """Return a password, and the same again if it was made up here and so has to be shown."""
    from fingerpost.conversations.accounts import generated_password

    if ask:
        return typer.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True), ""
    made_up = generated_password()
    return made_up, made_up


def _say(words: str, fields: dict[str, object], made_up: str, as_json: bool) -> None:
    if as_json:
        print_json({**fields, **({"password": made_up} if made_up else {})})
        return
    console().print(words, soft_wrap=True)
    if made_up:
        console().print("The password, shown only this once:")
        sys.stdout.write(f"\n  {made_up}\n\n")  # as it is: nothing may wrap or colour it


@contextmanager
def _opened(service: Path) -> Generator[ConversationStore]:
    from fingerpost.conversations.store import ConversationStore
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    store = ConversationStore.open(settings.database_url, tombstones=settings.tombstones)
    try:
        yield store
    finally:
        store.close()
