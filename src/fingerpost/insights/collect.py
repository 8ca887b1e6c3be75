"""Facets are taken from the service's own conversations before these expire, and wait for their month's release.

A conversation counts in the month it started in, by the account it was given then: the same person's hash in the next
month would be another, and one person would count as two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fingerpost.conversations.insights import CountedTurn, UncountedTurn, hash_of
from fingerpost.insights.facet_json import read, written
from fingerpost.insights.ingest import AT_ONCE, Classify, Reader
from fingerpost.insights.months import Month
from fingerpost.insights.pseudonyms import MonthKey, MonthKeys
from fingerpost.insights.records import LeftOut, TurnGiven, TurnKept
from fingerpost.safeguards.urgent.kinds import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from fingerpost.conversations.insights import InsightsTable
    from fingerpost.insights.month_file import MonthFile

SETTLED = timedelta(minutes=30)
"""How old a turn has to be before it is looked at: until then somebody may still say whether it was useful."""

LONGEST_WAIT = timedelta(days=92)
"""How long after its end a month waits for its release. Then what was collected of it is deleted, with its key."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What one round did: turns kept, turns looked at of which nothing is kept, and turns of months given up."""

    kept: int = 0
    passed_over: int = 0
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Collector:
    """Takes facets from conversations.

    Attributes:
        table: where turns come from, and where what is counted of them waits.
        keys: the months' keys.
        protect: takes personal data out of a text.
        classify: says what turns are about. Made only when there is a turn to look at.
    """

    table: InsightsTable
    keys: MonthKeys
    protect: Callable[[str], str]
    classify: Callable[[], Classify]

    def collect(self, *, now: datetime | None = None, settled: timedelta = SETTLED) -> Collected:
        """Count every turn that is old enough, and give up months that waited too long.

        Args:
            now: the time it is taken to be.
            settled: how old a turn has to be.

        Raises:
            StorageError: the database or a key can't be used. What was counted until then is kept.
            ModelFileError: the weights are missing or altered.
        """
        at = now or datetime.now(UTC)
        kept = passed_over = 0
        while turns := self.table.uncounted(at - settled, AT_ONCE):
            done = self.table.keep([turn.id for turn in turns], self._counted(turns))
            kept, passed_over = kept + done, passed_over + len(turns) - done
        return Collected(kept, passed_over, give_up(self.table, self.keys, now=at))

    def tidy(self, *, now: datetime | None = None) -> Collected:
        """Give up months that waited too long, and count nothing. Raises ``StorageError``."""
        return Collected(deleted=give_up(self.table, self.keys, now=now or datetime.now(UTC)))

    def _counted(self, turns: list[UncountedTurn]) -> list[CountedTurn]:
        by_month: dict[Month, list[UncountedTurn]] = {}
        for turn in turns:
            month = Month.of(turn.started_at)
            # A month without a key has been released, or began before anything was collected.
            if month.holds(turn.asked_at) and self.keys.held(month) and not turn.answer.handed_over:
                by_month.setdefault(month, []).append(turn)
        return [each for month, some in by_month.items() for each in self._of_month(month, some)]

    def _of_month(self, month: Month, turns: list[UncountedTurn]) -> list[CountedTurn]:
        nobodys = [
            CountedTurn(hash_of(turn.id), hash_of(turn.conversation), str(month)) for turn in turns if not turn.account
        ]
        given = [given_of(turn) for turn in turns if turn.account]
        if not given:
            return nobodys
        kept = Reader(month, self.keys.of(month), self.protect, self.classify()).kept(given)
        return nobodys + [row_of(month, turn, each) for turn, each in zip(given, kept, strict=True)]


def collector(table: InsightsTable, folder: Path) -> Collector:
    """Return the collector that a service uses.

    Args:
        table: the service's.
        folder: where the months' keys are: ``insights.folder``.
    """
    from fingerpost.safeguards.personal_data import protect

    def classify() -> Classify:
        from fingerpost.insights.classify.turns import TurnClassifier
        from fingerpost.search.embed import MiniLM

        return TurnClassifier(MiniLM())

    return Collector(table, MonthKeys(folder / "keys"), lambda text: protect(text).text, classify)


def given_of(turn: UncountedTurn) -> TurnGiven:
    """Return a stored turn in the form that turns come in."""
    answer = turn.answer
    return TurnGiven(
        id=turn.id,
        conversation=turn.conversation,
        asked_at=turn.asked_at,
        question=answer.asked_as or answer.question,
        outcome=answer.outcome,
        account=turn.account,
        channel=turn.channel,
        language="" if answer.language == "und" else answer.language,
        intent=answer.intent.value,
        urgent=tuple(
            judged.kind for judged in answer.judgements if judged.safeguard == "urgent" and judged.kind in KINDS
        ),
        pages=tuple(cited.url for cited in answer.citations),
        nearest=tuple(link.url for link in answer.nearest),
        useful=turn.useful,
    )


def fill(into: MonthFile, counted: Iterable[CountedTurn], key: MonthKey) -> Counter[LeftOut]:
    """Put what was counted of a month into its file, and return how many turns are left out and why."""
    left_out: Counter[LeftOut] = Counter()
    waiting: list[TurnKept] = []
    for each in counted:
        if not each.account:
            left_out[LeftOut.NO_ACCOUNT] += 1
            continue
        waiting.append(
            TurnKept(
                # Keyed, so that the file tells nobody of a conversation whose id they know.
                turn=key.name("turn", each.turn),
                conversation=key.name("conversation", each.conversation),
                account=each.account,
                second=each.second,
                facets=read(each.facets),
                copy=each.copy,
                words=each.words,
            )
        )
        if len(waiting) == AT_ONCE:
            into.add(waiting)
            waiting.clear()
    into.add(waiting)
    return left_out


def give_up(table: InsightsTable, keys: MonthKeys, *, now: datetime) -> int:
    """Delete what was collected of months that were never released, and their keys. Returns how many turns."""
    gone = 0
    for month in map(Month.read, table.months()):
        if now > month.next.begins + LONGEST_WAIT or not keys.held(month):
            gone += table.forget(str(month))
            keys.destroy(month)
    return gone


def row_of(month: Month, turn: TurnGiven, kept: TurnKept) -> CountedTurn:
    """Return what waits of a turn, known by the hashes that deleted conversations are known by."""
    return CountedTurn(
        turn=hash_of(turn.id),
        conversation=hash_of(turn.conversation),
        month=str(month),
        account=kept.account,
        second=kept.second,
        words=kept.words,
        copy=kept.copy,
        facets=written(kept.facets),
    )
