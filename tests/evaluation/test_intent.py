"""The intent evaluation reads cases in several spellings and counts right."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from fingerpost.answers.intent import shipped_model
from fingerpost.domain import Intent
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.halves import fold, half
from fingerpost.evaluation.intent import (
    EXAMPLES_FILE,
    FRESH_FILE,
    OTHER_STYLE_FILE,
    IntentCase,
    evaluate_intent,
    read_always_fitted,
    read_intent_cases,
    score,
)
from fingerpost.evaluation.intent_fit import kept_features


def cases_file(folder: Path, *lines: str) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_cases_brought_from_elsewhere_are_measured_with_the_shipped_weights(tmp_path: Path) -> None:
    file = cases_file(
        tmp_path,
        '{"text": "Hello", "intent": "greeting"}',
        '{"text": "thanks a lot", "intent": "Thanks"}',
        '{"text": "I want to speak to a person", "intent": "contact a person"}',
        '{"text": "report a pothole", "intent": "do-a-task"}',
        '{"text": "report a pothole", "intent": "greeting"}',
    )
    result = evaluate_intent(file)
    assert result.cases == 5
    assert result.taken_for == {"greeting taken for do_a_task": 1}
    assert set(result.by_intent) == {"greeting", "thanks", "contact_a_person", "do_a_task"}
    assert {"macro_f1", "by_intent", "cases"} <= set(result.as_json())


def test_the_mean_is_over_intents_and_not_over_cases() -> None:
    cases = [IntentCase(str(n), Intent.GUIDANCE, str(n)) for n in range(9)] + [IntentCase("x", Intent.THANKS, "x")]
    measured = score(cases, [Intent.GUIDANCE] * 10)
    assert measured.by_intent["guidance"].f1 == pytest.approx(18 / 19, abs=1e-4)
    assert measured.by_intent["thanks"].f1 == 0
    assert measured.macro_f1 == pytest.approx(9 / 19, abs=1e-4)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": "x", "intent": "weather"}', "'intent' must be one of"),
        ('{"intent": "thanks"}', "'text' must be text"),
        ("not json", "not JSON"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(EvaluationInputError, match=says) as problem:
        read_intent_cases(cases_file(tmp_path, '{"text": "Hi", "intent": "greeting"}', line))
    assert problem.value.where.endswith("line 2")


def test_near_copies_are_on_one_side_of_every_split() -> None:
    sides: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for case in read_intent_cases(EXAMPLES_FILE):
        sides[case.group].add((half(case.group), fold(case.group, 5)))
    assert {len(places) for places in sides.values()} == {1}


def test_the_shipped_examples_are_many_and_none_is_in_both_sets() -> None:
    examples = read_intent_cases(EXAMPLES_FILE)
    counted = Counter(case.intent for case in examples)
    assert min(counted[intent] for intent in Intent) >= 75
    texts = {case.text.casefold() for case in examples}
    assert len({case.text for case in examples}) == len(examples)
    assert len({(case.text.casefold(), case.group) for case in examples}) == len(texts)
    assert texts.isdisjoint(case.text.casefold() for case in read_intent_cases(OTHER_STYLE_FILE))


def test_messages_in_another_style_are_read_as_well_as_the_docs_say() -> None:
    assert evaluate_intent(OTHER_STYLE_FILE).macro_f1 >= 0.85


def test_no_message_that_is_always_fitted_on_is_measured_on() -> None:
    always = {_bare(case.text) for case in read_always_fitted()}
    for file in (EXAMPLES_FILE, OTHER_STYLE_FILE, FRESH_FILE):
        assert always.isdisjoint(_bare(case.text) for case in read_intent_cases(file)), file.name


def test_the_shipped_weights_were_fitted_on_the_shipped_examples() -> None:
    fitted = [case.text for case in (*read_intent_cases(EXAMPLES_FILE), *read_always_fitted())]
    assert list(shipped_model().place) == kept_features(fitted), "run scripts/fit_intent.py again"


def test_messages_written_before_any_figure_was_seen_are_read_as_well_as_the_docs_say() -> None:
    assert evaluate_intent(FRESH_FILE).macro_f1 >= 0.85


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
