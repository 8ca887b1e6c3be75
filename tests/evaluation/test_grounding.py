from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.grounding import GroundingResult, evaluate_grounding, split_of, true_answers
from fingerpost.evaluation.section_shelf import open_shelf
from fingerpost.search.embed import MiniLM

PAGES = [
    {
        "url": "https://x.test/permits",
        "title": "River permits",
        "html": "<p>You can apply for a permit if you are 16 or over.</p><p>It costs £12 a year.</p>"
        "<p>You must:</p><ul><li>renew it by 1 May 2027</li><li>not lend it to your employer</li></ul>",
    },
    {
        "url": "https://x.test/boats",
        "title": "Boats",
        "html": "<p>Your landlord cannot take your boat without a court order from a judge.</p>"
        "<p>We reply to your letter within 10 working days of getting it.</p>",
    },
]
CASES: list[dict[str, Any]] = [
    {
        "id": "1",
        "faithful": True,
        "kind": "merged",
        "source": "permits",
        "quotes": ["It costs £12 a year."],
        "sentence": "A permit costs £12 each year.",
    },
    {
        "id": "2",
        "faithful": False,
        "kind": "number",
        "source": "https://x.test/permits",
        "quotes": ["It costs £12 a year."],
        "sentence": "A permit costs £21 each year.",
    },
]


def write(file: Path, rows: list[Any]) -> Path:
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return file


def measured(tmp_path: Path, cases: list[Any]) -> GroundingResult:
    return evaluate_grounding(write(tmp_path / "p", PAGES), write(tmp_path / "c", cases), answers=40)


def test_a_small_evaluation_gives_every_measure_and_the_same_twice(tmp_path: Path) -> None:
    result = measured(tmp_path, CASES)
    again = measured(tmp_path, CASES)
    assert result.answers > 6
    assert (result.paraphrases, result.paraphrases_kept, result.unfaithful_dropped) == (2, 1.0, 1.0)
    assert result.false_alarms == 0.0
    assert result.detected == 1.0
    assert {"detected", "false_alarms", "paraphrases_kept", "unfaithful_dropped", "by_kind"} <= result.as_json().keys()
    assert result.by_kind == again.by_kind
    assert result.unplaced == 0


def test_a_paraphrase_of_a_page_not_given_is_judged_on_its_quotations_and_counted(tmp_path: Path) -> None:
    result = measured(tmp_path, [{**case, "source": "elsewhere"} for case in CASES])
    assert result.unplaced == 2
    assert (result.paraphrases_kept, result.unfaithful_dropped) == (1.0, 1.0)


def test_true_answers_quote_whole_sentences_and_a_list_item_behind_its_lead_in(tmp_path: Path) -> None:
    shelf = open_shelf(write(tmp_path / "p", PAGES), MiniLM())
    answers = list(true_answers(shelf, 100))
    assert len({answer.text for answer in answers}) == len(answers)
    for answer in answers:
        for quote in answer.quotes:
            section = shelf.by_id[quote.section_id]
            assert quote.start is not None
            assert section.text[quote.start : quote.start + len(quote.text)] == quote.text
    assert "You must: renew it by 1 May 2027" in {answer.text for answer in answers}


def test_the_half_of_a_paraphrase_is_fixed_by_its_id() -> None:
    assert {split_of(str(number)) for number in range(50)} == {"tune", "report"}
    assert split_of("p001") == split_of("p001")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "c, line 1: this line is not JSON"),
        ({**CASES[0], "faithful": "yes"}, "'faithful' must be true or false"),
        ({**CASES[0], "quotes": []}, "'quotes' must be a list of texts"),
        ({**CASES[0], "sentence": None}, "'sentence' must be text"),
    ],
)
def test_a_mistake_in_the_cases_is_named_by_line_and_field(tmp_path: Path, row: Any, said: str) -> None:
    with pytest.raises(EvaluationInputError) as mistake:
        measured(tmp_path, [row])
    assert said in str(mistake.value)


def test_an_empty_file_of_cases_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(EvaluationInputError, match="no paraphrase"):
        measured(tmp_path, [""])
