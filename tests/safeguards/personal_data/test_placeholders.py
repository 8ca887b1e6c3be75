"""Placeholders are the same for the same thing in a conversation, and stand for nothing once it is gone."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from fingerpost.domain import Answer, Outcome, Record
from fingerpost.safeguards.personal_data import Protected, Protector, without_placeholders

RECORD = Record(index_version="1", content_version="1", embedder="e", composer="c")


def kept(protected: Protected) -> Answer:
    return Answer(Outcome.ANSWERED, protected.text, RECORD, seal=protected.seal)


def test_the_same_number_written_otherwise_is_the_same_placeholder_all_through_a_conversation():
    protect = Protector()
    first = protect("ring 07700 900123 or 020 7946 0958")
    second = protect("it is +44 (0)7700 900 123, or 0117 496 0123", (kept(first),))
    third = protect("not 020 7946 0958 but 0117 4960123", (kept(first), kept(second)))

    assert first.text == "ring [phone 1] or [phone 2]"
    assert second.text == "it is [phone 1], or [phone 3]"
    assert third.text == "not [phone 2] but [phone 3]"


def test_a_name_is_the_same_with_and_without_its_title():
    assert Protector()("I am Mrs Jean Baker. My name is jean baker.").text == "I am [name 1]. My name is [name 1]."


def test_another_conversation_keeps_no_mark_in_common():
    protect = Protector(key=b"the service's")
    one, other = protect("jo@example.com").seal, protect("jo@example.com").seal

    assert one is not None
    assert other is not None
    assert not set(one.marks) & set(other.marks)


def test_without_the_services_secret_what_is_kept_does_not_tell_what_it_was():
    seal = Protector(key=b"one")("07700 900123").seal
    guess = Protector(key=b"two")("07700 900123", (Answer(Outcome.ANSWERED, "[phone 1]", RECORD, seal=seal),))

    assert guess.text == "[phone 2]"  # a wrong key finds no match, and never takes a placeholder that is in use


def test_after_a_restart_with_the_services_secret_placeholders_go_on_as_they_were():
    seal = Protector(key=b"one")("07700 900123")
    assert Protector(key=b"one")("call 07700900123", (kept(seal),)).text == "call [phone 1]"


def test_a_conversation_without_a_seal_never_gives_a_placeholder_of_its_own_to_something_new():
    before = replace(kept(Protector()("07700 900123")), seal=None)
    assert Protector()("0117 496 0123", (before,)).text == "[phone 2]"


def test_what_stood_there_is_had_one_at_a_time_and_never_shown_or_copied():
    protected = Protector()("my postcode is SW1A 1AA")

    assert protected.reveal("[postcode 1]") == "SW1A 1AA"
    assert protected.reveal("[postcode 2]") is None
    assert "SW1A" not in repr(protected)
    assert pickle.loads(pickle.dumps(protected)).reveal("[postcode 1]") is None
    assert b"SW1A" not in pickle.dumps(protected)


def test_a_query_is_made_without_placeholders():
    protected = Protector()("my number is 07700 900123, how do I get a badge?")
    assert without_placeholders(protected.text) == "how do I get a badge?"


@pytest.mark.parametrize(
    ("protected", "asked"),
    [
        ("My name is [name 1], [phone 1], how do I get a parking permit?", "how do I get a parking permit?"),
        ("I'm [name 1] and my postcode is [postcode 1]. When is my bin collected?", "When is my bin collected?"),
        ("Can my friend [name 1] get a Blue Badge?", "Can my friend get a Blue Badge?"),
        ("How do I pay? You can call me on [phone 1].", "How do I pay?"),
        ("Fy enw i yw [name 1]. Pryd mae fy min?", "Pryd mae fy min?"),
        ("[email 1]", ""),
        ("What costs £3.50 , and why?", "What costs £3.50 , and why?"),
    ],
)
def test_what_only_introduces_personal_data_is_no_part_of_what_is_asked(protected: str, asked: str) -> None:
    assert without_placeholders(protected) == asked
