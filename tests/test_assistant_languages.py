"""A question is answered in the pages of its language, or else told plainly what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fingerpost.domain import AnswerFinished, Outcome, StepStarted
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import PAGES, SETTINGS, make_service_folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(folder, {}))
    with Service.open(folder) as opened:
        yield opened


def test_a_welsh_question_is_answered_from_the_welsh_page_there_is(service: Service) -> None:
    answer = service.assistant.ask("Pryd ydych chi'n casglu fy min sbwriel?")
    assert answer.language == "cy"
    assert {part.locale for part in answer.parts} == {"cy"}
    assert answer.notices == ()


@pytest.mark.parametrize("locale", [None, "en", "cy"])
def test_a_welsh_question_without_a_welsh_page_is_answered_from_an_english_one(
    service: Service, locale: str | None
) -> None:
    answer = service.assistant.ask("Ydw i'n talu llai o dreth gyngor os ydw i'n byw ar fy mhen fy hun?", locale=locale)
    assert answer.language == "cy"
    assert answer.outcome in (Outcome.ANSWERED, Outcome.PARTIAL)
    assert answer.citations[0].title == "Council Tax discounts"
    assert "25% off your Council Tax" in answer.citations[0].quote
    assert answer.notices == ("language.english_pages",)
    assert answer.question == "Ydw i'n talu llai o dreth gyngor os ydw i'n byw ar fy mhen fy hun?"


def test_the_same_welsh_question_gives_an_equal_answer(service: Service) -> None:
    first, second = (service.assistant.ask("Faint yw trwydded barcio ail gar?") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("question", "language"),
    [("Jak złożyć wniosek o zasiłek na dziecko?", "pl"), ("كيف أقدم طلب إعانة الأطفال؟", "ar")],
)
def test_a_question_in_another_language_is_handed_to_a_person_without_a_search(
    service: Service, question: str, language: str
) -> None:
    events = list(service.assistant.ask_stream(question))
    last = events[-1]
    assert isinstance(last, AnswerFinished)
    answer = last.answer
    assert (answer.language, answer.outcome) == (language, Outcome.HANDOFF)
    assert answer.notices == ("language.other",)
    assert answer.contact is not None
    assert answer.contact.phone == "01632 960123"
    assert answer.parts == ()
    steps = [event.step for event in events if isinstance(event, StepStarted)]
    assert steps == ["protect", "guard", "understand", "find"]


def test_an_english_question_says_nothing_of_languages(service: Service) -> None:
    answer = service.assistant.ask("How much is the discount if I live alone?")
    assert (answer.language, answer.notices) == ("en", ())


def test_an_english_question_in_the_welsh_interface_is_answered_from_english_pages(service: Service) -> None:
    answer = service.assistant.ask("How much is the discount if I live alone?", locale="cy")
    assert {part.locale for part in answer.parts} == {"en"}
    assert answer.notices == ()


def test_words_of_no_language_are_looked_for_in_the_one_asked_for(service: Service) -> None:
    answer = service.assistant.ask("bin", locale="cy")
    assert answer.language == ""
    assert [link.locale for link in answer.nearest] == ["cy"] * len(answer.nearest)


def test_a_long_welsh_question_is_carried_across_whole_or_cut_but_never_refused(service: Service) -> None:
    longest = service.settings.answers.max_question_characters
    question = ("Faint yw trwydded barcio ail gar? " * 100)[:longest]
    assert service.assistant.ask(question).language == "cy"


def test_pages_in_a_third_language_are_searched_for_questions_in_it(tmp_path: Path) -> None:
    polish = """---
title: Wywóz śmieci
locale: pl
kind: guide
---
Odbieramy śmieci co dwa tygodnie. Proszę wystawić kosz przed godziną 7 rano.
"""
    settings = SETTINGS.replace('locales = ["en", "cy"]', 'locales = ["en", "cy", "pl"]')
    folder = make_service_folder(tmp_path, {**PAGES, "pl/smieci.md": polish}, settings)
    sync(load_settings(folder, {}))
    with Service.open(folder) as service:
        answer = service.assistant.ask("Kiedy odbieracie śmieci z mojej ulicy?")
    assert answer.language == "pl"
    assert answer.outcome is not Outcome.HANDOFF
    assert [link.text for link in answer.nearest] or {part.locale for part in answer.parts} == {"pl"}
