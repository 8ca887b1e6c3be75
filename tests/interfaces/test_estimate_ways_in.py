"""The benefits estimate over the API and as an MCP tool: called like any calculator, and its own refusals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from mcp.server.mcpserver import MCPServer
from starlette.testclient import TestClient

from fingerpost.interfaces.api.calculators import calculator_routes
from fingerpost.interfaces.api.problems import add_problem_handlers
from fingerpost.interfaces.mcp_calculators import calculator_tools
from fingerpost.services.estimate import line_for
from fingerpost.testing.estimate_engine import FAILS_AT, install
from tests.interfaces.test_mcp import tool
from tests.interfaces.test_mcp_calculators import run
from tests.interfaces.web.written import SETTINGS, WrittenService, written_service

PATH = "/api/v1/calculators/benefits-estimate"
HOUSEHOLD: dict[str, Any] = {"region": "wales", "age": 30, "savings": "0", "home": "owned"}


@pytest.fixture(params=[False])
def service(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[WrittenService]:
    python = install(tmp_path / "engine", absent=request.param)
    table = f'[calculators]\noffered = ["benefits-estimate"]\n[calculators.estimate]\npython = "{python}"\n'
    held = written_service(tmp_path, SETTINGS + table)
    yield held
    line_for(held.settings.calculators.estimate).close()


@pytest.fixture
def client(service: Any) -> TestClient:
    app = FastAPI()
    app.include_router(calculator_routes(service))
    add_problem_handlers(app)
    return TestClient(app, raise_server_exceptions=False)


def test_the_api_waits_for_its_turn_and_replies_with_the_range(client: TestClient):
    replied = client.post(PATH, json=HOUSEHOLD)
    assert replied.status_code == 200
    assert replied.json()["result"]["total_low"] == "1000.00"
    assert "not a promise" in replied.json()["notes"][0]


def test_what_the_api_cannot_estimate_is_a_problem_that_repeats_nothing(client: TestClient):
    wrong = client.post(PATH, json={**HOUSEHOLD, "rent": "512"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:fingerpost:problem:calculator-input")
    assert "512" not in wrong.text
    failed = client.post(PATH, json={**HOUSEHOLD, "age": FAILS_AT})
    assert (failed.status_code, failed.json()["type"]) == (503, "urn:fingerpost:problem:estimate-unavailable")


@pytest.mark.parametrize("service", [True], indirect=True)
def test_without_the_engine_the_api_says_that_it_is_unavailable(client: TestClient):
    replied = client.post(PATH, json=HOUSEHOLD)
    assert (replied.status_code, replied.json()["type"]) == (503, "urn:fingerpost:problem:estimate-unavailable")


def test_a_model_s_tool_returns_the_range_in_words_with_what_it_takes_for_granted(service: WrittenService):
    server = MCPServer[Any](name="c", tools=calculator_tools(service.settings.calculators, run), log_level="WARNING")
    told = tool(server, "calculate_benefits_estimate", **HOUSEHOLD)
    assert not told.is_error
    assert told.structured_content["result"]["universal_credit_high"] == "1000.00"
    text = told.content[0].text
    assert "Universal Credit: about £1,000 a month" in text
    assert "This is an estimate, not a promise" in text
    assert "https://www.gov.uk/universal-credit" in text
