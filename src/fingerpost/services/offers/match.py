"""Which calculator or journey a question asks for, and how likely it is that it asks for it at all.

A question is read in three ways, as a page is found: by meaning (the embedder's vector beside those of the phrases),
by its words, word pairs and four-letter pieces (which carry misspellings and Welsh), and by what is wanted (the
intent). Phrases say how people ask for each thing, and what they ask that only sounds like it. The nearest thing is
taken; a logistic regression then says how likely it is to be what was asked for, and nothing is offered below a
threshold. ``scripts/fit_offers.py`` fits the weights and makes the vectors that ship.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.intent import features
from fingerpost.domain import Intent
from fingerpost.errors import ModelFileError
from fingerpost.search.embed import Embedder
from fingerpost.services.offers.offerable import Offerable, every_phrase, phrases_of_none
from fingerpost.services.offers.reading import in_english

VECTORS_FILE = Path(__file__).with_name("phrases.npz")
WEIGHTS_FILE = Path(__file__).with_name("weights.toml")
EVIDENCE = (
    "meaning", "meaning_of_three", "meaning_else", "meaning_other", "words", "words_else", "words_other",
    "vote", "named", "wants_a_sum", "wants_eligibility", "wants_guidance", "wants_a_task", "wants_other",
)  # fmt: skip
"""What is measured of a question and the thing nearest to it, in the order of the weights."""
_WANTS = {
    Intent.CALCULATION: "wants_a_sum",
    Intent.ELIGIBILITY: "wants_eligibility",
    Intent.GUIDANCE: "wants_guidance",
    Intent.DO_A_TASK: "wants_a_task",
}
_NEAREST = 8
_FIX = "install Fingerpost again, or make it again with 'python scripts/fit_offers.py'"

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Match:
    """The thing nearest to a question. ``likely`` (0 to 1) is how likely it is to be what is asked for."""

    offerable: Offerable
    likely: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The regression: ``likely = sigmoid(evidence @ by_evidence + bias)``, and where an offer begins."""

    by_evidence: Vectors
    bias: float
    threshold: float


class Matcher:
    """Matches questions to what can be offered. Built once; reads are safe to share between threads.

    Args:
        offerable: what can be offered.
        vectors: float32[phrases, dimensions], unit length, of ``every_phrase(offerable)``.
        weights: other weights than those that ship.
    """

    def __init__(self, offerable: Sequence[Offerable], vectors: Vectors, weights: Weights | None = None) -> None:
        self.offerable = tuple(offerable)
        self.weights = weights
        phrases = every_phrase(offerable)
        row = {phrase: at for at, phrase in enumerate(phrases)}
        self.phrases = phrases
        self._vectors = vectors
        asks = [[row[each] for each in one.phrases.asks] for one in offerable]
        self._asks = [np.array(rows, dtype=np.intp) for rows in asks]
        asked = {at for rows in asks for at in rows}
        elsewhere = [row[each] for each in (*phrases_of_none(), *(i for one in offerable for i in one.phrases.instead))]
        self._elsewhere = np.array(sorted(set(elsewhere) - asked), dtype=np.intp)
        self._owner = np.full(len(phrases), -1, dtype=np.intp)
        for at, rows in enumerate(self._asks):
            self._owner[rows] = at
        self._words = _Words(phrases, asks)

    def match(self, question: str, vector: Vectors, intent: Intent, *, among: Sequence[int]) -> Match | None:
        """Return the nearest of some things to a question, however unlikely; ``None`` where there are none.

        Args:
            question: the words asked, without personal data.
            vector: float32[dimensions], unit length: the question's.
            intent: what was taken to be wanted.
            among: the places of the things that may be offered. The others only speak against them.
        """
        if not among:
            return None
        nearest, evidence = self.evidence(question, vector, intent, among=among)
        weights = self.weights or shipped_weights()
        logit = float(evidence @ weights.by_evidence) + weights.bias
        return Match(self.offerable[nearest], 1 / (1 + math.exp(-logit)))

    def evidence(
        self,
        question: str,
        vector: Vectors,
        intent: Intent,
        *,
        among: Sequence[int] | None = None,
        without: int | None = None,
    ) -> tuple[int, Vectors]:
        """Return the place of the nearest thing and float32[len(EVIDENCE)].

        ``among`` says which things may be the nearest; all of them when left out. ``without`` is the row of a phrase
        that is not looked at, so that a phrase can be measured against the others.
        """
        meaning = self._vectors @ vector
        words = self._words.likeness(question)
        if without is not None:
            meaning[without] = words[without] = 0
        both = meaning + words
        scores = np.array([_mean_of_best(both[rows], 2) for rows in self._asks])
        order = np.argsort(-scores, kind="stable")
        best = int(next(at for at in order if among is None or at in among))
        others = np.flatnonzero((self._owner >= 0) & (self._owner != best))
        near = np.argsort(-both, kind="stable")[:_NEAREST]
        found = np.zeros(len(EVIDENCE), dtype=np.float32)
        mine = self._asks[best]
        found[0] = _best(meaning[mine])
        found[1] = _mean_of_best(meaning[mine], 3)
        found[2] = _best(meaning[self._elsewhere])
        found[3] = _best(meaning[others])
        found[4] = _best(words[mine])
        found[5] = _best(words[self._elsewhere])
        found[6] = _best(words[others])
        found[7] = both[near][self._owner[near] == best].sum() / max(float(both[near].sum()), 1e-6)
        found[8] = self._words.named(question, best)
        found[EVIDENCE.index(_WANTS.get(intent, "wants_other"))] = 1
        return best, found


class _Words:
    """The words of phrases, to compare a question's with: cosine of their pieces, weighted by how telling each is."""

    def __init__(self, phrases: Sequence[str], groups: Sequence[Sequence[int]]) -> None:
        found = [features(phrase) for phrase in phrases]
        often = Counter(each for one in found for each in one)
        self._telling = {each: math.log(1 + len(phrases) / count) ** 2 for each, count in often.items()}
        self._unknown = math.log(1 + len(phrases)) ** 2
        rows: dict[str, list[int]] = {}
        lengths = np.zeros(len(phrases), dtype=np.float32)
        for row, one in enumerate(found):
            for each in one:
                rows.setdefault(each, []).append(row)
                lengths[row] += self._telling[each]
        self._rows = {each: np.array(held, dtype=np.intp) for each, held in rows.items()}
        self._lengths = np.sqrt(np.maximum(lengths, 1e-6))
        counts = [Counter(each for row in rows for each in found[row]) for rows in groups]
        every = Counter[str]()
        for one in counts:
            every.update(one)
        # How far a word names a thing: how many of its phrases have it, and how few of the others'.
        self._naming = [
            {each: (count / len(rows)) * (count / every[each]) for each, count in one.items()}
            for one, rows in zip(counts, groups, strict=True)
        ]

    def named(self, question: str, group: int) -> float:
        """Return how far the words of a question name a thing, 0 to about 2."""
        held = sorted((self._naming[group].get(each, 0.0) for each in features(question)), reverse=True)
        return math.sqrt(sum(held[:3]))

    def likeness(self, question: str) -> Vectors:
        """Return float32[phrases], 0 to 1."""
        total = np.zeros(len(self._lengths), dtype=np.float32)
        length = 0.0
        for each in features(question):
            telling = self._telling.get(each)
            # A word no phrase has counts for less: a long story must not hide what is asked.
            length += telling if telling is not None else self._unknown / 6
            if telling is not None:
                total[self._rows[each]] += telling
        return total / (self._lengths * np.float32(math.sqrt(max(length, 1e-6))))


def _best(values: Vectors) -> float:
    return float(values.max()) if values.size else 0.0


def _mean_of_best(values: Vectors, most: int) -> float:
    return float(np.sort(values)[-most:].mean()) if values.size else 0.0


def phrase_vectors(phrases: Sequence[str], embedder: Embedder) -> Vectors:
    """Return float32[phrases, dimensions], unit length: those that ship, and the others made now.

    Raises:
        ModelFileError: the file that ships is missing or is not one.
    """
    kept = shipped_vectors(embedder.fingerprint)
    made: Vectors = np.zeros((len(phrases), embedder.dimensions), dtype=np.float32)
    missing: list[int] = []
    for row, phrase in enumerate(phrases):
        held = kept.get(phrase_key(phrase))
        if held is None:
            missing.append(row)
        else:
            made[row] = held
    if missing:
        made[missing] = embedder.embed_questions([in_english(phrases[row]) for row in missing])
    return made


def phrase_key(phrase: str) -> str:
    """Return what a phrase's vector is kept under."""
    return hashlib.blake2b(phrase.encode(), digest_size=8).hexdigest()


@cache
def shipped_vectors(fingerprint: str) -> Mapping[str, Vectors]:
    """Return the vectors that ship by phrase key; none for another embedder. Raises ``ModelFileError``."""
    try:
        with np.load(VECTORS_FILE, allow_pickle=False) as held:
            if str(held["embedder"]) != fingerprint:
                return {}
            vectors = held["vectors"].astype(np.float32)
            keys = held["keys"].tolist()
    except (OSError, ValueError, KeyError) as problem:
        raise ModelFileError(
            f"the phrases' vectors can't be read: {problem}", where=str(VECTORS_FILE), fix=_FIX
        ) from None
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return dict(zip(keys, vectors, strict=True))


@cache
def shipped_weights() -> Weights:
    """Return the weights that ship. Raises ``ModelFileError``."""
    try:
        held = tomllib.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
        by_evidence = np.array([held["evidence"][name] for name in EVIDENCE], dtype=np.float32)
        return Weights(by_evidence, float(held["bias"]), float(held["threshold"]))
    except (OSError, KeyError, TypeError, ValueError) as problem:
        raise ModelFileError(
            f"the weights of offers can't be read: {problem}", where=str(WEIGHTS_FILE), fix=_FIX
        ) from None
