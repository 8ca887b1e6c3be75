from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from fingerpost.conversations.database import LATEST, open_engine
from fingerpost.conversations.store import LONGEST_COMMENT, ConversationStore
from fingerpost.conversations.tables import metadata
from fingerpost.domain import Answer, Outcome
from fingerpost.errors import ConversationNotFoundError, FeedbackError, SettingsError, StorageError
from tests.conversations.kept_answers import answer

PERSONAL = {
    "e-mail address": "jo.bloggs@example.com",
    "phone number": "07700 900123",
    "card number": "4111 1111 1111 1111",
    "National Insurance number": "AB 12 34 56 C",
    "NHS number": "943 476 5919",
}


def test_an_answer_comes_back_as_it_was_kept(store: ConversationStore):
    conversation = store.start("cy")
    before = datetime.now(UTC)
    turn = store.add(conversation, answer())

    kept = store.get(conversation)

    assert (kept.id, kept.locale) == (conversation, "cy")
    assert kept.turns[0].id == turn
    assert kept.turns[0].answer == answer()
    assert dict(kept.turns[0].answer.timings) == {"find": 0.0123}
    assert before <= kept.turns[0].asked_at <= datetime.now(UTC)
    assert kept.turns[0].feedback is None


def test_the_plainest_answer_comes_back_too(store: ConversationStore):
    conversation = store.start("en")
    plain = Answer(Outcome.UNANSWERABLE, "null \x00 and 👩🏽‍🦽 and \u202eright to left", answer().record)
    store.add(conversation, plain)

    assert store.turns(conversation)[0].answer == plain


def test_turns_come_back_in_the_order_they_were_asked_and_the_oldest_make_room(store: ConversationStore):
    conversation = store.start("en")
    for number in range(8):
        store.add(conversation, answer(f"question {number}"))

    assert [turn.answer.question for turn in store.turns(conversation)] == [f"question {n}" for n in range(3, 8)]


def test_ids_are_long_random_and_never_twice_the_same(store: ConversationStore):
    ids = {store.start("en") for _ in range(50)}

    assert len(ids) == 50
    assert all(len(each) == 32 for each in ids)


@pytest.mark.parametrize("unknown", ["", "nobody", "x" * 500, "'; drop table turns; --"])
def test_an_unknown_conversation_is_said_to_be_unknown(store: ConversationStore, unknown: str):
    conversation = store.start("en")
    turn = store.add(conversation, answer())

    for act in (
        lambda: store.turns(unknown),
        lambda: store.add(unknown, answer()),
        lambda: store.delete(unknown),
        lambda: store.give_feedback(unknown, turn, True),
        lambda: store.give_feedback(conversation, unknown, True),
    ):
        with pytest.raises(ConversationNotFoundError):
            act()


def test_a_turn_of_one_conversation_takes_no_feedback_through_another(store: ConversationStore):
    theirs, mine = store.start("en"), store.start("en")
    turn = store.add(theirs, answer())

    with pytest.raises(ConversationNotFoundError):
        store.give_feedback(mine, turn, False, "wrong")
    assert store.turns(theirs)[0].feedback is None


def test_feedback_is_kept_and_the_last_word_counts(store: ConversationStore):
    conversation = store.start("en")
    turn = store.add(conversation, answer())
    store.give_feedback(conversation, turn, True, "clear")
    store.give_feedback(conversation, turn, False, "out_of_date", "It changed in May, ring 07700 900123")

    given = store.turns(conversation)[0].feedback

    assert given is not None
    assert (given.useful, given.reason) == (False, "out_of_date")
    assert given.comment == "It changed in May, ring [phone 1]"


def test_a_persons_own_words_are_kept_as_a_comment(store: ConversationStore):
    conversation = store.start("en")
    turn = store.add(conversation, answer())
    store.give_feedback(conversation, turn, False, "It says nothing of jo@example.com")

    given = store.turns(conversation)[0].feedback

    assert given is not None
    assert (given.reason, given.comment) == ("other", "It says nothing of [email 1]")


def test_half_a_character_and_a_null_one_are_left_out_of_a_comment(store: ConversationStore):
    conversation = store.start("en")
    turn = store.add(conversation, answer())
    store.give_feedback(conversation, turn, False, "other", "good \ud83d\x00answer")

    given = store.turns(conversation)[0].feedback

    assert given is not None
    assert given.comment == "good answer"


def test_a_comment_that_is_too_long_is_refused(store: ConversationStore):
    conversation = store.start("en")
    turn = store.add(conversation, answer())
    store.give_feedback(conversation, turn, False, "other", "x" * LONGEST_COMMENT)

    with pytest.raises(FeedbackError, match="500"):
        store.give_feedback(conversation, turn, False, "other", "x" * (LONGEST_COMMENT + 1))


def test_a_deleted_conversation_is_gone_with_its_turns_and_feedback(store: ConversationStore):
    conversation, other = store.start("en"), store.start("en")
    turn = store.add(conversation, answer())
    store.add(other, answer())
    store.give_feedback(conversation, turn, True)

    store.delete(conversation)

    with pytest.raises(ConversationNotFoundError):
        store.turns(conversation)
    with store._engine.connect() as connection:  # pyright: ignore[reportPrivateUsage]
        for name, column in (("turns", "conversation_id"), ("feedback", "turn_id")):
            table = metadata.tables[name]
            left = connection.execute(table.select().where(table.c[column].in_([conversation, turn]))).all()
            assert left == [], name
    assert len(store.turns(other)) == 1
    store.delete(other)


def test_what_is_older_than_allowed_expires_and_nothing_else(store: ConversationStore):
    store.expire(datetime.now(UTC) + timedelta(seconds=1))  # the other tests'
    old, empty = store.start("en"), store.start("en")
    store.add(old, answer("old"))
    between = datetime.now(UTC)
    store.add(old, answer("new"))
    fresh = store.start("en")

    assert store.expire(between) == 2  # one turn, and the conversation in which nothing was said
    assert [turn.answer.question for turn in store.turns(old)] == ["new"]
    assert store.turns(fresh) == []
    with pytest.raises(ConversationNotFoundError):
        store.turns(empty)
    assert store.expire(between) == 0
    assert store.expire(datetime.now(UTC) + timedelta(seconds=1)) == 3


def test_many_threads_may_ask_at_once(store: ConversationStore):
    shared = store.start("en")

    def ask(number: int) -> int:
        own = store.start("en")
        turn = store.add(own, answer(f"question {number}"))
        store.add(shared, answer(f"question {number}"))
        store.give_feedback(own, turn, number % 2 == 0)
        kept = store.turns(own)
        store.delete(own)
        return int(kept[0].answer.question.split()[1])

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(64))) == list(range(64))
    assert len(store.turns(shared)) == 5


def test_processes_that_start_at_once_make_the_tables_once(url: str):
    if url.startswith("postgresql"):
        engine = open_engine(url)
        with engine.begin() as connection:
            metadata.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE alembic_version")
        engine.dispose()
    code = (
        "import sys; from fingerpost.conversations.store import ConversationStore;"
        "s = ConversationStore.open(sys.argv[1]); s.start('en'); s.close()"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]

    assert [(process.communicate()[1], process.returncode) for process in processes] == [("", 0)] * 4
    engine = open_engine(url)
    with engine.connect() as connection:
        assert len(connection.execute(metadata.tables["conversations"].select()).all()) == 4
    engine.dispose()


def test_the_migrations_make_the_tables_that_the_code_knows(store: ConversationStore):
    engine = store._engine  # pyright: ignore[reportPrivateUsage]
    made = inspect(engine)

    for name, table in metadata.tables.items():
        assert [column["name"] for column in made.get_columns(name)] == [column.name for column in table.columns]
        assert {index["name"] for index in made.get_indexes(name)} == {index.name for index in table.indexes}
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == LATEST


def _bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def test_personal_data_never_reaches_the_disk_even_when_a_caller_forgot_to_protect(tmp_path: Path):
    store = ConversationStore.open(f"sqlite:///{tmp_path}/kept/c.db")
    conversation = store.start("en")
    turn = store.add(conversation, answer(f"My details are {', '.join(PERSONAL.values())}. When are bins emptied?"))
    store.give_feedback(conversation, turn, False, "other", f"Ask {' or '.join(PERSONAL.values())}")

    written = _bytes_on_disk(tmp_path / "kept")
    store.close()
    written += _bytes_on_disk(tmp_path / "kept")

    assert b"When are bins emptied?" in written
    for kind, value in PERSONAL.items():
        assert value.encode() not in written, kind
        assert value.replace(" ", "").encode() not in written, kind


def test_what_is_deleted_or_has_expired_leaves_no_bytes_behind(tmp_path: Path):
    store = ConversationStore.open(f"sqlite:///{tmp_path}/kept/c.db")
    first, second = store.start("en"), store.start("en")
    for number in range(30):
        store.add(first, answer(f"unmistakable-{number} " + "words " * 200))
        store.add(second, answer(f"singular-{number}"))
    assert b"unmistakable-29" in _bytes_on_disk(tmp_path / "kept")

    store.delete(first)
    assert b"unmistakable" not in _bytes_on_disk(tmp_path / "kept")

    store.expire(datetime.now(UTC) + timedelta(seconds=1))
    assert b"singular" not in _bytes_on_disk(tmp_path / "kept")
    store.close()


def test_only_the_services_own_user_may_read_the_file(tmp_path: Path):
    ConversationStore.open(f"sqlite:///{tmp_path}/kept/c.db").close()

    assert (tmp_path / "kept" / "c.db").stat().st_mode & 0o077 == 0


def test_a_store_in_memory_works_from_many_threads():
    store = ConversationStore.open("sqlite:///:memory:")
    with ThreadPoolExecutor(8) as pool:
        conversations = list(pool.map(lambda _: store.start("en"), range(16)))
    store.add(conversations[3], answer())

    assert store.turns(conversations[3])[0].answer == answer()
    store.close()


def test_a_store_that_cannot_be_used_says_so_without_what_was_being_stored(tmp_path: Path):
    (tmp_path / "c.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StorageError, match=r"conversations\.database_url"):
        ConversationStore.open(f"sqlite:///{tmp_path}/c.db")

    store = ConversationStore.open(f"sqlite:///{tmp_path}/d.db")
    conversation = store.start("en")
    with store._engine.begin() as connection:  # pyright: ignore[reportPrivateUsage]
        connection.exec_driver_sql("DROP TABLE turns")
    with pytest.raises(StorageError) as caught:
        store.add(conversation, replace(answer(), question="a secret question"))
    problem: BaseException | None = caught.value
    assert "secret" not in str(problem)
    assert problem is not None
    assert problem.__suppress_context__


@pytest.mark.parametrize("wrong", ["conversations.db", "mysql://user@host/name", "", "sqlite//x"])
def test_a_url_that_is_not_one_names_the_key_and_the_fix(wrong: str):
    with pytest.raises(SettingsError, match=r"conversations\.database_url.*\n.*sqlite:///"):
        ConversationStore.open(wrong)


def test_a_database_that_does_not_answer_is_a_storage_error():
    pytest.importorskip("psycopg")
    with pytest.raises(StorageError, match="check that the database is running"):
        ConversationStore.open("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")


def test_a_disk_with_no_room_left_is_said_at_once(tmp_path: Path):
    program = (
        "import resource, sys, time\n"
        "from fingerpost.conversations.store import ConversationStore\n"
        "from fingerpost.errors import StorageError\n"
        # As good as a full disk, and needs no rights: no file may grow.
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "waits = []\n"
        "time.sleep = waits.append\n"
        "try:\n    ConversationStore.open(sys.argv[1])\n"
        "except StorageError as problem:\n    print(problem.fix)\n"
        "assert not waits, 'a full disk is as full in a minute'\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, f"sqlite:///{tmp_path}/c.db"], capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert "not full" in run.stdout
