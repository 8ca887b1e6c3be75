"""``fingerpost audit``: what changed the service can be read, and an edit of it is found."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.interfaces.cli.conftest import Ran
from tests.small_service import make_service_folder

Typed = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_service_folder(tmp_path)


def test_a_sync_and_an_account_are_in_the_log_and_the_log_is_whole(fingerpost: Typed, folder: Path):
    assert fingerpost("sync", "--service", folder).code == 0
    added = fingerpost("account", "add", "jo.evans", "--service", folder, "--json").json
    assert fingerpost("account", "reset", "Jo.Evans", "--service", folder).code == 0
    assert fingerpost("account", "disable", "jo.evans", "--service", folder).code == 0

    listed = fingerpost("audit", "list", "--service", folder, "--json")
    did = [(entry["action"], entry["subject"]) for entry in listed.json["entries"]]
    assert did[0][0] == "content.published"
    assert did[1:] == [(f"account.{what}", "jo.evans") for what in ("added", "reset", "disabled")]
    assert all(entry["actor"].startswith("system user") for entry in listed.json["entries"])
    assert added["password"] not in listed.out
    verdict = fingerpost("audit", "verify", "--service", folder, "--json")
    assert (verdict.code, verdict.json["whole"], verdict.json["entries"]) == (0, True, 4)
    assert verdict.json["head"] == fingerpost("audit", "head", "--service", folder).out.strip()


def test_a_sync_that_changes_nothing_is_not_in_the_log(fingerpost: Typed, folder: Path):
    for _ in range(2):
        assert fingerpost("sync", "--service", folder).code == 0

    assert fingerpost("audit", "list", "--service", folder, "--json").json["count"] == 1


def test_an_edit_is_found_and_the_command_ends_with_1(fingerpost: Typed, folder: Path):
    fingerpost("account", "add", "jo.evans", "--service", folder)
    fingerpost("account", "add", "sam", "--service", folder)
    (database,) = (folder / ".fingerpost").glob("*.db")
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET subject = 'somebody.else' WHERE number = 1")
    connection.close()

    verdict = fingerpost("audit", "verify", "--service", folder)
    assert verdict.code == 1
    assert "Entry 1 was changed after it was written" in verdict.out
    assert "not whole" in verdict.out
    assert fingerpost("audit", "verify", "--service", folder, "--json").json["problems"]


def test_an_older_database_put_back_is_found_by_the_head(fingerpost: Typed, folder: Path):
    fingerpost("account", "add", "jo.evans", "--service", folder)
    (database,) = (folder / ".fingerpost").glob("*.db")
    shutil.copy(database, folder / "old.db")
    fingerpost("account", "add", "sam", "--service", folder)
    head = fingerpost("audit", "head", "--service", folder).out.strip()
    shutil.copy(folder / "old.db", database)
    for left in (folder / ".fingerpost").glob("*.db-*"):
        left.unlink()

    assert "at least 2 entries: 1 are here" in fingerpost("audit", "verify", "--service", folder).out
    (folder / ".fingerpost" / "audit-head").unlink()
    assert fingerpost("audit", "verify", "--service", folder).code == 0
    assert fingerpost("audit", "verify", "--head", head, "--service", folder).code == 1


def test_what_is_no_head_is_refused_with_the_fix(fingerpost: Typed, folder: Path):
    ran = fingerpost("audit", "verify", "--head", "yesterday's", "--service", folder)

    assert ran.code != 0
    assert "--head" in ran.err
    assert "fingerpost audit head" in ran.err


def test_a_conversation_taken_away_or_deleted_is_in_the_log_without_its_id(fingerpost: Typed, folder: Path):
    from fingerpost.conversations.store import ConversationStore
    from fingerpost.settings import load_settings

    settings = load_settings(folder, {})
    store = ConversationStore.open(settings.database_url, tombstones=settings.tombstones)
    conversation = store.start("en")
    store.close()
    assert fingerpost("privacy", "export", conversation, "--service", folder).code == 0
    assert fingerpost("privacy", "delete", conversation, "--yes", "--service", folder).code == 0

    listed = fingerpost("audit", "list", "--service", folder, "--json")
    assert [entry["action"] for entry in listed.json["entries"]] == ["conversation.exported", "conversation.deleted"]
    assert len({entry["subject"] for entry in listed.json["entries"]}) == 1
    assert conversation not in listed.out


def test_an_empty_log_says_so(fingerpost: Typed, folder: Path):
    assert "Nothing is in the audit log yet" in fingerpost("audit", "list", "--service", folder).out
    assert "0 entries" in fingerpost("audit", "verify", "--service", folder).out
