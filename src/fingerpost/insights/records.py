"""The records that pass through the insights package, from a turn as it comes in to a row of a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fingerpost.domain import Outcome
from fingerpost.insights.facets import Facets


@dataclass(frozen=True, slots=True)
class TurnGiven:
    """One turn as it comes in, checked. The only record that has words in it: it never leaves ``ingest``.

    ``account`` is the id of a browser, an adviser or an API client, as the service has it; empty where there is none.
    ``nation`` is what the person stated, ``urgent`` the kinds the urgent safeguard saw, ``pages`` the addresses the
    answer cites and ``nearest`` those it offered instead.
    """

    id: str
    conversation: str
    asked_at: datetime
    question: str = field(repr=False)
    outcome: Outcome = Outcome.UNANSWERABLE
    account: str = field(default="", repr=False)
    channel: str = "web"
    language: str = ""
    nation: str = ""
    intent: str = ""
    urgent: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    useful: bool | None = None


@dataclass(frozen=True, slots=True)
class TurnKept:
    """One turn after ``ingest``: facets and keyed hashes.

    ``turn``, ``conversation`` and ``account`` are hashes keyed for the month. ``second`` is the turn's place in the
    month, in seconds. ``copy`` is the keyed MinHash signature of its words (uint32 bytes), ``words`` how many it had.
    """

    turn: str
    conversation: str
    account: str
    second: int
    facets: Facets
    copy: bytes = field(default=b"", repr=False)
    words: int = 0


@dataclass(frozen=True, slots=True)
class ConversationKept:
    """One conversation of a month: whose it is, as a keyed hash, and its facets."""

    account: str
    facets: Facets


class LeftOut(StrEnum):
    """Why something that came in is counted nowhere else."""

    MALFORMED = "malformed"
    OTHER_MONTH = "other_month"
    NO_ACCOUNT = "no_account"
    REPEATED = "repeated"
    NEAR_COPY = "near_copy"
    OVER_ACCOUNT_LIMIT = "over_account_limit"


class CellStatus(StrEnum):
    """What a release says of a cell."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"
    NOT_CLASSIFIED = "not_classified"


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """What a cell counts: one node of one category, in one geography."""

    category: str
    level: int
    node: str
    geo: str = ""
    geo_level: str = "service"


@dataclass(frozen=True, slots=True)
class Cell:
    """The people and conversations of one cell, before the gate.

    ``largest`` is how many conversations its largest account has. ``by_account`` says it of each, and is ``None`` for a
    cell of so many accounts that nothing more of them need be known.
    """

    key: CellKey
    conversations: int = 0
    accounts: int = 0
    largest: int = 0
    by_account: Mapping[str, int] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that share out another one: every conversation of ``whole`` is in exactly one of ``parts``."""

    whole: CellKey
    parts: tuple[CellKey, ...]


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One row of a release, in the order of its columns. ``value`` is ``None`` where nothing is published."""

    date_start: date
    date_end: date
    geo_id: str
    geo_level: str
    category_name: str
    hierarchy_level: int
    node_id: str
    node_name: str
    node_external_id: str
    metric_id: str
    value: float | None
    ci_low: float | None
    ci_high: float | None
    status: CellStatus
    epsilon: float | None
    release_id: str
