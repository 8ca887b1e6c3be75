"""What an index keeps of a reading is the reading, but for very little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fingerpost.search.embed import MiniLM, TokenStates
from fingerpost.search.index import Index
from fingerpost.search.rank import rank
from fingerpost.search.readings import (
    pack,
    read_sections,
    searched_text,
    sentence_vectors,
    states_of,
    unpack,
)
from fingerpost.search.rerank import DEPTH
from fingerpost.search.writer import IndexWriter
from tests.search.library import HashedWords, put

TEXTS = (
    "You can get a Blue Badge if you can't walk far. It costs £10 and lasts 3 years.",
    "Bins are collected every two weeks. Put yours out by 7am.",
)


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def test_packed_states_come_back_nearly_as_they_were_with_their_places(model: MiniLM) -> None:
    states = model.token_states([TEXTS[0]])[0]
    packed = pack(states)
    again = unpack(packed, model.dimensions)
    assert len(packed) == len(states.vectors) * (model.dimensions // 2 + 6)
    assert (again.places == states.places).all()
    ours = again.vectors / np.linalg.norm(again.vectors, axis=1, keepdims=True)
    theirs = states.vectors / np.linalg.norm(states.vectors, axis=1, keepdims=True)
    words = states.places[:, 1] > 0
    assert ((ours * theirs).sum(axis=1)[words] > 0.97).all()
    assert abs(ours @ ours.T - theirs @ theirs.T)[words][:, words].mean() < 0.01
    mean = again.vectors.mean(axis=0) @ states.vectors.mean(axis=0)
    assert mean / np.linalg.norm(again.vectors.mean(axis=0)) / np.linalg.norm(states.vectors.mean(axis=0)) > 0.995


def test_states_of_nothing_but_zeros_pack(model: MiniLM) -> None:
    nothing = TokenStates(np.zeros((2, 4), np.float32), np.zeros((2, 2), np.int64))
    assert (unpack(pack(nothing), 4).vectors == 0).all()


def test_bytes_that_are_no_packed_states_are_refused() -> None:
    with pytest.raises(ValueError, match="buffer size"):
        unpack(b"12345", 384)


def test_vectors_are_those_that_the_embedder_makes(model: MiniLM) -> None:
    vectors, packed = read_sections(model, TEXTS)
    assert (vectors == model.embed_sections(TEXTS)).all()
    assert len(packed) == len(TEXTS)
    assert read_sections(model, [])[0].shape == (0, model.dimensions)


def test_an_embedder_that_tells_nothing_of_tokens_has_nothing_packed() -> None:
    vectors, packed = read_sections(HashedWords(), TEXTS)
    assert len(vectors) == 2
    assert packed == [b"", b""]


def test_what_is_found_brings_its_reading_and_the_section_is_not_read_again(
    tmp_path: Path, model: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    with IndexWriter.open(str(tmp_path), model) as writer:
        put(writer, model, "badge", TEXTS[:1])
        put(writer, model, "bins", TEXTS[1:])
        writer.publish()
    index = Index.open(str(tmp_path), model)
    read: list[str] = []

    class Counting(MiniLM):
        def _states(self, text: str) -> tuple[np.ndarray, np.ndarray]:
            read.append(text)
            return super()._states(text)

    found = rank(index, Counting(), "How much is a Blue Badge?")
    assert read == ["How much is a Blue Badge?"]
    assert found[0].section.page.title.lower().startswith("badge")
    assert all(passage.tokens for passage in found[:DEPTH])
    exact = model.token_states([searched_text(found[0].section)])[0]
    kept = states_of(found[:1], model)[0]
    assert (kept.places == exact.places).all()
    sentences = sentence_vectors(found[0], model)
    begins = len(searched_text(found[0].section)) - len(found[0].section.text)
    spans = [(begins + s.start, begins + s.end) for s in found[0].section.sentences]
    assert ((sentences * exact.vectors_of(spans)).sum(axis=1) > 0.995).all()


def test_reading_and_packing_leave_equality_to_what_was_found(tmp_path: Path, model: MiniLM) -> None:
    with IndexWriter.open(str(tmp_path), model) as writer:
        put(writer, model, "badge", TEXTS[:1])
        writer.publish()
    index = Index.open(str(tmp_path), model)
    plain = index.search("badge", model.embed_questions(["badge"])[0])
    assert index.with_tokens(plain) == plain
    assert index.with_tokens([]) == []
    assert "tokens" not in repr(index.with_tokens(plain)[0])
