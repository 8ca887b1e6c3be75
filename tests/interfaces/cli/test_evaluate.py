"""``fingerpost evaluate retrieval``: the measures, as a table and as the documented JSON keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

KEYS = {
    "questions",
    "sections",
    "page_at_1",
    "page_at_5",
    "page_mrr",
    "evidence_recall_at_5",
    "evidence_recall_at_10",
    "pages_trained_on",
    "seconds",
}
PAGES = [
    {"url": "https://a.example/bins", "title": "Bins", "html": "<p>We empty your bin every two weeks.</p>"},
    {"url": "https://a.example/tax", "title": "Council Tax", "html": "<p>Students do not pay Council Tax.</p>"},
]
QUESTIONS = [
    {
        "id": "1",
        "question": "How often is my bin emptied?",
        "scenario": "I have just moved in.",
        "url": "https://a.example/bins",
        "answerable": True,
        "answers": [],
        "evidence": ["<p>We empty your bin every two weeks.</p>"],
    }
]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name, rows in (("pages", PAGES), ("questions", QUESTIONS)):
        (tmp_path / name).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return ["--pages", str(tmp_path / "pages"), "--questions", str(tmp_path / "questions")]


@pytest.mark.parametrize("more", [[], ["--with-scenario"]])
def test_the_measures_are_one_json_object_with_the_documented_keys(
    fingerpost: Callable, files: list[str], more: list[str]
) -> None:
    ran = fingerpost("evaluate", "retrieval", *files, *more, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == KEYS
    assert (ran.json["questions"], ran.json["page_at_1"], ran.json["evidence_recall_at_5"]) == (1, 1.0, 1.0)


def test_people_see_a_table(fingerpost: Callable, files: list[str]) -> None:
    ran = fingerpost("evaluate", "retrieval", *files)
    assert ran.code == 0
    assert "page@1" in ran.out
    assert "1.000" in ran.out


def test_a_missing_file_is_said_with_its_fix(fingerpost: Callable, files: list[str], tmp_path: Path) -> None:
    ran = fingerpost("evaluate", "retrieval", "--pages", tmp_path / "nowhere", *files[2:])
    assert ran.code == 2
    assert "nowhere" in ran.err
    assert "Fix:" in ran.err
