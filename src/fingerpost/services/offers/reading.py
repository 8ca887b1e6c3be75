"""A question as the matcher reads it: its words, and the vector of the same in English."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.courtesies import part
from fingerpost.answers.intent import EMBEDDER, shipped_model
from fingerpost.answers.language.across import WELSH
from fingerpost.answers.language.detect import detect
from fingerpost.answers.language.glossary import to_english
from fingerpost.search.embed import Embedder, open_embedder


class Reader:
    """Reads questions by the embedder that ships, whichever the service searches with: the weights were made with it.

    Args:
        embedder: the service's own, which recalls the vectors of the turn; used when it is the one that ships.
    """

    def __init__(self, embedder: Embedder) -> None:
        ours = embedder.fingerprint == shipped_model().embedder
        self.embedder = embedder if ours else open_embedder(EMBEDDER)

    def read(self, question: str) -> tuple[str, NDArray[np.float32]]:
        """Return the words of a question without its courtesies, and float32[dimensions] of them, unit length."""
        words = part(question).rest or question
        return words, self.embedder.embed_questions([in_english(words)])[0]


def in_english(words: str) -> str:
    """Return words as the embedder can read them: Welsh carried across by the glossary, others as they are."""
    return (to_english(words) or words) if detect(words) == WELSH else words
