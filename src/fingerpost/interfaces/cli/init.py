"""``fingerpost init``: a commented service folder to start from."""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.errors import SettingsError, StorageError
from fingerpost.interfaces.cli.options import JsonOption
from fingerpost.interfaces.cli.output import print_json

_RENAMED = {"gitignore": ".gitignore"}
"""A dot file inside a package would be taken for the package's own."""


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it may exist, but not hold a service.")],
    as_json: JsonOption = False,
) -> None:
    """Make a commented service folder: fingerpost.toml, two sample pages and .gitignore. Overwrites nothing."""
    written = make_service(folder)
    if as_json:
        print_json({"folder": str(folder), "files": [str(path) for path in written]})
        return
    shown = "\n".join(f"  {path}" for path in written)
    sys.stdout.write(
        f"Made a service in {folder}:\n{shown}\n\n"
        "Next:\n"
        f"  1. Put your pages in {folder / 'content'}, and your name and contact in {folder / 'fingerpost.toml'}.\n"
        f"  2. fingerpost sync --service {folder}\n"
        f'  3. fingerpost ask --service {folder} "When is my bin collected?"\n'
        f"  4. fingerpost serve --service {folder}\n"
    )


def make_service(folder: Path) -> tuple[Path, ...]:
    """Write the starter service into ``folder`` and return the paths of its files, relative to it, in order.

    Raises:
        SettingsError: a file that would be written is already there. Nothing is written then.
        StorageError: the folder can't be written.
    """
    with as_file(files("fingerpost.interfaces.cli") / "starter") as starter:
        pages = {file: _target(file.relative_to(starter)) for file in sorted(starter.rglob("*")) if file.is_file()}
        there = [target for target in pages.values() if (folder / target).exists()]
        if there:
            raise SettingsError(
                f"there is already a file called {there[0]}, and nothing is overwritten",
                where=str(folder),
                fix="choose a folder without a service in it",
            )
        try:
            for file, target in pages.items():
                (folder / target).parent.mkdir(parents=True, exist_ok=True)
                (folder / target).write_bytes(file.read_bytes())
        except OSError as problem:
            raise StorageError(
                f"can't write there: {problem.strerror or problem}",
                where=str(folder),
                fix="choose a folder you may write to, with room on its disk",
            ) from None
    return tuple(sorted(pages.values()))


def _target(path: Path) -> Path:
    return path.with_name(_RENAMED.get(path.name, path.name))
