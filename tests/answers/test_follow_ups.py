"""A follow-up is completed from the conversation; a new subject is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from fingerpost.answers.follow_up_words import vary
from fingerpost.answers.follow_ups import FollowUps
from fingerpost.domain import Answer, AnswerPart, Intent, Outcome, Passage, Record, Statement
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(folder, {}))
    with Service.open(folder) as opened:
        yield opened


def answered(question: str, *titles: str, asked_as: str = "", intent: Intent = Intent.GUIDANCE) -> Answer:
    parts = tuple(AnswerPart(title, "https://x.example/", (Statement("Words.", (1,)),)) for title in titles)
    return Answer(Outcome.ANSWERED, question, Record("1", "1", "e", "c"), parts=parts, asked_as=asked_as, intent=intent)


def nothing_found(_: str) -> Sequence[Passage]:
    return ()


def completed(question: str, *history: Answer) -> str:
    return FollowUps(nothing_found)(question, history)


@pytest.mark.parametrize(
    ("before", "said", "whole"),
    [
        ("How do I get a Blue Badge?", "what about for my son?", "How do I get a Blue Badge, for my son?"),
        ("How do I get a Blue Badge?", "and in Scotland?", "How do I get a Blue Badge, in Scotland?"),
        ("How do I get a Blue Badge?", "thanks, and how much is it?", "A Blue Badge – how much is it?"),
        ("How do I get a Blue Badge?", "where do I send it?", "A Blue Badge – where do I send it?"),
        ("How much is council tax for band C?", "and band D?", "How much is council tax for band D?"),
        ("Can my dad get a bus pass in Wales?", "and in Scotland?", "Can my dad get a bus pass in Scotland?"),
        ("Sut mae cael Bathodyn Glas?", "beth am i fy mab?", "Sut mae cael Bathodyn Glas, i fy mab?"),
        ("Sut mae cael Bathodyn Glas?", "faint mae'n ei gostio?", "Bathodyn Glas – faint mae'n ei gostio?"),
    ],
)
def test_what_is_missing_is_taken_from_the_earlier_question(before: str, said: str, whole: str) -> None:
    assert completed(said, answered(before)) == whole


def test_nothing_is_completed_without_a_conversation() -> None:
    assert completed("how much is it?") == ""


@pytest.mark.parametrize("said", ["Thanks!", "ok", "Hello"])
def test_a_courtesy_is_left_alone(said: str) -> None:
    assert completed(said, answered("How do I get a Blue Badge?")) == ""


def test_a_follow_up_two_turns_later_passes_over_thanks() -> None:
    history = (answered("How do I get a Blue Badge?"), answered("Thank you", intent=Intent.THANKS))
    assert completed("how long does it take?", *history) == "A Blue Badge – how long does it take?"


def test_a_follow_up_of_a_follow_up_keeps_the_subject() -> None:
    history = (answered("how much is it?", asked_as="A Blue Badge – how much is it?"),)
    assert "Blue Badge" in completed("and for a child?", *history)


def test_a_subject_talked_of_before_the_last_is_found_again() -> None:
    history = (answered("How do I get a Blue Badge?"), answered("When is my bin collected?"))
    assert completed("how long does the badge last, is it for a year?", *history).startswith("A Blue Badge")


def test_what_was_taken_out_of_an_earlier_question_is_not_carried() -> None:
    before = answered("My number is [phone 1], how do I get a Blue Badge?")
    assert "[" not in completed("how much is it?", before)


def test_a_life_story_gives_way_to_the_title_it_led_to() -> None:
    story = answered("My dad " + "is old and very ill and lives far away and " * 4 + "needs help", "Get care at home")
    assert completed("how much is it?", story) == "Get care at home – how much is it?"


@pytest.mark.parametrize(
    "said",
    [
        "How do I apply for a Council Tax discount?",
        "how much is a parking permit?",
        "and how much is a parking permit?",
    ],
)
def test_a_new_subject_is_searched_as_it_was_asked(service: Service, said: str) -> None:
    before = service.assistant.ask("When do you collect my rubbish bin?")
    answer = service.assistant.ask(said, history=[before])
    assert answer.asked_as == ""
    assert answer == replace(service.assistant.ask(said), timings=answer.timings)


def test_an_answer_says_what_was_looked_for_and_finds_the_page_talked_of(service: Service) -> None:
    before = service.assistant.ask("How much is a permit to park on my street?")
    alone = service.assistant.ask("and for a second one?")
    answer = service.assistant.ask("and for a second one?", history=[before])
    assert answer.question == "and for a second one?"
    assert "park on my street" in answer.asked_as
    assert answer.citations[0].title == "Parking permits"
    assert alone.asked_as == ""


def test_an_email_in_a_follow_up_is_in_nothing_that_was_searched(service: Service) -> None:
    before = service.assistant.ask("How much is a permit to park on my street?")
    answer = service.assistant.ask("how much is it? I am a.person@mail.example", history=[before])
    assert "mail.example" not in answer.asked_as
    assert "a.person" not in answer.asked_as


def test_only_a_fragment_of_the_same_kind_takes_the_place_of_another() -> None:
    assert vary("Is the tip open on Saturday?", "on Sundays?") == "Is the tip open on Sundays?"
    assert vary("Is the tip open on Saturday?", "on Sundays with a van?") == ""
    assert vary("Is the tip open?", "on Sundays?") == ""
