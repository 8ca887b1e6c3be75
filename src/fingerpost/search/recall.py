"""An embedder that remembers the vectors of the last few questions, because one turn asks for the same one twice.

What a message wants and what guidance there is for it are read from the same vector. A question is remembered by its
digest, never by its words.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from fingerpost.search.embed import Embedder, Span, TokenEmbedder, Vectors

MOST_REMEMBERED = 32
"""Questions remembered: a few for each turn that a small server answers at once. 50 kB."""


class RecallingEmbedder:
    """Another embedder, with the vectors of its last questions kept. Safe to call from several threads.

    Args:
        embedder: what makes the vectors.
        most: how many questions are remembered.
    """

    def __init__(self, embedder: Embedder, *, most: int = MOST_REMEMBERED) -> None:
        self._embedder = embedder
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Vectors] = OrderedDict()
        self.fingerprint: str = embedder.fingerprint
        self.dimensions: int = embedder.dimensions
        self.max_tokens: int = embedder.max_tokens
        if isinstance(embedder, TokenEmbedder):
            self.token_states = embedder.token_states

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32[n, dimensions], unit length, one row a question."""
        if len(texts) != 1:
            return self._embedder.embed_questions(texts)
        name = hashlib.blake2b(texts[0].encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                self._kept.move_to_end(name)
                return kept
        made = np.array(self._embedder.embed_questions(texts))
        made.setflags(write=False)
        with self._lock:
            self._kept[name] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def embed_sections(self, texts: Sequence[str]) -> Vectors:
        """Return float32[n, dimensions], unit length, one row a section's text."""
        return self._embedder.embed_sections(texts)

    def embed_sentences_in_context(self, text: str, spans: Sequence[Span]) -> Vectors:
        """Return float32[n, dimensions], unit length, one row a span of the text."""
        return self._embedder.embed_sentences_in_context(text, spans)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text takes."""
        return self._embedder.count_tokens(texts)
