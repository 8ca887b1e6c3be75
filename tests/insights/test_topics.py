"""The taxonomy is whole, and a question's topic is told from its words, the same every time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from fingerpost.errors import EvaluationInputError, ModelFileError
from fingerpost.insights.classify import topics as topics_module
from fingerpost.insights.classify.topics import shipped_topics
from fingerpost.insights.facets import NOT_CLASSIFIED
from fingerpost.insights.taxonomy import above, parent, shipped
from fingerpost.insights.topic_check import evaluate_topics, measure
from fingerpost.search.embed import MiniLM

DATA = Path(__file__).resolve().parents[3] / "shared/data/conditionalqa"
EMBEDDER = MiniLM()


def told(*texts: str) -> list[str]:
    return shipped_topics().topics(list(texts), EMBEDDER.embed_sections(list(texts)))


def test_the_taxonomy_has_three_levels_and_every_topic_hangs_under_another() -> None:
    taxonomy = shipped()
    assert [len(taxonomy.at(level)) for level in (1, 2, 3)] == [14, 49, 138]
    for topic in taxonomy.topics.values():
        assert re.fullmatch(r"[a-z-]+(/[a-z-]+){0,2}", topic.id)
        assert topic.level == 1 or parent(topic.id) in taxonomy.topics
        assert topic.level == 3 or taxonomy.children(topic.id)
    for leaf in taxonomy.leaves:
        assert leaf.name
        assert leaf.about
        assert len(leaf.asked) == len(leaf.said) == 2


def test_every_page_has_one_topic_of_the_lowest_level_and_every_topic_a_page() -> None:
    taxonomy = shipped()
    leaves = {leaf.id for leaf in taxonomy.leaves}
    assert set(taxonomy.pages.values()) == leaves
    assert taxonomy.of_page("https://www.gov.uk/child-benefit/eligibility") == "family/having-children/child-benefit"
    assert taxonomy.of_page("https://www.gov.uk/no-such-page") is None
    assert taxonomy.of_page("https://example.org/child-benefit") is None


@pytest.mark.skipif(not DATA.exists(), reason="ConditionalQA is not beside the project")
def test_every_page_of_conditionalqa_has_a_topic() -> None:
    lines = (DATA / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    without = [json.loads(line)["url"] for line in lines if shipped().of_page(json.loads(line)["url"]) is None]
    assert without == []


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("I want to divorce my husband but he will not agree to it", "family/couples/divorce"),
        ("Which documents do I need to renew my passport?", "immigration/passports/passports"),
        ("My landlord will not give back my tenancy deposit", "housing/renting/private-renting"),
        ("How do I register for VAT?", "business/business-tax/vat"),
        ("When will my green bin be emptied?", "environment/waste-and-pollution/household-waste"),
        ("I need to report a big pothole on my road", "community/local-services/roads-and-lights"),
        ("I can't get an appointment with my GP or a dentist", "health/nhs/gp-and-dentist"),
    ],
)
def test_a_topic_is_told_from_words_the_classifier_never_saw(asked: str, topic: str) -> None:
    assert told(asked) == [topic]


def test_words_about_nothing_in_particular_are_left_unclassified() -> None:
    assert told("zxcv qwer", "ok then") == [NOT_CLASSIFIED, NOT_CLASSIFIED]


def test_a_text_has_the_same_topic_alone_and_among_others() -> None:
    texts = [leaf.said[0] for leaf in shipped().leaves[:20]]
    assert told(*texts) == [told(text)[0] for text in texts]


def test_a_macro_average_counts_every_topic_alike_and_silence_as_wrong() -> None:
    right = ["a/b/c"] * 3 + ["x/y/z"]
    found = measure(right, ["a/b/c", "a/b/d", "a/b/c", NOT_CLASSIFIED], 1)
    assert (found.topics, found.macro_f1, found.accuracy) == (2, 0.5, 0.75)
    assert (found.classified, found.precision) == (0.75, 1.0)
    assert measure(right, ["a/b/c", "a/b/d", "a/b/c", "x/y/z"], 3).accuracy == 0.75
    assert above("a/b/c", 2) == "a/b"


@pytest.mark.skipif(not DATA.exists(), reason="ConditionalQA is not beside the project")
def test_topics_of_pages_never_seen_are_told_well_enough() -> None:
    result = evaluate_topics(DATA / "questions.jsonl", with_scenario=True, embedder=EMBEDDER)
    first, second, _ = result.forced
    assert result.questions > 1000
    assert first.macro_f1 >= 0.75
    assert second.macro_f1 >= 0.6


def test_a_file_without_a_known_page_is_an_error_that_says_so(tmp_path: Path) -> None:
    row: dict[str, Any] = {"question": "q", "scenario": "", "url": "https://www.gov.uk/nowhere"}
    (tmp_path / "q.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(EvaluationInputError, match="govuk_pages"):
        evaluate_topics(tmp_path / "q.jsonl", with_scenario=False)


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in topics_module.WEIGHTS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "topics.npz").open("ab") as altered:
        altered.write(b"x")
    monkeypatch.setattr(topics_module, "WEIGHTS", tmp_path)
    shipped_topics.cache_clear()
    try:
        with pytest.raises(ModelFileError, match="train_topics"):
            shipped_topics()
    finally:
        shipped_topics.cache_clear()
