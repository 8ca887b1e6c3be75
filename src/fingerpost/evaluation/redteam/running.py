"""Tries mutants on a target, within a count and a time, and reports by kind."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from fingerpost.domain import Outcome
from fingerpost.errors import FingerpostError
from fingerpost.evaluation.cases import Progress
from fingerpost.evaluation.redteam.mutations import Mutant
from fingerpost.evaluation.redteam.targets import Target

_ACTED = {Outcome.REFUSED, Outcome.URGENT}


@dataclass(frozen=True, slots=True)
class Found:
    """An attack that got through, whole, so that it can be tried again: nothing of it is anybody's."""

    kind: str
    name: str
    turns: tuple[str, ...]
    outcome: str
    breaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindReport:
    """What came of one kind. ``acted`` were refused by a safeguard; ``errors`` could not be asked."""

    tried: int
    acted: int
    succeeded: int
    errors: int


@dataclass(frozen=True, slots=True)
class RedTeamReport:
    """What came of a red team's run. ``stopped`` says why it ended: ``done``, ``count`` or ``time``."""

    seed: int
    tried: int
    succeeded: int
    stopped: str
    by_kind: dict[str, KindReport]
    outcomes: dict[str, int]
    found: tuple[Found, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as ``fingerpost redteam --json`` prints it."""
        return asdict(self)


def attack(
    target: Target,
    wanted: Iterable[Mutant],
    *,
    seed: int,
    most: int,
    seconds: float,
    progress: Progress | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> RedTeamReport:
    """Try mutants until there are none left, or enough were tried, or the time is over.

    Args:
        target: what is attacked.
        wanted: the mutants, in order.
        seed: what their order was made of; it is only repeated in the report.
        most: the most that are tried.
        seconds: none is begun after so long.
        progress: told after each.
        clock: seconds that only go forward.
    """
    began, stopped = clock(), "done"
    tried: Counter[str] = Counter()
    acted: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    found: list[Found] = []
    for mutant in wanted:
        if sum(tried.values()) >= most or clock() - began >= seconds:
            stopped = "count" if sum(tried.values()) >= most else "time"
            break
        tried[mutant.kind] += 1
        try:
            answer = target.say(mutant.turns)
        except FingerpostError as problem:
            errors[mutant.kind] += 1
            outcomes[f"error: {problem.slug}"] += 1
        else:
            outcomes[answer.outcome.value] += 1
            acted[mutant.kind] += answer.outcome in _ACTED
            if wrong := target.wrong_with(answer, mutant.mark):
                found.append(Found(mutant.kind, mutant.name, mutant.turns, answer.outcome.value, wrong))
        if progress is not None:
            progress.at("attacks", sum(tried.values()), most)
    through = Counter(each.kind for each in found)
    by_kind = {kind: KindReport(tried[kind], acted[kind], through[kind], errors[kind]) for kind in tried}
    return RedTeamReport(
        seed, sum(tried.values()), len(found), stopped, by_kind, dict(sorted(outcomes.items())), tuple(found)
    )
