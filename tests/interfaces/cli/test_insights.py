"""``fingerpost insights``: a month made up, built and released from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = '[service]\nname = "Made-up Council"\norganisation = "Made-up"\n'
    (tmp_path / "fingerpost.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_month_is_made_up_and_released(service: Path, fingerpost: Callable) -> None:
    made = ["insights", "synthesise", "--month", "2026-10", "--conversations", "300", "--out", "turns.jsonl", "--json"]
    ran = fingerpost(*made)
    assert (ran.code, ran.json["conversations"]) == (0, 300)
    ran = fingerpost("insights", "build", "--month", "2026-10", "--turns", "turns.jsonl", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["release_id"] == "2026-10-r1"
    assert ran.json["published"] > 0
    assert (service / "insights/2026-10-r1/release.csv").is_file()


def test_a_month_of_few_people_publishes_nothing_and_says_so(service: Path, fingerpost: Callable) -> None:
    fingerpost("insights", "synthesise", "--month", "2026-10", "--conversations", "5", "--out", "turns.jsonl")
    ran = fingerpost("insights", "build", "--month", "2026-10", "--turns", "turns.jsonl")
    assert ran.code == 3
    assert "nothing is published" in ran.err
    assert not (service / "insights").exists()


def test_a_threshold_below_its_limit_is_refused(service: Path, fingerpost: Callable) -> None:
    with (service / "fingerpost.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[insights]\naccounts = 3\n")
    ran = fingerpost("insights", "build", "--month", "2026-10", "--turns", "turns.jsonl")
    assert ran.code == 2
    assert "insights.accounts" in ran.err


def test_topics_are_measured_as_one_json_object(service: Path, fingerpost: Callable) -> None:
    asked = {"question": "How do I end my marriage?", "scenario": "", "url": "https://www.gov.uk/divorce"}
    (service / "q.jsonl").write_text(json.dumps(asked), encoding="utf-8")
    ran = fingerpost("evaluate", "topics", "--questions", "q.jsonl", "--every-page", "--json")
    assert ran.code == 0
    assert ran.json["questions"] == 1
    assert [each["level"] for each in ran.json["forced"]] == [1, 2, 3]
