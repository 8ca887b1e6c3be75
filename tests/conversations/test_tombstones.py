"""What somebody deleted stays deleted, whatever backup is restored."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from fingerpost.conversations.store import ConversationStore
from fingerpost.conversations.tombstones import Tombstones
from fingerpost.errors import ConversationNotFoundError, StorageError
from tests.conversations.kept_answers import answer


def opened(folder: Path) -> ConversationStore:
    return ConversationStore.open(f"sqlite:///{folder / 'store.db'}", tombstones=folder / "deleted.txt")


def back_up(folder: Path) -> Path:
    copy = folder / "backup.db"
    with sqlite3.connect(folder / "store.db") as source, sqlite3.connect(copy) as target:
        source.backup(target)
    return copy


def restore(folder: Path, copy: Path) -> None:
    for leftover in folder.glob("store.db*"):
        leftover.unlink()
    copy.rename(folder / "store.db")


def test_a_restored_backup_does_not_bring_a_deleted_conversation_back(tmp_path: Path) -> None:
    store = opened(tmp_path)
    kept, gone = store.start("en"), store.start("en")
    for conversation in (kept, gone):
        store.add(conversation, answer())
    copy = back_up(tmp_path)
    store.delete(gone)
    store.close()
    restore(tmp_path, copy)

    again = opened(tmp_path)

    with pytest.raises(ConversationNotFoundError):
        again.get(gone)
    assert len(again.turns(kept)) == 1
    again.close()
    with sqlite3.connect(tmp_path / "store.db") as database:
        assert database.execute("select count(*) from turns").fetchone() == (1,)


def test_the_backup_was_real(tmp_path: Path) -> None:
    store = opened(tmp_path)
    gone = store.start("en")
    store.add(gone, answer())
    copy = back_up(tmp_path)
    store.delete(gone)
    store.close()
    restore(tmp_path, copy)
    (tmp_path / "deleted.txt").unlink()

    again = opened(tmp_path)
    assert len(again.turns(gone)) == 1  # without the list of what was deleted it does come back
    again.close()


def test_the_list_holds_no_id(tmp_path: Path) -> None:
    store = opened(tmp_path)
    gone = store.start("en")
    store.delete(gone)
    store.close()
    written = (tmp_path / "deleted.txt").read_text(encoding="ascii")
    assert gone not in written
    assert written.startswith(datetime.now(UTC).date().isoformat())
    assert (tmp_path / "deleted.txt").stat().st_mode & 0o077 == 0


def test_a_line_goes_once_no_backup_can_hold_what_it_names(tmp_path: Path) -> None:
    tombstones = Tombstones(tmp_path / "deleted.txt")
    tombstones.add("old", date(2026, 1, 1))
    tombstones.add("new", date(2026, 3, 1))
    assert tombstones.forget(date(2026, 2, 1)) == 1
    assert tombstones.among(["old", "new"]) == ["new"]


def test_expiry_takes_old_lines_with_it(tmp_path: Path) -> None:
    store = opened(tmp_path)
    Tombstones(tmp_path / "deleted.txt").add("old", date(2020, 1, 1))
    store.expire(datetime.now(UTC) - timedelta(days=30))
    assert not Tombstones(tmp_path / "deleted.txt").any()
    store.close()


def test_a_list_that_cannot_be_written_stops_the_deletion_and_says_so(tmp_path: Path) -> None:
    store = ConversationStore.open(f"sqlite:///{tmp_path / 'store.db'}", tombstones=tmp_path / "folder")
    conversation = store.start("en")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match="deleted conversations"):
        store.delete(conversation)
    assert store.get(conversation).id == conversation
    store.close()
