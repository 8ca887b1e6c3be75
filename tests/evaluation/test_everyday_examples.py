from __future__ import annotations

import json

from fingerpost.evaluation.everyday_examples import UNSEEN, everyday_messages, first_sentence
from fingerpost.evaluation.safeguard_examples import own_examples


def test_messages_kept_unseen_are_never_trained_on() -> None:
    everyday = [json.loads(line) for line in UNSEEN.read_text(encoding="utf-8").splitlines()]
    unseen = {row["text"].lower().strip(" .!?") for row in everyday}
    assert len(unseen) > 300
    assert not unseen & {text.lower().strip(" .!?") for text, _ in everyday_messages()}
    asked = {row["text"].lower().strip(" .!?") for row in everyday if row["label"] != "everyday"}
    assert not asked & {each.text.lower().strip(" .!?") for each in own_examples()}


def test_each_message_is_named_once_and_by_what_it_is() -> None:
    messages = everyday_messages()
    assert len({text for text, _ in messages}) == len(messages) > 5_000
    kinds = dict(messages)
    assert kinds["I want to kill myself"] == "urgent"
    assert kinds["Bore da"] == "everyday"


def test_the_first_sentence_is_what_a_person_types_first() -> None:
    assert first_sentence("My lamp is out. It is dark.") == "My lamp is out."
    assert first_sentence(" no stop ") == "no stop"
