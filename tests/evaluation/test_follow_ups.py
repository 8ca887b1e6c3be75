"""The follow-up evaluation asks whole conversations and counts right."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.follow_ups import (
    CASES_FILE,
    FollowUpCase,
    FollowUpOutcome,
    evaluate_follow_ups,
    read_follow_up_cases,
    score,
)
from fingerpost.evaluation.halves import half

BADGE = "https://www.sampleford.example/blue-badge/apply"


def test_a_conversation_is_asked_from_end_to_end(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(
        '{"id": "1", "conversation": ["How do I apply for a Blue Badge?"], "follow_up": "how much is it?", '
        f'"pages": ["{BADGE}"], "carry": ["badge", ["how much", "cost"]]}}\n'
        '{"id": "2", "conversation": ["How do I apply for a Blue Badge?"], "follow_up": "How do I get rid of rats?", '
        '"pages": ["https://www.sampleford.example/environment/pests"], "topic_change": true}\n',
        encoding="utf-8",
    )
    result = evaluate_follow_ups(file)
    assert (result.pairs, result.topic_changes) == (1, 1)
    assert (result.resolved, result.page_at_3, result.page_at_3_without) == (1.0, 1.0, 0.0)
    assert (result.topic_changes_left_alone, result.topic_change_page_at_1) == (1.0, 1.0)


def test_a_follow_up_must_carry_a_word_of_each_group() -> None:
    case = FollowUpCase("1", ("x",), "y", ("p",), (("badge",), ("cost", "how much")))
    assert FollowUpOutcome(case, "A Blue Badge – how much is it?", (), ()).carried
    assert not FollowUpOutcome(case, "A Blue Badge – how long is it?", (), ()).carried
    assert not FollowUpOutcome(case, "", (), ()).carried


def test_a_topic_change_that_was_completed_counts_against() -> None:
    change = FollowUpCase("1", ("x",), "y", ("p",), topic_change=True)
    measured = score([FollowUpOutcome(change, "x – y", ("q",), ("p",)), FollowUpOutcome(change, "", ("p",), ("p",))])
    assert (measured.topic_changes_left_alone, measured.topic_change_page_at_1) == (0.5, 0.5)


def test_there_are_sixty_pairs_and_the_halves_are_near_even() -> None:
    cases = read_follow_up_cases(CASES_FILE)
    pairs = [case for case in cases if not case.topic_change]
    assert len(pairs) >= 60
    assert len(cases) - len(pairs) >= 25
    assert all(case.carry for case in pairs)
    assert 0.4 < sum(half(case.id) for case in cases) / len(cases) < 0.6


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": "1", "conversation": "x", "follow_up": "y", "pages": []}', "'conversation' must be a list of texts"),
        ('{"id": "1", "conversation": ["x"], "follow_up": "y", "pages": ["p"], "carry": [[1]]}', "'carry' must be"),
        ('{"id": "1", "conversation": ["x"], "follow_up": "y", "pages": ["p"], "topic_change": 1}', "true or false"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(EvaluationInputError, match=says):
        read_follow_up_cases(file)
