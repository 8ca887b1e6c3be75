"""An answer on its way: each statement is proved as soon as it is proposed, and shown only then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from fingerpost.answers.compose import StreamingComposer, TurnComposer
from fingerpost.answers.ground import Lookup, Proof, ground, prove
from fingerpost.domain import (
    AnswerPart,
    Citation,
    Draft,
    DraftStatement,
    Link,
    Passage,
    Record,
    StatementShown,
    Turn,
)
from fingerpost.search.embed import Embedder

_NEAREST = 3


class Arrival:
    """One draft of a composer that streams. Iterate over it once, and then take the rest from it.

    Args:
        composer: proposes the statements.
        turn: the turn, with what was found.
        lookup: the index's stored sections.
        attributions: see ``ground``.
        embedder: see ``ground``.
        held: told the first statement, says whether to show nothing before the draft is whole.

    Attributes:
        draft: the whole draft, when all has arrived.
        proofs: what ``ground`` says of each statement.
        shown: the statements shown so far.
        proving: the seconds that proving has taken.
    """

    def __init__(
        self,
        composer: StreamingComposer,
        turn: Turn,
        *,
        lookup: Lookup,
        attributions: Mapping[str, str],
        embedder: Embedder | None,
        held: Callable[[DraftStatement], bool],
    ) -> None:
        self.draft = Draft()
        self.proofs: dict[DraftStatement, Proof] = {}
        self.shown: list[StatementShown] = []
        self.proving = 0.0
        by_turn = isinstance(composer, TurnComposer)
        self._stream = composer.compose_turn(turn) if by_turn else composer.compose_stream(turn.query, turn.passages)
        # Read while the model thinks, so that the proof does not wait for the index.
        stored = lookup([passage.section.id for passage in turn.passages])
        self._lookup: Lookup = lambda ids: {key: stored[key] for key in ids if key in stored}
        self._attributions = attributions
        self._embedder = embedder
        self._held = held

    def __iter__(self) -> Iterator[StatementShown]:
        """Yield each proved statement once no later one can take it back."""
        arrived: list[DraftStatement] = []
        held = False
        for item in self._stream:
            if isinstance(item, Draft):
                self.draft = item
                break
            held = self._held(item) if not arrived else held
            arrived.append(item)
            began = time.perf_counter()
            self.proofs[item] = prove(item, self._lookup, self._embedder)
            fresh: Sequence[StatementShown] = () if held else self._fresh(arrived)
            self.proving += time.perf_counter() - began
            for event in fresh:
                self.shown.append(event)
                yield event

    def _fresh(self, arrived: Sequence[DraftStatement]) -> Sequence[StatementShown]:
        so_far = ground(
            Draft(tuple(arrived)), self._lookup, self._attributions, embedder=self._embedder, proofs=self.proofs
        )
        return unshown(so_far.parts, so_far.citations, self.shown)


def unshown(
    parts: Sequence[AnswerPart], citations: Sequence[Citation], shown: Sequence[StatementShown]
) -> Sequence[StatementShown]:
    """Return the statements of an answer that follow those already shown, each with the citations new with it.

    A citation that has grown since it was shown, because the next sentence of its section follows, comes again.
    """
    known = {citation.number: citation for event in shown for citation in event.citations}
    by_number = {citation.number: citation for citation in citations}
    events: list[StatementShown] = []
    left = [event.statement.text for event in shown]
    for part in parts:
        for statement in part.statements:
            if statement.text in left:
                left.remove(statement.text)
                continue
            new = tuple(by_number[number] for number in statement.citations if known.get(number) != by_number[number])
            known |= {citation.number: citation for citation in new}
            events.append(StatementShown(statement, new, part.title, part.url, part.heading_path, part.locale))
    return events


def made_by(record: Record, turn: Turn) -> Record:
    """Return the record with who composed the answer in fact, where that is not the composer that was asked."""
    if turn.draft is None or not turn.draft.composer:
        return record
    return replace(record, composer=turn.draft.composer, prompt=None)


def nearest_to(passages: Sequence[Passage]) -> tuple[Link, ...]:
    """Return links to the first few pages found, none twice."""
    links: dict[str, Link] = {}
    for passage in passages:
        page = passage.section.page
        links.setdefault(page.id, Link(page.title, page.url, page.locale))
    return tuple(links.values())[:_NEAREST]


def not_quoted(nearest: Sequence[Link], citations: Sequence[Citation]) -> tuple[Link, ...]:
    """Return those of the nearest pages that no citation quotes."""
    quoted = {citation.title for citation in citations}
    return tuple(link for link in nearest if link.text not in quoted)
