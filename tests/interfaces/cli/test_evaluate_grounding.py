"""``fingerpost evaluate grounding``: the measures, as a table and as the documented JSON keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

PAGE = {"url": "https://x.test/a", "title": "Permits", "html": "<p>A river permit costs £12 a year for each boat.</p>"}
CASE = {
    "id": "1",
    "faithful": True,
    "kind": "merged",
    "source": "https://x.test/a",
    "quotes": ["A river permit costs £12 a year for each boat."],
    "sentence": "Each boat's river permit costs £12 a year.",
}
KEYS = {
    "answers",
    "altered",
    "detected",
    "false_alarms",
    "paraphrases",
    "paraphrases_kept",
    "unfaithful_dropped",
    "by_kind",
    "by_split",
    "unplaced",
    "milliseconds",
    "seconds",
}


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    pages, cases = tmp_path / "pages.jsonl", tmp_path / "cases.jsonl"
    pages.write_text(json.dumps(PAGE))
    cases.write_text(json.dumps(CASE))
    return ["--pages", str(pages), "--cases", str(cases), "--answers", "10"]


def test_the_measures_are_one_json_object_with_the_documented_keys(fingerpost: Callable, given: list[str]) -> None:
    ran = fingerpost("evaluate", "grounding", *given, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == KEYS
    assert (ran.json["paraphrases_kept"], ran.json["false_alarms"]) == (1.0, 0.0)


def test_people_see_a_table(fingerpost: Callable, given: list[str]) -> None:
    ran = fingerpost("evaluate", "grounding", *given)
    assert ran.code == 0
    assert "false alarms" in ran.out


def test_a_missing_file_is_said_with_its_fix(fingerpost: Callable, tmp_path: Path) -> None:
    ran = fingerpost("evaluate", "grounding", "--cases", tmp_path / "nowhere")
    assert ran.code == 2
    assert "missing" in ran.err
    assert "Fix:" in ran.err
