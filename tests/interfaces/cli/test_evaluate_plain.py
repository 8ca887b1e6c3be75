"""``fingerpost evaluate plain``: the measures, as a table and as the documented JSON keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.interfaces.cli.test_evaluate import files

__all__ = ["files"]

KEYS = {
    "questions",
    "answers",
    "measured",
    "reading_age_mean",
    "over_11",
    "words_per_sentence_mean",
    "longest_sentence_mean",
    "easy_read_words_per_sentence_mean",
    "easy_read_words_per_line_mean",
    "easy_read_first_share",
    "words_explained_mean",
    "citations_kept",
    "easy_read_faults",
    "easy_read_milliseconds",
    "seconds",
}


def test_the_measures_are_one_json_object_with_the_documented_keys(fingerpost: Callable, files: list[str]) -> None:
    ran = fingerpost("evaluate", "plain", *files, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == KEYS
    assert (ran.json["questions"], ran.json["answers"], ran.json["citations_kept"]) == (1, 1, 1.0)


def test_people_see_a_table(fingerpost: Callable, files: list[str]) -> None:
    ran = fingerpost("evaluate", "plain", *files)
    assert ran.code == 0
    assert "reading age mean" in ran.out


@pytest.mark.parametrize("only", [0, 2])
def test_one_file_without_the_other_is_said_with_its_fix(fingerpost: Callable, files: list[str], only: int) -> None:
    ran = fingerpost("evaluate", "plain", *files[only : only + 2])
    assert ran.code == 2
    assert "only one of two files" in ran.err
    assert "Fix:" in ran.err
