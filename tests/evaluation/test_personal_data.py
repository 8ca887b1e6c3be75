"""The evaluation of personal data reads its cases in every form, counts right, and meets its floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fingerpost.domain import Finding
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.personal_data import compare, evaluate_personal_data, measure
from fingerpost.evaluation.personal_data_cases import Expected, PersonalDataCase, read_personal_data_cases
from fingerpost.evaluation.personal_data_questions import CARRIERS, generate_cases
from fingerpost.safeguards.personal_data import Protector

PHONE = "ring 07700 900123 now"


def cases_file(folder: Path, *rows: object) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "pii",
    [
        ["07700 900123"],
        "07700 900123",
        [[5, 17]],
        [{"text": "07700 900123", "type": "phone"}],
        [{"start": 5, "end": 17, "entity": "phone"}],
        {"phone": "07700 900123"},
        {"phone": ["07700 900123"]},
    ],
)
def test_what_is_to_be_found_may_be_written_in_many_ways(tmp_path: Path, pii: object) -> None:
    (case,) = read_personal_data_cases(cases_file(tmp_path, {"text": PHONE, "pii": pii}))
    assert [(each.start, each.end) for each in case.expected] == [(5, 17)]


def test_true_means_somewhere_and_false_and_null_mean_nowhere(tmp_path: Path) -> None:
    rows = [{"text": PHONE, "pii": value} for value in (True, False, None, [])]
    cases = read_personal_data_cases(cases_file(tmp_path, *rows))
    assert [(case.somewhere, case.expected) for case in cases] == [(True, ()), (False, ()), (False, ()), (False, ())]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"text": "a"}, "neither"),
        ({"pii": True}, "'text' must be text"),
        ({"text": "a", "pii": ["b"]}, "does not stand in the text"),
        ({"text": "a", "pii": [[0, 9]]}, "no stretch"),
        ({"text": "a", "pii": 3}, "must be a list"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, row: object, says: str) -> None:
    with pytest.raises(EvaluationInputError, match=says) as problem:
        read_personal_data_cases(cases_file(tmp_path, {"text": "a", "pii": False}, row))
    assert problem.value.where.endswith("line 2")


def test_what_is_missed_costs_recall_and_what_is_wrong_costs_precision() -> None:
    case = PersonalDataCase(
        "ring 07700 900123 now, at M1 1AA", (Expected(5, 17, "phone"), Expected(26, 32, "postcode"))
    )
    counts = compare(case, [Finding("phone number", 5, 17, 1.0), Finding("name", 18, 21, 1.0)])
    assert (counts["phone"].met, counts["phone"].right) == (1, 1)
    assert (counts["postcode"].expected, counts["postcode"].met) == (1, 0)
    assert (counts["name"].findings, counts["name"].right) == (1, 0)


def test_half_a_number_found_is_not_found() -> None:
    counts = compare(PersonalDataCase(PHONE, (Expected(5, 17),)), [Finding("phone number", 5, 10, 1.0)])
    assert counts["any"].met == 0


def test_presidios_cases_are_found_and_its_near_misses_left(shared_data: Path) -> None:
    result = evaluate_personal_data(shared_data / "safety" / "uk_personal_data.jsonl").as_json()
    assert len(result["by_entity"]) == 6
    for entity, found in result["by_entity"].items():
        assert found["recall"] >= 0.95, (entity, found)
        assert found["precision"] >= 0.90, (entity, found)


def test_made_up_people_in_real_questions_are_found(shared_data: Path) -> None:
    lines = (shared_data / "conditionalqa" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [(row["question"], row["scenario"]) for row in map(json.loads, lines[:400])]
    cases = generate_cases(asked, 150, seed=11)
    assert [case.text for case in cases] == [case.text for case in generate_cases(asked, 150, seed=11)]
    assert {each.kind for case in cases for each in case.expected} == set(CARRIERS)
    total = measure(cases, Protector()).as_json()
    assert total["recall"] >= 0.97, total
    assert total["precision"] >= 0.95, total
    assert total["p95_ms"] <= 40, total


def test_real_questions_hold_few_names_and_fewer_without_their_scenario(shared_data: Path) -> None:
    lines = (shared_data / "conditionalqa" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    protector = Protector()
    asked = [json.loads(line)["question"] for line in lines]
    changed = [question for question in asked if protector.find(question)]
    assert len(changed) / len(asked) < 0.005, changed
