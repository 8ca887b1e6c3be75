"""The audit log: it only grows, and whoever changes it all the same is found out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from fingerpost.conversations.audit import FIRST, AuditLog, Entry, Head
from fingerpost.conversations.database import open_engine
from fingerpost.errors import AuditError, StorageError

UNLOCK = {
    "sqlite": ("DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"),
    "postgresql": ("ALTER TABLE audit DISABLE TRIGGER USER",),
}


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    unlock(opened)
    with opened.begin() as connection:
        connection.execute(text("DELETE FROM audit"))  # PostgreSQL's is one for all the tests
    lock_again(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def log(engine: Engine, tmp_path: Path) -> AuditLog:
    """A log of five entries."""
    made = AuditLog(engine, tmp_path / "audit-head")
    for number in range(1, 6):
        made.append("account.added", f"person {number}", actor="owner", details={"role": "adviser"})
    return made


def unlock(engine: Engine) -> None:
    """Do what somebody must who owns the database and wants to change the log."""
    with engine.begin() as connection:
        for command in UNLOCK[engine.dialect.name]:
            connection.execute(text(command))


def lock_again(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit ENABLE TRIGGER USER"))
            return
        for what in ("update", "delete"):
            connection.execute(
                text(f"CREATE TRIGGER audit_no_{what} BEFORE {what} ON audit BEGIN SELECT RAISE(ABORT, 'no'); END")
            )


def tamper(engine: Engine, command: str) -> None:
    unlock(engine)
    with engine.begin() as connection:
        assert connection.execute(text(command)).rowcount > 0


def test_what_was_done_is_read_as_it_was_written(log: AuditLog):
    entries = list(log.entries())

    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.subject for entry in entries] == [f"person {number}" for number in range(1, 6)]
    assert {(entry.actor, entry.action, entry.details["role"]) for entry in entries} == {
        ("owner", "account.added", "adviser")
    }
    assert entries[0].previous == FIRST
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    verdict = log.verify()
    assert (verdict.entries, verdict.problems, verdict.head) == (5, (), log.head())


def test_an_empty_log_is_whole(engine: Engine, tmp_path: Path):
    verdict = AuditLog(engine, tmp_path / "audit-head").verify()

    assert (verdict.entries, verdict.problems, verdict.head) == (0, (), Head(0, FIRST))


@pytest.mark.parametrize("command", ["UPDATE audit SET actor = 'nobody' WHERE number = 2", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_it(engine: Engine, log: AuditLog, command: str):
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(command))

    assert log.verify().entries == 5


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2020-01-01 00:00:00.000000+00:00'"), ("actor", "'somebody else'"), ("action", "'sign-in'"),
        ("subject", "'person 9'"), ("details", "'{\"role\":\"owner\"}'"), ("details", "'not json'"),
        ("previous", f"'{'a' * 64}'"), ("hash", f"'{'b' * 64}'"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", [1, 3, 5])
def test_any_change_of_any_field_is_found(engine: Engine, log: AuditLog, number: int, column: str, value: str):
    tamper(engine, f"UPDATE audit SET {column} = {value} WHERE number = {number}")

    problems = log.verify().problems
    assert problems
    assert any(f"entry {number}" in problem or f"entry {number + 1}" in problem for problem in problems)


@pytest.mark.parametrize(("gone", "said"), [("1", "1"), ("3", "3"), ("2 OR number = 3 OR number = 4", "2 to 4")])
def test_an_entry_that_was_taken_out_is_missed(engine: Engine, log: AuditLog, gone: str, said: str):
    tamper(engine, f"DELETE FROM audit WHERE number = {gone}")

    assert f"missing: {said}" in log.verify().problems


def test_entries_cut_off_at_the_end_are_missed_by_the_head_beside_the_database(engine: Engine, log: AuditLog):
    tamper(engine, "DELETE FROM audit WHERE number > 3")

    (problem,) = log.verify().problems
    assert problem == "the head kept beside the database says that there are at least 5 entries: 3 are here"


def test_a_log_made_again_from_one_entry_on_is_found_by_any_head_kept_elsewhere(engine: Engine, log: AuditLog):
    kept = log.head()
    unlock(engine)
    entries = list(log.entries())
    previous = entries[1].hash
    with engine.begin() as connection:
        for entry in entries[2:]:
            forged = replace(entry, actor="nobody", previous=previous)
            previous = forged.hashed()
            connection.execute(
                text("UPDATE audit SET actor = :actor, previous = :previous, hash = :hash WHERE number = :number"),
                {"actor": "nobody", "previous": forged.previous, "hash": previous, "number": entry.number},
            )

    alone = AuditLog(engine)
    assert alone.verify().problems == ()  # the chain holds: whoever owns the database can make it anew
    (problem,) = alone.verify(kept).problems
    assert problem == "the head that was given says otherwise of entry 5: the log was made again"
    assert log.verify().problems  # and so says the file beside it


def test_a_head_from_earlier_still_holds_when_the_log_has_grown(log: AuditLog):
    earlier = log.head()
    log.append("sign-in", "jo", actor="jo")

    assert log.verify(Head.read(str(earlier))).problems == ()


@pytest.mark.parametrize("written", ["", "5", "5:", "x:" + FIRST, "5:" + FIRST[1:], "5:" + "g" * 64, "-1:" + FIRST])
def test_what_is_no_head_is_refused(written: str):
    with pytest.raises(AuditError, match="no head") as raised:
        Head.read(written)

    assert "fingerpost audit head" in raised.value.fix


def test_many_at_once_make_one_chain(engine: Engine, tmp_path: Path):
    logs = [AuditLog(engine, tmp_path / "audit-head") for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: logs[number % 4].append("sign-in", str(number), actor="jo"), range(60)))

    verdict = logs[0].verify()
    assert verdict.entries == 60
    assert [problem for problem in verdict.problems if "beside" not in problem] == []
    assert {entry.subject for entry in logs[0].entries()} == {str(number) for number in range(60)}


def test_only_what_differs_from_what_was_noted_last_is_noted(log: AuditLog):
    first = {"settings.answers.answer_threshold": 0.73, "version.prompt": "answer+1", "settings.service.name": "Ask"}
    noted = log.note(first, actor="owner")
    assert noted is not None
    assert set(noted.details["changes"]) == set(first)

    assert log.note(dict(reversed(first.items())), actor="owner") is None

    changed = log.note({"settings.answers.answer_threshold": 0.5, "settings.service.name": "Ask"}, actor="other")
    assert changed is not None
    assert changed.details == {
        "changes": {
            "settings.answers.answer_threshold": {"from": 0.73, "to": 0.5},
            "version.prompt": {"from": "answer+1", "to": None},
        }
    }
    assert log.note(first, actor="owner") is not None
    assert log.verify().problems == ()


def test_two_processes_that_start_at_once_note_a_change_once(engine: Engine):
    state = {"version.index_version": "2-abc"}
    with ThreadPoolExecutor(6) as pool:
        noted = list(pool.map(lambda _: AuditLog(engine).note(state, actor="owner"), range(6)))

    assert sum(entry is not None for entry in noted) == 1


def test_entries_of_one_kind_can_be_read_alone(log: AuditLog):
    log.append("sign-in", "jo", actor="jo")

    assert [entry.number for entry in log.entries(action="sign-in")] == [6]
    assert [entry.number for entry in log.entries(after=4)] == [5, 6]


def test_a_head_that_can_not_be_kept_does_not_undo_what_was_done(engine: Engine, tmp_path: Path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    log = AuditLog(engine, tmp_path / "file" / "audit-head")

    assert log.append("sign-in", "jo", actor="jo").number == 1


def test_a_head_file_that_somebody_spoilt_is_said(log: AuditLog, tmp_path: Path):
    (tmp_path / "audit-head").write_text("nonsense", encoding="ascii")

    with pytest.raises(AuditError) as raised:
        log.verify()
    assert raised.value.where == str(tmp_path / "audit-head")


def test_a_database_that_is_gone_is_an_error_and_nothing_is_kept(tmp_path: Path):
    opened = open_engine(f"sqlite:///{tmp_path}/kept.db")
    log = AuditLog(opened, tmp_path / "audit-head")
    with opened.begin() as connection:
        connection.execute(text("DROP TABLE audit"))

    with pytest.raises(StorageError):
        log.append("sign-in", "jo", actor="jo")
    assert not (tmp_path / "audit-head").exists()


_details = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner, max_size=3)
)


@given(details=st.dictionaries(st.text(max_size=10), _details, max_size=4), subject=st.text(max_size=30))
def test_an_entry_s_hash_is_the_same_after_the_journey_through_json(details: dict[str, object], subject: str):
    from datetime import UTC, datetime

    entry = Entry(1, datetime(2026, 11, 24, tzinfo=UTC), "owner", "settings", subject, details, FIRST)
    again = replace(entry, details=json.loads(json.dumps(details)))

    assert again.hashed() == entry.hashed()
    assert replace(entry, subject=subject + "x").hashed() != entry.hashed()
