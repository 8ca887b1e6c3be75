"""``fingerpost receipt``: check a receipt that somebody has, and look after the keys that sign them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.errors import IndexMissingError, ReceiptError
from fingerpost.interfaces.cli.audit import record
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, print_json

if TYPE_CHECKING:
    from fingerpost.assurance.receipts import Change, Checked, PublicKey, Receipt
    from fingerpost.settings import Settings

app = typer.Typer(help="Check receipts, and look after the keys that sign them.", no_args_is_help=True)

_SAID = {
    "genuine": "This receipt is genuine.",
    "altered": "This receipt has been changed. It is not what the service gave.",
    "unknown_key": "No key known here signed this receipt. It may come from another service.",
}
_STATES = {
    "same": "the page has not changed",
    "still_said": "the page has changed, and still says this",
    "changed": "the page no longer says this",
    "gone": "the page is no longer part of the guidance",
}


@app.callback()
def receipt() -> None:
    """Check receipts, and look after the keys that sign them."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The receipt's .json file.")],
    keys: Annotated[
        Path | None,
        typer.Option("--keys", metavar="FILE", help="Public keys that a service published; no service is needed then."),
    ] = None,
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Say if a receipt is genuine, altered or of an unknown key, and if the guidance has changed since.

    Ends with 1 unless it is genuine. A change of the guidance is said and is no failure.
    """
    from fingerpost.assurance.receipts import Standing, read_receipt
    from fingerpost.interfaces.receipt_words import as_object

    found = read_receipt(_read(file))
    checked = _checked(found, keys, service)
    if as_json:
        print_json(as_object(found, checked))
    else:
        _show(found, checked)
    if checked.standing is not Standing.GENUINE:
        raise typer.Exit(1)


@app.command("keys")
def list_keys(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Print the public halves of the keys whose receipts are genuine, the newest first, to be published."""
    from fingerpost.assurance.receipts import open_keys
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    found = open_keys(settings).public()
    if as_json:
        print_json({"service": settings.service.name, "keys": [key.as_object() for key in found]})
        return
    if not found:
        console().print("There is no key yet. The first receipt makes one.")
    for key in found:
        told = key.as_object()
        days = [f"{name} {told[name]}" for name in ("since", "until") if name in told]
        console().print("  ".join([key.name, told["public"], *days]), soft_wrap=True)


@app.command()
def rotate(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Sign with a new key from now on. Receipts of the old ones stay genuine."""
    from fingerpost.assurance.receipts import open_keys
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    fresh = open_keys(settings).rotate()
    record(settings, "receipts.key_rotated", fresh.name)
    if as_json:
        print_json(fresh.as_object())
    else:
        console().print(f"Receipts are signed with {fresh.name} from now on.", soft_wrap=True)


def _checked(found: Receipt, keys: Path | None, service: Path) -> Checked:
    from fingerpost.assurance.receipts import check, open_keys, read_public_keys
    from fingerpost.settings import load_settings

    if keys is not None:
        known: tuple[PublicKey, ...] = read_public_keys(_read(keys).decode(errors="replace"), str(keys))
        return check(found, known)
    settings = load_settings(service)
    known = open_keys(settings).public()
    # A service that was never synced has no guidance to compare with; its keys are as good.
    with suppress(IndexMissingError):
        return _compared(found, known, settings)
    return check(found, known)


def _compared(found: Receipt, known: tuple[PublicKey, ...], settings: Settings) -> Checked:
    from fingerpost.assurance.receipts import check
    from fingerpost.search.embed import open_embedder
    from fingerpost.search.index import Index

    index = Index.open(settings.index_uri, open_embedder(settings.index.embedder))
    return check(found, known, index.page)


def _read(file: Path) -> bytes:
    from fingerpost.assurance.receipts import LARGEST

    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as problem:
        raise ReceiptError(
            f"this file can't be read: {problem.strerror}", where=str(file), fix="give the receipt's .json file"
        ) from None


def _show(found: Receipt, checked: Checked) -> None:
    screen = console()
    genuine = checked.standing.value == "genuine"
    screen.print(_SAID[checked.standing.value], style="bold green" if genuine else "bold red")
    screen.print(plain(f"Reference {checked.reference}, key {checked.key}"), soft_wrap=True)
    if not genuine:
        return
    screen.print(
        f"Asked on {found.asked_at:%Y-%m-%d}. The question: {plain(str(found.held['question']))}", soft_wrap=True
    )
    if checked.changes:
        words = "The guidance still says all of it." if checked.still_holds else "The guidance has changed since."
        screen.print(words, style="" if checked.still_holds else "bold yellow")
    for change in checked.changes:
        screen.print(plain(f"  [{change.number}] {change.title}: {_STATES[change.state.value]}"), soft_wrap=True)
        if change.pieces:
            screen.print(f"      {plain(_told(change))}", soft_wrap=True)


def _told(change: Change) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[kind].format(text) for kind, text in change.pieces)
