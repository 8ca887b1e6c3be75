"""A plan as Markdown: a task list that opens anywhere, with every page it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.services.journeys.words import escaped
from fingerpost.services.plans.model import Plan, Step
from fingerpost.services.plans.takeaway import Around, split_by_done


def plan_markdown(plan: Plan, around: Around) -> str:
    """Return the plan as CommonMark with task-list marks. Nothing a person wrote is ever read as Markdown."""
    to_do, done = split_by_done(plan.steps)
    lines = [f"# {escaped(around.title)}", "", escaped(around.made), ""]
    if not plan.steps:
        lines += [escaped(around.nothing), ""]
    for heading, steps in ((around.to_do, to_do), (around.done, done)):
        if steps:
            lines += [f"## {escaped(heading)}", ""]
            for step in steps:
                lines += [*_step(step, around), ""]
    return "\n".join([*lines, escaped(around.check), ""])


def _step(step: Step, around: Around) -> Iterator[str]:
    yield f"- [{'x' if step.done else ' '}] {escaped(step.text)}"
    if step.due:
        yield from ("", f"  {escaped(around.due)}: {around.day(step.due)}")
    if step.note:
        for paragraph in step.note.splitlines():
            yield from ("", f"  {escaped(paragraph)}") if paragraph.strip() else ()
    if step.documents:
        yield from ("", f"  {escaped(around.documents)}:", "")
        yield from (f"  - {escaped(paper)}" for paper in step.documents)
    if step.links:
        yield from ("", f"  {escaped(around.links)}:", "")
        for link in step.links:
            dated = around.dated(link)
            yield f"  - [{escaped(link.text)}](<{around.address(link)}>)" + (f" ({escaped(dated)})" if dated else "")
