from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.domain import Passage, Scores
from fingerpost.search.embed import Embedder
from fingerpost.search.fuse import Hit, fuse
from fingerpost.search.index import Index
from fingerpost.search.rank import BEST_PAGE_SECTIONS, OTHER_PAGE_SECTIONS, order, rank
from fingerpost.search.writer import IndexWriter
from tests.search.library import page, put, sections


def passages(name: str, count: int, *, best: float, kind: str = "guide", source: str = "council") -> list[Passage]:
    texts = [f"{name} {number}" for number in range(count)]
    parts = sections(page(name, texts, kind=kind, source=source), texts)
    return [Passage(part, Scores(fused=best - place / 1000)) for place, part in enumerate(parts)]


def test_being_found_both_ways_beats_being_found_one_way():
    fused = fuse(
        {
            "both": Hit(similarity=0.5, vector_rank=2, bm25=8, text_rank=1),
            "meaning": Hit(similarity=0.55, vector_rank=1),
            "words": Hit(similarity=0.1, bm25=7, text_rank=2),
        }
    )
    assert fused["both"] > fused["meaning"] > fused["words"] > 0


def test_a_fused_score_is_never_below_nought_or_above_one():
    fused = fuse({"far": Hit(similarity=-0.4, vector_rank=3), "same": Hit(1.0, 1, 9.0, 1)})
    assert fused == {"far": 0, "same": 1}


def test_guidance_stands_above_news_that_says_the_same():
    found = [*passages("news", 1, best=0.6, kind="news_article"), *passages("guide", 1, best=0.55)]
    ordered = order(found)
    assert [passage.section.page.kind for passage in ordered] == ["guide", "news_article"]
    assert ordered[1].scores.weight < 1
    assert ordered[1].scores.fused == pytest.approx(0.6 * ordered[1].scores.weight)


def test_a_service_can_weigh_kinds_and_sources_itself():
    found = [*passages("news", 1, best=0.6, kind="news_article"), *passages("guide", 1, best=0.55)]
    assert order(found, kind_weights={"news_article": 1.0})[0].section.page.kind == "news_article"
    other = [*passages("a", 1, best=0.6, source="blog"), *passages("b", 1, best=0.55)]
    assert order(other, source_weights={"blog": 0.5})[0].section.page.source == "council"


def test_no_page_crowds_the_others_out_and_no_section_is_lost():
    found = [*passages("best", 9, best=0.9), *passages("second", 6, best=0.8), *passages("third", 1, best=0.5)]
    ordered = order(found)
    pages = [passage.section.page.title for passage in ordered]
    assert pages[:9] == ["Best"] * BEST_PAGE_SECTIONS + ["Second"] * OTHER_PAGE_SECTIONS + ["Third"]
    assert sorted(p.section.id for p in ordered) == sorted(p.section.id for p in found)


def test_ties_go_by_section_id():
    found = [Passage(p.section, Scores(fused=0.5)) for p in passages("same", 3, best=0.5)]
    ids = [passage.section.id for passage in order(found[::-1])]
    assert ids == sorted(ids)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, minilm: Embedder) -> Index:
    uri = str(tmp_path_factory.mktemp("index"))
    with IndexWriter.open(uri, minilm) as writer:
        put(writer, minilm, "bins", ("Put your rubbish bin out by 7am.", "We collect garden waste from March."))
        put(writer, minilm, "schools", ("Apply for a school place by 31 October.",), kind="guide")
        put(writer, minilm, "ysgolion", ("Gwnewch gais am le mewn ysgol erbyn 31 Hydref.",), locale="cy")
        writer.publish()
    return Index.open(uri, minilm)


def test_the_right_page_comes_first(index: Index, minilm: Embedder):
    found = rank(index, minilm, "What time should the bin go out?", locale="en", passages=2)
    assert found[0].section.text == "Put your rubbish bin out by 7am."
    assert len(found) == 2


def test_the_persons_language_is_answered_in_when_it_can_be(index: Index, minilm: Embedder):
    found = rank(index, minilm, "Sut mae gwneud cais am le mewn ysgol?", locale="cy")
    assert {passage.section.page.locale for passage in found} == {"cy"}


def test_another_language_is_better_than_none(index: Index, minilm: Embedder):
    found = rank(index, minilm, "garden waste collection", locale="cy")
    assert found[0].section.text == "We collect garden waste from March."


def test_a_question_is_answered_in_the_language_it_is_asked_in(index: Index, minilm: Embedder):
    found = rank(index, minilm, "Erbyn pryd mae gwneud cais am le mewn ysgol?", locale="en")
    assert {passage.section.page.locale for passage in found} == {"cy"}
    for question in ("When do I apply for a school place?", "What time should the bin go out?"):
        found = rank(index, minilm, question, locale="en")
        assert {passage.section.page.locale for passage in found} == {"en"}, question


def test_ranking_the_same_question_twice_gives_the_same_list(index: Index, minilm: Embedder):
    assert rank(index, minilm, "garden waste") == rank(index, minilm, "garden waste")


def test_an_empty_index_finds_nothing(tmp_path: Path, minilm: Embedder):
    with IndexWriter.open(str(tmp_path), minilm) as writer:
        writer.publish()
    assert rank(Index.open(str(tmp_path), minilm), minilm, "bins") == []
