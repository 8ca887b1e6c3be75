"""Progress for people, on standard error: a bar on a terminal, a line a stage elsewhere, nothing under ``--json``."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fingerpost.interfaces.cli.output import console, plain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bars:
    """Draws what ``sync`` tells it, one bar a source. Satisfies ``fingerpost.sync.Watcher``."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._last: dict[str, str] = {}

    def started(self, source: str, total: int | None) -> None:
        """Start a source's bar, of unknown length when ``total`` is ``None``."""
        self._tasks[source] = self._progress.add_task(source, total=total)

    def entry(self, source: str, change: str, key: str) -> None:
        """Move a source's bar on by one entry. One that is read and then skipped is told of twice, and counts once."""
        if change != "removed" and source in self._tasks and self._last.get(source) != key:
            self._progress.advance(self._tasks[source])
        self._last[source] = key

    def stage(self, name: str) -> None:
        """Finish the bars so far and show that a step over the whole index has begun."""
        self._finish_all()
        self._tasks[name] = self._progress.add_task(name, total=None)

    def at(self, name: str, done: int, total: int) -> None:
        """Move a bar to where it is, starting it when it is new."""
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=total)
        self._progress.update(self._tasks[name], completed=done, total=total)

    def close(self) -> None:
        """Show every bar as finished."""
        self._finish_all()

    def _finish_all(self) -> None:
        for task in self._progress.tasks:
            if task.total is None or task.completed < task.total:
                self._progress.update(task.id, total=max(task.completed, 1), completed=max(task.completed, 1))


class Lines:
    """Says what ``sync`` tells it, one line a source or stage, where a bar could not be redrawn."""

    def started(self, source: str, total: int | None) -> None:
        """Say that a source is being read, and how much of it there is when that is known."""
        expected = "" if total is None else f" ({total:,} expected)"
        sys.stderr.write(f"Reading {plain(source)}{expected}\n")

    def entry(self, source: str, change: str, key: str) -> None:
        """Say nothing: a line a page would drown the rest."""

    def stage(self, name: str) -> None:
        """Say that a step over the whole index has begun."""
        sys.stderr.write(f"{plain(name).capitalize()}\n")

    def at(self, name: str, done: int, total: int) -> None:
        """Say that a step is done."""
        if done >= total:
            sys.stderr.write(f"{plain(name).capitalize()}: {done:,}\n")


@contextmanager
def progress(*, quiet: bool = False) -> Generator[Bars | Lines | None]:
    """Yield something to tell progress to, or ``None`` when nobody is there to see it.

    Args:
        quiet: whether standard output is kept for JSON. A terminal on standard error still gets its bar.
    """
    if not sys.stderr.isatty():
        yield None if quiet else Lines()
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Entries a second, over the whole of the task once it has ended."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.1f}/s", style="dim")

    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TextColumn("left", style="dim"),
        TimeRemainingColumn(),
        TextColumn("taken", style="dim"),
        TimeElapsedColumn(),
        console=console(stderr=True),
    ) as drawn:
        bars = Bars(drawn)
        yield bars
        bars.close()
