"""What an index keeps of an embedder's reading of a section, so that nothing is read twice.

A closer look and the extractive composer need what the model made of every token. Reading a section takes some 20 ms on
one core, and a question has sixteen; a sync reads each section anyway. Its token states are therefore kept beside its
vector, four bits a number: enough that likenesses between tokens come out within a few thousandths of what they were
(docs/adr/0011-closer-look.md has the measurement).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from fingerpost.content.sections import context
from fingerpost.domain import Passage, Section
from fingerpost.search.embed import Embedder, TokenEmbedder, TokenStates, Vectors, unit

_LEVELS = 7
_CUTS = (1.0, 0.85, 0.7, 0.55, 0.4)
"""Shares of a token's largest number at which its numbers may be cut: a lower one leaves finer steps for the rest."""
_AT_ONCE = 64
"""Sections whose token states are held in memory at a time, some 170 kB each."""


def searched_text(section: Section) -> str:
    """Return the text a section is found by, in full text and in meaning: its title and headings, then its text."""
    return f"{context(section)}\n{section.text}"


def read_sections(embedder: Embedder, texts: Sequence[str]) -> tuple[Vectors, list[bytes]]:
    """Read sections' texts once for all that an index keeps of them.

    Returns:
        float32[n, dimensions], what ``embedder.embed_sections`` returns; and for each text its token states, packed,
        or nothing where the embedder tells nothing of tokens.
    """
    if not isinstance(embedder, TokenEmbedder):
        return embedder.embed_sections(texts), [b""] * len(texts)
    vectors = np.empty((len(texts), embedder.dimensions), dtype=np.float32)
    packed: list[bytes] = []
    for start in range(0, len(texts), _AT_ONCE):
        for row, states in enumerate(embedder.token_states(texts[start : start + _AT_ONCE]), start):
            vectors[row] = unit(states.vectors.mean(axis=0))
            packed.append(pack(states))
    return vectors, packed


def states_of(passages: Sequence[Passage], embedder: TokenEmbedder) -> list[TokenStates]:
    """Return the token states of each passage's section: as the index kept them, or else read anew."""
    unread = [passage for passage in passages if not passage.tokens]
    read = iter(embedder.token_states([searched_text(passage.section) for passage in unread]) if unread else ())
    return [unpack(passage.tokens, embedder.dimensions) if passage.tokens else next(read) for passage in passages]


def sentence_vectors(passage: Passage, embedder: Embedder) -> Vectors:
    """Return float32[sentences, dimensions]: each sentence of a passage's section, read within the whole section."""
    section = passage.section
    begins = len(context(section)) + 1
    spans = [(begins + sentence.start, begins + sentence.end) for sentence in section.sentences]
    if passage.tokens:
        return unpack(passage.tokens, embedder.dimensions).vectors_of(spans)
    return embedder.embed_sentences_in_context(searched_text(section), spans)


def pack(states: TokenStates) -> bytes:
    """Return token states in few bytes: ``dimensions / 2 + 6`` a token. Only an even number of dimensions packs.

    Each token has a row: its start and its end in the text and its scale (uint16, uint16, float16, little-endian), then
    its numbers as multiples of the scale from -7 to 7, two a byte.
    """
    tokens, dimensions = states.vectors.shape
    scales = _scales(states.vectors)
    levels = _levels(states.vectors, scales).astype(np.int8) + 8
    rows = np.empty(tokens, dtype=_row(dimensions))
    rows["place"] = states.places
    rows["scale"] = scales[:, 0]
    rows["levels"] = (levels[:, 0::2] << 4 | levels[:, 1::2]).astype(np.uint8)
    return rows.tobytes()


def unpack(packed: bytes, dimensions: int) -> TokenStates:
    """Return the token states that ``pack`` packed, each number to within half a scale.

    Raises:
        ValueError: these are not the packed states of so many dimensions.
    """
    rows = np.frombuffer(packed, dtype=_row(dimensions))
    levels = np.empty((len(rows), dimensions), dtype=np.float32)
    pairs = cast("NDArray[np.uint8]", rows["levels"])
    levels[:, 0::2] = pairs >> 4
    levels[:, 1::2] = pairs & 15
    vectors = (levels - 8) * rows["scale"].astype(np.float32)[:, None]
    return TokenStates(vectors, rows["place"].astype(np.int64))


def _levels(vectors: Vectors, scales: NDArray[np.float16]) -> Vectors:
    return np.clip(np.rint(vectors / scales.astype(np.float32)), -_LEVELS, _LEVELS)


def _scales(vectors: Vectors) -> NDArray[np.float16]:
    """Return float16[tokens, 1]: for each token the scale that leaves the least squared error."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    tried = [np.maximum(cut * largest / _LEVELS, 1e-4).astype(np.float16) for cut in _CUTS]
    errors = [((_levels(vectors, scale) * scale.astype(np.float32) - vectors) ** 2).sum(axis=1) for scale in tried]
    return np.choose(np.argmin(errors, axis=0)[:, None], tried)


def _row(dimensions: int) -> np.dtype[np.void]:
    return np.dtype([("place", "<u2", (2,)), ("scale", "<f2"), ("levels", "u1", (dimensions // 2,))])
