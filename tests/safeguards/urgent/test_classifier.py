"""The classifier of urgent messages reads tokens, words and signals, and its weights are those that were made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from fingerpost.errors import ModelFileError
from fingerpost.safeguards.urgent import classifier
from fingerpost.safeguards.urgent.classifier import BUCKETS, FOLDER, Message, batch_of, numbered, shipped_model
from fingerpost.safeguards.urgent.reading import Reader
from fingerpost.search.embed import open_embedder


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(open_embedder("minilm-l6-v2-int8"))


def read(reader: Reader, text: str) -> Message:
    signals, plain = reader.signals(text)
    return reader.message(text, signals, plain)


def test_a_message_is_judged_alike_alone_and_beside_others(reader: Reader):
    messages = [read(reader, text) for text in ("I want to die", "when are my bins emptied this week", "help")]
    model = shipped_model()
    beside = batch_of(messages)
    logits = classifier.logits_of(model.layers, beside, classifier.detected(model.layers, beside)[0])

    for message, odds in zip(messages, classifier.log_odds(logits), strict=True):
        assert np.isclose(model.judged(message)[0], odds, rtol=1e-3, atol=1e-3)


def test_an_empty_or_wordless_message_is_read_too(reader: Reader):
    for text in ("?", "…", "£"):
        odds, _ = shipped_model().judged(read(reader, text))
        assert np.isfinite(odds)


def test_features_are_numbers_that_hold_each_word_once():
    assert len(numbered("bins bins bins")) == len(set(numbered("bins bins bins").tolist()))
    assert numbered("").size > 0
    assert int(numbered("a long message about council tax").max()) < BUCKETS
    assert not np.array_equal(numbered("he hits me"), numbered("me hits he"))


def test_weights_that_were_altered_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copy = tmp_path / "model"
    shutil.copytree(FOLDER, copy)
    (copy / "weights.npz").write_bytes((copy / "weights.npz").read_bytes()[:-1] + b"x")
    monkeypatch.setattr(classifier, "FOLDER", copy)
    shipped_model.cache_clear()

    with pytest.raises(ModelFileError, match="not the file that was shipped"):
        shipped_model()
    shipped_model.cache_clear()


def test_weights_of_other_kinds_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copy = tmp_path / "model"
    shutil.copytree(FOLDER, copy)
    described = json.loads((copy / "model.json").read_text("utf-8"))
    (copy / "model.json").write_text(json.dumps({**described, "kinds": ["fire"]}), "utf-8")
    monkeypatch.setattr(classifier, "FOLDER", copy)
    shipped_model.cache_clear()

    with pytest.raises(ModelFileError, match="its kinds are not those of this release"):
        shipped_model()
    shipped_model.cache_clear()
