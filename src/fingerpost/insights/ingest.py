"""Turns in, facets out: the only stage that sees words.

protect → classify → hash. A turn without an account is left out, since nobody could tell how many people its like
stand for; so is one of another month. What comes out are closed lists and keyed hashes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from fingerpost.insights.facets import Facets
from fingerpost.insights.months import Month
from fingerpost.insights.near_copies import signature
from fingerpost.insights.pseudonyms import MonthKey
from fingerpost.insights.records import LeftOut, TurnGiven, TurnKept
from fingerpost.insights.turn_files import SetAside

if TYPE_CHECKING:
    from fingerpost.insights.month_file import MonthFile

AT_ONCE = 256
"""How many turns are classified together, and kept together: what an interruption can cost."""


class Classify(Protocol):
    """Says what turns are about. It keeps nothing of what it reads."""

    def __call__(self, turns: Sequence[TurnGiven]) -> Sequence[Facets]:
        """Return each turn's facets, in the same order."""
        ...


@dataclass(frozen=True, slots=True)
class Reader:
    """How a turn's words become facets.

    Attributes:
        month: the month wanted.
        key: the month's key.
        protect: takes personal data out of a text, again: nobody's slip earlier on may count on words.
        classify: says what turns are about.
    """

    month: Month
    key: MonthKey
    protect: Callable[[str], str]
    classify: Classify

    def name(self, turn: TurnGiven) -> str:
        """Return a turn's keyed hash."""
        return self.key.name("turn", turn.id)

    def why_left_out(self, turn: TurnGiven) -> LeftOut | None:
        """Return why a turn does not count, before anything of it is read; ``None`` if it does."""
        if not self.month.holds(turn.asked_at):
            return LeftOut.OTHER_MONTH
        return None if turn.account else LeftOut.NO_ACCOUNT

    def kept(self, turns: Sequence[TurnGiven]) -> list[TurnKept]:
        """Return what is kept of some turns."""
        safe = [replace(turn, question=self.protect(turn.question)) for turn in turns]
        return [self._kept(turn, facets) for turn, facets in zip(safe, self.classify(safe), strict=True)]

    def _kept(self, turn: TurnGiven, facets: Facets) -> TurnKept:
        signed, words = signature(turn.question, self.key)
        return TurnKept(
            turn=self.name(turn),
            conversation=self.key.name("conversation", turn.conversation),
            account=self.key.name("account", turn.account),
            second=int((turn.asked_at - self.month.begins).total_seconds()),
            facets=facets,
            copy=signed,
            words=words,
        )


def ingest(
    turns: Iterable[TurnGiven | SetAside],
    reader: Reader,
    into: MonthFile,
    *,
    set_aside: Callable[[SetAside], None] = lambda _: None,
    progress: Callable[[int], None] = lambda _: None,
) -> Counter[LeftOut]:
    """Read turns into the month's file, and return how many were left out and why.

    Memory does not grow with the input. A turn that an interrupted run has kept already is not classified again.

    Args:
        turns: as they come in.
        reader: how they are read.
        into: where they are kept.
        set_aside: told of each row that can't be used.
        progress: told how many turns have been read so far.
    """
    left_out: Counter[LeftOut] = Counter()
    waiting: dict[str, TurnGiven] = {}
    for number, turn in enumerate(turns, 1):
        if isinstance(turn, SetAside):
            left_out[LeftOut.MALFORMED] += 1
            set_aside(turn)
        elif (why := reader.why_left_out(turn)) is not None:
            left_out[why] += 1
        elif (name := reader.name(turn)) in waiting or (known := into.already(name)) is LeftOut.REPEATED:
            left_out[LeftOut.REPEATED] += 1
        elif not known:
            waiting[name] = turn
            if len(waiting) == AT_ONCE:
                into.add(reader.kept(list(waiting.values())))
                waiting.clear()
                progress(number)
    if waiting:
        into.add(reader.kept(list(waiting.values())))
    return left_out
