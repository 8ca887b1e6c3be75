"""Questions asked of indexes with and without their pages, as the rows that the ranking networks are fitted on.

Each question is asked alone and behind its scenario: of an index of all pages; of indexes from which a tenth of the
pages is taken, its own among them, so that nothing there answers it; and, a third of them, of small indexes: the tenth
that holds its page, and another tenth, where nothing is near. A council's index is small, and people ask it anything.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.confidence import Seen, answer_row
from fingerpost.domain import Passage
from fingerpost.evaluation.cases import PageRecord, Progress, QuestionRecord
from fingerpost.evaluation.evidence import holds_evidence
from fingerpost.evaluation.ranking_fit import Asked
from fingerpost.evaluation.scratch_index import Remembering, build_index
from fingerpost.search.embed import Embedder, TokenEmbedder
from fingerpost.search.evidence import Rows, weigh
from fingerpost.search.index import Index
from fingerpost.search.rank import find, order
from fingerpost.search.rerank import DEPTH, Network, rank_rows
from fingerpost.search.telling import words_about

PARTS = 10
"""Parts the pages are cut into; one is taken from the index, or is all there is, at a time."""
_SMALL_EVERY = 3
_EVIDENCE, _SAME_PAGE = 1.0, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A question asked of one index.

    ``place`` is the question's among those given; ``kind`` names the index: ``all``, ``without``, ``tenth`` or
    ``other``; ``worth`` is float64[n], what each section looked at closely is worth to the question.
    """

    place: int
    with_scenario: bool
    kind: str
    rows: Rows
    pages: tuple[str, ...]
    urls: tuple[str, ...]
    worth: NDArray[np.float64]
    asked: frozenset[str]
    seen: Seen
    sections: int

    @property
    def present(self) -> bool:
        """Whether the question's page was in the index."""
        return self.kind in {"all", "tenth"}

    def to_order(self) -> Asked:
        """Return what ``fit_order`` takes."""
        return Asked(rank_rows(self.rows), self.worth)

    def answer_row(self, network: Network) -> Rows:
        """Return what ``fit_answerable`` takes, its sections ordered by this network."""
        scores = network(rank_rows(self.rows))
        best: list[int] = np.argsort(-scores, kind="stable").tolist()
        pages = [self.pages[at] for at in best]
        return answer_row(self.rows[best], pages, scores[best], self.asked, self.seen, self.sections)


def ask_everything(
    pages: Sequence[PageRecord],
    questions: Sequence[QuestionRecord],
    embedder: Embedder,
    *,
    seed: int = 5,
    progress: Progress | None = None,
) -> Iterator[Turn]:
    """Ask every question of every kind of index. Yields the turns, index by index.

    Raises:
        TypeError: the embedder tells nothing of tokens, so that there is nothing to fit to.
    """
    if not isinstance(embedder, TokenEmbedder):
        raise TypeError("ranking can only be fitted to an embedder with token_states")
    model = Remembering(embedder)
    parts = parts_of(pages, PARTS, seed=seed)
    total = 1 + 3 * PARTS
    with ExitStack() as folders:

        def index_of(kept: Sequence[PageRecord]) -> Index:
            return build_index(
                folders.enter_context(tempfile.TemporaryDirectory(prefix="fingerpost-ranking-")), kept, model
            )

        every = list(range(len(questions)))
        yield from _ask(index_of(pages), "all", questions, every, embedder)
        for part in range(PARTS):
            if progress is not None:
                progress.at("indexes", 1 + 3 * part, total)
            own = [place for place in every if parts[questions[place].url] == part]
            some = own[::_SMALL_EVERY]
            without = index_of([page for page in pages if parts[page.url] != part])
            yield from _ask(without, "without", questions, own, embedder)
            small = index_of([page for page in pages if parts[page.url] == part])
            yield from _ask(small, "tenth", questions, some, embedder)
            strangers = [place for place in every if parts[questions[place].url] == (part + 1) % PARTS][::_SMALL_EVERY]
            yield from _ask(small, "other", questions, strangers, embedder)


def parts_of(pages: Sequence[PageRecord], count: int, *, seed: int) -> dict[str, int]:
    """Deal the pages out into so many parts, by their addresses. Returns the part of each."""
    addresses = sorted(page.url for page in pages)
    random.Random(seed).shuffle(addresses)  # noqa: S311 - parts have to be the same each time, not secret
    return {address: place % count for place, address in enumerate(addresses)}


def _ask(
    index: Index, kind: str, questions: Sequence[QuestionRecord], places: Sequence[int], embedder: TokenEmbedder
) -> Iterator[Turn]:
    for place in places:
        question = questions[place]
        for with_scenario in (False, True):
            text = question.asked(with_scenario=with_scenario)
            found = order(find(index, text, embedder.embed_questions([text])[0]))
            found = [*index.with_tokens(found[:DEPTH]), *found[DEPTH:]]
            if found:
                yield _turn(place, with_scenario, kind, text, question, found, embedder, index.release.sections)


def _turn(
    place: int,
    with_scenario: bool,
    kind: str,
    text: str,
    question: QuestionRecord,
    found: Sequence[Passage],
    embedder: TokenEmbedder,
    sections: int,
) -> Turn:
    top = found[:DEPTH]
    return Turn(
        place=place,
        with_scenario=with_scenario,
        kind=kind,
        rows=weigh(text, top, embedder),
        pages=tuple(passage.section.page.id for passage in top),
        urls=tuple(passage.section.page.url for passage in top),
        worth=np.array([_worth(question, passage) for passage in top]),
        asked=words_about(text),
        seen=Seen.of(found),
        sections=sections,
    )


def _worth(question: QuestionRecord, passage: Passage) -> float:
    if passage.section.page.url != question.url:
        return 0.0
    return _EVIDENCE if holds_evidence(question.evidence, passage.section) else _SAME_PAGE
