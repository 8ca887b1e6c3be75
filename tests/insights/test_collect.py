"""From the service's own conversations to a release: what is kept on the way, and that it goes when it is deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from fingerpost.conversations import tables
from fingerpost.conversations.database import open_engine
from fingerpost.conversations.insights import CountedTurn, hash_of
from fingerpost.conversations.store import ConversationStore
from fingerpost.errors import ConversationNotFoundError, InsightsInputError, ReleaseRefusedError
from fingerpost.insights.build import Workshop, build_collected
from fingerpost.insights.collect import Collector, row_of
from fingerpost.insights.facets import Facets
from fingerpost.insights.ingest import Reader
from fingerpost.insights.months import Month
from fingerpost.insights.pseudonyms import MonthKeys
from fingerpost.insights.records import TurnGiven
from fingerpost.insights.synthesise import MadeUpMonth
from fingerpost.insights.taxonomy import shipped
from fingerpost.insights.turn_files import turn_of
from fingerpost.insights.visitors import ADVISER, BROWSER, account_of
from fingerpost.settings import Settings
from fingerpost.settings.insights import InsightsSettings
from tests.conversations.conftest import postgres_url, url  # noqa: F401 - fixtures
from tests.conversations.kept_answers import answer
from tests.insights.test_build import workshop

LATER = timedelta(hours=1)
HALF_A_YEAR = timedelta(days=190)


def now() -> datetime:
    return datetime.now(UTC)


def this_month() -> Month:
    return Month.of(now())


def over() -> datetime:
    return this_month().next.begins + LATER


def settings(folder: Path, *, collect: bool = True) -> Settings:
    counting = InsightsSettings(collect=collect, folder=Path("state"))
    return Settings.model_validate({"folder": folder, "service": {"name": "Somewhere"}, "insights": counting})


def classify(turns: Sequence[TurnGiven]) -> list[Facets]:
    return [Facets(topic=shipped().leaves[0].id, outcome=each.outcome) for each in turns]


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[ConversationStore]:  # noqa: F811 - the fixture
    opened = ConversationStore.open(url, tombstones=tmp_path / "deleted.txt")
    for month in opened.insights.months():
        opened.insights.forget(month)
    opened.expire(now() + LATER)
    yield opened
    opened.close()


def collector(store: ConversationStore, folder: Path) -> Collector:
    return Collector(store.insights, MonthKeys(folder / "state/keys"), str, lambda: classify)


def asked(store: ConversationStore, folder: Path, *people: str) -> list[str]:
    """Have each person ask something, and return the conversations."""
    conversations = [store.start("en", account=account_of(settings(folder), BROWSER, who)) for who in people]
    for number, conversation in enumerate(conversations):
        store.add(conversation, answer(question=f"How do I renew pass number {number}?"))
    return conversations


def counted(store: ConversationStore) -> int:
    return len(list(store.insights.of_month(str(this_month()))))


def waiting(address: str, folder: Path) -> None:
    """Put a made-up month where what was collected waits, as if it had been asked here."""
    month = this_month()
    turns = [turn_of(row) for row, _ in MadeUpMonth(month, 600).rows(shipped())]
    whose = [turn for turn in turns if turn.account]
    kept = Reader(month, MonthKeys(folder / "state/keys").of(month), str, made(folder).classify).kept(whose)
    rows = [row_of(month, turn, each) for turn, each in zip(whose, kept, strict=True)]
    rows += [
        CountedTurn(hash_of(turn.id), hash_of(turn.conversation), str(month)) for turn in turns if not turn.account
    ]
    with open_engine(address).begin() as connection:
        connection.execute(insert(tables.insights), [asdict(each) for each in rows])


def made(folder: Path) -> Workshop:
    return workshop(folder)


def test_nobody_has_an_account_unless_the_service_decided_to_count(tmp_path: Path) -> None:
    assert not InsightsSettings().collect
    assert account_of(settings(tmp_path, collect=False), BROWSER, "somebody") is None
    assert not (tmp_path / "state").exists()


def test_an_account_is_one_hash_in_a_month_and_another_in_the_next(tmp_path: Path) -> None:
    october, november = datetime(2026, 10, 3, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)
    ours = settings(tmp_path)
    first = account_of(ours, BROWSER, "somebody", now=october)
    assert first == account_of(ours, BROWSER, "somebody", now=october + LATER)
    others = {
        account_of(ours, BROWSER, "somebody", now=november),
        account_of(ours, ADVISER, "somebody", now=october),
        account_of(ours, BROWSER, "somebody else", now=october),
    }
    assert first not in others
    assert len(others) == 3
    assert "somebody" not in str(others | {first})


def test_facets_outlast_the_conversation_and_hold_none_of_its_words_or_ids(
    store: ConversationStore, tmp_path: Path
) -> None:
    conversations = asked(store, tmp_path, "quillfeather", "nettlewick")
    assert collector(store, tmp_path).collect(now=now() + LATER).kept == 2
    store.expire(now() + LATER)
    kept = list(store.insights.of_month(str(this_month())))
    assert len(kept) == 2
    for secret in (*conversations, "pass number", "quillfeather", "nettlewick"):
        assert secret not in str([astuple(each) for each in kept])


def test_a_turn_is_counted_once_and_only_when_it_has_settled(store: ConversationStore, tmp_path: Path) -> None:
    asked(store, tmp_path, "ann")
    ours = collector(store, tmp_path)
    assert ours.collect().kept == 0
    assert [ours.collect(now=now() + LATER).kept for _ in range(2)] == [1, 0]


def test_what_another_process_counted_first_or_was_deleted_meanwhile_is_not_kept(
    store: ConversationStore, tmp_path: Path
) -> None:
    conversations = asked(store, tmp_path, "ann", "bob")

    def meanwhile(turns: Sequence[TurnGiven]) -> list[Facets]:
        store.delete(conversations[0])
        collector(store, tmp_path).collect(now=now() + LATER)
        return classify(turns)

    slow = Collector(store.insights, MonthKeys(tmp_path / "state/keys"), str, lambda: meanwhile)
    assert slow.collect(now=now() + LATER).kept == 0
    assert [each.conversation for each in store.insights.of_month(str(this_month()))] == [hash_of(conversations[1])]


def test_deleting_a_conversation_deletes_its_facets_even_after_it_expired(
    store: ConversationStore, tmp_path: Path
) -> None:
    early, late = asked(store, tmp_path, "ann", "bob")
    collector(store, tmp_path).collect(now=now() + LATER)
    store.delete(early)
    assert counted(store) == 1
    store.expire(now() + LATER)
    store.delete(late)
    assert counted(store) == 0
    with pytest.raises(ConversationNotFoundError):
        store.delete(late)


def test_a_restored_backup_does_not_bring_deleted_facets_back(tmp_path: Path) -> None:
    address, deleted = f"sqlite:///{tmp_path}/store.db", tmp_path / "deleted.txt"
    store = ConversationStore.open(address, tombstones=deleted)
    gone, _ = asked(store, tmp_path, "ann", "bob")
    collector(store, tmp_path).collect(now=now() + LATER)
    with sqlite3.connect(tmp_path / "store.db") as source, sqlite3.connect(tmp_path / "backup.db") as target:
        source.backup(target)
    store.delete(gone)
    # Expiry forgets who was deleted as soon as no backup can hold them: not while what is counted may be in one.
    store.expire(now() + LATER)
    store.close()
    for leftover in tmp_path.glob("store.db*"):
        leftover.unlink()
    (tmp_path / "backup.db").rename(tmp_path / "store.db")
    store = ConversationStore.open(address, tombstones=deleted)
    assert counted(store) == 1
    assert not store.insights.holds(gone)
    store.close()


def test_a_month_is_released_from_what_was_collected_and_then_it_is_gone(
    store: ConversationStore,
    url: str,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    waiting(url, tmp_path)
    released = build_collected(this_month(), store.insights, made(tmp_path), now=over())
    assert released.published > 0
    assert '"no_account": "about ' in (released.folder / "manifest.json").read_text()
    assert counted(store) == 0
    assert [file for file in (tmp_path / "state").rglob("*") if file.is_file()] == []
    with pytest.raises(InsightsInputError, match="nothing was collected"):
        build_collected(this_month(), store.insights, made(tmp_path), now=over())


def test_one_person_is_one_account_however_often_they_come(store: ConversationStore, tmp_path: Path) -> None:
    asked(store, tmp_path, *["ann", "bob", "cid"] * 12)
    collector(store, tmp_path).collect(now=now() + LATER)
    with pytest.raises(ReleaseRefusedError, match="too few people"):
        build_collected(this_month(), store.insights, made(tmp_path), now=over())
    assert counted(store) == 36


def test_a_month_that_is_never_released_is_given_up_with_its_key(store: ConversationStore, tmp_path: Path) -> None:
    asked(store, tmp_path, "ann")
    ours = collector(store, tmp_path)
    ours.collect(now=now() + LATER)
    assert ours.tidy(now=now() + HALF_A_YEAR).deleted == 1
    assert not MonthKeys(tmp_path / "state/keys").held(this_month())
