"""A question is read without the greeting and the thanks around it."""

from __future__ import annotations

import time

import pytest

from fingerpost.answers.courtesies import part


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("Hi, how do I renew my Blue Badge?", "how do I renew my Blue Badge?"),
        ("thanks, and how much is it?", "and how much is it?"),
        ("Good morning. When is my bin day? Thanks in advance", "When is my bin day?"),
        ("Thank you for telling me. Where do I send it?", "Where do I send it?"),
        ("Diolch. Beth am i fy mab?", "Beth am i fy mab?"),
        ("can I park here please?", "can I park here?"),
        ("Right to buy", "Right to buy"),
        ("Good neighbours scheme", "Good neighbours scheme"),
        ("Morning after pill", "Morning after pill"),
    ],
)
def test_only_the_courtesies_are_taken_off(message: str, rest: str) -> None:
    assert part(message).rest == rest


@pytest.mark.parametrize(
    "message", ["Hello", "good morning!", "Hello there, how are you?", "Bore da", "hi :)", "morning"]
)
def test_a_greeting_leaves_nothing(message: str) -> None:
    parted = part(message)
    assert (parted.rest, parted.greeted, parted.thanked) == ("", True, False)


@pytest.mark.parametrize(
    "message", ["Thanks", "ok thanks", "Brilliant, that's really helpful", "Diolch yn fawr", "ta very much"]
)
def test_thanks_leave_nothing(message: str) -> None:
    parted = part(message)
    assert (parted.rest, parted.thanked) == ("", True)


def test_a_long_run_of_punctuation_costs_nothing() -> None:
    began = time.thread_time()  # of processor: a busy machine takes no more of it
    part("bins " + "! , " * 5_000)
    part("hi " * 3_000)
    assert time.thread_time() - began < 1
