"""A model that keeps failing is left alone, and tried again by one question at a time."""

from __future__ import annotations

from fingerpost.answers.model.breaker import Breaker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(3, 30, clock)
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    return breaker


def test_failures_in_a_row_open_it() -> None:
    assert not opened(Clock()).allows()


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = Breaker(2, 30, Clock())
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_after_the_rest_one_question_is_let_through_and_not_two() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30
    assert [breaker.allows(), breaker.allows()] == [True, False]


def test_the_one_question_closes_it_or_opens_it_again() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30
    assert breaker.allows()
    breaker.failed()
    clock.now = 59
    assert not breaker.allows()
    clock.now = 60
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert breaker.allows()
