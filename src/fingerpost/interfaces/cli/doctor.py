"""``fingerpost doctor``: can this service serve, and if not, what mends it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from fingerpost.interfaces.cli.checks import Check, State, check_service
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, print_json

_STYLES = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red"}


def doctor(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Check the settings, sources, index, model files, disk, database and clock.

    Each line says ok, warn or fail, and how to mend it. Ends with 1 if anything would stop the service serving.
    """
    found: list[Check] = []
    for check in check_service(service):
        found.append(check)
        if not as_json:
            show(check)
    serves = all(check.state is not State.FAIL for check in found)
    if as_json:
        print_json({"serves": serves, "checks": [asdict(check) for check in found]})
    else:
        verdict = "This service can serve." if serves else "This service can't serve until what failed is mended."
        console().print(verdict)
    if not serves:
        raise typer.Exit(1)


def show(check: Check) -> None:
    """Print one line of the report, with its fix under it."""
    from rich.text import Text

    screen = console()
    line = Text.assemble((f"{check.state.value:<5}", _STYLES[check.state]), f"{check.name}: {plain(check.text)}")
    screen.print(line, soft_wrap=True)
    if check.fix:
        screen.print(Text(f"     Fix: {plain(check.fix)}"), soft_wrap=True)
