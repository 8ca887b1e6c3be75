"""A service's own test questions: the file is read strictly, and an answer is held to what its line says."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.domain import Answer, AnswerPart, Citation, Link, Outcome, Record, Statement
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.service_questions import (
    ServiceQuestion,
    add_question,
    ask_all,
    problems_of,
    question_of,
    read_service_questions,
)

PAGE = "https://www.sampleford.example/bins/missed-bin"
RECORD = Record(index_version="1", content_version="c", embedder="e", composer="extractive-1")
CITATION = Citation(
    number=1, quote="Tell us within 2 working days.", section_id="s", start=0, end=30, title="Missed bins",
    heading_path=(), url=f"{PAGE}#:~:text=Tell", source="site", content_hash="h", licence="OGL-UK-3.0",
)  # fmt: skip
ANSWER = Answer(
    Outcome.ANSWERED,
    "Who do I tell about a missed bin?",
    RECORD,
    parts=(AnswerPart("Missed bins", PAGE, (Statement("Tell us within 2 working days.", (1,)),)),),
    citations=(CITATION,),
    next_step=Link("Report a missed bin", PAGE),
)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "questions.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_line_says_what_its_answer_is_held_to(tmp_path: Path):
    file = written(
        tmp_path,
        "\ufeffquestion,must_cite,must_say,must_not_say,outcome,locale\n"
        '"Bins, missed?",https://a.example | https://b.example,2 working days,free|always,answered|partial,\n'
        ",,,,,\n"
        "Biniau?,,,,,cy\n",
    )

    first, second = read_service_questions(file)
    assert first == ServiceQuestion(
        "Bins, missed?", ("https://a.example", "https://b.example"), ("2 working days",), ("free", "always"),
        ("answered", "partial"),
    )  # fmt: skip
    assert second == ServiceQuestion("Biniau?", locale="cy")


@pytest.mark.parametrize(
    ("text", "said", "where"),
    [
        ("", "no column called 'question'", "questions.csv"),
        ("must_cite\nx\n", "no column called 'question'", "questions.csv"),
        ("question\n", "no question in this file", "questions.csv"),
        ("question,must_sya\nBins?,x\n", "no column 'must_sya'", "line 1"),
        ("question,must_cite\n,https://a.example\n", "no question", "line 2"),
        ("question,outcome\nBins?,answerd\n", "no outcome 'answerd'", "line 2"),
        ("question,must_say\nBins?,a,b\n", "more cells", "line 2"),
        ('question\n"Bins?\n', "not CSV", "questions.csv"),
    ],
)
def test_a_wrong_file_is_named_with_the_line_and_the_fix(tmp_path: Path, text: str, said: str, where: str):
    with pytest.raises(EvaluationInputError, match=said) as raised:
        read_service_questions(written(tmp_path, text))
    assert where in raised.value.where
    assert raised.value.fix


def test_a_missing_file_is_an_error(tmp_path: Path):
    with pytest.raises(EvaluationInputError, match="missing"):
        read_service_questions(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("held_to", "problems"),
    [
        ({}, 0),
        ({"must_cite": (PAGE,)}, 0),
        ({"must_cite": (f"{PAGE}/",)}, 0),
        ({"must_cite": ("https://www.sampleford.example/parking", PAGE)}, 0),
        ({"must_cite": ("https://www.sampleford.example/parking",)}, 1),
        ({"must_say": ("WITHIN 2  working days", "report a missed bin")}, 0),
        ({"must_say": ("3 working days", "within 2 working days")}, 1),
        ({"must_not_say": ("free",)}, 0),
        ({"must_not_say": ("2 working days", "tell us")}, 2),
        ({"outcome": ("answered", "partial")}, 0),
        ({"outcome": ("unanswerable",)}, 1),
        (
            {
                "outcome": ("urgent",),
                "must_cite": ("https://x.example",),
                "must_say": ("999",),
                "must_not_say": ("us",),
            },
            4,
        ),
    ],
)
def test_an_answer_is_held_to_each_thing(held_to: dict[str, tuple[str, ...]], problems: int):
    found = list(problems_of(ServiceQuestion("Bins?", **held_to), ANSWER))

    assert len(found) == problems
    (result,) = [ask_all(lambda *_, **__: ANSWER, [ServiceQuestion("Bins?", **held_to)])]
    assert (result.cases, result.passed) == (1, int(not problems))
    assert [each.problems for each in result.failed] == ([tuple(found)] if problems else [])


def test_an_answer_that_was_given_becomes_a_question_that_it_passes(tmp_path: Path):
    made = question_of(ANSWER)
    assert list(problems_of(made, ANSWER)) == []
    assert list(problems_of(made, replace(ANSWER, citations=()))) != []

    file = tmp_path / "questions.csv"
    add_question(file, made)
    assert read_service_questions(file) == [made]
    with pytest.raises(EvaluationInputError, match="already"):
        add_question(file, replace(made, question=f" {made.question.upper()}"))
    assert read_service_questions(file) == [made]


def test_a_question_is_added_to_a_file_with_columns_and_an_end_of_its_own(tmp_path: Path):
    file = written(tmp_path, "outcome,question,must_cite\nanswered,Bins?,")  # no new line at the end
    add_question(file, question_of(ANSWER))

    assert [each.question for each in read_service_questions(file)] == ["Bins?", ANSWER.question]
    with pytest.raises(EvaluationInputError, match="no column locale"):
        add_question(file, ServiceQuestion("Biniau?", locale="cy"))
    assert len(read_service_questions(file)) == 2


_cell = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda text: text == text.strip() and "|" not in text and text
)


@given(question=_cell, says=st.lists(_cell, max_size=3))
def test_any_question_comes_back_from_its_file_as_it_was(
    question: str, says: list[str], tmp_path_factory: pytest.TempPathFactory
):
    file = tmp_path_factory.mktemp("cases") / "questions.csv"
    made = ServiceQuestion(question, must_say=tuple(says))
    add_question(file, made)

    assert read_service_questions(file) == [made]


def test_sampleford_s_own_questions_are_of_the_form():
    from importlib.resources import files

    file = Path(str(files("fingerpost") / "demo" / "sampleford" / "questions.csv"))
    with file.open(encoding="utf-8", newline="") as opened:
        rows = sum(1 for _ in csv.DictReader(opened))
    assert len(read_service_questions(file)) == rows > 60
