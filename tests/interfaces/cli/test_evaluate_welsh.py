"""``fingerpost evaluate welsh``: the measures, as a table and as the documented JSON keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    pages, questions = tmp_path / "pages.jsonl", tmp_path / "questions.jsonl"
    pages.write_text(
        json.dumps({"url": "https://x.test/a", "title": "Passports", "html": "<p>Renew your passport.</p>"}) + "\n"
    )
    questions.write_text(json.dumps({"question": "Sut mae adnewyddu pasbort?", "url": "https://x.test/a"}) + "\n")
    return ["--pages", str(pages), "--questions", str(questions)]


def test_the_measures_are_one_json_object(fingerpost: Callable, given: list[str]) -> None:
    ran = fingerpost("evaluate", "welsh", *given, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert {key: ran.json[key] for key in ("questions", "page_at_1", "page_at_5")} == {
        "questions": 1,
        "page_at_1": 1.0,
        "page_at_5": 1.0,
    }


def test_people_see_a_table(fingerpost: Callable, given: list[str]) -> None:
    ran = fingerpost("evaluate", "welsh", *given)
    assert ran.code == 0
    assert "page@5" in ran.out


def test_a_missing_file_is_said_with_its_fix(fingerpost: Callable, given: list[str]) -> None:
    ran = fingerpost("evaluate", "welsh", "--pages", "no-such-file", "--json")
    assert ran.code != 0
    assert (ran.json["where"], bool(ran.json["fix"])) == ("no-such-file", True)
