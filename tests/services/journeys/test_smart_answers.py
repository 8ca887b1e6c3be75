"""GOV.UK simple smart answers become journeys that pass the check."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fingerpost.errors import JourneyFileError
from fingerpost.services.journeys import follow, parse_journey
from fingerpost.services.journeys.check import check
from fingerpost.services.journeys.smart_answers import read_smart_answer, written_out

TODAY = date(2026, 11, 24)


def smart_answer(**changed: Any) -> bytes:
    def option(slug: str, to: str) -> dict[str, str]:
        return {"label": slug.replace("-", " ").capitalize(), "slug": slug, "next_node": to}

    return json.dumps(
        {
            "document_type": "simple_smart_answer",
            "base_path": "/keep-a-goat",
            "title": "Keep a goat",
            "locale": "en",
            "public_updated_at": "2026-02-03T10:00:00Z",
            "details": {
                "body": "<p>Find out {here} if you can.</p>",
                "nodes": [
                    {
                        "kind": "question",
                        "slug": "question-1",
                        "title": "Do you have a field?",
                        "options": [option("yes", "question-2"), option("no", "outcome-1")],
                    },
                    {
                        "kind": "question",
                        "slug": "question-2",
                        "title": "How many goats?",
                        "options": [option("1-or-2", "outcome-2"), option("more", "outcome-1")],
                    },
                    {"kind": "outcome", "slug": "outcome-1", "title": "No", "body": "", "options": []},
                    {
                        "kind": "outcome",
                        "slug": "outcome-2",
                        "title": "Yes",
                        "body": '<h2>Do this</h2><ol><li><p>Read <a href="/goats">*goats*</a>.</p></li></ol>',
                        "options": [],
                    },
                    {"kind": "outcome", "slug": "outcome-3", "title": "Nobody comes here", "body": "", "options": []},
                ],
            },
            **changed,
        }
    ).encode()


@pytest.mark.parametrize("name", ["simple-smart-answer", "simple-smart-answer-with-step-navs"])
def test_real_smart_answers_import_and_pass_the_check(shared_data: Path, name: str):
    body = (shared_data / "govuk-content-items" / "simple_smart_answer" / f"{name}.json").read_bytes()
    journey = read_smart_answer(body, where=name).journey
    assert check(journey, today=TODAY).findings == ()
    assert check(journey, today=TODAY).paths == 5


def test_what_is_written_out_reads_back_the_same():
    journey = read_smart_answer(smart_answer(), where="goat").journey
    assert parse_journey(written_out(journey), where="goat") == journey


def test_answers_lead_where_the_options_did_and_links_keep_their_place():
    journey = read_smart_answer(smart_answer(), where="goat").journey
    ended = follow(journey, {"question_1": "yes", "question_2": "is_1_or_2"}, today=TODAY)
    assert ended.outcome is not None
    assert ended.outcome.body == {"en": "## Do this\n\n1. Read [\\*goats\\*](https://www.gov.uk/goats)."}
    assert ended.outcome.sources[0].url == "https://www.gov.uk/keep-a-goat"
    assert ended.outcome.sources[0].as_of == date(2026, 2, 3)


def test_an_outcome_that_no_option_leads_to_is_left_out_and_named():
    imported = read_smart_answer(smart_answer(), where="goat")
    assert imported.left_out == ("Nobody comes here",)
    assert imported.journey.outcome("outcome_3") is None


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"document_type": "guide"}', smart_answer(details={"nodes": []}), smart_answer(title=None)],
)
def test_anything_else_is_refused_by_name(body: bytes):
    with pytest.raises(JourneyFileError) as refused:
        read_smart_answer(body, where="item.json")
    assert "item.json" in str(refused.value)
