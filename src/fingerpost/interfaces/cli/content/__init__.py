"""``fingerpost content``: what becomes of the guidance that a sync read."""

from __future__ import annotations

import typer

from fingerpost.interfaces.cli.content.quarantine import app as quarantine

app = typer.Typer(help="Look after the content that a sync read.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")


@app.callback()
def content() -> None:
    """Look after the content that a sync read."""
