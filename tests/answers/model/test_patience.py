"""Trying again, and not for ever: a turn's time is kept to."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from fingerpost.answers.compose import QUOTED_INSTEAD
from fingerpost.answers.model.asking import Ended, pause
from fingerpost.testing.model_replies import Failed, Said
from tests.answers.model.asked import ANSWER, LINE, OTHER, Open, ended, passages, texts


@pytest.mark.parametrize("failure", [Failed(529, "overloaded_error"), Failed(429, "rate_limit_error"), Failed(503)])
def test_a_problem_that_passes_is_tried_again(open_composer: Open, failure: Failed) -> None:
    composer, server = open_composer(failure, ANSWER)
    draft = composer.compose("How much is a permit?", passages())
    assert texts(draft) == [LINE, OTHER]
    assert len(server.requests) == 2
    assert draft.usage is not None
    assert draft.usage.requests == 2


def test_it_waits_as_long_as_the_provider_asks(open_composer: Open) -> None:
    composer, server = open_composer(Failed(429, "rate_limit_error", retry_after="1"), ANSWER)
    composer.compose("How much is a permit?", passages())
    first, second = server.requests
    assert 1.0 <= second.at - first.at < 3


def test_it_does_not_wait_longer_than_the_turn_has(open_composer: Open) -> None:
    composer, server = open_composer(Failed(529, "overloaded_error", retry_after="60"), ANSWER, seconds=10)
    began = time.monotonic()
    draft = composer.compose("How much is a permit?", passages())
    assert draft.notices == (QUOTED_INSTEAD,)
    assert time.monotonic() - began < 9
    assert len(server.requests) == 1


def test_it_is_not_tried_more_often_than_set(open_composer: Open) -> None:
    composer, server = open_composer(Failed(529, "overloaded_error"), retries=1)
    composer.compose("How much is a permit?", passages())
    assert len(server.requests) == 2


@pytest.mark.parametrize("failure", [Failed(400, "invalid_request_error"), Failed(401, "authentication_error")])
def test_what_can_not_pass_is_not_tried_again(open_composer: Open, failure: Failed) -> None:
    composer, server = open_composer(failure, ANSWER)
    composer.compose("How much is a permit?", passages())
    assert len(server.requests) == 1


def test_pauses_grow_and_differ() -> None:
    pauses = [[pause(attempt, None) for _ in range(50)] for attempt in (1, 2, 3)]
    assert all(len(set(each)) > 40 for each in pauses)
    assert max(pauses[0]) <= 0.5 < max(pauses[1]) <= 1.0 < max(pauses[2]) <= 2.0


def test_a_model_that_does_not_begin_is_not_waited_for_past_the_turn_s_time(open_composer: Open) -> None:
    composer, server = open_composer(replace(ANSWER, delay=5), seconds=1.0)
    composer.warm_up()
    began = time.monotonic()
    draft = composer.compose("How much is a permit?", passages())
    assert time.monotonic() - began < 3
    assert (draft.notices, ended(draft)) == ((QUOTED_INSTEAD,), Ended.TIMEOUT)
    assert len(server.requests) == 1


def test_a_try_that_says_nothing_leaves_time_for_another(open_composer: Open) -> None:
    composer, server = open_composer(replace(ANSWER, delay=4), ANSWER, first_words_seconds=1.0, retries=1)
    composer.compose("How much is a permit?", passages())
    assert len(server.requests) == 2


def test_a_model_that_keeps_failing_is_left_alone_for_a_while(open_composer: Open) -> None:
    composer, server = open_composer(Failed(500), Failed(500), ANSWER, retries=0, failures_to_rest=2, rest_seconds=1.0)
    for _ in range(2):
        composer.compose("How much is a permit?", passages())
    resting = composer.compose("How much is a permit?", passages())
    assert (resting.notices, ended(resting)) == ((QUOTED_INSTEAD,), Ended.RESTING)
    assert len(server.requests) == 2
    time.sleep(1.05)
    assert texts(composer.compose("How much is a permit?", passages())) == [LINE, OTHER]


def test_refusals_and_bad_answers_do_not_make_it_rest(open_composer: Open) -> None:
    composer, server = open_composer(Said(stop="refusal"), failures_to_rest=1)
    for _ in range(3):
        composer.compose("How much is a permit?", passages())
    assert len(server.requests) == 3


def test_a_reader_who_goes_away_ends_the_request(open_composer: Open) -> None:
    composer, server = open_composer(replace(ANSWER, pace=0.1, piece=4))
    stream = composer.compose_stream("How much is a permit?", passages())
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    until = time.monotonic() + 5
    while not server.given_up and time.monotonic() < until:
        time.sleep(0.05)
    assert server.given_up == 1
