"""A text made to be slow is looked through as quickly as any other."""

from __future__ import annotations

import time

import pytest

from fingerpost.safeguards.personal_data import protect, warm_up

LONGEST = 2_000


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "no number is the my ",
        "A1-",
        "12 oak elm ash ",
        "Aa ",
        "a",
        "flat 1, ",
        "born ",
        "a1:",
        "ab12 ",
        "1-",
        "@",
    ],
)
def test_a_text_of_one_thing_over_and_over_takes_no_time(piece: str):
    warm_up().join()
    text = ("council tax number " + piece * LONGEST)[:LONGEST]
    began = time.thread_time()
    protect(text)
    assert time.thread_time() - began < 2
