"""Made-up months, to develop and teach with: no person stands behind a line of them.

Each conversation is about a topic drawn by fixed shares, said in words of the taxonomy that the classifier never learnt
from, among everyday openings and circumstances. The same seed makes the same month.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fingerpost.domain import Outcome
from fingerpost.insights.months import Month
from fingerpost.insights.taxonomy import Taxonomy, Topic

_OPENINGS = (
    "Hi, ", "Hello there. ", "", "", "Sorry if this is the wrong place. ", "Quick question: ", "Please help. ",
    "I have been going round in circles. ", "My neighbour said to ask here. ", "I tried ringing but gave up. ",
)  # fmt: skip
_SUBJECTS = (
    "It is to do with {thing}. ", "This is about {thing}. ", "I am reading about {thing}. ",
    "Somebody mentioned {thing}. ", "I know little about {thing}. ", "", "",
)  # fmt: skip
_CIRCUMSTANCES = (
    "I work three days a week.", "I am 47.", "We have two children.", "I rent my home.", "I live with my sister.",
    "I moved here two years ago.", "I am on a low income.", "I don't have a computer.", "This was in the spring.",
    "My first language is not English.", "I need to know before Friday.", "It is for somebody in my family.",
    "", "", "",
)  # fmt: skip
_CLOSINGS = ("Thanks", "What should I do?", "Can you help?", "Any advice please", "Where do I start?", "", "", "")
_OUTCOMES = {
    Outcome.ANSWERED: 62,
    Outcome.PARTIAL: 14,
    Outcome.UNANSWERABLE: 11,
    Outcome.CLARIFY: 6,
    Outcome.HANDOFF: 4,
    Outcome.OUT_OF_SCOPE: 2,
    Outcome.URGENT: 1,
}
_NATIONS = {"": 70, "england": 20, "scotland": 5, "wales": 3, "northern_ireland": 2}
_MOST_OF_AN_ACCOUNT = 7
_FIRST_HOUR, _HOURS = 7, 15


@dataclass(frozen=True, slots=True)
class MadeUpMonth:
    """How a month is made up.

    Attributes:
        month: which month.
        conversations: how many conversations.
        seed: another one makes another month.
        without_account: the share of conversations that have no account.
    """

    month: Month
    conversations: int
    seed: int = 0
    without_account: float = 0.05

    def rows(self, taxonomy: Taxonomy) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield each turn as a row of the documented form, and the topic it is about."""
        chance = random.Random(self.seed)  # noqa: S311 - made-up data, not a secret
        shares = topic_shares(taxonomy, self.seed)
        topics, weights = list(taxonomy.leaves), [shares[leaf.id] for leaf in taxonomy.leaves]
        account, left = 0, 0
        for number in range(self.conversations):
            if not left:
                account, left = account + 1, min(1 + int(chance.expovariate(1.2)), _MOST_OF_AN_ACCOUNT)
            left -= 1
            (topic,) = chance.choices(topics, weights)
            has_account = chance.random() >= self.without_account
            named = f"browser-{account}" if has_account else ""
            for turn in range(1 + int(chance.expovariate(2.0))):
                yield self._row(chance, topic, number, turn, named), topic.id

    def _row(self, chance: random.Random, topic: Topic, number: int, turn: int, account: str) -> dict[str, Any]:
        days = (self.month.next.begins - self.month.begins).days
        asked_at = self.month.begins + timedelta(
            days=number % days, hours=_FIRST_HOUR + number % _HOURS, minutes=turn, seconds=chance.randrange(60)
        )
        (outcome,) = chance.choices(list(_OUTCOMES), list(_OUTCOMES.values()))
        (nation,) = chance.choices(list(_NATIONS), list(_NATIONS.values()))
        return {
            "id": f"t-{number}-{turn}",
            "conversation": f"c-{number}",
            "asked_at": asked_at.isoformat().replace("+00:00", "Z"),
            "question": asked(chance, topic),
            "outcome": outcome.value,
            "account": account,
            "channel": "adviser" if chance.random() < 0.1 else "web",
            "nation": nation,
            "useful": None if chance.random() < 0.8 else chance.random() < 0.7,
        }


def asked(chance: random.Random, topic: Topic) -> str:
    """Return a made-up question about a topic."""
    things = [part.strip() for part in topic.about.split(",")]
    said = chance.choice(topic.said)
    parts = (
        chance.choice(_OPENINGS)
        + chance.choice(_SUBJECTS).format(thing=chance.choice(things))
        + said[:1].upper()
        + said[1:],
        chance.choice(_CIRCUMSTANCES),
        chance.choice(_CLOSINGS),
    )
    return ". ".join(part.rstrip(".") if not part.endswith("?") else part for part in parts if part).replace(
        "?. ", "? "
    )


def topic_shares(taxonomy: Taxonomy, seed: int) -> dict[str, float]:
    """Return the share of each topic in a made-up month, by its id: a few are asked about a lot, and most seldom."""
    chance = random.Random(f"shares {seed}")  # noqa: S311 - made-up data, not a secret
    raw = {leaf.id: chance.paretovariate(1.3) for leaf in taxonomy.leaves}
    capped = {leaf: min(value, 12.0) for leaf, value in raw.items()}
    total = sum(capped.values())
    return {leaf: value / total for leaf, value in capped.items()}


def as_lines(made_up: MadeUpMonth, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield each turn as a line of JSON, and the topic it is about."""
    for row, topic in made_up.rows(taxonomy):
        yield json.dumps(row, ensure_ascii=False) + "\n", topic


def true_shares(made_up: MadeUpMonth, taxonomy: Taxonomy) -> dict[str, float]:
    """Return the share that each topic really has among the month's conversations."""
    about = {row["conversation"]: topic for row, topic in made_up.rows(taxonomy)}
    counted = Counter(about.values())
    return {topic: count / len(about) for topic, count in counted.items()}
