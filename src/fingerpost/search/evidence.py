"""What the sections found say to a question, in numbers: for ranking them, and for judging whether one answers.

A likeness of whole texts hides what matters most: whether *each thing asked about* is met by something that the section
says. Every token of the question is therefore held against every token of a section (late interaction: Khattab and
Zaharia, ColBERT, 2020) and the other way round; words are counted by how few of the sections found hold them; and a
page is read as a whole, because its sections answer together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fingerpost.content.sections import context
from fingerpost.domain import Passage
from fingerpost.search.embed import TokenEmbedder, TokenStates
from fingerpost.search.readings import states_of
from fingerpost.search.telling import words_about

Rows = NDArray[np.float32]

SECTION_FEATURES = (
    # How the search found it
    "similarity",
    "words_against_best",
    "words",
    "fused",
    "vector_place",
    "text_place",
    # Each token of the question, met by the section's nearest token
    "met",
    "met_rare",
    "met_least",
    "met_low",
    "met_question",
    "met_story",
    "question_similarity",
    # Each token of the section, its headings and its best sentence, met by the question's nearest token
    "meets",
    "meets_best",
    "heading_meets",
    "heading_meets_least",
    "heading_meets_low",
    "heading_meets_rare",
    "sentence_meets",
    "sentence_meets_low",
    # Meanings of its parts
    "best_sentence",
    "second_sentence",
    "heading",
    # Words, by how few of the sections found hold them
    "held",
    "held_rare",
    "held_rarest",
    "title_held",
    "title_holds",
    "headings_held",
    "pairs_held",
    # The page it stands on
    "page_similarity",
    "page_sections",
    "page_best",
    "page_best_three",
    "page_met",
    "page_met_rare",
    "page_met_least",
    "page_met_low",
    "page_met_question",
    "page_held",
    "page_held_rare",
    "page_sentence",
    # What stands beside it
    "like_others",
    "like_nearest_other",
    "length",
    "sentences",
    "asked_words",
)
"""What is measured of each section found, in order."""

_PAGE_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_WORDS = re.compile(r"[^\W\d_]+")
_STEM = 5
_RAREST = 3
_LOW_SHARE = 3
_NO_PLACE = 100


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A question, read token by token; its last sentence is taken to be what is asked, the rest the story."""

    tokens: Rows
    weights: Rows
    meaning: Rows
    last: int
    last_meaning: Rows
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A section, read token by token."""

    page: str
    tokens: Rows
    heading: slice
    heading_weights: Rows
    heading_meaning: Rows
    meaning: Rows
    sentences: Rows
    spans: tuple[tuple[int, int], ...]
    words: frozenset[str]
    title_words: frozenset[str]
    heading_words: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def weigh(question: str, passages: Sequence[Passage], embedder: TokenEmbedder) -> Rows:
    """Measure what each passage says to a question.

    Args:
        question: what was searched for.
        passages: what was found, best first; at least one.
        embedder: the index's embedder.

    Returns:
        float32[passages, len(SECTION_FEATURES)]. A passage's numbers depend on the others too: words are rare, and
        pages alike, among what was found.
    """
    asked = _ask(question, embedder.token_states([question])[0])
    read = [_read(*pair) for pair in zip(passages, states_of(passages, embedder), strict=True)]
    rarity = _rarity(asked, read)
    likeness = [asked.tokens @ section.tokens.T for section in read]
    best_words = max((passage.scores.bm25 or 0.0 for passage in passages), default=0.0) or 1.0
    pages = _pages(asked, read, likeness, passages, rarity)
    beside = _beside(read)
    rows = [
        (
            *_found(passage, best_words),
            *_met(asked, section, like),
            *_meets(asked, section, like),
            *_meanings(asked, section),
            *_words_held(asked, section, rarity),
            *pages[section.page],
            *beside[place],
            len(passage.section.text.split()) / 100,
            float(len(section.sentences)),
            math.log1p(len(asked.words)),
        )
        for place, (passage, section, like) in enumerate(zip(passages, read, likeness, strict=True))
    ]
    return np.array(rows, dtype=np.float32)


def _ask(question: str, states: TokenStates) -> _Asked:
    raw = states.vectors[1:-1] if len(states.vectors) > 2 else states.vectors
    tokens = _unit_rows(raw)
    meaning = _unit(states.vectors.mean(axis=0))
    away = np.maximum(np.float32(0), 1 - tokens @ meaning)
    total = float(away.sum())
    sentences = _PAGE_SENTENCE_END.split(question.strip())
    begins = len(question.rstrip()) - len(sentences[-1])
    last = int((states.places[1:-1, 0] >= begins).sum()) if len(states.vectors) > 2 else len(tokens)
    last = max(1, min(last, len(tokens)))
    return _Asked(
        tokens=tokens,
        weights=np.asarray(away / total, np.float32)
        if total
        else np.full(len(tokens), 1 / len(tokens), dtype=np.float32),
        meaning=meaning,
        last=last,
        last_meaning=_unit(raw[-last:].mean(axis=0)),
        words=words_about(question),
        pairs=_pairs(question),
    )


def _read(passage: Passage, states: TokenStates) -> _Read:
    section = passage.section
    heading = context(section)
    starts, ends = states.places[:, 0], states.places[:, 1]
    held_to = max(2, int(((ends > 0) & (ends <= len(heading))).sum()) + 1)
    spans: list[tuple[int, int]] = []
    for sentence in section.sentences:
        inside = np.flatnonzero((starts < len(heading) + 1 + sentence.end) & (ends > len(heading) + 1 + sentence.start))
        if len(inside):
            spans.append((int(inside[0]), int(inside[-1]) + 1))
    spans = spans or [(0, len(starts))]
    tokens = _unit_rows(states.vectors)
    meaning = _unit(states.vectors.mean(axis=0))
    head = slice(1, min(held_to, len(tokens)) if len(tokens) > 1 else 2)
    away = np.maximum(np.float32(0), 1 - tokens[head] @ meaning)
    return _Read(
        page=section.page.id,
        tokens=tokens,
        heading=head,
        heading_weights=np.asarray(away / max(1e-6, float(away.sum())), np.float32),
        heading_meaning=_unit(states.vectors[head].mean(axis=0)),
        meaning=meaning,
        sentences=np.stack([_unit(states.vectors[first:last].mean(axis=0)) for first, last in spans]),
        spans=tuple(spans),
        words=words_about(f"{section.page.title} {' '.join(section.heading_path)} {section.text}"),
        title_words=words_about(section.page.title),
        heading_words=words_about(" ".join(section.heading_path)),
        pairs=_pairs(f"{heading}\n{section.text}"),
    )


def _rarity(asked: _Asked, read: Sequence[_Read]) -> dict[str, float]:
    """Return how telling each word is: the fewer of the sections found hold it, the more."""
    words = asked.words.union(*(section.title_words for section in read))
    return {word: math.log((len(read) + 1) / (sum(word in s.words for s in read) + 0.5)) + 0.1 for word in words}


def _found(passage: Passage, best_words: float) -> tuple[float, ...]:
    scores = passage.scores
    return (
        scores.similarity or 0.0,
        (scores.bm25 or 0.0) / best_words,
        math.log1p(scores.bm25 or 0.0),
        scores.fused,
        1 / (scores.vector_rank or _NO_PLACE),
        1 / (scores.text_rank or _NO_PLACE),
    )


def _met(asked: _Asked, section: _Read, like: Rows) -> tuple[float, ...]:
    met = like.max(axis=1)
    story = met[: -asked.last] if len(met) > asked.last else met
    return (
        float(met.mean()),
        float(met @ asked.weights),
        float(met.min()),
        _low(met),
        float(met[-asked.last :].mean()),
        float(story.mean()),
        float(section.meaning @ asked.last_meaning),
    )


def _meets(asked: _Asked, section: _Read, like: Rows) -> tuple[float, ...]:
    meets = like.max(axis=0)
    heading = meets[section.heading]
    direct = int((section.sentences @ asked.meaning).argmax())
    first, last = section.spans[direct]
    sentence = meets[first:last]
    nearest = np.sort(section.tokens @ asked.meaning)[-5:]
    return (
        float(meets.mean()),
        float(nearest.mean()),
        float(heading.mean()),
        float(heading.min()),
        _low(heading),
        float(heading @ section.heading_weights),
        float(sentence.mean()),
        _low(sentence),
    )


def _meanings(asked: _Asked, section: _Read) -> tuple[float, ...]:
    sentences = np.sort(section.sentences @ asked.meaning)[::-1]
    return (
        float(sentences[0]),
        float(sentences[min(1, len(sentences) - 1)]),
        float(section.heading_meaning @ asked.meaning),
    )


def _words_held(asked: _Asked, section: _Read, rarity: dict[str, float]) -> tuple[float, ...]:
    rarest = frozenset(sorted(asked.words, key=lambda word: (-rarity[word], word))[:_RAREST])
    return (
        len(asked.words & section.words) / max(1, len(asked.words)),
        _share(asked.words & section.words, asked.words, rarity),
        _share(rarest & section.words, rarest, rarity),
        _share(asked.words & section.title_words, asked.words, rarity),
        _share(asked.words & section.title_words, section.title_words, rarity),
        _share(asked.words & section.heading_words, asked.words, rarity),
        len(asked.pairs & section.pairs) / max(1, len(asked.pairs)),
    )


def _pages(
    asked: _Asked,
    read: Sequence[_Read],
    likeness: Sequence[Rows],
    passages: Sequence[Passage],
    rarity: dict[str, float],
) -> dict[str, tuple[float, ...]]:
    measured: dict[str, tuple[float, ...]] = {}
    for page in dict.fromkeys(section.page for section in read):
        of_page = [place for place, section in enumerate(read) if section.page == page]
        met = np.max([likeness[place].max(axis=1) for place in of_page], axis=0)
        words = frozenset[str]().union(*(read[place].words for place in of_page))
        fused = sorted((passages[place].scores.fused for place in of_page), reverse=True)
        measured[page] = (
            float(_unit(np.mean([read[place].meaning for place in of_page], axis=0)) @ asked.meaning),
            float(len(of_page)),
            fused[0],
            sum(fused[:3]),
            float(met.mean()),
            float(met @ asked.weights),
            float(met.min()),
            _low(met),
            float(met[-asked.last :].mean()),
            len(asked.words & words) / max(1, len(asked.words)),
            _share(asked.words & words, asked.words, rarity),
            max(float((read[place].sentences @ asked.meaning).max()) for place in of_page),
        )
    return measured


def _beside(read: Sequence[_Read]) -> list[tuple[float, float]]:
    """Return how like the sections of other pages each section is: their mean and their nearest."""
    meanings = np.stack([section.meaning for section in read])
    alike = meanings @ meanings.T
    beside: list[tuple[float, float]] = []
    for place, section in enumerate(read):
        others = [float(alike[place, other]) for other, its in enumerate(read) if its.page != section.page]
        beside.append((sum(others) / len(others), max(others)) if others else (0.0, 0.0))
    return beside


def _share(held: frozenset[str], wanted: frozenset[str], rarity: dict[str, float]) -> float:
    total = sum(rarity[word] for word in sorted(wanted))
    return sum(rarity[word] for word in sorted(held)) / total if total else 0.0


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = [word[:_STEM] for word in _WORDS.findall(text.lower())]
    return frozenset(pairwise(words))


def _low(values: Rows) -> float:
    """Return the mean of the lowest third."""
    return float(np.sort(values)[: max(1, len(values) // _LOW_SHARE)].mean())


def _unit(vector: Rows) -> Rows:
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length > 0 else vector


def _unit_rows(rows: Rows) -> Rows:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
