"""Measuring questions back: what is counted, and what ships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fingerpost.answers.facets import facets
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.clarify import ClarifyCase, evaluate_clarify, packaged_cases, read_cases, shares

PAGES = (
    {
        "url": "https://www.made.example/boiler",
        "title": "Grants for a new boiler",
        "html": "<p>A grant can pay for part of a new boiler.</p><h2>If you own your home</h2><p>Apply for the boiler "
        "grant with two quotes.</p><h2>If you rent your home</h2><p>Your landlord applies for the boiler grant.</p>",
    },
    {
        "url": "https://www.made.example/taxi",
        "title": "Complain about a taxi",
        "html": "<p>Tell us the taxi's number, the date and the time.</p>",
    },
)
CASES = (
    {"question": "Can I get a grant for a new boiler?", "asks": "home"},
    {"question": "I own my home. Can I get a grant for a new boiler?", "asks": ""},
    {"question": "How do I complain about a taxi?", "asks": "", "history": ["When do taxis run?"]},
)


def _write(folder: Path, name: str, rows: tuple[dict[str, object], ...]) -> Path:
    file = folder / name
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def test_cases_are_asked_of_the_pages_they_come_with(tmp_path: Path) -> None:
    pages, cases = _write(tmp_path, "pages.jsonl", PAGES), _write(tmp_path, "cases.jsonl", CASES)

    result = evaluate_clarify(cases, pages)

    assert (result.cases, result.asked_when_needed, result.asked_when_not, result.right_dimension) == (3, 1.0, 0.0, 1.0)
    assert result.wrong == ()


def test_a_question_back_about_the_wrong_thing_or_out_of_turn_counts_against() -> None:
    asked = {
        ClarifyCase("a", "home"): "home",
        ClarifyCase("b", "home"): "age",
        ClarifyCase("c", "home"): "",
        ClarifyCase("d", ""): "",
        ClarifyCase("e", ""): "home",
    }

    measured = shares(asked)

    assert measured.asked_when_needed == pytest.approx(2 / 3, abs=1e-4)
    assert measured.right_dimension == pytest.approx(1 / 3, abs=1e-4)
    assert measured.asked_when_not == 0.5


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"question": "a"}, "'asks' must be text"),
        ({"question": 1, "asks": ""}, "'question' must be text"),
        ({"question": "a", "asks": "", "history": "b"}, "'history' must be a list of questions"),
        ({"question": "a", "asks": "", "pages": 3}, "'pages' must be text"),
    ],
)
def test_a_case_that_is_wrong_is_named_with_its_line(tmp_path: Path, row: dict[str, object], said: str) -> None:
    with pytest.raises(EvaluationInputError, match=r"line 1") as refused:
        read_cases(_write(tmp_path, "cases.jsonl", (row,)))
    assert said in str(refused.value)


def test_a_file_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationInputError, match="no case"):
        read_cases(_write(tmp_path, "cases.jsonl", ()))


@pytest.mark.parametrize("name", ["clarify.jsonl", "clarify_other_style.jsonl"])
def test_the_packaged_cases_ask_for_what_can_be_asked_and_for_nothing_about_as_often(name: str) -> None:
    cases = read_cases(packaged_cases().with_name(name))

    assert {case.asks for case in cases} <= {"", *facets()}
    assert all(case.pages is None or case.pages.is_file() for case in cases)
    assert len({case.question for case in cases}) == len(cases)
    assert 0.3 <= sum(bool(case.asks) for case in cases) / len(cases) <= 0.6
    assert 0.35 <= sum(case.held_back for case in cases) / len(cases) <= 0.65


def test_the_packaged_cases_on_invented_pages_hold_what_is_claimed() -> None:
    result = evaluate_clarify(packaged_cases().with_name("clarify_other_style.jsonl"))

    assert result.asked_when_needed >= 0.75
    assert result.right_dimension >= 0.75
    assert result.asked_when_not <= 0.1
