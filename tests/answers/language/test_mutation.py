"""The initial mutations of Welsh, undone."""

from __future__ import annotations

import pytest

from fingerpost.answers.language.mutation import unmutated


@pytest.mark.parametrize(
    ("mutated", "radical"),
    [
        # soft
        ("basbort", "pasbort"),
        ("dreth", "treth"),
        ("gyngor", "cyngor"),
        ("fabi", "babi"),
        ("ddyled", "dyled"),
        ("fam", "mam"),
        ("le", "lle"),
        ("rent", "rhent"),
        ("wraig", "gwraig"),
        ("ardd", "gardd"),
        ("radd", "gradd"),
        ("olau", "golau"),
        # nasal
        ("mhasbort", "pasbort"),
        ("nhreth", "treth"),
        ("nghyngor", "cyngor"),
        ("mabi", "babi"),
        ("nyled", "dyled"),
        ("ngardd", "gardd"),
        # aspirate
        ("phasbort", "pasbort"),
        ("threth", "treth"),
        ("chyngor", "cyngor"),
        # an "h" put before a vowel
        ("henw", "enw"),
        ("harian", "arian"),
    ],
)
def test_a_mutated_word_leads_to_its_radical(mutated: str, radical: str) -> None:
    assert radical in unmutated(mutated)


@pytest.mark.parametrize(
    ("word", "never"), [("dd", "tdd"), ("llyfr", "lllyfr"), ("ffordd", "bfordd"), ("rhent", "rrhent")]
)
def test_two_letters_that_are_one_sound_are_not_taken_for_one(word: str, never: str) -> None:
    assert never not in unmutated(word)
    assert all(not found.startswith(("tdd", "bf", "mf")) for found in unmutated(word))


def test_a_word_that_no_mutation_leaves_so_has_no_other_form() -> None:
    assert unmutated("siop") == ()
    assert unmutated("") == ()
