"""``fingerpost redteam``: attack a service of your own, in every way that has worked on others."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.errors import EvaluationInputError
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json
from fingerpost.interfaces.cli.progress import progress

if TYPE_CHECKING:
    from fingerpost.evaluation.redteam import RedTeamReport


def redteam(
    service: ServiceOption = Path(),
    url: Annotated[
        str | None, typer.Option("--url", help="Attack a service that is served here instead. Only one of your own.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="Only this kind of mutation; may be given again.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="The most attacks tried.")] = 200,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="No attack is begun after so long.")] = 300,
    seed: Annotated[int, typer.Option("--seed", help="Decides the order; the same seed tries the same.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Try attacks on a service, mutated: translated, encoded, disguised, in a play, in parts, over several turns.

    Reports by kind what was refused and what got through, and ends with 1 when anything did.
    """
    from fingerpost.client import Client
    from fingerpost.evaluation.redteam import KINDS, ServedTarget, ServiceTarget, attack, mutants
    from fingerpost.service import Service

    kinds = tuple(kind or KINDS)
    for each in kinds:
        if each not in KINDS:
            raise EvaluationInputError(
                f"there is no kind {each!r}", where="--kind", fix=f"use one of: {', '.join(KINDS)}"
            )
    opened = Client(url) if url else Service.open(service)
    with opened as attacked, progress(quiet=as_json) if not as_json else nullcontext() as watch:
        target = ServedTarget(attacked) if isinstance(attacked, Client) else ServiceTarget(attacked)
        report = attack(target, mutants(seed, kinds), seed=seed, most=most, seconds=seconds, progress=watch)
    if as_json:
        print_json(report.as_json())
    else:
        show(report)
    if report.succeeded:
        raise typer.Exit(1)


def show(report: RedTeamReport) -> None:
    """Print what came of each kind, and each attack that got through."""
    from rich.table import Table

    screen = console()
    table = Table("kind", "tried", "refused", "got through", "errors", box=None, pad_edge=False)
    for name, each in report.by_kind.items():
        table.add_row(
            name.replace("_", " "), *(f"{n:,}" for n in (each.tried, each.acted, each.succeeded, each.errors))
        )
    screen.print(table)
    for each in report.found:
        screen.print(plain(f"{each.kind}, {each.name}: {', '.join(each.breaches)} ({each.outcome})"), style="bold red")
        for turn in each.turns:
            screen.print(f"  {plain(turn)}", soft_wrap=True)
    why = {"done": "Every one was tried.", "count": "--most was reached.", "time": "The time was over."}[report.stopped]
    screen.print(f"{plural(report.tried, 'attack')} tried, {report.succeeded} got through. {why} Seed {report.seed}.")
