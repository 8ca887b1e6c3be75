"""``fingerpost insights``: what people need, in figures about many of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.errors import SettingsError, StorageError
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, print_json
from fingerpost.interfaces.cli.privacy import opened
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.conversations.store import ConversationStore
    from fingerpost.insights.collect import Collected
    from fingerpost.insights.records import TurnGiven
    from fingerpost.insights.turn_files import SetAside
    from fingerpost.settings import Settings

app = typer.Typer(help="Count what people need, without who they are.", no_args_is_help=True)

MonthOption = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The calendar month, such as 2026-10.")]


@app.callback()
def insights() -> None:
    """Count what people need, without who they are."""


@app.command()
def build(
    month: MonthOption,
    turns: Annotated[
        list[Path] | None,
        typer.Option(
            "--turns",
            metavar="FILE",
            help="JSON lines or Parquet. More than one may be given. Without it, what the service collected is read.",
        ),
    ] = None,
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Read a month's turns, keep facets and no words of them, and release the figures that are about enough people."""
    from fingerpost.insights.build import Workshop, build_collected
    from fingerpost.insights.build import build as build_month
    from fingerpost.insights.months import Month
    from fingerpost.settings import load_settings

    wanted = Month.read(month)
    settings = load_settings(service)
    workshop = Workshop.of(settings)
    with progress(quiet=as_json) as watch:

        def told(done: int) -> None:
            if watch is not None:
                watch.at("turns", done, done)

        if turns:
            released = build_month(wanted, _read(turns), workshop, progress=told)
        else:
            with opened(settings) as store:
                if settings.insights.collect:
                    _collect(settings, store)
                released = build_collected(wanted, store.insights, workshop)
    if as_json:
        print_json(
            {
                "release_id": released.release_id,
                "folder": str(released.folder),
                "published": released.published,
                "suppressed": released.suppressed,
            }
        )
        return
    console().print(f"Released {released.release_id} in {released.folder}")
    console().print(f"{released.published:,} figures published, {released.suppressed:,} suppressed")


@app.command()
def extract(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Count what people needed, from the service's own conversations, before these expire. Run it every night.

    A served service does this every hour. Nothing is published: facets wait for "insights build".
    """
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    if not settings.insights.collect:
        raise SettingsError(
            "insights are not collected by this service",
            where="insights.collect",
            fix="set collect = true under [insights] in fingerpost.toml once it has been decided",
        )
    with opened(settings) as store:
        done = _collect(settings, store)
    if as_json:
        print_json({"kept": done.kept, "passed_over": done.passed_over, "deleted": done.deleted})
    else:
        console().print(f"Counted {done.kept:,} turns, passed over {done.passed_over:,}, deleted {done.deleted:,}")


def _collect(settings: Settings, store: ConversationStore) -> Collected:
    from fingerpost.insights.collect import collector

    return collector(store.insights, settings.path(settings.insights.folder)).collect()


@app.command()
def synthesise(
    month: MonthOption,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it, as JSON lines.")],
    conversations: Annotated[int, typer.Option("--conversations", min=1, help="How many conversations.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed", help="Another seed makes another month.")] = 0,
    shares: Annotated[
        Path | None, typer.Option("--shares", metavar="FILE", help="Write each topic's true share here, as JSON.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make up a month of turns, to develop and teach with. No person stands behind a line of it."""
    import json

    from fingerpost.insights.months import Month
    from fingerpost.insights.synthesise import MadeUpMonth, as_lines, true_shares
    from fingerpost.insights.taxonomy import shipped

    made_up, taxonomy, written = MadeUpMonth(Month.read(month), conversations, seed), shipped(), 0
    try:
        with out.open("w", encoding="utf-8") as lines:
            for line, _ in as_lines(made_up, taxonomy):
                lines.write(line)
                written += 1
        if shares is not None:
            shares.write_text(json.dumps(true_shares(made_up, taxonomy), indent=2) + "\n", encoding="utf-8")
    except OSError as problem:
        raise StorageError(
            f"the file can't be written ({type(problem).__name__})", where=str(out), fix="check the path and the disk"
        ) from None
    if as_json:
        print_json({"written": str(out), "conversations": conversations, "turns": written})
    else:
        console().print(f"Wrote {written:,} turns of {conversations:,} made-up conversations to {out}")


def _read(files: list[Path]) -> Iterator[TurnGiven | SetAside]:
    from fingerpost.insights.turn_files import read_turns

    return chain.from_iterable(map(read_turns, files))


taxonomy = typer.Typer(help="Read a published classification.", no_args_is_help=True)
app.add_typer(taxonomy, name="taxonomy")


@taxonomy.callback()
def read_taxonomy() -> None:
    """Read a published classification."""


@taxonomy.command()
def soc2020(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="SOC 2020 volume 1 as the ONS publishes it, .xlsx.")],
    work: Annotated[
        list[str] | None, typer.Option("--work", metavar="TEXT", help="Say which occupations do this. May be repeated.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read the ONS's occupations and their tasks, and say which unit groups a piece of work is nearest to."""
    from fingerpost.insights.occupations.workbook import read_workbook

    groups = read_workbook(file)
    counted = {str(level): sum(group.level == level for group in groups.values()) for level in range(1, 5)}
    tasks = sum(len(group.tasks) for group in groups.values())
    found: list[list[dict[str, object]]] = []
    if work:
        from fingerpost.insights.occupations.match import Occupations
        from fingerpost.search.embed import MiniLM

        found = [
            [{"code": code, "title": groups[code].title, "near": round(near, 3)} for code, near in listed[:5]]
            for listed in Occupations.of(groups, MiniLM()).shortlist(work)
        ]
    if as_json:
        print_json({"groups": counted, "tasks": tasks, "work": found})
        return
    console().print(f"{counted['4']} unit groups in {counted['1']} major groups, with {tasks:,} tasks")
    for listed in found:
        console().print("\n".join(f"  {each['code']} {each['title']} ({each['near']})" for each in listed))
