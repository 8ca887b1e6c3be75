"""How plain an answer is, and the same answer in an easy-to-read form."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.domain.guidance import SentenceKind


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard an answer's sentences are to read.

    ``sentences`` are those that were measured, ``words_per_sentence`` and ``longest_sentence`` are in words.
    ``reading_age`` is in years, and ``None`` where the language has no formula that was tested on it; ``formula`` then
    is empty.
    """

    sentences: int
    words_per_sentence: float
    longest_sentence: int
    reading_age: float | None = None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class EasyLine:
    """One statement, or a part of one that can stand alone, as easy read shows it.

    Each of ``pieces`` stands in the guidance character for character; they are shown together, each on a line of its
    own, in this order. ``condition_first`` says that the first of them is a condition that the guidance puts last. In a
    table row each piece is a cell and ``labels`` are the headers above them ("" where there is none); everywhere else
    ``labels`` is empty. ``citations`` are the answer's own numbers, never empty.
    """

    pieces: tuple[str, ...]
    citations: tuple[int, ...]
    kind: SentenceKind = SentenceKind.SENTENCE
    number: int | None = None
    level: int = 0
    labels: tuple[str, ...] = ()
    condition_first: bool = False


@dataclass(frozen=True, slots=True)
class EasyBlock:
    """Lines that are read together: one idea, or a list with its lead-in.

    ``title``, ``url``, ``heading_path`` and ``locale`` are those of the page the words come from.
    """

    title: str
    url: str
    lines: tuple[EasyLine, ...]
    heading_path: tuple[str, ...] = ()
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class PlainWord:
    """A hard word of the answer and what it means in plain words. The meaning is ours and not the guidance's."""

    word: str
    meaning: str
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class EasyRead:
    """An answer in an easy-to-read form. Nothing of the answer is left out.

    ``first`` are the blocks that answer most directly, ``more`` the rest, ``contacts`` whom to ask. ``words`` are hard
    words that stand in them, explained. ``reading`` measures all the lines. ``by`` names what made it.
    """

    first: tuple[EasyBlock, ...]
    more: tuple[EasyBlock, ...] = ()
    contacts: tuple[EasyBlock, ...] = ()
    words: tuple[PlainWord, ...] = ()
    reading: Reading | None = None
    by: str = ""

    @property
    def blocks(self) -> tuple[EasyBlock, ...]:
        """Every block, in the order shown."""
        return self.first + self.more + self.contacts
