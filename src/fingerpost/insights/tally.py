"""Conversations counted into cells, and how the cells add up. Nothing here leaves but through the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from fingerpost.domain import Outcome
from fingerpost.insights.facets import (
    NOT_CLASSIFIED,
    Channel,
    Facets,
    Language,
    LifeEvent,
    Nation,
    Need,
    Success,
    UrgencyGroup,
)
from fingerpost.insights.records import Cell, CellKey, ConversationKept, Group
from fingerpost.insights.taxonomy import LEVELS, Taxonomy, above

ALL = "all"
FLAT: Mapping[str, type[StrEnum]] = {
    "need": Need,
    "life_event": LifeEvent,
    "outcome": Outcome,
    "urgency": UrgencyGroup,
    "language": Language,
    "channel": Channel,
    "success": Success,
}
"""The categories that are one list of values."""
CROSSED = ("outcome", "need")
"""The categories that are told for each topic of level 1."""
UNMET = (Outcome.UNANSWERABLE, Outcome.PARTIAL)
"""How a conversation ends whose need was not met, or not wholly: what a content designer works from."""
GAP, MET = "gap", "met"
NATION_CODES: Mapping[Nation, str] = {
    Nation.ENGLAND: "E92000001",
    Nation.SCOTLAND: "S92000003",
    Nation.WALES: "W92000004",
    Nation.NORTHERN_IRELAND: "N92000002",
    Nation.NOT_STATED: "not_stated",
}
"""The Office for National Statistics' codes of the nations."""
WHOLE = CellKey(ALL, 0, ALL)
_ACCOUNTS_KEPT = 1000
"""Of a cell with more accounts than this it is no longer kept whose they are: memory does not grow with the month."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Every cell of a month, empty ones too; how they add up; and those that are never published."""

    cells: Mapping[CellKey, Cell]
    groups: Sequence[Group]
    withheld: frozenset[CellKey]


def tally(conversations: Iterable[ConversationKept], taxonomy: Taxonomy) -> Tally:
    """Count conversations, which have to come in order of their accounts, into cells."""
    counts: dict[CellKey, _Count] = {}
    for account, theirs in groupby(conversations, key=lambda each: each.account):
        found = Counter(key for each in theirs for key in cells_of(each.facets))
        for key, number in found.items():
            counts.setdefault(key, _Count()).add(account, number)
    groups = _groups(taxonomy)
    keys = {WHOLE, *(key for group in groups for key in (group.whole, *group.parts))}
    cells = {key: counts[key].cell(key) if key in counts else Cell(key, by_account={}) for key in sorted(keys)}
    not_stated = NATION_CODES[Nation.NOT_STATED]
    return Tally(cells, groups, frozenset(key for key in keys if key.geo == not_stated))


def cells_of(facets: Facets) -> Iterator[CellKey]:
    """Yield every cell that a conversation with these facets counts in."""
    code = NATION_CODES[facets.nation]
    first = above(facets.topic, 1)
    yield WHOLE
    yield CellKey(ALL, 0, ALL, code, "nation")
    yield CellKey("topic", 1, first, code, "nation")
    yield CellKey("topic", 1, first)
    if facets.topic != NOT_CLASSIFIED:
        for level in range(2, LEVELS + 1):
            yield CellKey("topic", level, above(facets.topic, level))
    met = GAP if facets.outcome in UNMET else MET
    yield CellKey(met, 1, first)
    if facets.topic != NOT_CLASSIFIED:
        yield CellKey(met, LEVELS, facets.topic)
    for category in FLAT:
        yield CellKey(category, 1, str(getattr(facets, category)))
    for category in CROSSED:
        yield CellKey(f"topic_{category}", 1, f"{first}|{getattr(facets, category)}")


def _groups(taxonomy: Taxonomy) -> list[Group]:
    firsts = [*(topic.id for topic in taxonomy.at(1)), NOT_CLASSIFIED]
    topics = {name: CellKey("topic", 1, name) for name in firsts}
    groups = [Group(WHOLE, tuple(topics.values()))]
    for level in range(1, LEVELS):
        for topic in taxonomy.at(level):
            parts = tuple(CellKey("topic", level + 1, each.id) for each in taxonomy.children(topic.id))
            groups.append(Group(CellKey("topic", level, topic.id), parts))
    for category, values in FLAT.items():
        groups.append(Group(WHOLE, tuple(CellKey(category, 1, str(value)) for value in values)))
    for category in CROSSED:
        name, values = f"topic_{category}", [str(value) for value in FLAT[category]]
        groups += [
            Group(topics[first], tuple(CellKey(name, 1, f"{first}|{value}") for value in values)) for first in firsts
        ]
        for value in values:
            crossed = tuple(CellKey(name, 1, f"{first}|{value}") for first in firsts)
            groups.append(Group(CellKey(category, 1, value), crossed))
    groups += _gap_groups(taxonomy, topics)
    codes = list(NATION_CODES.values())
    groups.append(Group(WHOLE, tuple(CellKey(ALL, 0, ALL, code, "nation") for code in codes)))
    for code in codes:
        parts = tuple(CellKey("topic", 1, name, code, "nation") for name in firsts)
        groups.append(Group(CellKey(ALL, 0, ALL, code, "nation"), parts))
    groups += [
        Group(topics[name], tuple(CellKey("topic", 1, name, code, "nation") for code in codes)) for name in firsts
    ]
    return groups


def _gap_groups(taxonomy: Taxonomy, topics: Mapping[str, CellKey]) -> list[Group]:
    """Return how unmet needs add up: to their topics, and to the outcomes told of the same topics."""
    shares = [
        Group(topic, (CellKey(GAP, topic.level, topic.node), CellKey(MET, topic.level, topic.node)))
        for topic in (*topics.values(), *(CellKey("topic", LEVELS, leaf.id) for leaf in taxonomy.leaves))
    ]
    outcomes = [[str(each) for each in Outcome if (each in UNMET) == unmet] for unmet in (True, False)]
    for kind, ended in zip((GAP, MET), outcomes, strict=True):
        for first in topics:
            whole = CellKey(kind, 1, first)
            shares.append(Group(whole, tuple(CellKey("topic_outcome", 1, f"{first}|{each}") for each in ended)))
            leaves = tuple(CellKey(kind, LEVELS, leaf.id) for leaf in taxonomy.leaves if above(leaf.id, 1) == first)
            if leaves:
                shares.append(Group(whole, leaves))
    return shares


@dataclass(slots=True)
class _Count:
    conversations: int = 0
    accounts: int = 0
    largest: int = 0
    by_account: dict[str, int] | None = field(default_factory=dict[str, int])

    def add(self, account: str, number: int) -> None:
        self.conversations += number
        self.accounts += 1
        self.largest = max(self.largest, number)
        if self.by_account is not None:
            self.by_account[account] = number
            if len(self.by_account) > _ACCOUNTS_KEPT:
                self.by_account = None

    def cell(self, key: CellKey) -> Cell:
        return Cell(key, self.conversations, self.accounts, self.largest, self.by_account)
