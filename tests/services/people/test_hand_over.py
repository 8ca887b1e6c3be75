"""What somebody gives to be reached: what is a mistake, and what is not."""

from __future__ import annotations

import pytest

from fingerpost.services.people.hand_over import Person, mistakes, tidy


@pytest.mark.parametrize("phone", ["01632 960001", "+44 (0)1632 960 001", "01632-960-001 ext 12", "07700.900.123"])
def test_a_phone_number_may_be_written_in_any_usual_way(phone: str):
    assert mistakes(Person("Ann", phone), "call_back") == {}


@pytest.mark.parametrize("phone", ["12345", "call me", "0163296000100000000", "01632 960 001 or 002", "١٢"])
def test_what_is_no_phone_number_is_said(phone: str):
    assert mistakes(Person("Ann", phone), "call_back") == {"phone": "unlike"}


@pytest.mark.parametrize("email", ["ann", "ann@", "@example.com", "ann@example", "a b@example.com", "a@b@c.example"])
def test_what_is_no_email_address_is_said(email: str):
    assert mistakes(Person("Ann", email=email), "call_back") == {"email": "unlike"}


def test_a_call_back_needs_a_way_to_reach_somebody_and_a_chat_does_not():
    assert mistakes(Person("Ann"), "call_back") == {"phone": "missing"}
    assert mistakes(Person("Ann", email="ann@example.com"), "call_back") == {}
    assert mistakes(Person("Ann"), "web_chat") == {}
    assert mistakes(Person(), "web_chat") == {"name": "missing"}


def test_what_is_too_long_is_said():
    assert mistakes(Person("A" * 101, preferred_time="x" * 201), "web_chat") == {
        "name": "long",
        "preferred_time": "long",
    }


def test_control_characters_and_lines_are_tidied_away():
    assert tidy("  Ann\r\n\tLee\x00\u202e\ud800 ") == "Ann Lee"
