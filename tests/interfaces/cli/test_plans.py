"""``fingerpost plans``, and a plan under ``fingerpost privacy``."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fingerpost.conversations.plan_codes import PlanCodes
from fingerpost.conversations.plan_seals import plan_seals
from fingerpost.conversations.store import ConversationStore
from fingerpost.services.plans import Plan, Step
from fingerpost.settings import load_settings

SECRET = "Ring Dr Gwynne"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fingerpost.toml").write_text('[service]\nname = "Ask Sampleford"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def link(fingerpost: Callable, folder: Path) -> str:
    """The private link of a plan that is kept, which an address opens too."""
    assert fingerpost("plans", "new-key", "--service", folder, "--json").json["keys"] == 1
    settings = load_settings(folder, {})
    store = ConversationStore.open(settings.database_url, tombstones=settings.tombstones)
    plans, now = store.plans(plan_seals(settings)), datetime.now(UTC)
    key = plans.make(Plan((Step("a1", SECRET),), (("nation", "wales"),)), now)
    opened = plans.get(key, now)
    assert opened
    asked = PlanCodes(plans).ask("gwen@example.org", now, link_to=opened.id)
    assert asked.code
    PlanCodes(plans).answer(asked.request, asked.code, "gwen@example.org", now)
    link = plans.new_link(key, now)
    store.close()
    return f"https://ask.example/plan/open/{link}"


def test_without_a_key_there_are_no_plans_and_it_says_how_to_have_them(fingerpost: Callable, folder: Path) -> None:
    told = fingerpost("plans", "status", "--service", folder)
    assert "People can't keep plans" in told.out
    assert "new-key" in told.out
    refused = fingerpost("privacy", "report", "gwen@example.org", "--service", folder, "--json")
    assert refused.code != 0
    assert "gwen" not in json.dumps(refused.json)


def test_a_plan_is_reported_without_its_words_and_exported_with_them(
    fingerpost: Callable, folder: Path, link: str
) -> None:
    for given in (link, "gwen@example.org"):
        report = fingerpost("privacy", "report", given, "--service", folder, "--json")
        assert report.json["step_count"] == 1
        assert report.json["opened_by_email"]
        assert SECRET not in report.out
    out = folder / "theirs.json"
    assert fingerpost("privacy", "export", link, "--service", folder, "--out", out, "--json").json["steps"] == 1
    assert SECRET in out.read_text(encoding="utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_plan_is_deleted_by_its_link(fingerpost: Callable, folder: Path, link: str) -> None:
    assert fingerpost("privacy", "delete", link, "--service", folder, "--json").json["steps"] == 1
    assert fingerpost("plans", "status", "--service", folder, "--json").json["kept"] == 0
    again = fingerpost("privacy", "delete", link, "--service", folder, "--json")
    assert again.json["type"] == "urn:fingerpost:problem:plan-not-found"


def test_the_key_is_changed_and_every_plan_sealed_anew(fingerpost: Callable, folder: Path, link: str) -> None:
    assert fingerpost("plans", "new-key", "--service", folder, "--json").json["keys"] == 2
    assert fingerpost("plans", "reseal", "--service", folder, "--json").json == {"resealed": 1}
    file = folder / ".fingerpost" / "plans.key"
    file.write_text(file.read_text(encoding="ascii").splitlines()[0], encoding="ascii")
    assert fingerpost("privacy", "report", link, "--service", folder, "--json").json["step_count"] == 1


def test_the_assessment_tells_of_plans_where_they_are_offered(fingerpost: Callable, folder: Path) -> None:
    assert "Each plan is encrypted" not in fingerpost("privacy", "assessment", "--service", folder).out
    fingerpost("plans", "new-key", "--service", folder)
    told = fingerpost("privacy", "assessment", "--service", folder).out
    assert "Each plan is encrypted" in told
    assert "reads plans" in told
