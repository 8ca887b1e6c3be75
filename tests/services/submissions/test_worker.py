"""How a worker goes on: until it has arrived, or is given up, and never in step with the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fingerpost.services.submissions.sending import GiveUpError, Queued, TryAgainError
from fingerpost.services.submissions.worker import deliver_due, wait_after
from fingerpost.settings import SubmissionSettings
from tests.services.submissions.sent import queued

SETTINGS = SubmissionSettings(tries=3, first_wait_seconds=30, longest_wait_hours=1)


class Waiting:
    """An outbox in memory, with what was done to each."""

    def __init__(self, *waiting: Queued) -> None:
        self.waiting = list(waiting)
        self.done: list[tuple[str, timedelta | None, str]] = []

    def claim(self, lease: timedelta, most_tries: int) -> Queued | None:
        return self.waiting.pop(0) if self.waiting else None

    def delivered(self, queued: Queued) -> None:
        self.done.append(("delivered", None, ""))

    def failed(self, queued: Queued, problem: str, wait: timedelta | None) -> None:
        self.done.append(("failed", wait, problem))


def raises(problem: Exception):
    def send(queued: Queued) -> None:
        raise problem

    return send


def test_what_arrives_is_marked_only_then():
    outbox, seen = Waiting(queued()), list[int]()

    def send(sent: Queued) -> None:
        seen.append(len(outbox.done))

    assert deliver_due(outbox, send, SETTINGS).delivered == 1
    assert seen == [0]
    assert outbox.done == [("delivered", None, "")]


def test_what_does_not_arrive_is_put_back_for_later_and_others_go_on():
    outbox = Waiting(queued(), queued())
    done = deliver_due(outbox, raises(TryAgainError("the receiver answered 503")), SETTINGS)
    assert (done.put_back, done.given_up) == (2, 0)
    for what, wait, problem in outbox.done:
        assert (what, problem) == ("failed", "the receiver answered 503")
        assert wait is not None
        assert timedelta(seconds=15) <= wait <= timedelta(seconds=30)


@pytest.mark.parametrize("problem", [TryAgainError("it is down"), RuntimeError("12 Mill Lane")])
def test_it_is_given_up_after_the_last_try_and_not_before(problem: Exception):
    outbox = Waiting(queued(attempts=2), queued(attempts=3))
    done = deliver_due(outbox, raises(problem), SETTINGS)
    assert (done.put_back, done.given_up) == (1, 1)
    assert [wait is None for _, wait, _ in outbox.done] == [False, True]


def test_what_can_never_be_taken_is_given_up_at_once():
    outbox = Waiting(queued())
    assert deliver_due(outbox, raises(GiveUpError("no")), SETTINGS).given_up == 1
    assert outbox.done == [("failed", None, "no")]


def test_a_fault_of_ours_is_kept_without_its_words(caplog: pytest.LogCaptureFixture):
    outbox = Waiting(queued())
    deliver_due(outbox, raises(RuntimeError("12 Mill Lane")), SETTINGS)
    assert outbox.done[0][2] == "it could not be sent (RuntimeError)"
    assert "Mill" not in caplog.text


def test_no_new_one_is_begun_once_it_is_to_stop():
    outbox = Waiting(queued(), queued())
    assert deliver_due(outbox, lambda _: None, SETTINGS, stopping=lambda: bool(outbox.done)).delivered == 1
    assert len(outbox.waiting) == 1


def test_waits_double_up_to_the_longest_and_half_of_each_is_chance():
    for attempt, most in ((1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (50, 3600)):
        waits = {wait_after(attempt, SETTINGS).total_seconds() for _ in range(200)}
        assert most / 2 <= min(waits) <= max(waits) <= most
        assert len(waits) > 100


def test_a_receiver_that_asks_for_longer_gets_it():
    assert wait_after(1, SETTINGS, asked=900) == timedelta(seconds=900)
