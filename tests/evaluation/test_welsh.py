"""How often a Welsh question finds its English page, measured on pages written here and on Sampleford's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.welsh import evaluate_welsh, packaged_cases, read_cases

PAGES = (
    {"url": "https://x.test/bins", "title": "Bins", "html": "<p>Put your bin out by 7am. We empty it weekly.</p>"},
    {"url": "https://x.test/tax", "title": "Council Tax", "html": "<p>Students do not pay Council Tax.</p>"},
    {"url": "https://x.test/passport", "title": "Renew a passport", "html": "<p>Renew your adult passport.</p>"},
)


def write(file: Path, *rows: object) -> Path:
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def test_a_page_counts_by_its_place_and_by_its_half(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", *PAGES)
    questions = write(
        tmp_path / "questions",
        {"question": "Sut mae adnewyddu pasbort?", "url": "https://x.test/passport", "half": "a"},
        {"question": "Ydy myfyrwyr yn talu treth gyngor?", "url": "https://x.test/bins", "half": "b"},
        {"question": "How do I renew my passport?", "url": "https://x.test/passport"},
    )
    result = evaluate_welsh(pages, questions)
    assert (result.questions, result.page_at_1, result.page_at_5) == (3, 0.6667, 1.0)
    assert result.taken_for_welsh == 0.6667
    assert result.from_english_pages == 0.6667
    assert set(result.halves) == {"a", "b"}
    assert (result.halves["a"].page_at_1, result.halves["b"].page_at_1) == (1.0, 0.0)
    assert {"questions", "page_at_1", "page_at_5"} <= set(result.as_json())


def test_a_question_whose_page_is_not_there_is_said(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", *PAGES)
    questions = write(tmp_path / "questions", {"question": "Pryd?", "url": "https://x.test/none"})
    with pytest.raises(EvaluationInputError, match=r"x\.test/none"):
        evaluate_welsh(pages, questions)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"url": "https://x.test/bins"}, "'question'"),
        ({"question": " ", "url": "u"}, "'question'"),
        ({"question": "Pryd?"}, "'url'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, row: dict[str, str], named: str) -> None:
    with pytest.raises(EvaluationInputError, match=named) as refused:
        read_cases(write(tmp_path / "questions", {"question": "Pryd?", "url": "u"}, row))
    assert "line 2" in str(refused.value)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationInputError, match="no question"):
        read_cases(write(tmp_path / "questions"))


def test_the_packaged_questions_are_eighty_and_forty_more_with_halves() -> None:
    counts = {name: len(read_cases(packaged_cases(name))) for name in ("welsh_sampleford", "welsh_govuk")}
    assert counts == {"welsh_sampleford": 40, "welsh_govuk": 40}
    for name in counts:
        halves = [case.half for case in read_cases(packaged_cases(name))]
        assert halves.count("tuned") == halves.count("held_back") == 20
    assert {case.half for case in read_cases(packaged_cases("welsh_govuk_fresh"))} == {"fresh"}


def test_seven_in_ten_of_samplefords_questions_find_their_page_among_the_first_five() -> None:
    result = evaluate_welsh()
    assert result.questions == 40
    assert result.page_at_5 >= 0.8
    assert result.halves["held_back"].page_at_5 >= 0.7
    assert result.taken_for_welsh == 1.0


def test_every_question_written_for_real_pages_names_one_of_them(shared_data: Path) -> None:
    cases = [case for name in ("welsh_govuk", "welsh_govuk_fresh") for case in read_cases(packaged_cases(name))]
    urls = {json.loads(line)["url"] for line in (shared_data / "conditionalqa/pages.jsonl").read_text().splitlines()}
    assert {case.url for case in cases} <= urls
