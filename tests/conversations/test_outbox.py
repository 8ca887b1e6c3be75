"""The outbox, in SQLite and PostgreSQL: nothing that was taken is lost, and each is counted once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Connection, delete

from fingerpost.conversations import tables
from fingerpost.conversations.database import open_engine
from fingerpost.conversations.journey_answers import JourneyAnswers, new_visitor
from fingerpost.conversations.outbox import Outbox
from fingerpost.conversations.sent_in import DEAD, DELIVERED, QUEUED
from fingerpost.conversations.submission_seals import SubmissionSeals
from fingerpost.conversations.tombstones import Tombstones
from fingerpost.errors import SubmissionError, SubmissionNotFoundError, SubmissionSealedError
from fingerpost.services.submissions.by_webhook import post
from fingerpost.services.submissions.request import Request
from fingerpost.services.submissions.sending import Queued, TryAgainError
from fingerpost.services.submissions.worker import LEASE, deliver_due
from fingerpost.settings import SubmissionSettings, WebhookDestination
from fingerpost.testing.back_office import BackOffice
from tests.conversations.dying import POINTS
from tests.services.submissions.sent import ANSWERS, KEY, NOW, request

JOURNEY = "lost-bin"
SETTINGS = SubmissionSettings(tries=3)


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self, connection: Connection) -> datetime:
        del connection
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Desk:
    """An empty outbox, the answers beside it, and the time in it."""

    outbox: Outbox
    answers: JourneyAnswers
    clock: Clock

    def answered(self, **answers: str | bool) -> str:
        """Return a visitor who has answered everything."""
        visitor = new_visitor()
        self.answers.change(visitor, JOURNEY, lambda _: {**ANSWERS, **answers})
        return visitor

    def sent(self, visitor: str):
        return self.outbox.take_answers(visitor, JOURNEY, made)


def made(answers: Mapping[str, Any]) -> Request:
    return request(**answers)


def arrives(queued: Queued) -> None:
    del queued


def is_down(queued: Queued) -> None:
    raise TryAgainError("the receiver answered 503")


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Iterator[Desk]:
    engine, clock = open_engine(url), Clock()
    with engine.begin() as connection:
        connection.execute(delete(tables.submissions))
    tombstones = Tombstones(tmp_path / "withdrawn.txt")
    yield Desk(Outbox(engine, tombstones=tombstones, clock=clock), JourneyAnswers(engine), clock)
    engine.dispose()


def test_answers_become_a_submission_and_are_gone_from_where_they_were(desk: Desk):
    visitor = desk.answered()
    kept = desk.sent(visitor)
    assert kept is not None
    assert kept.state == QUEUED
    assert desk.answers.get(visitor, JOURNEY) is None
    assert desk.outbox.get(kept.reference)[1]["answers"][1]["value"] == ANSWERS["address"]


def test_sent_twice_it_is_one_submission_with_one_reference(desk: Desk):
    visitor = desk.answered()
    first, second = desk.sent(visitor), desk.sent(visitor)
    assert first is not None
    assert first == second == desk.outbox.sent(visitor, JOURNEY)
    assert len(desk.outbox.all()) == 1


def test_pressed_twice_at_once_it_is_one_submission(desk: Desk):
    visitor = desk.answered()
    ready, references = threading.Barrier(4), list[str]()

    def press() -> None:
        ready.wait(30)
        kept = desk.sent(visitor)
        assert kept is not None
        references.append(kept.reference)

    run_together(press, 4)
    assert len(references) == 4
    assert len(set(references)) == 1
    assert len(desk.outbox.all()) == 1


def test_the_same_visitor_can_send_in_another_one(desk: Desk):
    visitor = desk.answered()
    first = desk.sent(visitor)
    desk.clock.move(seconds=1)
    desk.answers.change(visitor, JOURNEY, lambda _: {**ANSWERS, "note": "Another"})
    second = desk.sent(visitor)
    assert first is not None
    assert second is not None
    assert first.reference != second.reference
    assert desk.outbox.sent(visitor, JOURNEY) == second


def test_what_is_not_to_be_sent_leaves_the_answers_as_they_were(desk: Desk):
    visitor = desk.answered()
    assert desk.outbox.take_answers(visitor, JOURNEY, lambda _: None) is None
    with pytest.raises(ZeroDivisionError):
        desk.outbox.take_answers(visitor, JOURNEY, lambda _: 1 / 0)  # pyright: ignore[reportArgumentType]
    assert desk.answers.get(visitor, JOURNEY) == ANSWERS
    assert desk.outbox.all() == []


def test_nobody_finds_what_another_visitor_sent(desk: Desk):
    desk.sent(desk.answered())
    assert desk.sent(new_visitor()) is None
    assert desk.outbox.sent("", JOURNEY) is None


def test_a_programs_request_is_put_in_once_for_its_key(desk: Desk):
    first = desk.outbox.put(request(), "a key of its own")
    assert desk.outbox.put(request(), "a key of its own") == first
    assert desk.outbox.put(request(), "another key").reference != first.reference
    with pytest.raises(SubmissionError, match="used before"):
        desk.outbox.put(request(note="Something else"), "a key of its own")
    assert len(desk.outbox.all()) == 2


def test_a_programs_request_put_in_many_times_at_once_is_one(desk: Desk):
    ready, references = threading.Barrier(4), list[str]()

    def put() -> None:
        ready.wait(30)
        references.append(desk.outbox.put(request(), "a key").reference)

    run_together(put, 4)
    assert len(references) == 4
    assert len(set(references)) == 1


def test_a_reference_that_is_taken_is_not_given_again(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    given = iter(["2222222X", "2222222X", "3333333X"])
    monkeypatch.setattr("fingerpost.conversations.outbox.new_reference", lambda: next(given))
    assert desk.outbox.put(request(), "one").reference == "2222222X"
    assert desk.outbox.put(request(), "two").reference == "3333333X"


def test_what_is_claimed_is_nobody_elses_until_the_lease_is_over(desk: Desk):
    desk.sent(desk.answered())
    claimed = desk.outbox.claim(LEASE, 3)
    assert claimed is not None
    assert desk.outbox.claim(LEASE, 3) is None
    desk.clock.move(minutes=9, seconds=59)
    assert desk.outbox.claim(LEASE, 3) is None
    desk.clock.move(seconds=1)
    again = desk.outbox.claim(LEASE, 3)
    assert again is not None
    assert (again.id, again.body, again.attempts) == (claimed.id, claimed.body, 2)


def test_a_worker_whose_lease_is_over_can_say_that_it_arrived_and_nothing_else(desk: Desk):
    desk.sent(desk.answered())
    slow = desk.outbox.claim(LEASE, 5)
    desk.clock.move(minutes=11)
    quick = desk.outbox.claim(LEASE, 5)
    assert slow is not None
    assert quick is not None

    desk.outbox.failed(slow, "it was slow", None)
    assert desk.outbox.all()[0].state == QUEUED
    desk.outbox.delivered(slow)
    desk.outbox.failed(quick, "it is down", timedelta(seconds=1))
    assert desk.outbox.all()[0].state == DELIVERED
    desk.clock.move(days=1)
    assert desk.outbox.claim(LEASE, 5) is None


def test_what_fails_is_due_again_after_its_wait_and_given_up_after_the_last_try(desk: Desk):
    kept = desk.sent(desk.answered())
    assert kept is not None
    for attempt in (1, 2):
        assert deliver_due(desk.outbox, is_down, SETTINGS).put_back == 1
        assert deliver_due(desk.outbox, is_down, SETTINGS).put_back == 0
        now = desk.outbox.all()[0]
        assert (now.state, now.attempts, now.problem) == (QUEUED, attempt, "the receiver answered 503")
        desk.clock.move(hours=1)
    assert deliver_due(desk.outbox, is_down, SETTINGS).given_up == 1
    assert desk.outbox.counts() == {QUEUED: 0, DEAD: 1, DELIVERED: 0}
    desk.clock.move(days=100)
    assert deliver_due(desk.outbox, arrives, SETTINGS).delivered == 0

    assert desk.outbox.retry([kept.reference]) == [kept.reference]
    assert deliver_due(desk.outbox, arrives, SETTINGS).delivered == 1
    assert desk.outbox.retry([kept.reference]) == []


def test_what_kills_every_worker_is_given_up_in_the_end(desk: Desk):
    desk.sent(desk.answered())
    for _ in range(SETTINGS.tries):
        assert desk.outbox.claim(LEASE, SETTINGS.tries) is not None
        desk.clock.move(minutes=11)
    assert desk.outbox.claim(LEASE, SETTINGS.tries) is None
    assert desk.outbox.all()[0].state == DEAD


def test_workers_at_once_lose_none_and_send_none_twice(desk: Desk):
    references = {desk.outbox.put(request(), f"key {number}").reference for number in range(24)}
    sent, lock = list[str](), threading.Lock()
    ready = threading.Barrier(4)

    def send(queued: Queued) -> None:
        with lock:
            sent.append(queued.reference)

    def work() -> None:
        ready.wait(30)
        deliver_due(desk.outbox, send, SETTINGS)

    run_together(work, 4)
    # One worker may find nothing free in the moment that another has the last ones: whoever comes next has them.
    deliver_due(desk.outbox, send, SETTINGS)
    assert sorted(sent) == sorted(references)
    assert desk.outbox.counts() == {QUEUED: 0, DEAD: 0, DELIVERED: 24}


def test_what_was_delivered_is_deleted_after_its_days_and_what_was_not_stays(desk: Desk):
    delivered, waiting = desk.sent(desk.answered()), None
    deliver_due(desk.outbox, arrives, SETTINGS)
    waiting = desk.sent(desk.answered())
    assert delivered is not None
    assert waiting is not None
    desk.clock.move(days=6, hours=23)
    assert desk.outbox.expire(timedelta(days=7)) == 0
    desk.clock.move(hours=1)
    assert desk.outbox.expire(timedelta(days=7)) == 1
    with pytest.raises(SubmissionNotFoundError):
        desk.outbox.get(delivered.reference)
    desk.clock.move(days=3650)
    assert desk.outbox.expire(timedelta(0)) == 0
    assert desk.outbox.get(waiting.reference)


def test_what_was_deleted_is_deleted_again_from_a_backup(desk: Desk):
    kept = desk.sent(desk.answered())
    assert kept is not None
    engine = desk.outbox._engine  # pyright: ignore[reportPrivateUsage]
    with engine.connect() as connection:
        backup = connection.execute(tables.submissions.select()).mappings().one()
    assert desk.outbox.delete(kept.reference) == kept
    assert desk.outbox.all() == []
    with engine.begin() as connection:
        connection.execute(tables.submissions.insert().values(**backup))
    assert desk.outbox.delete_again() == 1
    assert desk.outbox.all() == []


def test_what_was_sent_and_deleted_leaves_no_bytes_behind(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path}/kept/c.db")
    outbox, answers, visitor = Outbox(engine), JourneyAnswers(engine), new_visitor()
    answers.change(visitor, JOURNEY, lambda _: {**ANSWERS, "note": "unmistakable " * 10})
    kept = outbox.take_answers(visitor, JOURNEY, made)
    assert kept is not None
    assert visitor.encode() not in on_disk(tmp_path)
    outbox.delete(kept.reference)
    assert b"unmistakable" not in on_disk(tmp_path)
    engine.dispose()


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_it_is_still_there_or_delivered_and_counted_once(desk: Desk, url: str, point: str):
    visitor = desk.answered()
    with BackOffice(KEY) as office:
        run = subprocess.run(
            [sys.executable, "-m", "tests.conversations.dying", url, office.url, visitor, point],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert run.returncode == (0 if point == "nowhere" else -9), run.stderr
        reference = run.stdout.strip()
        if point == "before the commit":
            # The person was told nothing, and has their answers still: they send them again.
            assert reference == ""
            assert desk.outbox.all() == []
            assert desk.answers.get(visitor, JOURNEY) == ANSWERS
            kept = desk.sent(visitor)
            assert kept is not None
            reference = kept.reference
        assert [each.reference for each in desk.outbox.all()] == [reference]

        desk.clock.now = datetime.now(UTC) + timedelta(days=1)
        destination = WebhookDestination.model_validate({"kind": "webhook", "url": office.url, "key": KEY})
        deliver_due(desk.outbox, lambda queued: post(queued, destination), SubmissionSettings())

        assert desk.outbox.all()[0].state == DELIVERED
        assert len(office.counted) == 1
        assert next(iter(office.counted.values())).fields["reference"].replace("-", "") == reference
        twice = point in ("before the mark", "in the mark")
        assert len(office.received) == (2 if twice else 1)


def run_together(act: Callable[[], None], times: int) -> None:
    threads = [threading.Thread(target=act) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def sealed_with(desk: Desk, *keys: bytes) -> Outbox:
    engine = desk.outbox._engine  # pyright: ignore[reportPrivateUsage]
    return Outbox(engine, seal=SubmissionSeals([key.decode() for key in keys]), clock=desk.clock)


def test_with_a_key_nothing_that_was_typed_can_be_read_in_the_database(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path}/kept/c.db")
    outbox = Outbox(engine, seal=SubmissionSeals([Fernet.generate_key().decode()]))
    kept = outbox.put(request(note="unmistakable"), "a key")
    assert outbox.get(kept.reference)[1]["answers"][2]["value"] == "unmistakable"
    assert b"unmistakable" not in on_disk(tmp_path)
    assert b"Mill Lane" not in on_disk(tmp_path)
    engine.dispose()


def test_what_was_kept_before_there_was_a_key_or_with_an_older_one_is_delivered(desk: Desk):
    old, new = Fernet.generate_key(), Fernet.generate_key()
    desk.outbox.put(request(), "before there was one")
    sealed_with(desk, old).put(request(), "with the old one")
    bodies = list[bytes]()
    assert deliver_due(sealed_with(desk, new, old), lambda q: bodies.append(q.body), SETTINGS).delivered == 2
    assert all(b"Mill Lane" in body for body in bodies)


def test_without_its_key_it_waits_for_it_and_holds_nothing_else_up(desk: Desk):
    old, new = Fernet.generate_key(), Fernet.generate_key()
    kept = sealed_with(desk, old).put(request(), "with the old one")
    desk.clock.move(seconds=1)
    sealed_with(desk, new).put(request(), "with the new one")
    assert deliver_due(sealed_with(desk, new), arrives, SETTINGS).delivered == 1
    waiting = desk.outbox.all(QUEUED)
    assert [(each.reference, each.attempts) for each in waiting] == [(kept.reference, 0)]
    assert "plans.keys" in waiting[0].problem
    with pytest.raises(SubmissionSealedError):
        sealed_with(desk, new).get(kept.reference)
    desk.clock.move(minutes=11)
    assert deliver_due(sealed_with(desk, new, old), arrives, SETTINGS).delivered == 1


def test_a_body_put_in_anothers_place_is_not_sent_as_that_one(desk: Desk):
    key = Fernet.generate_key()
    outbox = sealed_with(desk, key)
    outbox.put(request(note="one"), "one")
    outbox.put(request(note="two"), "two")
    engine = desk.outbox._engine  # pyright: ignore[reportPrivateUsage]
    with engine.begin() as connection:
        body = connection.execute(tables.submissions.select()).mappings().first()
        assert body is not None
        connection.execute(tables.submissions.update().values(body=body["body"]))
    assert deliver_due(outbox, arrives, SETTINGS).delivered == 1
