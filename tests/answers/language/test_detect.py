"""The language of a question: told, and English left alone."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

from fingerpost.answers.language.detect import OTHER, detect
from fingerpost.answers.language.known import languages

CASES = [
    json.loads(line)
    for line in (files("fingerpost.evaluation") / "data" / "languages.jsonl").read_text(encoding="utf-8").splitlines()
]


def by_language() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for case in CASES:
        found[case["language"]].append(case["question"])
    return found


def test_the_cases_are_many_and_of_many_languages() -> None:
    cases = by_language()
    assert len([code for code in cases if code not in ("en", "cy") and len(cases[code]) >= 10]) >= 20
    assert len(cases["en"]) >= 60


@pytest.mark.parametrize("code", sorted(set(by_language()) - {"en"}))
def test_short_questions_are_told_to_be_in_their_language(code: str) -> None:
    asked = by_language()[code]
    wrong = {question: found for question in asked if (found := detect(question)) != code}
    assert len(wrong) <= len(asked) // 10, wrong


def test_an_english_question_is_never_taken_for_another() -> None:
    assert {question: found for question in by_language()["en"] if (found := detect(question)) not in ("en", "")} == {}


@pytest.mark.parametrize("with_scenario", [False, True])
def test_real_english_questions_are_hardly_ever_taken_for_another(shared_data: Path, with_scenario: bool) -> None:
    lines = (shared_data / "conditionalqa" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    texts = [f"{row['scenario']} {row['question']}" if with_scenario else row["question"] for row in asked]
    wrong = [text for text in texts if detect(text) not in ("en", "")]
    assert len(wrong) / len(texts) <= 0.002, wrong


@pytest.mark.parametrize(
    "text", ["PIP", "SF1 2AB", "V5C", "Blue Badge", "Llandudno", "José García", "???", "", "12.50"]
)
def test_words_of_no_language_in_particular_are_left_open(text: str) -> None:
    assert detect(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "sut mae adnewyddu fy Blue Badge?",
        "faint yw council tax band C",
        "dwi isio apelio fy parking fine",
        "treth gyngor",
    ],
)
def test_welsh_with_english_in_it_is_welsh(text: str) -> None:
    assert detect(text) == "cy"


def test_a_question_in_its_own_script_may_name_an_english_service() -> None:
    assert detect("مجھے Universal Credit کے لیے مدد چاہیے") == "ur"
    assert detect("Як подати заяву на Universal Credit?") == "uk"


def test_an_english_question_may_hold_a_name_in_another_script() -> None:
    assert detect("My name is 王伟 and I want to know how to renew my parking permit") == "en"


def test_a_long_message_in_an_unlisted_language_is_known_not_to_be_english() -> None:
    assert detect("Nola eska dezaket etxebizitza baterako laguntza udaletxean") not in ("en", "cy", "")
    assert detect("Македонски јазик: како да аплицирам за станбена помош?") == OTHER


def test_accents_may_be_left_out() -> None:
    assert detect("jak zlozyc wniosek o zasilek na dziecko") == "pl"
    assert detect("cum pot sa obtin ajutor cu chiria") == "ro"


def test_it_takes_less_than_two_milliseconds() -> None:
    texts = [case["question"] for case in CASES]
    for text in texts:
        detect(text)
    took: list[float] = []
    for _ in range(3):
        began = time.thread_time()  # of processor: a busy machine takes no more of it
        for text in texts:
            detect(text)
        took.append(time.thread_time() - began)
    assert min(took) / len(texts) < 0.002


def test_every_language_with_a_reply_has_one_that_is_in_it() -> None:
    replies = {code: language.reply for code, language in languages().items() if language.reply}
    assert len(replies) >= 20
    assert {code: detect(reply) for code, reply in replies.items()} == {code: code for code in replies}


def test_languages_written_from_right_to_left_say_so() -> None:
    assert {code for code, language in languages().items() if language.direction == "rtl"} == {"ar", "ur", "fa", "he"}
