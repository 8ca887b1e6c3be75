"""The documentation's navigation, made from what is there: a new page is in it, and none that has gone.

MkDocs calls ``on_config`` before it builds (see ``hooks`` in mkdocs.yml). Each page is shown by its own first heading.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

FIRST = ("index.md", "tutorial.md")
ROOMS = {"How to": "how-to", "Reference": "reference", "Explanation": "explanation", "Decisions": "adr"}
LAST = ("dependencies.md",)


def on_config(config: Any) -> Any:
    """Set the navigation: the way in, then each room's pages, its index first, then the rest."""
    docs = Path(config["docs_dir"])
    rooms = [
        {title: [f"{room}/{file.name}" for file in sorted((docs / room).glob("*.md"), key=_index_first)]}
        for title, room in ROOMS.items()
        if (docs / room).is_dir()
    ]
    config["nav"] = [*FIRST, *rooms, *LAST]
    return config


def _index_first(file: Path) -> tuple[bool, str]:
    return file.name != "index.md", file.name
