"""What a plan is: steps a person keeps for themselves, and facts they chose to keep with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_STEPS = 100
LONGEST_TEXT = 300
LONGEST_NOTE = 2_000
MOST_DOCUMENTS = 20
LONGEST_DOCUMENT = 200
MOST_LINKS = 8
LONGEST_URL = 2_000


class Origin(StrEnum):
    """Where a step was saved from."""

    ANSWER = "answer"
    JOURNEY = "journey"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A page a step rests on or leads to.

    ``url`` starts with ``https://``, ``http://`` or, on the service's own site, ``/``. ``as_of`` is the day the page
    was last changed, as far as that is known. ``locale`` is the language of ``text``.
    """

    text: str
    url: str
    locale: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    ``text`` and ``documents`` are in the language ``locale``, empty where a person wrote them. ``origin_title`` is
    what the page or journey it was saved from is called. ``note`` is the rest of what was said of it.
    """

    id: str
    text: str
    note: str = ""
    due: date | None = None
    documents: tuple[str, ...] = ()
    links: tuple[PlanLink, ...] = ()
    done: bool = False
    origin: Origin = Origin.OWN
    origin_title: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """The steps as they were before the last change, so that it can be undone. ``change`` names the change."""

    change: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is kept for one person. ``facts`` are values by the names in ``facts``, in no order."""

    steps: tuple[Step, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    before: Before | None = None

    @property
    def removed(self) -> tuple[Step, ...]:
        """The steps that are gone from the plan and still held, because the last change can be undone."""
        if self.before is None:
            return ()
        there = {step.id for step in self.steps}
        return tuple(step for step in self.before.steps if step.id not in there)

    def step(self, step_id: str) -> Step | None:
        """Return the step of this id, if there is one."""
        return next((step for step in self.steps if step.id == step_id), None)
