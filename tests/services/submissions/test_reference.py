"""Reference numbers: short, without look-alikes, and a slip in one is noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from fingerpost.services.submissions.reference import CHARACTERS, LENGTH, new_reference, read_reference, shown

references = some.builds(new_reference)


def test_a_reference_has_no_vowel_and_no_two_characters_that_look_alike():
    assert not set("AEIOU") & set(CHARACTERS)
    for alike in ("0OQ", "1IL", "2Z", "5S", "8B", "UVY"):
        assert len(set(alike) & set(CHARACTERS)) <= 1, alike
    assert len(set(CHARACTERS)) == len(CHARACTERS) == 23


def test_references_differ():
    assert len({new_reference() for _ in range(2_000)}) == 2_000


@given(references)
def test_a_reference_is_read_however_it_is_written(reference: str):
    halves = shown(reference)
    assert len(halves) == LENGTH + 1
    for written in (reference, halves, halves.lower(), f"  {' '.join(halves)} ", halves.replace("-", " – ")):
        assert read_reference(written) == reference


@given(references, some.integers(0, LENGTH - 1), some.sampled_from(CHARACTERS))
def test_one_wrong_character_is_always_noticed(reference: str, place: int, other: str):
    wrong = reference[:place] + other + reference[place + 1 :]
    assert (read_reference(wrong) is None) == (wrong != reference)


@given(references, some.integers(0, LENGTH - 1), some.integers(0, LENGTH - 1))
def test_two_characters_that_changed_places_are_always_noticed(reference: str, one: int, other: int):
    moved = list(reference)
    moved[one], moved[other] = moved[other], moved[one]
    assert (read_reference("".join(moved)) is None) == ("".join(moved) != reference)


@given(some.text(max_size=40))
def test_anything_may_be_typed(typed: str):
    found = read_reference(typed)
    assert found is None or read_reference(found) == found
