"""What can be done to a plan. Pure: each takes a plan and returns the next one, which remembers how to undo it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from fingerpost.services.plans.model import MOST_STEPS, Before, Plan, Step


class PlanFullError(Exception):
    """A plan has as many steps as it can hold. Caught where it is said to the person."""


def new_id() -> str:
    """Return an id for a step: random, so that an address that holds it tells nothing."""
    return secrets.token_hex(8)


def added(plan: Plan, steps: Sequence[Step]) -> Plan:
    """Return the plan with these steps at its end; one that is there already, and not done, is not added twice.

    Raises:
        PlanFullError: there would be more than ``MOST_STEPS``.
    """
    there = {_same(step) for step in plan.steps if not step.done}
    new: list[Step] = []
    for step in steps:
        if _same(step) not in there:
            there.add(_same(step))
            new.append(replace(step, id=new_id()))
    if len(plan.steps) + len(new) > MOST_STEPS:
        raise PlanFullError
    return _changed(plan, "added", (*plan.steps, *new)) if new else plan


def ticked(plan: Plan, step_id: str, *, done: bool) -> Plan:
    """Return the plan with a step done, or to do again."""
    return _mapped(plan, "done" if done else "not_done", step_id, lambda step: replace(step, done=done))


def edited(plan: Plan, step_id: str, written: Step) -> Plan:
    """Return the plan with a step's words, note, date, documents and links as ``written`` has them.

    Where the words are no longer the page's, they are the person's own, in no known language.
    """

    def change(step: Step) -> Step:
        own = step.text != written.text or step.documents != written.documents
        return replace(
            step,
            text=written.text,
            note=written.note,
            due=written.due,
            documents=written.documents,
            links=written.links,
            locale="" if own else step.locale,
        )

    return _mapped(plan, "edited", step_id, change)


def removed(plan: Plan, step_id: str) -> Plan:
    """Return the plan without a step."""
    return _changed(plan, "removed", tuple(step for step in plan.steps if step.id != step_id))


def moved(plan: Plan, step_id: str, by: int) -> Plan:
    """Return the plan with a step so many places further down, or up where ``by`` is below nought."""
    steps = list(plan.steps)
    at = next((place for place, step in enumerate(steps) if step.id == step_id), None)
    if at is None:
        return plan
    step = steps.pop(at)
    steps.insert(min(max(at + by, 0), len(steps)), step)
    return _changed(plan, "moved", tuple(steps))


def in_order_of_dates(plan: Plan) -> Plan:
    """Return the plan with what is due soonest first; steps without a date keep their order, after those with one."""
    return _changed(plan, "moved", tuple(sorted(plan.steps, key=lambda step: step.due or date.max)))


def undone(plan: Plan) -> Plan:
    """Return the plan as it was before its last change. That can't be undone in turn."""
    return plan if plan.before is None else replace(plan, steps=plan.before.steps, before=None)


def settled(plan: Plan) -> Plan:
    """Return the plan without what its last change could be undone from: what was removed is gone then."""
    return replace(plan, before=None)


def with_facts(plan: Plan, facts: Mapping[str, str]) -> Plan:
    """Return the plan with exactly these facts. What is left out is forgotten; steps and their undoing stay."""
    return replace(plan, facts=tuple(sorted((key, value) for key, value in facts.items() if value)))


def _same(step: Step) -> tuple[str, str]:
    return step.text.casefold(), step.links[0].url if step.links else ""


def _mapped(plan: Plan, change: str, step_id: str, by: Callable[[Step], Step]) -> Plan:
    return _changed(plan, change, tuple(by(step) if step.id == step_id else step for step in plan.steps))


def _changed(plan: Plan, change: str, steps: tuple[Step, ...]) -> Plan:
    return plan if steps == plan.steps else replace(plan, steps=steps, before=Before(change, plan.steps))
