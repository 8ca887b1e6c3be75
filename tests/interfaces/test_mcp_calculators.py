"""Each calculator as an MCP tool, called by the official client."""

from __future__ import annotations

from typing import Any

import pytest
from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, TextContent

from fingerpost.errors import FingerpostError
from fingerpost.interfaces.mcp_calculators import calculator_tools
from fingerpost.services.calculators import calculate, calculators, offered_names
from fingerpost.settings import CalculatorSettings
from tests.interfaces.test_mcp import call, tool

TAX = {"tax_year": "2025-26", "nation": "england", "employment_income": "30000"}


def run(_: Any, act: Any) -> CallToolResult:
    try:
        return act()
    except FingerpostError as problem:
        return CallToolResult(content=[TextContent(type="text", text=f"{problem.slug}: {problem}")], is_error=True)


@pytest.fixture(scope="module")
def server() -> Any:
    return MCPServer[Any](name="calculators", tools=calculator_tools(CalculatorSettings(), run), log_level="WARNING")


def test_there_is_a_tool_for_each_calculator_with_its_own_inputs(server: Any):
    listed = call(server, lambda client: client.list_tools()).tools
    named = {each.name: each for each in listed}
    assert set(named) == {f"calculate_{name.replace('-', '_')}" for name in offered_names(["*"])}
    for name in offered_names(["*"]):
        inputs = named[f"calculate_{name.replace('-', '_')}"].input_schema
        wanted = calculators()[name].inputs.model_json_schema()
        assert set(inputs["properties"]) == set(wanted["properties"])
        assert set(inputs.get("required", ())) == set(wanted.get("required", ()))
    tax = named["calculate_income_tax"].input_schema["properties"]
    assert tax["nation"]["enum"] == ["england", "wales", "scotland", "northern-ireland"]
    assert "Where do you live?" in tax["nation"]["description"]


def test_a_result_is_words_with_its_working_and_the_same_as_data(server: Any):
    told = tool(server, "calculate_income_tax", **TAX)
    assert not told.is_error
    assert told.structured_content == calculate("income-tax", TAX).as_json()
    text = told.content[0].text
    assert "Take-home pay: £25,119.60" in text
    assert "not guidance and not a decision" in text
    assert "https://www.legislation.gov.uk/ukpga/2007/3/section/35" in text


@pytest.mark.parametrize(
    ("changed", "said"), [({"nation": "france"}, "calculator-input"), ({"tax_year": "2031-32"}, "outside-rates")]
)
def test_what_cannot_be_worked_out_is_an_error_that_names_the_fix(server: Any, changed: dict[str, str], said: str):
    told = tool(server, "calculate_income_tax", **{**TAX, **changed})
    assert told.is_error
    assert told.content[0].text.startswith(said)
    assert "Fix:" in told.content[0].text
