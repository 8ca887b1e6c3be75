"""With a model: calculators are its tools, and no figure of its own is shown, nor one that only a tool returned."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from fingerpost.domain import Answer
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from fingerpost.testing.model_replies import Reply, calls, says
from fingerpost.testing.model_server import ModelServer
from tests.small_service import PAGES, SETTINGS, make_service_folder
from tests.test_assistant_model import KEY, MODEL, passage_with

PAGE = {"child-benefit.md": "---\ntitle: Child Benefit\n---\nIt is paid every 4 weeks.\n"}
LINE = "It is paid every 4 weeks."
QUESTION = "How much Child Benefit do I get for 2 children, paid every 4 weeks?"


def lies(body: Mapping[str, Any]) -> Reply:
    passage = passage_with(body, LINE)
    told = ("It is paid every 4 weeks and comes to £9,999.", "You get £2,251.60 a year.", "You get £77 a week.")
    return says((LINE, [(passage, LINE)]), *[(each, [(passage, LINE)]) for each in told])


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(lies) as opened:
        yield opened


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, server: ModelServer) -> Iterator[Service]:
    folder = make_service_folder(
        tmp_path_factory.mktemp("service"),
        {**PAGES, **PAGE},
        SETTINGS + MODEL.format(url=server.url).replace("retries", "tools = true\nretries"),
    )
    settings = load_settings(folder, KEY)
    sync(settings)
    with Service.of(settings) as opened:
        yield opened


def shown(answer: Answer) -> str:
    return " ".join(statement.text for part in answer.parts for statement in part.statements)


def test_a_figure_that_no_quotation_holds_is_dropped_though_a_calculator_was_called(
    service: Service, server: ModelServer
) -> None:
    given = {"tax_year": "2025-26", "children": 2}
    server.script(calls("work_out_child_benefit", given), lies)
    answer = service.assistant.ask(QUESTION)
    asked = server.requests[-1].body
    assert "child_benefit" in json.dumps(asked["messages"][-1]), "the calculator's result went back to the model"
    assert shown(answer) == LINE
    assert not any(figure in shown(answer) for figure in ("9,999", "2,251", "77"))
    assert [offer.name for offer in answer.offers] == ["child-benefit"]
