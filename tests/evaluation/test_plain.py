"""How plain the answers are, measured on pages written here and on Sampleford."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from fingerpost.answers.easy_read import easy_read
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.plain import _Tally, evaluate_plain, measure
from fingerpost.evaluation.scratch_service import sampleford_questions
from tests.answers.easy_read.made import answer_of

PAGES = (
    {
        "url": "https://x.test/bins",
        "title": "Bins",
        "html": "<p>Put your bin out by 7am. We empty your bin every week.</p>",
    },
    {
        "url": "https://x.test/tax",
        "title": "Council Tax",
        "html": "<p>Notwithstanding statutory exemptions, liability for Council Tax is determined by residential "
        "occupation and proportionate apportionment arrangements administered annually.</p>",
    },
)


def write(file: Path, *rows: object) -> Path:
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def asked(url: str, question: str) -> dict[str, object]:
    return {
        "id": "1",
        "question": question,
        "scenario": "",
        "url": url,
        "answerable": True,
        "answers": [],
        "evidence": ["<p>x</p>"],
    }


def test_plain_pages_are_plain_and_hard_ones_hard(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", *PAGES)
    plain = evaluate_plain(pages, write(tmp_path / "a", asked("https://x.test/bins", "When do I put my bin out?")))
    hard = evaluate_plain(
        pages, write(tmp_path / "b", asked("https://x.test/tax", "How is Council Tax liability set?"))
    )

    assert (plain.questions, plain.answers, plain.measured) == (1, 1, 1)
    assert plain.words_per_sentence_mean == 6.0
    assert plain.reading_age_mean < 8 < 18 < hard.reading_age_mean
    assert (plain.over_11, hard.over_11) == (0.0, 1.0)
    assert plain.citations_kept == 1.0
    assert plain.easy_read_faults == 0


def test_a_lost_line_counts_against_the_easy_read() -> None:
    answer = answer_of(["You pay each month."], ["Call us."])
    easy = easy_read(answer)
    tally = _Tally()

    measure(answer, replace(easy, more=()), tally)

    assert (tally.cited, tally.kept) == (2, 1)
    assert tally.faults >= 2


def test_one_file_without_the_other_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvaluationInputError, match="only one of two files"):
        evaluate_plain(write(tmp_path / "pages", *PAGES))


def test_sampleford_brings_its_own_questions() -> None:
    assert len(sampleford_questions()) >= 60
    assert all(question.strip() for question in sampleford_questions())


def test_the_result_is_plain_json(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", *PAGES)
    result = evaluate_plain(pages, write(tmp_path / "q", asked("https://x.test/bins", "When do I put my bin out?")))
    assert json.loads(json.dumps(asdict(result))) == result.as_json()
