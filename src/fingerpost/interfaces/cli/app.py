"""The command line put together: its commands, its own options, and where every error ends up."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from fingerpost import __version__
from fingerpost.interfaces.cli import (
    account,
    ask,
    audit,
    calculate,
    changes,
    content,
    doctor,
    evaluate,
    init,
    insights,
    journey,
    mcp,
    plans,
    privacy,
    receipt,
    redteam,
    search,
    serve,
    status,
    submissions,
    sync,
    worker,
)
from fingerpost.interfaces.cli.failures import run_command, wants_json
from fingerpost.interfaces.cli.options import Asked

app = typer.Typer(
    name="fingerpost",
    help="Turns an organisation's published guidance into an assistant the public can trust.",
    epilog="Start with 'fingerpost init my-service', then 'fingerpost sync' and 'fingerpost ask' inside it.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command()(init.init)
app.command()(sync.sync)
app.command()(ask.ask)
app.command()(search.search)
app.command()(calculate.calculate)
app.command()(serve.serve)
app.command()(mcp.mcp)
app.command()(worker.worker)
app.command()(changes.changes)
app.command()(redteam.redteam)
app.command()(status.status)
app.command()(doctor.doctor)
app.add_typer(account.app, name="account")
app.add_typer(audit.app, name="audit")
app.add_typer(content.app, name="content")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(insights.app, name="insights")
app.add_typer(journey.app, name="journey")
app.add_typer(plans.app, name="plans")
app.add_typer(privacy.app, name="privacy")
app.add_typer(receipt.app, name="receipt")
app.add_typer(submissions.app, name="submissions")


def _print_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"fingerpost {__version__}\n")
        raise typer.Exit


@app.callback()
def fingerpost(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole traceback of an error.")] = False,
    version: Annotated[  # noqa: ARG001 -- acted on by its callback
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns an organisation's published guidance into an assistant the public can trust."""
    if isinstance(context.obj, Asked):
        context.obj.debug = debug


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the code its process should end with.

    Args:
        arguments: what was typed after ``fingerpost``. Nothing at all asks for help.
    """
    asked = Asked()
    return run_command(
        lambda: app(args=list(arguments) or ["--help"], prog_name="fingerpost", standalone_mode=False, obj=asked),
        name="fingerpost",
        as_json=wants_json(arguments),
        debug=lambda: asked.debug,
    )
