from __future__ import annotations

import numpy as np
import pytest

from fingerpost.domain import Passage, Scores
from fingerpost.search.embed import MiniLM
from fingerpost.search.evidence import SECTION_FEATURES, weigh
from tests.search.library import BADGE, BINS, TAX, page, sections


def passages(*pages: tuple[str, tuple[str, ...]]) -> list[Passage]:
    found = [part for name, texts in pages for part in sections(page(name, texts), texts)]
    return [Passage(part, Scores(fused=0.9 - place / 10, similarity=0.5)) for place, part in enumerate(found)]


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def test_a_section_that_meets_each_thing_asked_stands_above_one_that_meets_none(model: MiniLM) -> None:
    rows = weigh("What does a Blue Badge cost?", passages(("bins", BINS), ("badge", BADGE)), model)
    assert rows.shape == (3, len(SECTION_FEATURES))
    assert np.isfinite(rows).all()
    for name in ("met", "met_rare", "heading_meets", "held_rare", "page_met", "best_sentence"):
        assert rows[:, SECTION_FEATURES.index(name)].argmax() == 2, name


def test_a_page_is_read_as_a_whole_so_its_sections_share_what_is_said_of_it(model: MiniLM) -> None:
    rows = weigh("Do students who live alone pay Council Tax?", passages(("tax", TAX), ("bins", BINS)), model)
    held = rows[:, SECTION_FEATURES.index("page_held")]
    assert held[0] == held[1] > held[2]
    assert rows[0, SECTION_FEATURES.index("page_sections")] == 2


def test_a_page_alone_has_nothing_beside_it_to_be_like(model: MiniLM) -> None:
    rows = weigh("tax", passages(("tax", TAX)), model)
    assert rows[:, SECTION_FEATURES.index("like_others")].tolist() == [0, 0]


@pytest.mark.parametrize("question", ["?", "a", "¿", "word " * 900])
def test_any_question_can_be_weighed(model: MiniLM, question: str) -> None:
    assert np.isfinite(weigh(question, passages(("tax", TAX), ("badge", BADGE)), model)).all()


def test_the_last_sentence_is_taken_for_the_question_and_the_rest_for_the_story(model: MiniLM) -> None:
    told = weigh("I have a bin. When is recycling collected?", passages(("bins", BINS)), model)
    turned = weigh("When is recycling collected? I have a bin.", passages(("bins", BINS)), model)
    asked = SECTION_FEATURES.index("met_question")
    assert told[1, asked] != turned[1, asked]
