"""``fingerpost privacy``: what is kept of a conversation can be taken away, deleted and accounted for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.conversations.store import ConversationStore
from fingerpost.settings import load_settings
from tests.conversations.kept_answers import answer
from tests.small_service import make_service_folder


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, str]:
    folder = make_service_folder(tmp_path)
    settings = load_settings(folder, {})
    store = ConversationStore.open(settings.database_url)
    conversation = store.start("en")
    turn = store.add(conversation, answer())
    store.give_feedback(conversation, turn, False, "wrong", "Ring me on 07700 900123")
    store.close()
    return folder, conversation


def test_everything_kept_is_exported_and_only_its_owner_may_read_the_file(
    fingerpost: Callable, kept: tuple[Path, str], tmp_path: Path
) -> None:
    folder, conversation = kept
    found = fingerpost("privacy", "export", conversation, "--service", folder).json
    assert found["id"] == conversation
    assert found["turns"][0]["feedback"]["comment"] == "Ring me on [phone 1]"
    assert "seal" not in found["turns"][0]["answer"]
    out = tmp_path / "out.json"
    ran = fingerpost("privacy", "export", conversation, "--service", folder, "--out", out, "--json")
    assert ran.json == {"written": str(out), "turns": 1}
    assert json.loads(out.read_text(encoding="utf-8")) == found
    assert out.stat().st_mode & 0o077 == 0


def test_a_report_counts_and_tells_nothing_that_was_said(fingerpost: Callable, kept: tuple[Path, str]) -> None:
    folder, conversation = kept
    ran = fingerpost("privacy", "report", conversation, "--service", folder, "--json")
    assert (ran.json["turns"], ran.json["feedback"], ran.json["comments"]) == (1, 1, 1)
    assert ran.json["taken_out"] == {"email": 1}
    assert ran.json["retention_days"] == 30
    assert answer().question not in ran.out
    assert "taken out: email (1)" in fingerpost("privacy", "report", conversation, "--service", folder).out


def test_what_is_deleted_is_gone_and_remembered(fingerpost: Callable, kept: tuple[Path, str]) -> None:
    folder, conversation = kept
    ran = fingerpost("privacy", "delete", conversation, "--service", folder, "--yes", "--json")
    assert ran.json == {"deleted": conversation, "turns": 1}
    assert (folder / ".fingerpost" / "deleted-conversations.txt").exists()
    again = fingerpost("privacy", "delete", conversation, "--service", folder, "--yes", "--json")
    assert again.code == 1
    assert again.json["type"] == "urn:fingerpost:problem:conversation-not-found"


def test_expiry_can_be_run_by_hand(fingerpost: Callable, kept: tuple[Path, str]) -> None:
    folder, conversation = kept
    assert fingerpost("privacy", "expire", "--service", folder, "--json").json == {
        "deleted": 0,
        "plans": 0,
        "submissions": 0,
        "retention_days": 30,
        "plan_days": 90,
    }
    assert fingerpost("privacy", "report", conversation, "--service", folder, "--json").json["turns"] == 1


def test_the_assessment_is_written_from_the_real_settings(fingerpost: Callable, tmp_path: Path) -> None:
    folder = make_service_folder(tmp_path)
    text = fingerpost("privacy", "assessment", "--service", folder).out
    assert load_settings(folder, {}).service.name in text
    assert "deleted after 30 days" in text
    assert "no language model is used" in text
    file = folder / "fingerpost.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[conversations]\nretention_days = 7\n", encoding="utf-8")
    assert "deleted after 7 days" in fingerpost("privacy", "assessment", "--service", folder).out
