"""Answers flow out: cited, repeatable, and silent rather than wrong."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from fingerpost.assistant import Assistant
from fingerpost.domain import Answer, AnswerFinished, Outcome, SentenceKind, StatementShown, StepStarted
from fingerpost.errors import QuestionError
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from fingerpost.testing.composers import HostileComposer
from tests.small_service import make_service_folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(folder, {}))
    with Service.open(folder) as opened:
        yield opened


def said(answer: Answer) -> list[str]:
    return [statement.text for part in answer.parts for statement in part.statements]


def test_an_answer_quotes_the_page_that_answers(service: Service) -> None:
    answer = service.assistant.ask("How much is the discount if I live alone?")
    assert answer.outcome is Outcome.ANSWERED
    assert said(answer)[0].startswith("You get 25% off your Council Tax if you are the only adult")
    assert answer.citations[0].title == "Council Tax discounts"


def test_every_sentence_shown_is_in_the_stored_guidance(service: Service) -> None:
    for question in ["my bin was missed", "what do students need for council tax", "how much is a parking permit"]:
        answer = service.assistant.ask(question)
        assert answer.citations
        for citation in answer.citations:
            section = service.index.section(citation.section_id)
            assert section is not None
            assert section.text[citation.start : citation.end] == citation.quote
        quotes = {citation.number: citation.quote for citation in answer.citations}
        for part in answer.parts:
            for statement in part.statements:
                assert any(statement.text in quotes[number] for number in statement.citations)


def test_conditions_keep_their_whole_list(service: Service) -> None:
    answer = service.assistant.ask("What must I do before I tell you about a missed bin?")
    words = said(answer)
    lead = words.index("You must:")
    assert words[lead + 1 : lead + 3] == [
        "check that your street was due a collection",
        "leave the bin out where the crew can reach it",
    ]


def test_steps_are_given_as_numbered_steps(service: Service) -> None:
    answer = service.assistant.ask("How do I apply for a council tax discount?")
    steps = [s for part in answer.parts for s in part.statements if s.kind is SentenceKind.STEP]
    assert [step.number for step in steps] == [1, 2, 3]


def test_a_row_is_shown_under_its_header(service: Service) -> None:
    words = said(service.assistant.ask("How much does a second car permit cost?"))
    assert "Second car | £110" in words
    assert words.index("Permit | Cost for a year") < words.index("Second car | £110")


def test_the_start_link_of_the_page_is_the_next_step(service: Service) -> None:
    answer = service.assistant.ask("When do you collect my rubbish bin?")
    assert answer.next_step is not None
    assert answer.next_step.url == "https://www.sampleford.example/bin-day"


@pytest.mark.parametrize(
    "question",
    [
        "How do I renew my passport?",
        "What is the capital of France?",
        "What is the best recipe for soup?",
        "Can I claim maternity pay while abroad?",
    ],
)
def test_what_is_not_there_is_not_answered_and_never_an_empty_hand(service: Service, question: str) -> None:
    answer = service.assistant.ask(question)
    elsewhere = question in {"What is the capital of France?", "What is the best recipe for soup?"}
    assert answer.outcome is (Outcome.OUT_OF_SCOPE if elsewhere else Outcome.UNANSWERABLE)
    assert answer.parts == ()
    assert answer.contact is not None
    assert answer.contact.phone == "01632 960123"
    assert answer.nearest
    assert answer.reason


def test_a_withdrawn_page_is_never_quoted(service: Service) -> None:
    answer = service.assistant.ask("How much did garden waste cost in 2019?")
    assert "£20" not in " ".join(said(answer))


def test_the_same_question_gives_an_equal_answer_with_its_times_kept_apart(service: Service) -> None:
    first, second = (service.assistant.ask("When is my bin collected?") for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
    steps = {"protect", "guard", "understand", "find", "compose", "clarify", "ground", "plain"}
    assert set(first.timings) == {*steps, "first_sentence"}
    assert all(seconds >= 0 for seconds in first.timings.values())
    assert first == replace(first, timings={})


def test_the_record_names_every_version(service: Service) -> None:
    record = service.assistant.ask("When is my bin collected?").record
    assert record.index_version == service.index.release.version
    assert record.content_version == service.index.release.content_version
    assert record.embedder == service.embedder.fingerprint
    assert record.composer.startswith("extractive-")


def test_an_answer_can_be_pickled(service: Service) -> None:
    answer = service.assistant.ask("When is my bin collected?")
    assert pickle.loads(pickle.dumps(answer)) == answer


def test_a_stream_ends_with_the_answer_that_ask_gives(service: Service) -> None:
    question = "When is my bin collected?"
    events = list(service.assistant.ask_stream(question))
    last = events[-1]
    assert isinstance(last, AnswerFinished)
    assert last.answer == service.assistant.ask(question)
    assert [e.step for e in events if isinstance(e, StepStarted)] == [
        "protect",
        "guard",
        "understand",
        "find",
        "compose",
        "clarify",
        "ground",
    ]
    shown = [event for event in events if isinstance(event, StatementShown)]
    assert [event.statement.text for event in shown] == said(last.answer)
    assert [c for event in shown for c in event.citations] == list(last.answer.citations)


def test_asking_without_blocking_gives_the_same_answer(service: Service) -> None:
    question = "When is my bin collected?"

    async def both() -> tuple[Answer, list[object]]:
        return await service.assistant.ask_async(question), [
            e async for e in service.assistant.ask_stream_async(question)
        ]

    # In a thread of its own: another test of this process may have an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        answer, events = pool.submit(asyncio.run, both()).result()
    assert answer == service.assistant.ask(question)
    assert events == list(service.assistant.ask_stream(question))


def test_personal_data_is_gone_before_anything_is_looked_for(service: Service) -> None:
    answer = service.assistant.ask("My number is 07700 900123, when is my bin collected? jo@sampleford.example")
    assert "07700" not in answer.question
    assert "jo@" not in answer.question
    assert answer.removed == ("phone number", "email")
    assert answer.outcome is Outcome.ANSWERED


def test_a_welsh_question_is_answered_from_welsh_pages(service: Service) -> None:
    answer = service.assistant.ask("Pryd mae'r bin sbwriel yn cael ei gasglu bob pythefnos?", locale="cy")
    assert answer.citations
    assert answer.citations[0].title == "Casgliadau biniau"


@pytest.mark.parametrize("question", ["", "   ", "\x00", "x" * 10_000_000])
def test_a_question_that_cannot_be_asked_is_refused(service: Service, question: str) -> None:
    with pytest.raises(QuestionError):
        service.assistant.ask(question)


def test_nothing_of_a_hostile_composer_reaches_a_person(service: Service) -> None:
    parts = replace(service._parts(), composer=HostileComposer())
    answer = Assistant(parts).ask("When is my bin collected?")
    assert answer.outcome is Outcome.UNANSWERABLE
    assert answer.parts == ()
    assert answer.citations == ()
    assert answer.next_step is None
