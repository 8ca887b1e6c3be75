"""The options that every command takes, spelled once, and those of the command line itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

ServiceOption = Annotated[
    Path,
    typer.Option(
        "--service",
        "-s",
        envvar="FINGERPOST_SERVICE_FOLDER",
        metavar="FOLDER",
        help="The service's folder, the one that holds fingerpost.toml.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]


@dataclass
class Asked:
    """What was asked of the command line itself, known only once it has parsed what was typed."""

    debug: bool = False
