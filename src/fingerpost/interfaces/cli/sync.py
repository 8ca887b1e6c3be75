"""``fingerpost sync``: read the sources and bring the index in step with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.interfaces.cli.audit import record
from fingerpost.interfaces.cli.last_sync import remember
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.settings import Settings
    from fingerpost.sync import SyncReport

_SHOWN = 20


def sync(
    service: ServiceOption = Path(),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read the sources and report, but write nothing.")] = False,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="NAME", help="Only this source; may be given again.")
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed every page again.")] = False,
    allow_shrink: Annotated[
        bool, typer.Option("--allow-shrink", help="Publish even if much of the index would go.")
    ] = False,
    override: Annotated[
        str | None,
        typer.Option("--override", metavar="REASON", help="Publish whatever the gate says; the audit log keeps why."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read the sources and bring the index in step with them.

    Only pages that changed are read and embedded again. The last good index goes on serving until the new one is
    ready and has passed the service's own questions. Ends with 1 if a source could not be read to its end.
    """
    from fingerpost.settings import load_settings

    report = run_sync(
        load_settings(service),
        quiet=as_json,
        dry_run=dry_run,
        only=tuple(source or ()),
        rebuild=rebuild,
        allow_shrink=allow_shrink,
        override=override,
    )
    if as_json:
        print_json(as_object(report))
    else:
        show(report)
    if report.failed:
        raise typer.Exit(1)


def run_sync(settings: Settings, *, quiet: bool = False, override: str | None = None, **wishes: Any) -> SyncReport:
    """Sync with progress shown to whoever is watching, and return the report.

    Args:
        settings: the service's settings.
        quiet: whether standard output is kept for JSON.
        override: why a new index is to serve whatever the gate says of it.
        wishes: passed on to ``fingerpost.sync.sync``.

    Raises:
        FingerpostError: as ``fingerpost.sync.sync`` does.
    """
    from fingerpost.interfaces.cli.gate import gate_of
    from fingerpost.search.embed import open_embedder
    from fingerpost.sync import sync as run

    embedder = open_embedder(settings.index.embedder)
    with progress(quiet=quiet) as watch:
        gate = gate_of(settings, embedder, override=override, watch=watch)
        report = run(settings, watch=watch, embedder=embedder, gate=gate, **wishes)
    if not report.dry_run:
        remember(settings, as_object(report))
    if report.release is not None and not report.dry_run and (report.added or report.changed or report.removed):
        counted = {"added": report.added, "changed": report.changed, "removed": report.removed}
        record(settings, "content.published", report.release.version, counted)
    return report


def as_object(report: SyncReport) -> dict[str, Any]:
    """Return the report as one JSON object."""
    from pydantic import TypeAdapter

    from fingerpost.sync import SyncReport

    return TypeAdapter(SyncReport).dump_python(report, mode="json")


def show(report: SyncReport) -> None:
    """Print the closing report: what was added, changed, unchanged, removed, and skipped with its reason."""
    from rich.table import Table

    screen = console()
    counts = Table(box=None, show_header=False, pad_edge=False)
    for name in ("added", "changed", "unchanged", "removed"):
        counts.add_row(name.capitalize(), f"{getattr(report, name):,}")
    counts.add_row("Skipped", f"{len(report.skipped):,}")
    counts.add_row("Quarantined", f"{len(report.quarantined):,}")
    for row_of in counts.columns[1:]:
        row_of.justify = "right"
    screen.print(counts)
    for skipped in report.skipped[:_SHOWN]:
        screen.print(f"  {plain(skipped.key)}\n    {plain(skipped.reason)}", style="yellow")
    if len(report.skipped) > _SHOWN:
        screen.print(f"  … and {len(report.skipped) - _SHOWN:,} more; --json lists them all", style="yellow")
    for back in report.quarantined[:_SHOWN]:
        kept = "its last good version is served" if back.serving else "none of it is served"
        screen.print(f"  {plain(back.key)}\n    held back ({back.id}): {kept}", style="bold yellow")
        for reason in back.reasons:
            screen.print(f"    - {plain(reason)}", style="yellow")
    if report.quarantined:
        screen.print("  'fingerpost content quarantine list' shows them all", style="yellow")
    for failed in report.failed:
        screen.print(f"Source {plain(failed.name)!r} failed: {plain(failed.reason)}", style="bold red")
        screen.print("  What the index held of it stays.", style="red")
    screen.print(closing(report), soft_wrap=True)


def closing(report: SyncReport) -> str:
    """Return the report's last line: what serves now, or that nothing was written."""
    if report.dry_run:
        return f"Dry run: nothing was written. It took {report.seconds:.1f} s."
    if report.release is None:
        return f"Nothing was published. It took {report.seconds:.1f} s."
    release = report.release
    return (
        f"Serving {plural(release.documents, 'page')} in {plural(release.sections, 'section')} "
        f"(release {release.version}, {plural(report.sections, 'section')} embedded in {report.seconds:.1f} s)."
    )
