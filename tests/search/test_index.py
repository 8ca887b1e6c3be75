from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fingerpost.domain import Passage
from fingerpost.errors import IndexMismatchError, IndexMissingError
from fingerpost.search.embed import Embedder
from fingerpost.search.index import Index
from fingerpost.search.writer import IndexWriter
from tests.search.library import BADGE, BINS, TAX, WHEN, HashedWords, page, put, sections


@pytest.fixture(scope="module")
def uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def index(uri: str, minilm: Embedder) -> Index:
    with IndexWriter.open(uri, minilm) as writer:
        put(writer, minilm, "bins", BINS)
        put(writer, minilm, "council-tax", TAX)
        put(writer, minilm, "blue-badge", BADGE)
        put(writer, minilm, "o'brien's-page", ("Councillor O'Brien's surgery is on Fridays.",))
        put(writer, minilm, "treth-cyngor", ("Cewch 25% oddi ar eich Treth Gyngor.",), locale="cy")
        writer.publish()
    return Index.open(uri, minilm)


def ask(index: Index, embedder: Embedder, question: str, locale: str | None = None) -> list[Passage]:
    return index.search(question, embedder.embed_questions([question])[0], locale=locale)


def test_a_section_comes_back_as_it_was_put(index: Index):
    of = page("bins", BINS)
    wanted = sections(of, BINS)
    assert index.page(of.url) == wanted
    assert index.page_sections(of.id) == wanted
    assert index.section(wanted[1].id) == wanted[1]
    assert index.sections([wanted[0].id, "none", ""]) == {wanted[0].id: wanted[0]}
    assert wanted[0].page.fetched_at == WHEN


def test_a_passage_says_why_it_was_found(index: Index, minilm: Embedder):
    first = ask(index, minilm, "Do students pay Council Tax?")[0]
    assert first.section.text == TAX[1]
    assert first.scores.text_rank == 1
    assert first.scores.vector_rank == 1
    assert first.scores.bm25
    assert first.scores.similarity == pytest.approx(
        float(
            minilm.embed_questions(["Do students pay Council Tax?"])[0]
            @ minilm.embed_sections([f"Council Tax > How it works\n{TAX[1]}"])[0]
        ),
        abs=1e-5,
    )


def test_words_are_found_by_their_stem_and_by_meaning_without_a_word_in_common(index: Index, minilm: Embedder):
    assert ask(index, minilm, "studying student")[0].section.text == TAX[1]
    assert ask(index, minilm, "refuse and garbage")[0].section.text in BINS


def test_the_same_question_finds_the_same_passages_every_time(index: Index, minilm: Embedder):
    first = ask(index, minilm, "What do I pay?")
    with ThreadPoolExecutor(4) as pool:
        for again in pool.map(lambda _: ask(index, minilm, "What do I pay?"), range(12)):
            assert again == first


@pytest.mark.parametrize(
    "text",
    [
        'bins" OR "tax',
        "title:bins AND (tax",
        "bins' OR '1'='1",
        "-bins +tax ^2 ~ *",
        "\\",
        "'; DROP TABLE sections; --",
        "{}[]()/\\&&||!",
        "\x00\x01bins",
        "\u202ebins\u202c \u0645\u0631\u062d\u0628\u0627",
        "🗑️",
        "the of and",
        "",
        "bins " * 5_000,
    ],
)
def test_a_question_is_only_ever_words(index: Index, minilm: Embedder, text: str):
    found = ask(index, minilm, text)
    assert found
    if "bins" in text:
        assert any(passage.scores.text_rank for passage in found)


@pytest.mark.parametrize("value", ["' OR '1'='1", "x') OR (1=1", "x\\' OR 1=1 --", "", "\x00"])
def test_nothing_in_a_filter_is_read_as_sql(index: Index, minilm: Embedder, value: str):
    assert index.section(value) is None
    assert index.page(value) == ()
    assert index.page_sections(value) == ()
    assert ask(index, minilm, "bins", locale=value or "xx") == []


def test_an_address_with_a_quote_in_it_is_found(index: Index):
    assert len(index.page("https://www.example.gov.uk/o'brien's-page")) == 1


def test_a_language_is_searched_alone_with_its_regions(index: Index, minilm: Embedder):
    assert {p.section.page.locale for p in ask(index, minilm, "Council Tax", "cy")} == {"cy"}
    assert {p.section.page.locale for p in ask(index, minilm, "Treth Gyngor", "en-GB")} == {"en"}
    assert {p.section.page.locale for p in ask(index, minilm, "Council Tax")} == {"en", "cy"}
    assert ask(index, minilm, "Council Tax", "fr") == []


def test_a_section_is_found_by_its_own_words(index: Index):
    sample = index.sample(2)
    assert len(sample) == 2
    assert all(index.finds(section) for section in sample)


def test_a_passage_can_be_pickled(index: Index, minilm: Embedder):
    found = ask(index, minilm, "bins")
    assert pickle.loads(pickle.dumps(found)) == found


def test_an_index_that_was_never_made_says_how_to_make_it(tmp_path: Path, words: HashedWords):
    with pytest.raises(IndexMissingError, match="no index") as missing:
        Index.open(str(tmp_path / "none"), words)
    assert "fingerpost sync" in missing.value.fix
    assert not (tmp_path / "none").exists()


def test_an_index_that_was_never_published_is_missing(tmp_path: Path, words: HashedWords):
    with IndexWriter.open(str(tmp_path), words) as writer:
        put(writer, words, "bins", BINS)
    with pytest.raises(IndexMissingError):
        Index.open(str(tmp_path), words)


def test_an_index_of_another_embedder_is_refused_with_the_fix(uri: str, index: Index, words: HashedWords):
    assert index.release.sections == 7
    with pytest.raises(IndexMismatchError, match="hashed-words@1") as mismatch:
        Index.open(uri, words)
    assert "fingerpost sync --rebuild" in mismatch.value.fix
