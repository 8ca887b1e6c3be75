"""The benefits estimate in web pages: a place in the line, a page that looks again, a range, nothing kept for long."""

from __future__ import annotations

import html
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from fingerpost.interfaces.web.estimate_tickets import Tickets
from fingerpost.interfaces.web.estimates import PATH
from fingerpost.services.estimate import line_for
from fingerpost.testing.estimate_engine import DIES_AT, install
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import post
from tests.interfaces.web.written import SETTINGS, WrittenService, written_service
from tests.services.estimate.test_line import Gate, Turns
from tests.services.estimate.test_process import asked

FORM = "/calculators/benefits-estimate"
HOUSEHOLD: dict[str, str] = {
    "tax_year": "2026-27",
    "region": "wales",
    "age": "30",
    "children": "3 and 7",
    "earnings": "£500",
    "savings": "0",
    "home": "rent-privately",
    "rent": "900",
    "health": "not-decided",
    "disability_benefit": "no",
    "carer": "no",
}
ALONE = {**HOUSEHOLD, "children": "", "earnings": "", "home": "owned", "rent": "", "health": "no"}


def words(page: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def service_with(folder: Path, python: str, waiting: int = 8) -> WrittenService:
    settings = (
        f'[calculators]\noffered = ["*", "benefits-estimate"]\n[calculators.estimate]\npython = "{python}"\n'
        f"waiting = {waiting}\n"
    )
    folder.mkdir()
    return written_service(folder, SETTINGS + settings)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[WrittenService]:
    held = service_with(tmp_path / "service", install(tmp_path / "engine"))
    yield held
    line_for(held.settings.calculators.estimate).close()


@pytest.fixture
def visitor(service: WrittenService) -> TestClient:
    return TestClient(web_app(service), base_url="http://localhost")


def wait_for_the_line(service: Any) -> None:
    """Return when everybody who asked before has been told: this request comes after theirs."""
    line_for(service.settings.calculators.estimate).join(lambda _: asked()).wait()


def test_an_estimate_is_a_range_with_what_it_takes_for_granted(visitor: TestClient, service: WrittenService):
    sent = post(visitor, FORM, None, **HOUSEHOLD)
    assert (sent.status_code, sent.headers["location"]) == (303, PATH)
    wait_for_the_line(service)
    page = visitor.get(PATH)
    said = words(page)
    assert page.status_code == 200
    # £1,000 and the rent up to £500 (Swansea) or £800 (Cardiff), less 55% of 5% more or less pay; £200 more if ill.
    assert "Universal Credit £1,211 to £1,739 a month" in said
    assert "Child Benefit about £200 a month" in said
    assert "In all £1,411 to £1,939 a month" in said
    assert "not a promise and not a decision" in said
    assert "up to 5% more or less" in said
    assert "covers all 2 areas of your region" in said
    assert "policyengine-uk 0.0.1" in said
    assert 'href="https://www.gov.uk/universal-credit"' in page.text
    assert "refresh" not in page.headers


def test_who_waits_is_told_their_place_by_a_page_that_looks_again_without_javascript(tmp_path: Path):
    gate, turn = Gate(tmp_path), Turns()
    service = service_with(tmp_path / "service", install(tmp_path / "engine", gate=gate.pipe), waiting=2)
    first, late = (TestClient(web_app(service), base_url="http://localhost") for _ in range(2))
    line = line_for(service.settings.calculators.estimate)
    line.join(turn.request("before"))
    turn.begun["before"].wait()
    assert post(first, FORM, None, **ALONE).status_code == 303
    waiting = first.get(PATH)
    assert waiting.headers["refresh"] == "5"
    assert "There is 1 person before you" in words(waiting)
    assert f'href="{PATH}"' in waiting.text
    last = line.join(turn.request("last"))
    full = post(late, FORM, None, **ALONE)
    assert full.status_code == 503
    assert "Too many people are waiting" in words(full)
    assert 'href="/calculators/check-benefits"' in full.text
    gate.let_through(3)
    last.wait()
    assert "Universal Credit about £1,000 a month" in words(first.get(PATH))
    line.close()
    gate.close()


def test_no_figure_is_in_an_address_and_nobody_else_sees_it(visitor: TestClient, service: WrittenService):
    post(visitor, FORM, None, **HOUSEHOLD)
    wait_for_the_line(service)
    assert "900" not in "".join(re.findall(r'(?:href|action|src)="([^"]*)"', visitor.get(PATH).text))
    other = TestClient(web_app(service), base_url="http://localhost")
    turned_away = other.get(PATH, follow_redirects=False)
    assert (turned_away.status_code, turned_away.headers["location"]) == (303, FORM)
    other.cookies.set("fingerpost_estimate", "../" * 20)
    assert other.get(PATH, follow_redirects=False).status_code == 303


def test_answers_are_changed_without_losing_the_rest(visitor: TestClient, service: WrittenService):
    post(visitor, FORM, None, **HOUSEHOLD)
    wait_for_the_line(service)
    page = visitor.get(PATH).text
    again = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))
    form = visitor.post(FORM, data={**again, "change": "yes"}).text
    assert re.search(r'name="rent"[^>]*value="900"', form)
    assert re.search(r'value="wales" checked', form)


def test_what_is_kept_is_said_is_for_the_server_alone_and_is_deleted_when_asked(
    visitor: TestClient, service: WrittenService
):
    assert "is kept for 15 minutes" in words(visitor.get(FORM))
    assert "fingerpost_estimate" in visitor.get("/cookies").text
    post(visitor, FORM, None, **HOUSEHOLD)
    wait_for_the_line(service)
    (kept,) = service.settings.path(".fingerpost/estimates").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert visitor.cookies["fingerpost_estimate"] not in kept.name
    assert visitor.post(PATH, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert kept.exists()
    deleted = post(visitor, PATH)
    assert "Your answers are deleted" in words(deleted)
    assert not kept.exists()
    assert visitor.get(PATH, follow_redirects=False).status_code == 303


def test_an_estimate_goes_when_its_time_is_over(tmp_path: Path):
    tickets = Tickets(tmp_path / "kept", 60)
    old, new = tickets.new_id(), tickets.new_id()
    tickets.write(old, {"ahead": 1})
    (file,) = (tmp_path / "kept").iterdir()
    os.utime(file, (0, 0))
    assert tickets.read(old) is None
    tickets.write(new, {"ahead": 2})
    assert not file.exists()
    assert tickets.read(new) == {"ahead": 2}
    tickets.change(old, {"values": {}})
    assert tickets.read(old) is None


def test_what_is_wrong_is_said_at_its_question_before_anybody_waits(visitor: TestClient, service: WrittenService):
    form = post(visitor, FORM, None, **{**HOUSEHOLD, "rent": ""})
    assert form.status_code == 400
    assert 'href="#rent"' in form.text
    assert "Say how much rent you pay" in words(form)
    wrong = post(visitor, FORM, None, **{**HOUSEHOLD, "children": "three", "tax_year": "2019-20"})
    assert 'href="#children"' in wrong.text
    outside = post(visitor, FORM, None, **{**HOUSEHOLD, "tax_year": "2019-20"})
    assert 'href="#tax_year"' in outside.text
    assert "held for 2025-26 to 2026-27" in words(outside)
    assert list(service.settings.path(".fingerpost/estimates").iterdir()) == []


def test_when_it_fails_the_person_is_told_what_else_helps(tmp_path: Path):
    service = service_with(tmp_path / "service", install(tmp_path / "engine"))
    client = TestClient(web_app(service), base_url="http://localhost")
    post(client, FORM, None, **{**ALONE, "age": str(DIES_AT)})
    wait_for_the_line(service)
    failed = client.get(PATH)
    assert "We cannot estimate this just now" in words(failed)
    assert 'href="/calculators/check-benefits"' in failed.text
    assert "refresh" not in failed.headers
    line_for(service.settings.calculators.estimate).close()


def test_one_left_waiting_by_a_process_that_has_gone_is_not_left_waiting(visitor: TestClient, service: WrittenService):
    ticket = Tickets.new_id()
    gone = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(gone, 0)
    kept = Tickets(service.settings.path(".fingerpost/estimates"), 900)
    kept.write(ticket, {"inputs": {}, "typed": {}, "chosen": {}, "ahead": 2, "by": gone})
    visitor.cookies.set("fingerpost_estimate", ticket)
    assert "We cannot estimate this just now" in words(visitor.get(PATH))


def test_the_check_of_benefits_leads_on_to_the_estimate(visitor: TestClient):
    answers = {"nation": "england", "over_pension_age": "no", "working": "no", "health_condition": "no", "cares": "no"}
    more = {"child_disabled": "no", "on_benefits": "no", "savings": "16000-or-less"}
    page = post(visitor, "/calculators/check-benefits", None, **answers, **more)
    assert f'href="{FORM}"' in page.text


def test_a_service_that_does_not_name_it_has_no_estimate(tmp_path: Path):
    client = TestClient(web_app(written_service(tmp_path)), base_url="http://localhost")
    assert client.get(FORM).status_code == 404
    assert client.get(PATH).status_code == 404
    assert "fingerpost_estimate" not in client.get("/cookies").text
