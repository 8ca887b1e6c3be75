"""``fingerpost content quarantine``: the pages that screening held back, and what a person decides about each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json

if TYPE_CHECKING:
    from fingerpost.safeguards.screening.quarantine import Quarantine, Quarantined

app = typer.Typer(help="List, look at, release and hold pages that screening held back.", no_args_is_help=True)

PageArgument = Annotated[str, typer.Argument(metavar="PAGE", help="The page's id, the start of it, or its address.")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; kept with the decision.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="REASON", help="The reason; kept with the decision.")]


@app.callback()
def quarantine() -> None:
    """List, look at, release and hold pages that screening held back."""


@app.command("list")
def list_pages(
    service: ServiceOption = Path(),
    everything: Annotated[bool, typer.Option("--all", help="Pages that were released too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the pages that are held back, each with its reasons."""
    book = _book(service)
    pages = book.pages() if everything else book.waiting()
    if as_json:
        print_json({"count": len(pages), "pages": [as_object(page) for page in pages]})
        return
    screen = console()
    if not pages:
        screen.print("No page is in quarantine.")
        return
    for page in pages:
        screen.print(f"{page.id}  {plain(page.title)}", style="bold")
        screen.print(f"  {plain(page.url)}\n  {_state(page)}", soft_wrap=True)
        for reason in dict.fromkeys(each.reason for each in page.caught):
            screen.print(f"  - {plain(reason)}", style="yellow", soft_wrap=True)
    screen.print(f"{plural(len(pages), 'page')}. 'fingerpost content quarantine show ID' says more.")


@app.command()
def show(page: PageArgument, service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Show one page: what was found, in which words, and everything that was decided about it."""
    found = _book(service).find(page)
    if as_json:
        print_json(as_object(found))
    else:
        _show(found)


@app.command()
def release(
    page: PageArgument,
    by: ByOption = "",
    why: WhyOption = "",
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Let a page go: the next sync serves this very content. Content that changes again is screened again."""
    _say(_book(service).decide(page, "released", by=by, why=why), as_json=as_json)


@app.command()
def hold(
    page: PageArgument,
    by: ByOption = "",
    why: WhyOption = "",
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Hold a page, whatever it says: from the next sync on none of it is served, until it is released.

    A page that is served now is named by its address.
    """
    from fingerpost.errors import QuarantineError

    book = _book(service)
    try:
        decided = book.decide(page, "held", by=by, why=why)
    except QuarantineError as problem:
        served = _served(service, page) if problem.what.startswith("no page") else None
        if served is None:
            raise
        decided = book.hold(*served, by=by, why=why)
    _say(decided, as_json=as_json)


def as_object(page: Quarantined) -> dict[str, Any]:
    """Return a page of the book as one JSON object."""
    from dataclasses import asdict

    return asdict(page)


def _book(folder: Path) -> Quarantine:
    from fingerpost.safeguards.screening.quarantine import Quarantine
    from fingerpost.settings import load_settings

    return Quarantine(load_settings(folder).folder)


def _served(folder: Path, url: str) -> tuple[str, str, str, str] | None:
    """Return source, key, address and title of a page that is served at ``url``."""
    from fingerpost.search.last_version import served_at
    from fingerpost.settings import load_settings

    found = served_at(load_settings(folder).index_uri, url)
    return None if found is None else (found[0], found[1], url, found[2])


def _state(page: Quarantined) -> str:
    if page.state == "released":
        return "Released: this content is served."
    if page.state == "held":
        return "Held by a person: none of it is served from the next sync on."
    return "Waiting. Its last good version is served." if page.serving else "Waiting. None of it is served."


def _show(page: Quarantined) -> None:
    screen = console()
    screen.print(plain(page.title), style="bold")
    screen.print(
        f"{page.id}  {plain(page.url)}\n{_state(page)}\nCaught {page.since}, source {plain(page.source)}",
        soft_wrap=True,
    )
    for each in page.caught:
        screen.print(
            f"- {plain(each.reason)} ({each.kind}, {each.layer}, {each.score:.2f})", style="yellow", soft_wrap=True
        )
        if each.words:
            screen.print(f"  “{plain(each.words)}”", soft_wrap=True)
    for decision in page.decisions:
        screen.print(f"{decision.at}: {decision.action} by {plain(decision.by)}: {plain(decision.why)}", soft_wrap=True)


def _say(page: Quarantined, *, as_json: bool) -> None:
    if as_json:
        print_json(as_object(page))
        return
    what = "Released" if page.state == "released" else "Held"
    console().print(f"{what}: {plain(page.title)} ({page.id}). Run 'fingerpost sync' to act on it.", soft_wrap=True)
