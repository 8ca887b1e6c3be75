from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.evaluation.alterations import STATEMENT_ALTERATIONS, stitch

TEXTS = {
    "changed_number": "You can borrow 12 books.",
    "changed_date": "Apply by Monday 4 May 2026.",
    "changed_unit": "It takes 3 weeks.",
    "dropped_not": "You do not need to pay.",
    "dropped_condition": "You can park here if you have a permit.",
    "swapped_entity": "Your landlord must tell you.",
    "added_fact": "Books are kept for you.",
}


@pytest.mark.parametrize("kind", STATEMENT_ALTERATIONS)
def test_each_kind_alters_what_holds_something_of_it_the_same_way_each_time(kind: str) -> None:
    first = STATEMENT_ALTERATIONS[kind](TEXTS[kind], random.Random(1))
    assert first not in {None, TEXTS[kind]}
    assert first == STATEMENT_ALTERATIONS[kind](TEXTS[kind], random.Random(1))


@pytest.mark.parametrize("kind", [kind for kind in STATEMENT_ALTERATIONS if kind != "added_fact"])
def test_a_text_that_holds_nothing_of_a_kind_is_left_alone(kind: str) -> None:
    assert STATEMENT_ALTERATIONS[kind]("Mark it in private.", random.Random(1)) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("You can stay until we decide.", "You can stay."),
        ("If you are ill, you can call us.", "You can call us."),
        ("Only adults can join this group.", "Adults can join this group."),
    ],
)
def test_a_condition_goes_and_what_it_governs_stays(text: str, left: str) -> None:
    assert STATEMENT_ALTERATIONS["dropped_condition"](text, random.Random(1)) == left


def test_two_fragments_make_a_quotation_that_is_neither() -> None:
    first, second = "You can apply online or by post today.", "We will reply within 10 working days then."
    assert stitch(first, second) == "You can apply online 10 working days then."
    assert stitch("Too short.", second) is None


@given(st.sampled_from(sorted(STATEMENT_ALTERATIONS)), st.text(max_size=200), st.integers(0, 99))
def test_what_is_altered_is_never_left_as_it_was_and_the_same_seed_alters_it_the_same(
    kind: str, text: str, seed: int
) -> None:
    altered = STATEMENT_ALTERATIONS[kind](text, random.Random(seed))
    assert altered != text
    assert altered == STATEMENT_ALTERATIONS[kind](text, random.Random(seed))
