"""What a sentence and its quotations say, read once, with how alike their words are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from fingerpost.answers.grounding.clauses import Clause, is_content, read_clauses
from fingerpost.answers.grounding.lexicon import NATIONS, word_set
from fingerpost.answers.grounding.quantities import Quantity, find_quantities
from fingerpost.answers.grounding.words import Word, read_words
from fingerpost.search.embed import Embedder, Vectors

ALIKE = 0.72
"""From this likeness on, two words of different stems are taken for one another where a check looks for a partner."""
_PARTNER = 0.62
_SMALL = 0.1
_ROUND = 0.5
_POINTING = word_set("it they this these them that one those its their he she")


def same_figure(figure: Quantity, other: Quantity) -> bool:
    """Say whether two figures have one kind, value and unit."""
    return (figure.kind, figure.value, figure.unit) == (other.kind, other.value, other.unit)


@dataclass(frozen=True)
class Reading:
    """A text read: its clauses, its words and its figures."""

    text: str

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, in order."""
        return read_clauses(self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, in order, marks and all."""
        return read_words(self.text)

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """Its figures, in order."""
        return find_quantities(self.text)

    @cached_property
    def lowers(self) -> frozenset[str]:
        """Its words in small letters."""
        return frozenset(word.lower for word in self.words)

    def has(self, *words: str) -> bool:
        """Say whether any of these words stands in it."""
        return any(word in self.lowers for word in words)


@dataclass(frozen=True)
class Fact(Reading):
    """One quoted sentence with the lead-in it can't be read without.

    ``group`` is shared by the items of one list. ``choice`` is "any" where one item of the list is enough, "all" where
    every one counts. ``lead`` is the lead-in's text, ``own`` the quoted sentence's alone.
    """

    group: int = -1
    choice: str = ""
    lead: str = ""
    own: str = ""


@dataclass(frozen=True)
class Case:
    """A sentence, the facts quoted for it, and words that stand round them: headings, title, what "it" points at."""

    said: Reading
    facts: tuple[Fact, ...]
    context: Reading
    likeness: dict[tuple[int, int, int], float] = field(default_factory=dict[tuple[int, int, int], float])
    closeness: float = 0.0

    def like(self, word: Word, fact: int, quoted: Word) -> float:
        """Return how alike a word of the sentence and a word of a fact are, from 0 to 1."""
        if word.means(quoted):
            return 1.0
        return self.likeness.get((word.start, fact, quoted.start), 0.0)

    def best(self, word: Word) -> float:
        """Return how alike a word of the sentence is to the likest word of any fact."""
        return max((self.like(word, number, quoted) for number, quoted in self.quoted_words()), default=0.0)

    def quoted_words(self) -> Iterator[tuple[int, Word]]:
        """Yield every content word of the facts with its fact's number."""
        for number, fact in enumerate(self.facts):
            for word in fact.words:
                if is_content(word):
                    yield number, word

    def said_words(self) -> list[Word]:
        """Return the sentence's content words."""
        return [word for word in self.said.words if is_content(word)]

    def is_said(self, fact: int, quoted: Word, *, least: float = ALIKE) -> bool:
        """Say whether the sentence has a word like this word of a fact."""
        return any(self.like(word, fact, quoted) >= least for word in self.said_words())

    def support(self, fact: int, words: Sequence[Word]) -> float:
        """Return how far a fact carries these words of the sentence, from 0 to 1.

        A fact that opens with a pronoun carries, by half, what the facts before it and the headings name.
        """
        if not words:
            return 0.0
        total = 0.0
        others = self._pointed_at(fact)
        for word in words:
            best = max(
                (self.like(word, fact, other) for other in self.facts[fact].words if is_content(other)), default=0.0
            )
            best = best if best >= _PARTNER else 0.0
            if best < 1 and others and any(word.means(other) for other in others):
                best = max(best, 0.8)
            total += best
        return total / len(words)

    def best_facts(self, clause: Clause) -> tuple[int, ...]:
        """Return the facts that carry a clause of the sentence best; several when they carry it equally well."""
        words = [clause.words[place] for place in clause.content()]
        round_it = [
            other.words[place]
            for other in self.said.clauses
            if clause.is_main and not other.is_main and other.sentence == clause.sentence
            for place in other.content()
        ]
        start, end = clause.words[0].start, clause.words[-1].end
        figures = [figure for figure in self.said.figures if start <= figure.start < end]
        small = {word.lower for word in clause.words if not is_content(word) and not word.mark}
        scores = [
            self.support(number, words) * len(words)
            + sum(any(same_figure(figure, other) for other in fact.figures) for figure in figures)
            + _SMALL * len(small & fact.lowers)
            + _ROUND * self.support(number, round_it) * len(round_it)
            for number, fact in enumerate(self.facts)
        ]
        best = max(scores, default=0.0)
        return tuple(number for number, score in enumerate(scores) if score > 0 and score >= best - 0.2)

    @cached_property
    def kept(self) -> frozenset[int]:
        """The facts that the sentence takes something from: for each of its clauses those that carry it best."""
        clauses = [clause for clause in self.said.clauses if clause.is_main] or self.said.clauses
        found = {number for clause in clauses for number in self.best_facts(clause)}
        found |= {
            number for number in range(len(self.facts)) if self._gives_a_figure(number) or self._is_said_in_full(number)
        }
        groups = {self.facts[number].group for number in found} - {-1}
        found |= {number for number, fact in enumerate(self.facts) if fact.group in groups and self._names_item(number)}
        return frozenset(found or range(len(self.facts)))

    def _is_said_in_full(self, number: int) -> bool:
        """Say whether the sentence has every content word of what a fact mainly says, and these are two or more."""
        main = [c.words[place] for c in self.facts[number].clauses if c.is_main for place in c.content()]
        return len(main) > 1 and self.covered(number, main, least=1.0) >= 1

    def _gives_a_figure(self, number: int) -> bool:
        """Say whether the sentence has a figure that this fact alone gives."""
        return any(same_figure(figure, said) for figure in self.own_figures(number) for said in self.said.figures)

    def own_figures(self, number: int) -> list[Quantity]:
        """Return the figures that this fact alone gives."""
        others = [figure for at, fact in enumerate(self.facts) if at != number for figure in fact.figures]
        return [figure for figure in self.facts[number].figures if not any(same_figure(figure, o) for o in others)]

    def _names_item(self, number: int) -> bool:
        """Say whether the sentence has every word of what a list's item says, its conditions aside."""
        fact = self.facts[number]
        own = [
            clause.words[place]
            for clause in fact.clauses
            if clause.is_main
            for place in clause.content()
            if clause.words[place].start >= len(fact.lead)
        ]
        return bool(own) and self.covered(number, own) >= 1

    def fitting(self, clause: Clause) -> tuple[int, ...]:
        """Return the facts that hold the places named in a clause of the sentence; all of them when it names none."""
        named = {word.stem for word in clause.words if word.lower in NATIONS}
        held = tuple(
            number for number, fact in enumerate(self.facts) if named and named <= {word.stem for word in fact.words}
        )
        return held or tuple(range(len(self.facts)))

    def _pointed_at(self, fact: int) -> list[Word]:
        opening = [word.lower for word in self.facts[fact].words[:6]]
        if not _POINTING & set(opening):
            return []
        before = [word for number in range(fact) for word in self.facts[number].words]
        return [word for word in (*before, *self.context.words) if is_content(word)]

    def covered(self, fact: int, words: Sequence[Word], *, least: float = ALIKE) -> float:
        """Return the share of a fact's words that the sentence says too; 1 when there are none."""
        return sum(self.is_said(fact, word, least=least) for word in words) / len(words) if words else 1.0


def read_case(sentence: str, facts: Sequence[Fact], context: str, embedder: Embedder | None) -> Case:
    """Read a sentence and its quotations, with one pass of the model over each when there is one."""
    said = Reading(sentence)
    case = Case(said, tuple(facts), Reading(context))
    if embedder is None or not facts:
        return case
    mine = case.said_words()
    quoted = "\n".join(fact.text for fact in facts)
    starts = np.cumsum([0, *(len(fact.text) + 1 for fact in facts)])
    theirs = list(case.quoted_words())
    whole = [(0, len(sentence))]
    meant = embedder.embed_sentences_in_context(sentence, [(word.start, word.end) for word in mine] + whole)
    spans = [(int(starts[number]) + word.start, int(starts[number]) + word.end) for number, word in theirs]
    wholes = [(int(starts[at]), int(starts[at]) + len(fact.text)) for at, fact in enumerate(facts)]
    told = embedder.embed_sentences_in_context(quoted, [*spans, *wholes, (0, len(quoted))])
    table: Vectors = meant @ told.T
    likeness = {
        (word.start, number, other.start): float(table[row, column])
        for row, word in enumerate(mine)
        for column, (number, other) in enumerate(theirs)
    }
    return Case(said, case.facts, case.context, likeness, float(table[-1, len(theirs) :].max()))
