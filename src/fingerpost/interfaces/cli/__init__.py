"""The ``fingerpost`` command.

One module a command. Anything slow is imported inside the command that needs it, so that ``fingerpost --help`` and
``fingerpost init`` answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code.

    Args:
        arguments: what was typed after ``fingerpost``; the process's own arguments by default.

    Raises:
        SystemExit: always; 0 when all went well, the error's own code when not, 130 when interrupted.
    """
    from fingerpost.interfaces.cli.app import run

    raise SystemExit(run(sys.argv[1:] if arguments is None else arguments))
