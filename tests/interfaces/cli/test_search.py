"""``fingerpost search``: what was found, with its scores and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.domain import Scores
from fingerpost.interfaces.cli.search import why


def test_the_right_page_comes_first_with_its_reasons(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("search", "--service", synced, "cost of a permit for a second car", "--json")
    assert ran.code == 0
    first = ran.json["passages"][0]
    assert first["section"]["page"]["title"] == "Parking permits"
    assert first["scores"]["fused"] > 0
    assert "words: no. " in first["why"] or "meaning: no. " in first["why"]


def test_people_see_a_table(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("search", "--service", synced, "missed bin", "--limit", "2")
    assert ran.code == 0
    assert "Bin collections" in ran.out
    assert "BM25" in ran.out


def test_an_address_is_shown_whole_however_narrow_the_terminal(fingerpost: Callable, synced: Path) -> None:
    shown = fingerpost("search", "--service", synced, "student discount", "--limit", "1").out
    assert "…/" not in shown
    assert "https://www.sampleford.example/council-tax/discounts" in re.sub(r"\s+", "", shown)


@pytest.mark.parametrize("query", ["", " \t ", "\x00\x01\x02", "x" * 100_000])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_is_no_question_is_refused_with_the_fix(
    fingerpost: Callable, synced: Path, command: str, query: str
) -> None:
    ran = fingerpost(command, "--service", synced, "--json", "--", query)
    assert ran.code == 2
    assert ran.json["type"].endswith(":question")
    assert ran.json["fix"]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_language_the_service_has_no_guidance_in_is_refused_with_those_it_has(
    fingerpost: Callable, synced: Path, command: str
) -> None:
    ran = fingerpost(command, "--service", synced, "bins", "--locale", "fr", "--json")
    assert (ran.code, ran.json["where"]) == (2, "locale")
    assert ran.json["fix"] == "use one of: en, cy"


def test_a_language_without_that_page_finds_its_own(fingerpost: Callable, synced: Path) -> None:
    found = fingerpost("search", "--service", synced, "bin", "--locale", "cy", "--json").json["passages"]
    assert {passage["section"]["page"]["locale"] for passage in found} == {"cy"}


def test_why_names_each_list_and_the_weight() -> None:
    said = why(Scores(fused=0.03, similarity=0.5, bm25=3.25, vector_rank=2, text_rank=1, weight=0.5))
    assert said == "words: no. 1 (BM25 3.2); meaning: no. 2 (similarity 0.50); weighed × 0.5"
    assert why(Scores(fused=0.01, vector_rank=4)) == "meaning: no. 4"
