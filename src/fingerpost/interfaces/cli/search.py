"""``fingerpost search``: which passages a question finds, with their scores and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, print_json

if TYPE_CHECKING:
    from fingerpost.domain import Passage, Scores

_PREVIEW = 160


def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    service: ServiceOption = Path(),
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100, help="How many passages to show.")] = 10,
    locale: Annotated[
        str | None, typer.Option("--locale", metavar="LOCALE", help="Only pages in this language, such as 'cy'.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages a query finds, best first, with their scores and why each was found."""
    from fingerpost.service import Service

    opened = Service.open(service)
    try:
        passages = opened.search(query, locale=locale, limit=limit)
    finally:
        opened.close()
    if as_json:
        print_json({"query": query, "passages": as_objects(passages)})
    else:
        show(passages)


def as_objects(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """Return the passages as JSON objects, each with its section, its scores and the reasons in words."""
    from pydantic import TypeAdapter

    from fingerpost.domain import Passage

    one = TypeAdapter(Passage)
    return [
        one.dump_python(passage, mode="json", exclude={"tokens"}) | {"why": why(passage.scores)} for passage in passages
    ]


def why(scores: Scores) -> str:
    """Return in words why a passage stands where it does."""
    reasons: list[str] = []
    if scores.text_rank is not None:
        reasons.append(f"words: no. {scores.text_rank}" + _score(scores.bm25, "BM25", 1))
    if scores.vector_rank is not None:
        reasons.append(f"meaning: no. {scores.vector_rank}" + _score(scores.similarity, "similarity", 2))
    if scores.weight != 1:
        reasons.append(f"weighed × {scores.weight:g}")
    return "; ".join(reasons)


def _score(value: float | None, name: str, places: int) -> str:
    return "" if value is None else f" ({name} {value:.{places}f})"


def show(passages: Sequence[Passage]) -> None:
    """Print the passages as a table."""
    from rich.table import Table

    screen = console()
    if not passages:
        screen.print("Nothing was found.")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    table.add_column("", justify="right")
    table.add_column("Score", justify="right")
    table.add_column("Passage", ratio=3, overflow="fold")
    table.add_column("Why", ratio=1)
    for number, passage in enumerate(passages, start=1):
        section = passage.section
        heading = " › ".join((section.page.title, *section.heading_path))
        preview = section.text.replace("\n", " ")
        preview = preview if len(preview) <= _PREVIEW else preview[:_PREVIEW].rsplit(" ", 1)[0] + " …"
        words = plain(f"{heading}\n{preview}\n{section.url}")
        table.add_row(str(number), f"{passage.scores.fused:.4f}", words, why(passage.scores))
    screen.print(table)
