from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.content.sentences import find_sentences


def cut(text: str, locale: str = "en") -> list[str]:
    return [text[start:end] for start, end in find_sentences(text, locale=locale)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["You must apply by 5 April.", "It costs £5.50.", "Is that all?", "Yes!"],
        ["Bring ID (e.g. a passport) to 10 St. Mary’s Road.", "Ask for Mr. Smith or Dr. Jones."],
        ["See para. 4.2 and No. 5 on p. 12.", "Fill in form SA100."],
        ["We open at 9.30am and close at 5.30pm.", "On Fridays we close at 4 p.m. instead."],
        ["Open on Mon. and Tue. each week.", "Allow approx. 5 days."],
        ["Go to www.gov.uk/bins or email a.b@council.gov.uk.", "Ring 0300 123 4567."],
        ["You must live in the U.K. to apply.", "Others can’t."],
        ["You need: (a) a passport; (b) a photo.", "Nothing else."],
        ["(See form A. Also form B.)", "Then apply."],
        ["1. Go there.", "2. Come back."],
        ["👨‍👩‍👧 Families get help.", "😀 So do others.", "Café owners too."],
    ],
)
def test_guidance_is_cut_where_a_reader_would(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_welsh_is_cut_by_its_own_abbreviations() -> None:
    sentences = ["Mae gennych hawl, e.e. os ydych yn byw yng Nghymru.", "Ffoniwch rhif 0300 123 4567."]
    assert cut(" ".join(sentences), "cy") == sentences


def test_a_language_without_rules_is_cut_all_the_same() -> None:
    assert cut("One. Two.", "xx") == ["One.", "Two."]
    assert cut("一つ目です。二つ目です。", "ja") == ["一つ目です。", "二つ目です。"]


@given(st.text(max_size=300), st.sampled_from(["en", "cy", "ar", "zh", "xx-Latn"]))
def test_sentences_tile_any_text_but_its_white_space(text: str, locale: str) -> None:
    end = 0
    for start, stop in find_sentences(text, locale=locale):
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()


def test_a_megabyte_without_an_end_is_cut_at_once() -> None:
    assert len(find_sentences("word " * 200_000)) == 1
