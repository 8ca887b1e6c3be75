from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from fingerpost.errors import ModelFileError, SettingsError
from fingerpost.search.embed import MODELS, Embedder, MiniLM, open_embedder

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = MODELS / "minilm-l6-v2-int8"


def test_every_model_file_is_the_one_that_was_built():
    check = subprocess.run(
        [sys.executable, REPOSITORY / "scripts" / "build_embedder.py", "--check"], capture_output=True, text=True
    )
    assert check.returncode == 0, check.stderr
    assert "4 of 4" in check.stdout


def test_the_model_ships_with_its_licence_and_notice():
    assert "Apache License" in (FOLDER / "LICENSE").read_text()
    assert "all-MiniLM-L6-v2" in (FOLDER / "NOTICE").read_text()


def test_vectors_have_unit_length_and_put_like_meanings_together(minilm: Embedder):
    vectors = minilm.embed_questions(["How do I renew my passport?", "Getting a new passport", "Rubbish collection"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, minilm.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > 0.6 > 0.2 > likeness[0, 2]


def test_a_texts_vector_does_not_depend_on_its_neighbours(minilm: Embedder):
    texts = ["Pay your Council Tax online", "bins " * 100, "x"]
    together = minilm.embed_sections(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(minilm.embed_sections([text])[0], vector)


def test_many_threads_get_the_same_vectors(minilm: Embedder):
    alone = minilm.embed_questions(["When is my bin collected?"])[0]
    with ThreadPoolExecutor(8) as pool:
        for vector in pool.map(lambda _: minilm.embed_questions(["When is my bin collected?"])[0], range(24)):
            assert np.array_equal(vector, alone)


def test_a_sentence_is_read_within_its_section(minilm: Embedder):
    text = "Blue Badge. It costs £10 and lasts three years. We empty bins on Mondays."
    spans = [(12, 47), (48, len(text))]
    vectors = minilm.embed_sentences_in_context(text, spans)
    question = minilm.embed_questions(["How much is a Blue Badge?"])[0]
    assert vectors.shape == (2, minilm.dimensions)
    assert vectors[0] @ question > vectors[1] @ question + 0.1


def test_a_span_with_nothing_in_it_gets_zeros(minilm: Embedder):
    assert not minilm.embed_sentences_in_context("One. Two.", [(4, 4), (4, 5)]).any()


def test_the_end_of_a_text_longer_than_the_model_reads_still_counts(minilm: Embedder):
    filler = "I have lived here for many years with my family. " * 60
    assert minilm.count_tokens([filler])[0] > minilm.max_tokens
    plain, asked = minilm.embed_questions([filler, filler + "How do I get a parking permit? " * 20])
    permit = minilm.embed_questions(["parking permit"])[0]
    assert asked @ permit > plain @ permit + 0.1
    text = filler + "Parking permits cost £50."
    late = minilm.embed_sentences_in_context(text, [(0, 48), (len(filler), len(text))])
    assert late[1] @ permit > late[0] @ permit + 0.2


@pytest.mark.parametrize("text", ["", " \n", "\x00\x07", "🗑️" * 50, "مرحبا", "a" * 1_000_000])
def test_any_text_can_be_embedded(minilm: Embedder, text: str):
    vector = minilm.embed_questions([text])[0]
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_nothing_to_embed_gives_no_rows(minilm: Embedder):
    assert minilm.embed_sections([]).shape == (0, minilm.dimensions)
    assert minilm.count_tokens([]) == []


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_an_altered_model_file_is_refused_with_the_fix(copied: Path):
    with (copied / "tokenizer.json").open("a") as opened:
        opened.write(" ")
    with pytest.raises(ModelFileError, match="not the file that was shipped") as refusal:
        MiniLM(copied)
    assert "tokenizer.json" in refusal.value.where
    assert "build_embedder.py" in refusal.value.fix


def test_a_missing_model_file_is_named(copied: Path):
    (copied / "model.onnx").unlink()
    with pytest.raises(ModelFileError, match="missing") as refusal:
        MiniLM(copied)
    assert "model.onnx" in refusal.value.where


def test_a_description_that_is_not_json_is_refused(copied: Path):
    (copied / "model.json").write_text("not json")
    with pytest.raises(ModelFileError, match="can't be read"):
        MiniLM(copied)


def test_an_embedder_that_is_not_installed_is_refused_with_those_that_are():
    with pytest.raises(SettingsError, match="minilm-l6-v2-int8"):
        open_embedder("no-such-model")
