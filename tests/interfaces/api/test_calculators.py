"""Calculators over the API, and by the client that asks it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from fingerpost import AsyncClient, Client
from fingerpost.errors import CalculatorInputError, OutsideRatesError, UnknownCalculatorError
from fingerpost.services.calculators import calculate, offered_names

PATH = "/api/v1/calculators"
TAX = {"tax_year": "2025-26", "nation": "england", "employment_income": "30000"}


def test_every_calculator_offered_is_listed(client: httpx.Client):
    listed = client.get(PATH).json()["calculators"]
    assert [each["name"] for each in listed] == list(offered_names(["*"]))
    assert all(each["title"] and each["description"] for each in listed)


def test_what_a_calculator_takes_is_a_json_schema_with_questions(client: httpx.Client):
    found = client.get(f"{PATH}/income-tax").json()
    assert found["inputs"]["required"] == ["tax_year", "nation", "employment_income"]
    assert found["inputs"]["properties"]["nation"]["title"] == "Where do you live?"


def test_a_result_is_what_the_calculator_returns(client: httpx.Client):
    replied = client.post(f"{PATH}/income-tax", json=TAX)
    assert replied.status_code == 200
    assert replied.json() == calculate("income-tax", TAX).as_json()
    assert replied.json()["result"]["take_home"] == "25119.60"


@pytest.mark.parametrize(
    ("name", "inputs", "status", "slug"),
    [
        ("horoscope", TAX, 404, "unknown-calculator"),
        ("income-tax", {**TAX, "nation": "france"}, 422, "calculator-input"),
        ("income-tax", {**TAX, "employment_income": 1.5}, 422, "calculator-input"),
        ("income-tax", {**TAX, "Ann Example": 1}, 422, "calculator-input"),
        ("income-tax", {**TAX, "tax_year": "2031-32"}, 422, "outside-rates"),
        ("income-tax", [1], 422, "invalid"),
    ],
)
def test_what_cannot_be_worked_out_is_a_problem_that_repeats_nothing(
    client: httpx.Client, name: str, inputs: Any, status: int, slug: str
):
    replied = client.post(f"{PATH}/{name}", json=inputs)
    assert replied.status_code == status
    assert replied.json()["type"] == f"urn:fingerpost:problem:{slug}"
    assert replied.json()["fix"]
    assert "france" not in replied.text
    assert "Ann" not in replied.text


def test_the_client_lists_reads_and_works_out(address: str):
    with Client(address) as client:
        assert [each.name for each in client.calculators()] == list(offered_names(["*"]))
        assert client.calculator("minimum-wage").inputs["properties"]["age"]["minimum"] == 16
        worked = client.calculate("income-tax", TAX)
        assert worked.result["income_tax"] == "3486.00"
        assert worked.sources[0]["url"].startswith("https://www.legislation.gov.uk/")
        with pytest.raises(CalculatorInputError, match="nation"):
            client.calculate("income-tax", {**TAX, "nation": "france"})
        with pytest.raises(OutsideRatesError):
            client.calculate("income-tax", {**TAX, "tax_year": "2031-32"})
        with pytest.raises(UnknownCalculatorError):
            client.calculator("horoscope")


def test_so_does_the_client_that_does_not_wait(address: str):
    async def ask() -> tuple[int, object]:
        async with AsyncClient(address) as client:
            listed = await client.calculators()
            assert (await client.calculator("income-tax")).title
            return len(listed), (await client.calculate("income-tax", TAX)).result["income_tax"]

    with ThreadPoolExecutor(1) as pool:  # a browser test beside it may have left a loop in this thread
        found = pool.submit(lambda: asyncio.run(ask())).result()
    assert found == (len(offered_names(["*"])), "3486.00")
