"""``fingerpost evaluate safeguards``: how often the safeguards act, on what they are for and on what looks like it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.settings import Settings

_Kind = Literal["harm", "jailbreak", "injection", "content", "over-refusal"]


def safeguards(
    kind: Annotated[_Kind, typer.Option("--kind", help="What the cases are.")],
    cases: Annotated[Path, typer.Option("--cases", metavar="FILE", help="JSON lines: text, label.")],
    pages: Annotated[
        Path | None, typer.Option("--pages", metavar="FILE", help="For content: JSON lines: url, title, html.")
    ] = None,
    half: Annotated[
        int | None, typer.Option("--half", min=0, max=1, help="Only one half, by a fixed hash. Ours is trained on 0.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say on how many cases the safeguards act: refuse, or help at once.

    Questions are read by all the safeguards together, with the policies of the service in this folder, or Sampleford's
    where there is none. With --kind content each case is put into a page, at a place chosen by its hash, and the page
    is screened; Sampleford's pages, unless there are --pages.
    """
    from fingerpost.errors import EvaluationInputError

    if pages is not None and kind != "content":
        raise EvaluationInputError(
            "only content is put into pages", where="--pages", fix="leave --pages out, or use --kind content"
        )
    measured = _content(cases, pages, half, quiet=as_json) if kind == "content" else _asked(cases, half, quiet=as_json)
    if as_json:
        print_json({"kind": kind, **measured})
        return
    _show(measured)


def _asked(cases: Path, half: int | None, *, quiet: bool) -> dict[str, Any]:
    from fingerpost.evaluation.safeguards import evaluate_safeguards

    with progress(quiet=quiet) as watch:
        return evaluate_safeguards(cases, _settings(), part=half, progress=watch).as_json()


def _content(cases: Path, pages: Path | None, half: int | None, *, quiet: bool) -> dict[str, Any]:
    from fingerpost.evaluation.cases import read_pages
    from fingerpost.evaluation.safeguards import read_safeguard_cases
    from fingerpost.evaluation.screening import evaluate_screening

    given = [case.text for case in read_safeguard_cases(cases) if half is None or case.half == half]
    with progress(quiet=quiet) as watch:
        return evaluate_screening(given, read_pages(pages) if pages else (), progress=watch).as_json()


def _settings() -> Settings:
    from importlib.resources import as_file, files

    from fingerpost.settings import FILE_NAME, load_settings

    if Path(FILE_NAME).is_file():
        return load_settings(".")
    with as_file(files("fingerpost.demo") / "sampleford") as folder:
        return load_settings(folder)


def _show(measured: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("", "acted", "share", "out of scope", "cases"):
        table.add_column(column, justify="right" if column else "left")
    for name, each in (("all", measured), *measured.get("by_label", {}).items()):
        shown = (
            f"{each['acted']:,}",
            f"{each['share']:.3f}",
            f"{each['out_of_scope_share']:.3f}",
            f"{each['cases']:,}",
        )
        table.add_row(name, *shown)
    console().print(table)
    for layer, acted in measured["by_layer"].items():
        console().print(f"{layer}: {acted:,}")
    if "untouched_pages" in measured:
        console().print(
            f"untouched pages held back: {measured['untouched_quarantined']:,} of {measured['untouched_pages']:,}"
        )
