"""Trying again, and not for ever: a turn's time is kept to."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from fingerpost.answers.compose import QUOTED_INSTEAD
from fingerpost.answers.model import asking
from fingerpost.answers.model.asking import Ended, pause
from fingerpost.answers.model.breaker import Breaker
from fingerpost.testing.model_replies import Failed, Reply, Said, says
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
    assert second.at - first.at >= 1.0


def test_it_does_not_wait_longer_than_the_turn_has(open_composer: Open) -> None:
    composer, server = open_composer(Failed(529, "overloaded_error", retry_after="60"), ANSWER, seconds=10)
    draft = composer.compose("How much is a permit?", passages())
    assert draft.notices == (QUOTED_INSTEAD,)
    assert ended(draft) is Ended.OVERLOADED, "it gave up at once, and did not wait until its time was over"
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
    composer, server = open_composer(replace(ANSWER, until=Event()), seconds=2.0)
    draft = composer.compose("How much is a permit?", passages())
    assert (draft.notices, ended(draft)) == ((QUOTED_INSTEAD,), Ended.TIMEOUT)
    assert len(server.requests) == 1


def before_any_byte(body: object) -> Reply:
    Event().wait(30)
    return ANSWER


@pytest.mark.parametrize("name", ["anthropic:claude-sonnet-5-5", "openai:small-model"], ids=["anthropic", "openai"])
@pytest.mark.parametrize("stalled", [before_any_byte, replace(ANSWER, until=Event())], ids=["unopened", "opened"])
def test_a_try_that_says_no_word_leaves_time_for_another(open_composer: Open, stalled: Any, name: str) -> None:
    composer, server = open_composer(stalled, ANSWER, name=name, first_words_seconds=2.0, retries=1)
    draft = composer.compose("How much is a permit?", passages())
    assert texts(draft) == [LINE, OTHER]
    assert len(server.requests) == 2


def test_a_model_that_keeps_failing_is_left_alone_for_a_while(open_composer: Open) -> None:
    composer, server = open_composer(Failed(500), Failed(500), ANSWER, retries=0)
    now = [0.0]
    composer._breaker = Breaker(2, 30, lambda: now[0])
    for _ in range(2):
        composer.compose("How much is a permit?", passages())
    resting = composer.compose("How much is a permit?", passages())
    assert (resting.notices, ended(resting)) == ((QUOTED_INSTEAD,), Ended.RESTING)
    assert len(server.requests) == 2
    now[0] = 30.0
    assert texts(composer.compose("How much is a permit?", passages())) == [LINE, OTHER]


def test_refusals_and_bad_answers_do_not_make_it_rest(open_composer: Open) -> None:
    composer, server = open_composer(Said(stop="refusal"), failures_to_rest=1)
    for _ in range(3):
        composer.compose("How much is a permit?", passages())
    assert len(server.requests) == 3


def test_a_reader_who_goes_away_ends_the_request(open_composer: Open) -> None:
    rest = Event()
    long = says(*[(f"{LINE} {number}", [("p1", LINE)]) for number in range(200)], piece=4, pace=0.05)
    composer, server = open_composer(replace(long, holds_after=60, until=rest))
    stream = composer.compose_stream("How much is a permit?", passages())
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    rest.set()
    until = time.monotonic() + 60
    while not server.given_up and time.monotonic() < until:
        time.sleep(0.05)
    assert server.given_up == 1


def test_a_client_that_is_still_being_loaded_is_no_failure_of_the_provider(
    open_composer: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    composer, server = open_composer(ANSWER, failures_to_rest=1, rest_seconds=3600, seconds=0.1)
    loaded = Event()
    real = asking.build_model

    def slowly(*given: object) -> object:
        loaded.wait(60)
        return real(*given)  # pyright: ignore[reportArgumentType]

    composer._asking._model = None
    monkeypatch.setattr(asking, "build_model", slowly)
    draft = composer.compose("How much is a permit?", passages())
    loaded.set()
    assert (ended(draft), server.requests) == (Ended.TIMEOUT, [])
    assert composer._breaker.allows()
