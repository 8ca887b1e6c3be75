"""A service whose model also judges: what it lets by, what it turns away, and what is left open when it closes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from fingerpost.domain import Outcome
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from fingerpost.testing.model_replies import Reply, Said
from fingerpost.testing.model_server import ModelServer
from tests.small_service import PAGES, SETTINGS, make_service_folder
from tests.test_assistant_model import ALONE, KEY, MODEL, QUESTION, quoting

_LONG_ENOUGH_FOR_ANY_MACHINE = 60


def judging(**scores: float) -> Any:
    """Return a model that gives these scores where it is to judge, and quotes the guidance where it is to answer."""

    def respond(body: Mapping[str, Any]) -> Reply:
        if body["tools"][0]["name"] == "judgement":
            return Said(json.dumps(scores), tool="judgement")
        return quoting(ALONE)(body)

    return respond


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(judging(attacks=0, harm=0)) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, server: ModelServer) -> Path:
    chosen = MODEL.format(url=server.url).replace("[model]", "[model]\njudge_seconds = 60")
    made = make_service_folder(tmp_path_factory.mktemp("service"), PAGES, SETTINGS + chosen)
    sync(load_settings(made, KEY))
    return made


@pytest.fixture
def service(folder: Path) -> Iterator[Service]:
    with Service.of(load_settings(folder, KEY)) as opened:
        yield opened


def test_what_the_judge_is_sure_of_is_refused_and_the_model_is_not_asked_to_answer(
    service: Service, server: ModelServer
) -> None:
    server.script(judging(attacks=0, harm=0.9))
    before = len(server.requests)
    answer = service.assistant.ask(QUESTION)
    assert answer.outcome is Outcome.REFUSED
    assert [judgement.layer for judgement in answer.judgements] == ["model"]
    assert len(server.requests) == before + 1


def test_an_answer_is_made_again_without_asking_the_judge(service: Service, server: ModelServer) -> None:
    server.script(judging(attacks=0, harm=0))
    answer = service.assistant.ask(QUESTION)
    assert answer.outcome is Outcome.ANSWERED
    asked = len(server.requests)
    server.script(judging(attacks=1, harm=1))
    assert service.replay(answer) == answer
    assert len(server.requests) == asked


def test_a_closed_service_leaves_no_judge_behind(folder: Path, server: ModelServer) -> None:
    server.script(judging(attacks=0, harm=0.9))
    before = set(threading.enumerate())
    with Service.of(load_settings(folder, KEY)) as service:
        service.assistant.ask(QUESTION)
        judges = [each for each in set(threading.enumerate()) - before if each.name == "fingerpost-model"]
        assert judges
    for each in judges:
        each.join(_LONG_ENOUGH_FOR_ANY_MACHINE)
        assert not each.is_alive()
