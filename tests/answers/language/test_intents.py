"""A Welsh question for guidance is never taken for one about the assistant."""

from __future__ import annotations

from fingerpost.answers.language.intents import read_intent
from fingerpost.domain import Intent


def reader(known: dict[str, Intent]):
    return lambda text: known.get(text, Intent.ABOUT_THIS_ASSISTANT)


def test_a_welsh_question_that_seems_to_be_about_the_assistant_is_read_again_in_english() -> None:
    known = {"collect collection old sofa": Intent.DO_A_TASK}
    assert read_intent("Ydych chi'n casglu hen soffa?", "cy", reader(known)) is Intent.DO_A_TASK


def test_one_that_is_about_the_assistant_in_english_too_stays_so() -> None:
    assert read_intent("Pwy ydych chi?", "cy", reader({})) is Intent.ABOUT_THIS_ASSISTANT


def test_a_courtesy_and_an_english_question_are_read_once() -> None:
    assert read_intent("Diolch", "cy", reader({"Diolch": Intent.THANKS})) is Intent.THANKS
    assert read_intent("Who are you?", "en", reader({})) is Intent.ABOUT_THIS_ASSISTANT
