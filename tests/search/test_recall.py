"""The same question is run through the model once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from fingerpost.search.embed import MiniLM, Vectors
from fingerpost.search.recall import RecallingEmbedder


class Counting(MiniLM):
    """MiniLM, counting what it is asked."""

    asked = 0

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return super().embed_questions(texts)


def test_a_question_asked_twice_is_read_once_and_gives_the_same_vector() -> None:
    model = Counting()
    embedder = RecallingEmbedder(model)
    first, second = embedder.embed_questions(["my bin"]), embedder.embed_questions(["my bin"])
    assert model.asked == 1
    assert np.array_equal(first, second)
    assert np.array_equal(first, MiniLM().embed_questions(["my bin"]))


def test_a_vector_that_is_remembered_can_not_be_changed() -> None:
    vector = RecallingEmbedder(MiniLM()).embed_questions(["my bin"])
    with pytest.raises(ValueError, match="read-only"):
        vector[0, 0] = 1


def test_only_the_last_questions_are_remembered_and_none_of_their_words() -> None:
    model = Counting()
    embedder = RecallingEmbedder(model, most=2)
    for question in ("one", "two", "three", "one"):
        embedder.embed_questions([question])
    assert model.asked == 4
    assert "three" not in repr(vars(embedder)["_kept"].keys())
