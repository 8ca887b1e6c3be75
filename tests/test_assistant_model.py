"""A model's answer, from question to record: proved sentence by sentence, free of personal data, and made again."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fingerpost.answers.compose import QUOTED_INSTEAD
from fingerpost.conversations.store import ConversationStore
from fingerpost.domain import Answer, AnswerFinished, Event, Outcome, StatementShown
from fingerpost.errors import QuestionError, SettingsError
from fingerpost.interfaces.wording import notices
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from fingerpost.testing.model_replies import Failed, Reply, Said, says
from fingerpost.testing.model_server import ModelServer
from tests.small_service import CONTRASTING_PAGES, PAGES, SETTINGS, make_service_folder

ALONE = "You get 25% off your Council Tax if you are the only adult living in your home."
STUDENTS = "Full-time students do not count as adults."
WEEKS = "We collect your rubbish bin every two weeks."
EARLY = "Put it out by 7am on the day."
QUESTION = "How much is the Council Tax discount if I live alone?"
KEY = {"FINGERPOST_MODEL__KEY": "sk-ant-test-0123456789"}
MODEL = """
[answers]
composer = "model"
[model]
name = "anthropic:claude-sonnet-5-5"
base_url = "{url}"
retries = 0
failures_to_rest = 100
[model.prices]
input = "2"
output = "10"
"""


def quoting(*wanted: str, **sent: Any) -> Any:
    """Return a model that says these lines of whatever passages it is sent, and rests each on itself."""

    def respond(body: Mapping[str, Any]) -> Reply:
        return says(*[(text, [(passage_with(body, text), text)]) for text in wanted], **sent)

    return respond


def passage_with(body: Mapping[str, Any], line: str) -> str:
    message = body["messages"][0]["content"][0]["text"]
    before = message[: message.index(line)]
    return before.rsplit('id="', 1)[1].split('"', 1)[0]


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(quoting(ALONE)) as opened:
        yield opened


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, server: ModelServer) -> Iterator[Service]:
    folder = make_service_folder(
        tmp_path_factory.mktemp("service"), {**PAGES, **CONTRASTING_PAGES}, SETTINGS + MODEL.format(url=server.url)
    )
    settings = load_settings(folder, KEY)
    sync(settings)
    with Service.of(settings) as opened:
        server.script(quoting(ALONE))
        opened.assistant.ask(QUESTION)
        yield opened


def said(answer: Answer) -> list[str]:
    return [statement.text for part in answer.parts for statement in part.statements]


def finished(events: list[Event]) -> Answer:
    assert isinstance(events[-1], AnswerFinished)
    return events[-1].answer


def test_a_model_answers_and_the_record_says_which_and_with_what_prompt(service: Service, server: ModelServer) -> None:
    server.script(quoting(ALONE))
    answer = service.assistant.ask(QUESTION)
    assert answer.outcome is Outcome.ANSWERED
    assert said(answer) == [ALONE]
    assert answer.record.composer == "model-1 anthropic:claude-sonnet-5-5"
    assert answer.record.prompt is not None
    assert answer.record.prompt.startswith("answer-2+")
    assert answer.usage is not None
    assert answer.usage.cost is not None
    assert answer.usage.cost > 0
    assert answer == service.assistant.ask(QUESTION), "what it took is kept apart from what it says"


def test_what_the_guidance_does_not_carry_is_not_shown_whatever_the_model_says(
    service: Service, server: ModelServer
) -> None:
    lies = [
        "You get 50% off your Council Tax if you are the only adult living in your home.",
        "You get 25% off your Council Tax.",
        "Call 0900 555 0100 to claim your discount.",
        "Everyone gets 25% off their Council Tax.",
    ]

    def respond(body: Mapping[str, Any]) -> Reply:
        passage = passage_with(body, ALONE)
        return says((ALONE, [(passage, ALONE)]), *[(lie, [(passage, ALONE)]) for lie in lies])

    server.script(respond)
    events = list(service.assistant.ask_stream(QUESTION))
    shown = [event.statement.text for event in events if isinstance(event, StatementShown)]
    answer = finished(events)
    assert said(answer) == shown == [ALONE]
    assert answer.outcome is Outcome.PARTIAL
    assert len(answer.dropped) == len(lies)


def test_no_personal_data_reaches_the_model(service: Service, server: ModelServer) -> None:
    server.script(quoting(ALONE))
    sent = len(server.requests)
    answer = service.assistant.ask("I'm on jo.bloggs@example.org or 07700 900123, NI number QQ 12 34 56 C. " + QUESTION)
    assert len(answer.removed) >= 2
    request = server.requests[sent]
    told = request.text + json.dumps(dict(request.headers))
    for private in ("jo.bloggs", "07700", "900123", "12 34 56"):
        assert private not in told
        assert private not in answer.proposed
    assert "Council Tax discount" in request.text


def test_each_sentence_is_shown_once_it_is_proved_and_before_the_next_is_written(
    service: Service, server: ModelServer
) -> None:
    rest = threading.Event()
    server.script(quoting(ALONE, STUDENTS, holds_after=11, until=rest))
    began = time.perf_counter()
    shown: list[tuple[str, float]] = []
    for event in service.assistant.ask_stream(QUESTION):
        if isinstance(event, StatementShown):
            assert event.citations, "a sentence comes with what it rests on"
            assert rest.is_set() == bool(shown), "the first is here, and the model has not written the next"
            shown.append((event.statement.text, time.perf_counter() - began))
            rest.set()
    assert [text for text, _ in shown] == [ALONE, STUDENTS]
    assert isinstance(event, AnswerFinished)
    assert 0 < event.answer.timings["first_sentence"] <= shown[0][1]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (QUESTION, [ALONE, STUDENTS]),
        # Neighbours in one section: the first citation grows while the second sentence arrives.
        ("When do you collect my rubbish bin?", [WEEKS, EARLY]),
        ("When do you collect my rubbish bin?", [EARLY, WEEKS]),
    ],
)
def test_the_streamed_answer_is_the_answer(
    service: Service, server: ModelServer, question: str, lines: list[str]
) -> None:
    server.script(quoting(*lines))
    streamed = list(service.assistant.ask_stream(question))
    answer = service.assistant.ask(question)
    assert finished(streamed) == answer
    shown = [event for event in streamed if isinstance(event, StatementShown)]
    assert [event.statement.text for event in shown] == said(answer)
    numbered = {citation.number: citation for event in shown for citation in event.citations}
    assert sorted(numbered.values(), key=lambda citation: citation.number) == list(answer.citations)


def test_a_question_back_is_decided_before_anything_is_shown(service: Service, server: ModelServer) -> None:
    line = "Call us. We visit within 10 working days."
    lead = "If there is damp in your home, report the damp as soon as you see it."
    server.script(quoting(lead, "Call us."))
    events = list(service.assistant.ask_stream("What do I do about damp in my home?"))
    answer = finished(events)
    shown = [event.statement.text for event in events if isinstance(event, StatementShown)]
    assert shown == said(answer), f"nothing shown is taken back, such as {line!r}"


FAILURES: dict[str, Reply] = {
    "overloaded": Failed(529, "overloaded_error"),
    "refused": Said(stop="refusal"),
    "malformed": Said(text="It costs £60.", stop="end_turn"),
    "proved nothing": says(("You get 90% off.", [("p1", "no such words")])),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_where_the_model_has_nothing_to_show_the_guidance_is_quoted_and_that_is_said(
    service: Service, server: ModelServer, failure: str
) -> None:
    server.script(FAILURES[failure])
    answer = service.assistant.ask(QUESTION)
    assert said(answer)[0] == ALONE
    assert answer.outcome in {Outcome.ANSWERED, Outcome.CLARIFY}
    assert QUOTED_INSTEAD in answer.notices
    assert "word for word" in " ".join(notice.text for notice in notices(answer))
    assert answer.record.composer == "extractive-1"
    assert answer.record.prompt is None
    assert answer.usage is not None
    assert answer.usage.requests == 1


def test_a_model_that_finds_no_answer_leaves_people_with_the_nearest_pages(
    service: Service, server: ModelServer
) -> None:
    server.script(says(completeness="none"))
    answer = service.assistant.ask(QUESTION)
    assert answer.outcome is Outcome.UNANSWERABLE
    assert answer.parts == ()
    assert answer.nearest
    assert answer.contact is not None


@pytest.mark.parametrize("script", [quoting(ALONE, STUDENTS), *FAILURES.values(), says(completeness="none")])
def test_an_answer_is_made_again_from_its_record_without_the_model(
    service: Service, server: ModelServer, script: Any, tmp_path: Path
) -> None:
    server.script(script)
    answer = service.assistant.ask("My email is jo@example.org. " + QUESTION)
    store = ConversationStore.open(f"sqlite:///{tmp_path}/conversations.db")
    conversation = store.start("en")
    store.add(conversation, answer)
    (turn,) = store.turns(conversation)
    store.close()
    asked = len(server.requests)
    assert service.replay(turn.answer) == turn.answer == answer
    assert len(server.requests) == asked


def test_an_answer_without_a_model_can_not_be_replayed(service: Service, server: ModelServer) -> None:
    server.script(quoting(ALONE))
    with pytest.raises(QuestionError, match="no model"):
        service.replay(replace(service.assistant.ask(QUESTION), proposed=""))


def test_what_a_model_proposed_is_in_no_reply(service: Service, server: ModelServer) -> None:
    from pydantic import TypeAdapter

    from fingerpost.interfaces.api.records import ask_reply

    server.script(says(("You get 90% off.", [("p1", "no such words")])))
    answer = service.assistant.ask(QUESTION)
    assert "90% off" in answer.proposed
    reply = ask_reply(answer, "conversation", "turn")
    assert "90% off" not in TypeAdapter(type(reply)).dump_json(reply).decode()


def test_a_service_with_a_model_and_no_key_says_what_to_do(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(SettingsError, match="FINGERPOST_MODEL__KEY"):
        Service.of(load_settings(service.settings.folder, {}))


def test_a_service_without_a_model_brings_in_no_model_s_client(service: Service) -> None:
    program = f"""
import os, sys
os.environ["FINGERPOST_ANSWERS__COMPOSER"] = "extractive"
from fingerpost.service import Service
with Service.open({str(service.settings.folder)!r}) as service:
    answer = service.assistant.ask({QUESTION!r})
assert answer.parts and answer.usage is None, answer
print([name for name in ("pydantic_ai", "anthropic", "openai") if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
