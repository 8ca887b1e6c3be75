"""What a message wants is read, and a wrong reading never costs an answer."""

from __future__ import annotations

import numpy as np
import pytest

from fingerpost.answers import intent as reading
from fingerpost.answers.courtesies import part
from fingerpost.answers.intent import INTENTS, decide, intent_reader, shipped_model
from fingerpost.answers.intent_cues import cues
from fingerpost.answers.settle import FIXED_REPLIES
from fingerpost.domain import Intent
from fingerpost.errors import ModelFileError
from fingerpost.search.embed import Embedder, MiniLM


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return MiniLM()


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("Hello!", Intent.GREETING),
        ("Bore da", Intent.GREETING),
        ("Thanks, that's a great help", Intent.THANKS),
        ("are you a robot?", Intent.ABOUT_THIS_ASSISTANT),
        ("can I speak to a real person please", Intent.CONTACT_A_PERSON),
        ("I want to make a complaint about my social worker", Intent.COMPLAINT),
        ("who won the cricket yesterday?", Intent.NOT_FOR_US),
        ("Am I entitled to a discount if I'm a carer?", Intent.ELIGIBILITY),
        ("report a missed bin", Intent.DO_A_TASK),
        ("work out my redundancy pay for 9 years at £400 a week", Intent.CALCULATION),
    ],
)
def test_what_is_wanted_is_read(embedder: Embedder, message: str, wanted: Intent) -> None:
    assert intent_reader(embedder)(message) is wanted


@pytest.mark.parametrize(
    "message",
    [
        "Hi, how do I renew my Blue Badge?",
        "thanks, and how much is it?",
        "Can you collect my old fridge?",
        "my partner hits me and I dont know where to go",
        "What should I do?",
        "Is this allowed?",
        "Where do I find this information about my tax code?",
        "How can I get this information?",
    ],
)
def test_a_question_is_never_taken_for_a_courtesy_or_for_one_about_the_assistant(
    embedder: Embedder, message: str
) -> None:
    assert intent_reader(embedder)(message) not in FIXED_REPLIES


def test_an_unlikely_greeting_gives_way_to_what_is_looked_for() -> None:
    message = part("my partner hits me")
    likely = [0.02] * len(INTENTS)
    likely[INTENTS.index(Intent.GREETING)] = 0.9
    likely[INTENTS.index(Intent.GUIDANCE)] = 0.05
    assert decide(message, cues(message), likely) is Intent.GUIDANCE


def test_courtesies_alone_cost_no_vector(monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> None:
    monkeypatch.setattr(embedder, "embed_questions", lambda texts: pytest.fail("a vector was made"))
    read = intent_reader(embedder)
    assert (read("Good evening"), read("ok thanks")) == (Intent.GREETING, Intent.THANKS)


def test_weights_made_with_another_embedder_are_refused(embedder: Embedder) -> None:
    shipped = shipped_model()
    other = reading.IntentModel(
        shipped.by_vector, shipped.by_cues, shipped.by_words, shipped.bias, shipped.place, "another@0"
    )
    with pytest.raises(ModelFileError, match="another@0"):
        intent_reader(embedder, other)


def test_the_shipped_weights_are_of_the_shipped_embedder(embedder: Embedder) -> None:
    shipped = shipped_model()
    assert shipped.embedder == embedder.fingerprint
    assert np.isfinite(shipped.by_words).all()
