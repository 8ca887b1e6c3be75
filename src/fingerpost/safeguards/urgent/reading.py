"""How a message is read for signs that it is urgent: in plain letters, for its signals, and by its tokens."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.errors import ModelFileError
from fingerpost.safeguards.urgent.classifier import EMBEDDER, FOLDER, REBUILD, Message, numbered, told_of
from fingerpost.safeguards.urgent.nations import in_welsh
from fingerpost.safeguards.urgent.signals import Signals, look, signal_words
from fingerpost.safeguards.urgent.spelling import plain_letters
from fingerpost.search.embed import Embedder, TokenEmbedder, open_embedder

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
        own = isinstance(embedder, TokenEmbedder) and fingerprint in ("", embedder.fingerprint)
        reads = embedder if own else open_embedder(EMBEDDER)
        if not isinstance(reads, TokenEmbedder) or (fingerprint and reads.fingerprint != fingerprint):
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

    def message(self, text: str, signals: Signals, plain: str) -> Message:
        """Return a message as the classifier reads it. ``signals`` and ``plain`` are what ``signals`` returned."""
        states = self._embedder.token_states([text])[0].vectors
        return Message(states, numbered(plain), told_of(signals, text))

    def _known(self, words: Sequence[str]) -> list[bool]:
        # What the embedder's vocabulary has whole is a word that people write.
        return [count <= _PIECES_OF_A_WORD for count in self._embedder.count_tokens(words)]
