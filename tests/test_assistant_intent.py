"""What is wanted decides what a turn costs and comes to, from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fingerpost.domain import Answer, Intent, Outcome
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


@pytest.mark.parametrize(
    ("message", "notice"),
    [("Hello", "greeting"), ("Thank you so much", "thanks"), ("Are you a robot?", "about"), ("Diolch", "thanks")],
)
def test_a_fixed_reply_costs_no_search(service: Service, message: str, notice: str) -> None:
    answer = service.assistant.ask(message)
    assert (answer.outcome, answer.notices) == (Outcome.ANSWERED, (notice,))
    assert "find" not in answer.timings
    assert (answer.parts, answer.citations, answer.nearest, answer.confidence) == ((), (), (), 0.0)


def test_a_greeting_before_a_question_changes_nothing_about_its_answer(service: Service) -> None:
    greeted = service.assistant.ask("Hi, how much is a permit for a second car? Thanks")
    asked = service.assistant.ask("how much is a permit for a second car?")
    assert (greeted.parts, greeted.outcome) == (asked.parts, asked.outcome)
    assert greeted.asked_as == ""


def test_who_asks_for_a_person_gets_the_contact(service: Service) -> None:
    answer = service.assistant.ask("Can I speak to someone please?")
    assert answer.intent is Intent.CONTACT_A_PERSON
    assert answer.outcome is Outcome.HANDOFF
    assert answer.contact is not None


def test_a_complaint_shows_guidance_and_the_contact(service: Service) -> None:
    answer = service.assistant.ask("You missed my bin again, I want to complain, this is a disgrace")
    assert answer.intent is Intent.COMPLAINT
    assert "complaint" in answer.notices
    assert answer.contact is not None


def test_the_vector_read_for_the_intent_is_the_one_that_is_searched_with(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = service.embedder._embedder.embed_questions  # type: ignore[attr-defined]
    monkeypatch.setattr(
        service.embedder._embedder,  # type: ignore[attr-defined]
        "embed_questions",
        lambda texts: (asked.extend(texts), real(texts))[1],
    )
    service.assistant.ask("Hello, how often is rubbish collected on my street?")
    assert asked == ["how often is rubbish collected on my street?"]


def test_an_intent_is_on_the_stored_answer(service: Service) -> None:
    conversation = service.store.start("en")
    service.store.add(conversation, service.assistant.ask("Hello"))
    kept: Answer = service.store.turns(conversation)[0].answer
    assert (kept.intent, kept.notices) == (Intent.GREETING, ("greeting",))
