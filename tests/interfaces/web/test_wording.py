from __future__ import annotations

import re
from pathlib import Path

import fingerpost.interfaces.web
from fingerpost.domain import Outcome
from fingerpost.interfaces.web.pages import REASONS
from fingerpost.interfaces.wording import known, say
from fingerpost.safeguards.personal_data import PLACEHOLDERS

WEB = Path(fingerpost.interfaces.web.__file__).parent


def test_every_key_a_template_or_a_module_asks_for_is_in_the_catalogue():
    asked = {
        key
        for file in (*WEB.rglob("*.html"), *WEB.glob("*.py"))
        for key in re.findall(r"\b(?:say|known)\(\"([a-z0-9_.]+)\"(?: if|\)|,)", file.read_text(encoding="utf-8"))
    }

    assert len(asked) > 60
    assert {key for key in asked if not known(key)} == set()


def test_every_outcome_but_a_whole_answer_has_words_of_its_own():
    for outcome in Outcome:
        if outcome is not Outcome.ANSWERED:
            assert say(f"answer.{outcome.value}.title")
            assert say(f"answer.{outcome.value}.text")


def test_every_kind_of_personal_data_and_every_reason_has_a_name():
    for kind in PLACEHOLDERS:
        assert known(f"removed.{kind}")
        assert known(f"placeholder.{kind}")
    for reason in (*REASONS["yes"], *REASONS["no"]):
        assert known(f"feedback.reason.{reason}")
