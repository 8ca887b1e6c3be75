"""The options that every command takes, spelled once."""

from __future__ import annotations

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
