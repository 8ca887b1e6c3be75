"""A question as the matcher reads it: its words, and the vector of the same in English.

A long question holds more than what is asked: how somebody came to ask it, and figures that only the form wants. So it
is read whole, and again without its figures, and the sentences that ask are read each by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fingerpost.answers.courtesies import part
from fingerpost.answers.intent import EMBEDDER, shipped_model
from fingerpost.answers.language.across import WELSH
from fingerpost.answers.language.detect import detect
from fingerpost.answers.language.glossary import to_english
from fingerpost.search.embed import Embedder, Vectors, open_embedder
from fingerpost.services.offers.extract import ValueKind, said_in

_SENTENCE = re.compile(r"[^.?!;\n]+[.?!;\n]*")
_ASKS = re.compile(
    r"\?|\b(?:how|what|wh?ats|wots?|when|who|which|where|can|could|do|does|am|is|are|will|would|should|please|work out"
    r"|calculate|help|want|need|like to know|faint|sut|pryd|pwy|beth|sawl|pa|ble|oes|ydw|alla|a fydd)\b",
    re.IGNORECASE,
)
_FEWEST = 3
"""The fewest words that are read by themselves: two say too little."""
_MOST = 3
"""The most sentences read by themselves, the last ones: what is asked comes after the story."""
_FIGURES = frozenset({ValueKind.MONEY, ValueKind.DATE, ValueKind.AGE, ValueKind.TAX_YEAR})


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of a question, and float32[dimensions] of them in English, unit length."""

    words: str
    vector: Vectors


class Reader:
    """Reads questions by the embedder that ships, whichever the service searches with: the weights were made with it.

    Args:
        embedder: the service's own, which recalls the vectors of the turn; used when it is the one that ships.
    """

    def __init__(self, embedder: Embedder) -> None:
        ours = embedder.fingerprint == shipped_model().embedder
        self.embedder = embedder if ours else open_embedder(EMBEDDER)

    def read(self, question: str) -> tuple[str, Vectors]:
        """Return the words of a question without its courtesies, and float32[dimensions] of them, unit length."""
        words = part(question).rest or question
        return words, self.embedder.embed_questions([in_english(words)])[0]

    def read_parts(self, question: str) -> tuple[Reading, ...]:
        """Return whatever of a question may be the asking, by itself; nothing where that is the whole of it."""
        words = part(question).rest or question
        parts = [each for each in dict.fromkeys(_parts(words)) if each != words]
        if not parts:
            return ()
        return tuple(map(Reading, parts, self.embedder.embed_questions([in_english(each) for each in parts])))


def _parts(words: str) -> list[str]:
    asking = [each.strip() for each in _SENTENCE.findall(words)]
    asking = [each for each in asking if len(each.split()) >= _FEWEST and _ASKS.search(each)][-_MOST:]
    parts = [_without_figures(words), *asking]
    return [each for each in parts if len(each.split()) >= _FEWEST]


def _without_figures(words: str) -> str:
    rest = words
    for each in reversed(said_in(words)):
        if each.kind in _FIGURES:
            rest = rest[: each.start] + rest[each.end :]
    return " ".join(rest.split())


def in_english(words: str) -> str:
    """Return words as the embedder can read them: Welsh carried across by the glossary, others as they are."""
    return (to_english(words) or words) if detect(words) == WELSH else words
