from __future__ import annotations

import json
import math

import pytest

from fingerpost.answers.confidence import FEATURES, WEIGHTS_FILE, confidence, features
from fingerpost.domain import Passage, Scores, Section
from fingerpost.search.telling import telling_words


@pytest.fixture
def passage(sections):
    def make(name: str, words: str, similarity: float) -> Passage:
        section: Section = sections(f"<p>{words}</p>", url=f"https://www.sampleford.example/{name}", title=name)[0]
        return Passage(section, Scores(fused=similarity, similarity=similarity))

    return make


def test_nothing_found_is_no_confidence() -> None:
    assert confidence("When are bins collected?", []) == 0.0


def test_it_is_a_probability(passage) -> None:
    for similarity in (-1.0, 0.0, 0.5, 1.0):
        assert 0.0 < confidence("When are bins collected?", [passage("bins", "We collect bins.", similarity)]) < 1.0


def test_a_closer_page_is_trusted_more(passage) -> None:
    question = "When are bins collected?"
    near, far = ([passage("bins", "We collect bins.", likeness)] for likeness in (0.8, 0.2))
    assert confidence(question, near) > confidence(question, far)


def test_a_page_that_stands_out_is_trusted_more_than_one_among_its_like(passage) -> None:
    question = "When are bins collected?"
    leading = passage("bins", "We collect bins.", 0.6)
    apart = [leading, *(passage(f"other{n}", "Something else.", 0.1) for n in range(5))]
    among = [leading, *(passage(f"other{n}", "Something else.", 0.58) for n in range(5))]
    assert confidence(question, apart) > confidence(question, among)


def test_a_page_that_holds_the_questions_own_words_is_trusted_more(passage) -> None:
    question = "How do I renew my passport?"
    held = [passage("a", "You can renew a passport online.", 0.5)]
    missing = [passage("a", "You can borrow a book online.", 0.5)]
    assert confidence(question, held) > confidence(question, missing)


def test_words_that_only_ask_are_not_counted() -> None:
    assert telling_words("How do I get my bin collected, please?") == {"bin", "colle"}
    assert telling_words("Pryd mae'r bin yn cael ei gasglu?") == {"bin", "gasgl"}


def test_forms_of_one_word_meet() -> None:
    assert telling_words("collections") == telling_words("collected")


def test_there_is_a_finite_value_for_every_feature(passage) -> None:
    values = features("?", [passage("a", "Words.", 0.3)])
    assert len(values) == len(FEATURES)
    assert all(math.isfinite(value) for value in values)


def test_the_weights_say_where_they_come_from() -> None:
    fitted = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert set(fitted["features"]) == set(FEATURES)
    assert fitted["made_by"] == "scripts/fit_confidence.py"
    assert "ConditionalQA" in fitted["fitted_on"]
    assert all(feature["spread"] > 0 for feature in fitted["features"].values())
