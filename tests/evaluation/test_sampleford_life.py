"""The questions about a life, not a topic, name real pages, and the rest truly have none."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest

ANSWERABLE = 40
UNANSWERABLE = 15
CONTENT = Path(str(files("fingerpost.demo") / "sampleford" / "content"))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def questions() -> list[dict[str, str]]:
    return _rows(Path(str(files("fingerpost.evaluation") / "data" / "sampleford_life.csv")))


def test_each_question_says_whether_it_can_be_answered_and_where(questions: list[dict[str, str]]):
    assert all(tuple(row) == ("question", "page", "answerable") for row in questions)
    assert [row["question"] for row in questions if (row["answerable"] == "true") != bool(row["page"])] == []
    assert {row["answerable"] for row in questions} == {"true", "false"}
    assert sum(row["answerable"] == "true" for row in questions) == ANSWERABLE
    assert sum(row["answerable"] == "false" for row in questions) == UNANSWERABLE


def test_each_page_that_is_named_is_one_of_samplefords(questions: list[dict[str, str]]):
    named = [page for row in questions if row["page"] for page in row["page"].split(";")]
    assert [page for page in named if not (CONTENT / page).is_file()] == []


def test_no_question_is_asked_twice_or_is_one_of_the_demonstrations_own(questions: list[dict[str, str]]):
    asked = [row["question"].casefold() for row in questions]
    shown = {row["question"].casefold() for row in _rows(CONTENT.parent / "questions.csv")}
    assert len(set(asked)) == len(asked)
    assert not set(asked) & shown
