"""``python -m fingerpost.demo``: lay out the Sampleford service, sync it and serve it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.conversations.plan_seals import add_key
from fingerpost.demo.folder import LaidOut, lay_out
from fingerpost.errors import StorageError
from fingerpost.interfaces.cli.failures import run_command
from fingerpost.interfaces.cli.output import plural
from fingerpost.interfaces.cli.serve import run_server
from fingerpost.interfaces.cli.sync import run_sync, show
from fingerpost.settings import Settings, load_settings

_NAME = "python -m fingerpost.demo"

demo = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@demo.command()
def serve_demo(
    folder: Annotated[Path, typer.Argument(help="Where the demonstration service is laid out.")] = Path("sampleford"),
    host: Annotated[str | None, typer.Option("--host", help="Listen here.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Listen here; 0 picks a port.")] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it once it is synced.")] = True,
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole traceback of an error.")] = False,  # noqa: ARG001 -- read by main
) -> None:
    """Lay out the Sampleford demonstration service, sync it and serve it. Files you edited are left as they are."""
    say(folder, lay_out(folder))
    settings = load_settings(folder)
    give_a_key(settings)
    synced = run_sync(settings)
    show(synced)
    if synced.failed:
        raise typer.Exit(1)
    if serve:
        run_server(folder, host=host, port=port)
    else:
        _write(f"Serve it with: fingerpost serve --service {folder}")


def give_a_key(settings: Settings) -> None:
    """Make the demonstration a key for plans where it has none, so that they can be tried: only this user may read it.

    A service of somebody's own gets one by 'fingerpost plans new-key', so that nobody keeps plans without meaning to.

    Raises:
        StorageError: the folder can't be written.
    """
    file = settings.path(settings.plans.key_file)
    if not settings.plans.offered or settings.plans.keys is not None or file.exists():
        return
    try:
        add_key(file)
    except OSError as problem:
        raise StorageError(
            f"the key of plans can't be written: {problem.strerror or problem}",
            where=str(file),
            fix="name a folder you may write to, with room on its disk",
        ) from None


def say(folder: Path, laid_out: LaidOut) -> None:
    """Say what laying the service out did to the folder, and above all what it left alone."""
    if laid_out.added and not (laid_out.updated or laid_out.kept or laid_out.missing):
        _write(f"Laid out the Sampleford demonstration service in {folder} ({plural(len(laid_out.added), 'file')}).")
    else:
        for what in ("added", "updated", "removed"):
            names = getattr(laid_out, what)
            if names:
                _write(f"{what.capitalize()} {plural(len(names), 'file')} in {folder}: {', '.join(names)}")
    for name in laid_out.kept:
        _write(f"Left {folder / name} as it is: it is not the packaged one, so somebody edited it.")
    if laid_out.missing:
        _write(f"Left out what you took away: {', '.join(laid_out.missing)}")


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> int:
    """Run the demonstration and return the process's exit code."""
    return run_command(
        lambda: demo(prog_name=_NAME, standalone_mode=False), name=_NAME, debug=lambda: "--debug" in sys.argv
    )


if __name__ == "__main__":
    raise SystemExit(main())
