"""What a calculator worked out while a question was answered: a worked result, marked as what it is.

No guidance, and no model's words: every figure comes from a tested rule with its source and the dates its rates hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fingerpost.domain.offers import Offer, OfferedValue


@dataclass(frozen=True, slots=True)
class WorkedFigure:
    """One figure of a result. ``amount`` is for programs (pounds as a decimal, a date as ISO), ``words`` for people."""

    key: str
    label: str
    amount: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class WorkedLine:
    """One line of the working: a figure in words, the rule that gives it, and where the rule stands."""

    label: str
    words: str
    rule: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class WorkedRates:
    """Rates that were used, and the days they hold: both included, ``ends`` is ``None`` where no end is announced."""

    name: str
    starts: date
    ends: date | None
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class WorkedResult:
    """A calculator's result from what the person said. ``url`` is its form, on the service's own site.

    ``given`` is all it was worked out from, to be confirmed or changed by the person. ``locale`` is the language of
    its words.
    """

    name: str
    title: str
    url: str
    given: tuple[OfferedValue, ...]
    figures: tuple[WorkedFigure, ...]
    working: tuple[WorkedLine, ...]
    rates: tuple[WorkedRates, ...] = ()
    notes: tuple[str, ...] = ()
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool of a model came to. ``text`` goes back to the model, as data; the rest is for the person."""

    text: str
    worked: WorkedResult | None = None
    offer: Offer | None = None
