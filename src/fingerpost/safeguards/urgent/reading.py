"""How a message is read for signs that it is urgent: in plain letters, for its signals, and by its vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fingerpost.errors import ModelFileError
from fingerpost.safeguards.urgent.classifier import EMBEDDER, FOLDER, REBUILD
from fingerpost.safeguards.urgent.nations import in_welsh
from fingerpost.safeguards.urgent.signals import Signals, look, signal_words
from fingerpost.safeguards.urgent.spelling import plain_letters
from fingerpost.search.embed import Embedder, Span, TokenEmbedder, open_embedder

_PIECES_OF_A_WORD = 3  # the word itself and a marker at each end


class Reader:
    """Reads messages with one embedder. Safe to share between threads.

    Args:
        embedder: the service's own; used when it is the one that ships, so that the search shares what it reads.
        fingerprint: that of the embedder the weights were made with; any will do when it is left out.

    Raises:
        ModelFileError: the weights were not made with the embedder that ships.
    """

    def __init__(self, embedder: Embedder, fingerprint: str = "") -> None:
        reads = embedder
        if (fingerprint and embedder.fingerprint != fingerprint) or not isinstance(embedder, TokenEmbedder):
            reads = open_embedder(EMBEDDER)
        if fingerprint and reads.fingerprint != fingerprint:
            raise ModelFileError(
                f"the weights for urgent messages were made with {fingerprint}, not {reads.fingerprint}",
                where=str(FOLDER),
                fix=f"install Fingerpost again, or make the weights again with '{REBUILD}'",
            )
        self._embedder = reads

    def plain(self, text: str) -> str:
        """Return a text in plain letters, its slips of spelling put right; a Welsh one as it stands."""
        if in_welsh(text):
            return plain_letters(text)
        return plain_letters(text, self._known, signal_words())

    def signals(self, text: str) -> tuple[Signals, str]:
        """Return what a text says, and the text in plain letters."""
        plain = self.plain(text)
        return look(plain), plain

    def vectors(self, text: str, spans: Sequence[Span]) -> NDArray[np.float32]:
        """Return float32[n, dimensions], unit length, one row a span; zeros where it has no token."""
        return self._embedder.embed_sentences_in_context(text, spans)

    def _known(self, words: Sequence[str]) -> list[bool]:
        # What the embedder's vocabulary has whole is a word that people write.
        return [count <= _PIECES_OF_A_WORD for count in self._embedder.count_tokens(words)]
