"""``fingerpost status``: what the index holds, since when, and what the last sync came to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fingerpost.interfaces.cli.last_sync import recall
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json, size

if TYPE_CHECKING:
    from fingerpost.search.index import Release
    from fingerpost.settings import Settings


def status(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Show what the index holds, by source, since when, its size, and what the last sync came to."""
    from fingerpost.search.embed import open_embedder
    from fingerpost.search.index import Index
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    release = Index.open(settings.index_uri, open_embedder(settings.index.embedder)).release
    found = describe(settings, release)
    if as_json:
        print_json(found)
    else:
        show(found)


def describe(settings: Settings, release: Release) -> dict[str, Any]:
    """Return the state of a service as one JSON object. ``bytes`` is ``None`` for an index on object storage."""
    from fingerpost.safeguards.screening.quarantine import Quarantine

    by_source = dict(release.sources)
    return {
        "service": settings.service.name,
        "release": release.version,
        "content_version": release.content_version,
        "embedder": release.embedder,
        "created_at": release.created_at.isoformat(timespec="seconds"),
        "documents": release.documents,
        "sections": release.sections,
        "sources": {source.name: by_source.get(source.name, 0) for source in settings.sources},
        "locales": list(release.locales),
        "index": settings.index_uri,
        "bytes": _size_of(settings.index_uri),
        "last_sync": recall(settings),
        "quarantined": len(Quarantine(settings.folder).waiting()),
    }


def show(found: dict[str, Any]) -> None:
    """Print the state of a service for a person to read."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("Service", plain(found["service"]))
    table.add_row("Release", f"{found['release']}, made {found['created_at']}")
    table.add_row("Holds", f"{plural(found['documents'], 'page')} in {plural(found['sections'], 'section')}")
    for name, count in found["sources"].items():
        table.add_row("", f"{plain(name)}: {plural(count, 'page')}")
    table.add_row("Languages", ", ".join(found["locales"]) or "none yet")
    table.add_row("Embedder", plain(found["embedder"]))
    kept = "" if found["bytes"] is None else f", {size(found['bytes'])}"
    table.add_row("Index", plain(found["index"]) + kept)
    if found["quarantined"]:
        table.add_row(
            "Quarantine", f"{plural(found['quarantined'], 'page')}; 'fingerpost content quarantine list' says why"
        )
    table.add_row("Last sync", _last(found["last_sync"]))
    console().print(table)


def _last(report: dict[str, Any] | None) -> str:
    if report is None:
        return "not known here"
    counts = ", ".join(f"{report[name]:,} {name}" for name in ("added", "changed", "unchanged", "removed"))
    held_back = len(report.get("quarantined", ()))
    back = f", {held_back:,} quarantined" if held_back else ""
    failed = "".join(f"; source {plain(source['name'])!r} failed" for source in report["failed"])
    return f"{report['finished_at']}: {counts}, {len(report['skipped']):,} skipped{back}{failed}"


def _size_of(uri: str) -> int | None:
    if "://" in uri:
        return None
    return sum(file.stat().st_size for file in Path(uri).rglob("*") if file.is_file())
