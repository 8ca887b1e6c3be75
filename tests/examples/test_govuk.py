"""The main job on real input: GOV.UK's own content items, synced over HTTP and asked about in residents' words."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from examples.govuk import ask_questions
from examples.govuk.ask_questions import Asked, path_of
from fingerpost.service import Service
from fingerpost.testing.content_server import ContentServer
from fingerpost.testing.govuk_items import GovukItems

GONE = {"base_path": "/gone-from-govuk", "document_type": "gone", "schema_name": "gone", "title": "", "details": {}}
SCHEDULED = {
    "base_path": "/passport-fees-next-century",
    "document_type": "answer",
    "schema_name": "answer",
    "locale": "en",
    "title": "Passport fees from 2100",
    "publishing_scheduled_at": "2100-01-01T00:00:00Z",
    "withdrawn_notice": {},
    "details": {"body": "<p>From 2100 it costs £900 to renew an adult passport.</p>"},
}


@dataclass(frozen=True)
class Synced:
    """The example's service after two syncs, what each said, and the items it was made of."""

    folder: Path
    first: dict[str, Any]
    second: dict[str, Any]
    items: list[dict[str, Any]]
    read_again: set[str]
    asked: tuple[Asked, ...]
    service: Service


@pytest.fixture(scope="module")
def synced(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synced]:
    files = sorted((shared_data / "govuk-content-items").rglob("*.json"))
    items = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    served = GovukItems([*items, GONE, SCHEDULED])
    with ContentServer(served.respond) as server:
        folder = ask_questions.write_service(tmp_path_factory.mktemp("govuk"), server.host)
        name_a_path(folder / "fingerpost.toml", str(GONE["base_path"]))
        first = sync_by_command(folder)
        after_first = len(server.requests)
        second = sync_by_command(folder)
        read_again = {
            request.path.removeprefix("/api/content")
            for request in server.requests[after_first:]
            if request.path.startswith("/api/content/") and request.status == 200
        }
    with Service.open(folder) as service:
        asked = ask_questions.ask(service, ask_questions.read_questions())
        yield Synced(folder, first, second, items, read_again, asked, service)


def name_a_path(file: Path, path: str) -> None:
    settings = file.read_text(encoding="utf-8")
    file.write_text(settings.replace("path_prefixes =", f'paths = ["{path}"]\npath_prefixes ='), encoding="utf-8")


def sync_by_command(folder: Path) -> dict[str, Any]:
    command = [Path(sys.executable).with_name("fingerpost"), "sync", "--service", folder, "--json"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FINGERPOST_")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def paths_never_to_be_served(items: list[dict[str, Any]]) -> set[str]:
    """Paths of which every item is withdrawn or in another language, and of those not there or not there yet."""
    by_path: dict[str, list[bool]] = defaultdict(list)
    for item in items:
        by_path[item["base_path"]].append(not item.get("withdrawn_notice") and item.get("locale") == "en")
    return {path for path, fit in by_path.items() if not any(fit)} | {GONE["base_path"], SCHEDULED["base_path"]}


def test_every_question_is_written_for_pages_that_are_there(synced: Synced) -> None:
    words: dict[str, str] = defaultdict(str)
    for section in synced.service.index.sample(10_000):
        words[path_of(section.url)] += section.text
    questions = [one.question for one in synced.asked]
    assert (sum(q.answerable for q in questions), sum(not q.answerable for q in questions)) == (25, 10)
    for question in questions:
        if question.answerable:
            assert any(question.must_say in words[path] for path in question.must_cite), question.text


def test_the_right_page_comes_first_for_at_least_21_of_25(synced: Synced) -> None:
    missed = [(a.question.text, a.cited, a.first_passage) for a in synced.asked if not right_page(a)]
    score = ask_questions.score(synced.asked)
    assert score["right_page_cited_first"] >= 21, missed
    assert score["right_page_found_first"] >= 21, missed


def right_page(asked: Asked) -> bool:
    return not asked.question.answerable or (asked.cites_the_page and asked.found_the_page)


def test_the_words_that_answer_are_shown_for_at_least_21_of_25(synced: Synced) -> None:
    missed = [asked.question.text for asked in synced.asked if asked.question.answerable and not asked.says_it]
    assert ask_questions.score(synced.asked)["words_of_the_answer_shown"] >= 21, missed


def test_at_least_8_of_10_that_no_page_answers_are_not_answered_as_if_one_did(synced: Synced) -> None:
    answered = [asked.question.text for asked in synced.asked if not asked.question.answerable and not asked.declined]
    assert ask_questions.score(synced.asked)["declined"] >= 8, answered


def test_who_gets_no_answer_still_gets_pages_and_a_way_to_ask(synced: Synced) -> None:
    for asked in synced.asked:
        if not asked.answer.parts:
            assert asked.answer.nearest, asked.question.text
            assert asked.answer.contact is not None


def test_every_citation_is_in_its_stored_section_character_for_character(synced: Synced) -> None:
    citations = [citation for asked in synced.asked for citation in asked.answer.citations]
    assert len(citations) > 25
    for citation in citations:
        section = synced.service.index.section(citation.section_id)
        assert section is not None
        assert section.text[citation.start : citation.end] == citation.quote


def test_every_statement_rests_on_citations_the_answer_carries(synced: Synced) -> None:
    for asked in synced.asked:
        carried = {citation.number for citation in asked.answer.citations}
        for part in asked.answer.parts:
            for statement in part.statements:
                assert statement.citations
                assert set(statement.citations) <= carried


def test_a_part_of_a_guide_is_cited_by_its_own_address_on_govuk(synced: Synced) -> None:
    cited = {citation.url.partition("#")[0] for asked in synced.asked for citation in asked.answer.citations}
    assert all(url.startswith("https://www.gov.uk/") for url in cited)
    assert "https://www.gov.uk/renew-adult-passport/renew" in cited
    assert "https://www.gov.uk/employer-preventing-discrimination/discrimination-during-employment" in cited
    assert "https://www.gov.uk/foreign-travel-advice/albania/health" in cited


def test_the_open_government_licence_is_named_beside_every_quotation(synced: Synced) -> None:
    for asked in synced.asked:
        for citation in asked.answer.citations:
            assert citation.licence == "OGL-UK-3.0"
            assert "Open Government Licence v3.0" in citation.attribution


def test_what_is_withdrawn_scheduled_gone_or_foreign_is_never_held(synced: Synced) -> None:
    never = paths_never_to_be_served(synced.items)
    assert len(never) >= 8
    held = {path_of(section.page.url) for section in synced.service.index.sample(10_000)}
    assert len(held) > 80
    assert not held & never
    for query in ("EU rules on chemicals", "keeping pigs", "passport fees from 2100", "apprentice welcome letter"):
        found = {path_of(passage.section.page.url) for passage in synced.service.search(query, limit=50)}
        assert not found & never, query


def test_each_page_left_out_is_reported_with_its_reason(synced: Synced) -> None:
    reasons = {path_of(skipped["key"]): skipped["reason"] for skipped in synced.first["skipped"]}
    assert "withdrawn" in reasons["/guidance/eu-rules-on-the-use-of-chemicals"]
    assert "scheduled" in reasons[SCHEDULED["base_path"]]
    assert "410" in reasons[GONE["base_path"]]
    assert "'cy'" in reasons["/chwilio-am-swydd"]


def test_a_second_sync_finds_everything_unchanged_and_fetches_no_page_again(synced: Synced) -> None:
    first, second = synced.first, synced.second
    assert first["added"] > 80
    assert (first["changed"], first["removed"]) == (0, 0)
    assert (second["added"], second["changed"], second["removed"], second["sections"]) == (0, 0, 0, 0)
    assert second["unchanged"] > first["added"], "pages left out for what they are do not count as added, but are known"
    assert second["release"] == first["release"]
    assert synced.read_again == {SCHEDULED["base_path"]}, "only what is still to be published is worth reading again"


def test_the_same_question_on_the_same_pages_has_the_same_answer(synced: Synced) -> None:
    for before in synced.asked[:5]:
        assert synced.service.assistant.ask(before.question.text) == before.answer


def test_the_transcript_in_the_documentation_is_what_is_produced_now(synced: Synced) -> None:
    # To refresh it: .venv/bin/python examples/govuk/ask_questions.py --write-docs
    written, produced = ask_questions.documented_now(), ask_questions.documented(synced.asked)
    assert gist(written) == gist(produced)
    stored = " ".join(section.text for section in synced.service.index.sample(100_000))
    quoted = re.findall(r"^\d+\. “(.+?)” \[", written, re.MULTILINE)
    assert len(quoted) > 5
    for quote in quoted:
        for piece in quote.replace("\\", "").split(" / "):
            assert piece in " ".join(stored.split()), "a quotation in the documentation stands in no page"


def gist(transcript: str) -> list[str]:
    """Return each question and its outcome: what must not vary between kinds of processor."""
    return [line for line in transcript.splitlines() if line.startswith(("### ", "Outcome:"))]
