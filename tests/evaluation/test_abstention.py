from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.abstention import auroc, evaluate_abstention
from fingerpost.settings import AnswerSettings

PAGES = {
    "bins": "<p>Put your rubbish bin out by 7am on collection day.</p><p>We empty it every Monday.</p>",
    "badge": "<p>A Blue Badge costs £10 and lasts three years.</p>",
    "tax": "<p>Full-time students do not pay Council Tax.</p>",
    "passport": "<p>Renew your passport online. It costs £88.50.</p>",
}
QUESTIONS = {"bins": "What time must my rubbish bin be out?", "badge": "How much does a Blue Badge cost?"}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    pages, questions = tmp_path / "pages", tmp_path / "questions"
    rows = [{"url": f"https://x.test/{name}", "title": name.title(), "html": html} for name, html in PAGES.items()]
    pages.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    asked = [
        {
            "id": name,
            "question": question,
            "scenario": "",
            "url": f"https://x.test/{name}",
            "answerable": True,
            "evidence": ["<p>x</p>"],
        }
        for name, question in QUESTIONS.items()
    ]
    questions.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    return pages, questions


def test_the_area_is_the_chance_that_present_stands_above_absent_and_ties_count_half() -> None:
    assert auroc(np.array([0.9, 0.8]), np.array([0.1, 0.2])) == 1
    assert auroc(np.array([0.5]), np.array([0.5, 0.5])) == 0.5
    assert auroc(np.array([0.9, 0.1]), np.array([0.5])) == 0.5
    assert auroc(np.array([0.1]), np.array([0.9])) == 0


def test_a_question_whose_page_is_taken_away_is_declined_and_one_whose_page_is_there_is_not(
    files: tuple[Path, Path],
) -> None:
    told: list[tuple[int, int]] = []

    class Watch:
        def at(self, name: str, done: int, total: int) -> None:
            told.append((done, total))

    result = evaluate_abstention(*files, progress=Watch(), threshold=0.5)
    assert (result.auroc, result.declined_absent, result.answered_present) == (1, 1, 1)
    assert result.questions == len(QUESTIONS)
    assert told[-1] == (5, 5)


def test_the_threshold_is_the_shipped_setting_and_the_curve_rises_with_it(files: tuple[Path, Path]) -> None:
    result = evaluate_abstention(*files)
    assert result.threshold == AnswerSettings().answer_threshold
    declined = [point.declined_absent for point in result.curve]
    assert declined == sorted(declined)
    answered = [point.answered_present for point in result.curve]
    assert answered == sorted(answered, reverse=True)


def test_pages_that_the_weights_never_saw_are_not_called_trained_on(files: tuple[Path, Path]) -> None:
    assert evaluate_abstention(*files).pages_trained_on == 0


def test_a_question_about_a_page_that_is_not_given_is_an_error(files: tuple[Path, Path]) -> None:
    pages, questions = files
    pages.write_text(pages.read_text(encoding="utf-8").replace("x.test/bins", "x.test/other"), encoding="utf-8")
    with pytest.raises(EvaluationInputError, match="not among the pages"):
        evaluate_abstention(pages, questions)
