from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fingerpost.domain import Passage, Scores
from fingerpost.errors import ModelFileError
from fingerpost.search.embed import MiniLM
from fingerpost.search.evidence import SECTION_FEATURES
from fingerpost.search.rerank import DEPTH, FOLDER, RANK_FEATURES, Network, fits, rank_rows, rerank, shipped
from tests.search.library import BADGE, BINS, TAX, HashedWords, page, sections


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def passages(*pages: tuple[str, tuple[str, ...]], weight: float = 1.0) -> list[Passage]:
    found = [part for name, texts in pages for part in sections(page(name, texts), texts)]
    return [
        Passage(part, Scores(fused=0.9 - place / 100, similarity=0.5, weight=weight))
        for place, part in enumerate(found)
    ]


def test_the_section_that_speaks_to_the_question_goes_first(model: MiniLM) -> None:
    found = passages(("bins", BINS), ("tax", TAX), ("badge", BADGE))
    again = rerank("How much is a Blue Badge?", found, model)
    assert again[0].section.text == BADGE[0]
    assert sorted(p.section.id for p in again) == sorted(p.section.id for p in found)
    assert [p.scores.evidence for p in again] == sorted((p.scores.evidence for p in again), reverse=True)
    assert all(len(p.scores.measures) == len(SECTION_FEATURES) for p in again)


def test_what_lies_deeper_keeps_its_place(model: MiniLM) -> None:
    texts = tuple(f"Paragraph {number} is about collecting rubbish on day {number}." for number in range(DEPTH + 3))
    again = rerank("When is my rubbish collected?", passages(("bins", texts)), model)
    assert [p.section.text for p in again[DEPTH:]] == list(texts[DEPTH:])
    assert all(p.scores.evidence is None for p in again[DEPTH:])


def test_the_same_question_gets_the_same_order(model: MiniLM) -> None:
    found = passages(("bins", BINS), ("tax", TAX))
    assert rerank("Do I pay Council Tax?", found, model) == rerank("Do I pay Council Tax?", found, model)


def test_a_page_of_a_kind_worth_less_falls_behind(model: MiniLM) -> None:
    news, guide = passages(("news", TAX), weight=0.3), passages(("guide", TAX))
    again = rerank("Do students pay Council Tax?", [*news, *guide], model)
    assert again[0].section.page.title == "Guide"


def test_another_embedder_leaves_the_order_as_it_was() -> None:
    found = passages(("bins", BINS), ("tax", TAX))
    assert rerank("tax", found, HashedWords()) == found
    assert not fits(HashedWords())


@pytest.mark.parametrize("found", [[], passages(("badge", BADGE))])
def test_nothing_and_one_passage_need_no_order(model: MiniLM, found: list[Passage]) -> None:
    assert rerank("badge", found, model) == found


def test_the_weights_name_the_embedder_and_the_measures_they_were_fitted_to(model: MiniLM) -> None:
    assert fits(model)
    written = json.loads((FOLDER / "weights.json").read_text(encoding="utf-8"))
    assert written["features"] == list(SECTION_FEATURES)
    assert shipped().order.mean.shape == (len(RANK_FEATURES),)


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    for file in FOLDER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "weights.json").write_bytes((tmp_path / "weights.json").read_bytes() + b" ")
    with pytest.raises(ModelFileError, match="not the file that was shipped"):
        shipped(tmp_path)


def test_a_network_is_written_and_read_again_almost_to_the_digit() -> None:
    chance = np.random.default_rng(1)
    arrays = [chance.normal(size=shape).astype(np.float32) for shape in ((3,), (3,), (3, 4), (4,), (4,))]
    network = Network(arrays[0], np.abs(arrays[1]) + 1, *arrays[2:], out_bias=0.25)
    rows = chance.normal(size=(5, 3))
    assert np.allclose(network(rows), Network.of(json.loads(json.dumps(network.as_json())))(rows), atol=1e-3)


def test_each_measure_that_counts_by_the_best_is_zero_for_the_best() -> None:
    rows = np.random.default_rng(2).normal(size=(4, len(SECTION_FEATURES))).astype(np.float32)
    beside = rank_rows(rows)[:, len(SECTION_FEATURES) :]
    assert (beside.max(axis=0) == 0).all()
    assert (beside <= 0).all()
