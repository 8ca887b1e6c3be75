"""A model's answer is read while it is written: whole sentences at once, half ones never."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.answers.model.reading import AnswerReader, Spoken


def written(*texts: str, completeness: str = "whole") -> str:
    sentences = [{"rests_on": [{"passage": "p1", "quote": text}], "text": text} for text in texts]
    return json.dumps({"sentences": sentences, "completeness": completeness}, ensure_ascii=False)


def test_a_sentence_is_given_with_the_piece_that_completes_it_and_not_before() -> None:
    reader = AnswerReader()
    whole = written("One.", "Two.")
    end = whole.index("}, {") + 1
    assert list(reader.feed(whole[: end - 1])) == []
    assert list(reader.feed(whole[end - 1 : end])) == [Spoken("One.", (("p1", "One."),))]
    assert reader.completeness() is None
    assert [spoken.text for spoken in reader.feed(whole[end:])] == ["Two."]
    assert reader.completeness() == "whole"


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=4), st.integers(1, 30))
def test_however_it_is_cut_into_pieces_the_same_sentences_come_out(texts: list[str], size: int) -> None:
    whole = written(*texts)
    reader = AnswerReader()
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    assert [spoken.text for piece in pieces for spoken in reader.feed(piece)] == [text.strip() for text in texts]
    assert reader.completeness() == "whole"


def test_brackets_and_quotes_inside_a_sentence_do_not_end_it() -> None:
    text = 'Say "}]" \\ and {"a": [1]} 👍.'
    assert [spoken.text for spoken in AnswerReader().feed(written(text))] == [text]


def test_a_fence_and_words_round_the_object_are_passed_over() -> None:
    reader = AnswerReader()
    assert [s.text for s in reader.feed(f"Here it is:\n```json\n{written('One.')}\n```\nDone {{}}")] == ["One."]
    assert reader.completeness() == "whole"


@pytest.mark.parametrize(
    "sentence",
    [
        {"text": "No quotation."},
        {"text": 3, "rests_on": []},
        {"text": "  ", "rests_on": []},
        {"text": "Bad passage.", "rests_on": [{"passage": 1, "quote": "x"}]},
        {"text": "Bad list.", "rests_on": ["p1"]},
    ],
)
def test_a_sentence_in_another_form_is_no_sentence(sentence: dict[str, object]) -> None:
    whole = json.dumps({"sentences": [sentence], "completeness": "whole"})
    assert list(AnswerReader().feed(whole)) == []


@pytest.mark.parametrize("text", ["", "I can't help with that.", "{", '{"sentences": "none"}', "[1, 2]", "{]", "}{"])
def test_what_is_no_answer_has_no_completeness(text: str) -> None:
    reader = AnswerReader()
    assert list(reader.feed(text)) == []
    assert reader.completeness() is None


def test_an_unknown_completeness_is_taken_as_part_of_an_answer() -> None:
    reader = AnswerReader()
    list(reader.feed(written("One.", completeness="mostly")))
    assert reader.completeness() == "part"


def test_a_very_long_answer_is_not_read_for_ever() -> None:
    reader = AnswerReader()
    for _ in range(300):
        list(reader.feed('{"sentences": [' + "x" * 1_000))
    assert reader.completeness() is None
