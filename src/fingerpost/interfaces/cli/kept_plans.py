"""A person's plan as ``fingerpost privacy`` finds, shows and deletes it: by its link, or by an e-mail address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fingerpost.errors import PlanNotFoundError, SettingsError

if TYPE_CHECKING:
    from fingerpost.conversations.plans import OpenPlan, PlanStore
    from fingerpost.conversations.store import ConversationStore
    from fingerpost.settings import Settings

_IN_A_LINK = "/plan/open/"


def names_a_plan(given: str) -> bool:
    """Return whether what was given is a plan's private link or an e-mail address, and no conversation's id."""
    return _IN_A_LINK in given or "@" in given


def plans_of(store: ConversationStore, settings: Settings) -> PlanStore:
    """Return where a service's plans are kept. Raises ``SettingsError`` where it has no key to read them with."""
    from fingerpost.conversations.plan_seals import plan_seals

    seals = plan_seals(settings)
    if seals is None:
        raise SettingsError(
            "this service has no key for plans, or does not offer them",
            where="plans.keys",
            fix="set FINGERPOST_PLANS__KEYS to the keys it had, or make one with 'fingerpost plans new-key'",
        )
    return store.plans(seals)


def found_plan(plans: PlanStore, given: str) -> OpenPlan:
    """Return the plan that a link or an address opens.

    Raises:
        PlanNotFoundError: neither opens one.
        PlanSealedError: it is there and can't be read.
    """
    from fingerpost.conversations.plan_codes import PlanCodes
    from fingerpost.conversations.plans import LINK

    if _IN_A_LINK in given:
        found = plans.get(given.rpartition(_IN_A_LINK)[2].strip("/ "), datetime.now(UTC), LINK)
    else:
        plan_id = PlanCodes(plans).plan_of(given)
        found = plans.with_id(plan_id) if plan_id else None
    if found is None:
        raise PlanNotFoundError(
            "no plan is opened by this", fix="ask the person for the whole link: it may have expired or been deleted"
        )
    return found


def plan_as_object(found: OpenPlan, keep_days: int) -> dict[str, Any]:
    """Return everything that is kept of a plan as one JSON object."""
    from pydantic import TypeAdapter

    from fingerpost.services.plans import Plan

    return {**describe_plan(found, keep_days), **TypeAdapter(Plan).dump_python(found.plan, mode="json")}


def describe_plan(found: OpenPlan, keep_days: int) -> dict[str, Any]:
    """Return what is kept of a plan, counted: nothing of what its steps say is in it."""
    plan = found.plan
    return {
        "plan": found.id,
        "made_at": found.made_at.isoformat(timespec="seconds"),
        "used_at": found.used_at.isoformat(timespec="seconds"),
        "step_count": len(plan.steps),
        "done": sum(step.done for step in plan.steps),
        "removed_but_held": len(plan.removed),
        "facts_kept": [name for name, _ in plan.facts],
        "opened_by_link": found.has_link,
        "opened_by_email": found.has_email,
        "keep_days": keep_days,
        "gone_by": (found.used_at + timedelta(days=keep_days)).isoformat(timespec="seconds"),
    }
