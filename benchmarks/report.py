"""How a benchmark says what it measured: one JSON object on standard output, kept in a file when one is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path


def report(measured: Mapping[str, object], out: Path | None) -> None:
    """Print the figures as JSON and, when ``out`` is given, keep them there."""
    text = json.dumps(measured, indent=2)
    if out:
        out.write_text(text + "\n", encoding="utf-8")
    print(text)
