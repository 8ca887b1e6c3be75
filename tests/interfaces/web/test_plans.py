"""A person's plan on the web pages, as a visitor without JavaScript meets it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from fingerpost.interfaces.web.pages import PLAN_COOKIE
from fingerpost.testing.notify_server import TEMPLATES, NotifyServer
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.planning import (
    STEP,
    planning_service,
    save_answer,
    step_ids,
    titles,
    words,
    write_step,
)
from tests.interfaces.web.visitor import ask, post
from tests.interfaces.web.written import BILINGUAL, WrittenService

ADDRESS = "gwen@example.org"


@pytest.fixture(scope="module")
def notify() -> Iterator[NotifyServer]:
    with NotifyServer() as server:
        yield server


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory, notify: NotifyServer) -> Iterator[WrittenService]:
    templates = ", ".join(f'{locale} = "{template}"' for locale, template in TEMPLATES.items())
    mail = f'\n[plans]\nnotify_url = "{notify.url}"\nnotify_templates = {{ {templates} }}\n'
    key = {"FINGERPOST_PLANS__NOTIFY_KEY": notify.key}
    service = planning_service(tmp_path_factory.mktemp("plans"), BILINGUAL + mail, key)
    yield service
    service.store.close()


@pytest.fixture(scope="module")
def plan_app(planning: WrittenService) -> FastAPI:
    return web_app(planning)


@pytest.fixture
def client(plan_app: FastAPI) -> TestClient:
    return TestClient(plan_app, base_url="http://localhost")


@pytest.fixture
def other(plan_app: FastAPI) -> TestClient:
    return TestClient(plan_app, base_url="http://localhost")


def test_a_service_without_a_key_offers_no_plans(app: FastAPI):
    visitor = TestClient(app, base_url="http://localhost")
    assert visitor.get("/plan").status_code == 404
    assert "/plan" not in visitor.get("/").text


def test_nothing_is_kept_until_it_is_asked_for(client: TestClient, planning: WrittenService):
    before = planning.store.plans().count()
    for address in ("/plan", "/plan/add", "/plan/facts", "/plan/resume"):
        assert client.get(address).status_code == 200
    assert post(client, "/plan/facts").headers["location"] == "/plan"
    assert planning.store.plans().count() == before
    assert PLAN_COOKIE not in client.cookies
    write_step(client)
    assert planning.store.plans().count() == before + 1


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: TestClient):
    cookie = next(each for each in write_step(client).headers.get_list("set-cookie") if PLAN_COOKIE in each).lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age" not in cookie


def test_steps_of_an_answer_are_chosen_and_saved_with_their_page(client: TestClient):
    assert save_answer(client, "my bin was missed", "leave the bin out").headers["location"] == "/plan?saved=yes"
    assert titles(client) == ["You must: leave the bin out where the crew can reach it"]
    page = client.get("/plan").text
    assert 'href="https://www.sampleford.example/bins#:~:text=3"' in page
    assert "3 April 2026" in page


def test_choosing_nothing_is_said_and_nobody_elses_answer_can_be_saved(client: TestClient, other: TestClient):
    assert save_answer(client, "my bin was missed").status_code == 400
    from_page = re.search(r'href="(/plan/add/answer/[\w-]+)"', client.get("/conversation").text)
    assert from_page
    assert other.get(from_page[1]).status_code == 404
    assert other.get("/plan/add/journey/blue-badge").status_code == 404


def test_a_journeys_steps_and_the_facts_chosen_are_kept_and_filled_in_later_to_be_confirmed(client: TestClient):
    for step, given in (("nation", "scotland"),):
        post(client, f"/journeys/blue-badge/{step}", answer=given)
    page = client.get("/plan/add/journey/blue-badge").text
    marks = re.findall(r'name="step" type="checkbox" value="(\w+)"', page)
    assert not re.search(r"<input[^>]* checked", page)
    post(client, "/plan/add/journey/blue-badge", step=marks[0], fact="nation")
    assert len(titles(client)) == 1
    question = client.get("/journeys/find-work/nation").text
    assert "from your plan" in question
    assert re.search(r'value="scotland"[^>]*checked', question)
    result = client.get("/journeys/find-work/check-your-answers", follow_redirects=False)
    assert result.headers["location"] == "/journeys/find-work/nation", "what was filled in is no answer yet"
    form = client.get("/calculators/income-tax").text
    assert "from your plan" in form
    assert re.search(r'value="scotland"[^>]*checked', form)
    assert "from your plan" not in client.get("/journeys/when-someone-dies/nation").text


def test_a_journey_in_the_conversation_is_filled_in_too_and_its_result_can_be_saved(client: TestClient):
    post(client, "/plan/facts", nation="scotland")
    ask(client, "How do I get a parking badge?")
    post(client, "/conversation/journey", journey="blue-badge")
    shown = client.get("/conversation").text
    assert "from your plan" in shown
    assert re.search(r'value="scotland"[^>]*checked', shown)
    assert not re.search(r'<button[^>]* name="answer"', shown), "a button would send what nobody has seen"
    post(client, "/conversation/journey/nation", answer="scotland")
    result = client.get("/conversation").text
    assert "from your plan" not in result
    assert 'href="/plan/add/journey/blue-badge"' in result
    assert client.get("/plan/add/journey/blue-badge").status_code == 200


def test_the_heading_of_each_page_is_its_own_and_the_service_stands_in_the_title_alone(client: TestClient):
    write_step(client)
    (step,) = step_ids(client)
    for address in ("/plan", "/plan/add", "/plan/facts", "/plan/kept", "/plan/link", f"/plan/steps/{step}"):
        page = client.get(address).text
        (heading,) = re.findall(r"<h1[^>]*>([^<]*)</h1>", page)
        (title,) = re.findall(r"<title>([^<]*)</title>", page)
        assert " – " not in heading, address
        assert title.startswith(f"{heading} – "), address


def test_a_step_is_ticked_moved_changed_removed_and_undone(client: TestClient):
    write_step(client, text="first")
    write_step(client, text="second")
    first, second = step_ids(client)
    post(client, f"/plan/steps/{first}", do="done")
    assert "Mark as not done" in client.get("/plan").text
    post(client, f"/plan/steps/{second}", do="up")
    assert titles(client) == ["second", "first"]
    form = client.get(f"/plan/steps/{first}").text
    assert "photos of the wall" in form
    changed = {**STEP, "text": "first, mended", "due-day": "5", "due-month": "1", "due-year": "2027"}
    assert post(client, f"/plan/steps/{first}/change", **changed).status_code == 303
    assert "By 5 January 2027" in words(client.get("/plan"))
    post(client, f"/plan/steps/{second}", do="remove")
    assert titles(client) == ["first, mended"]
    assert "second" in words(client.get("/plan/kept"))
    post(client, "/plan/undo")
    assert titles(client) == ["second", "first, mended"]


def test_what_was_removed_can_be_let_go_at_once(client: TestClient):
    write_step(client, text="not this")
    post(client, f"/plan/steps/{step_ids(client)[0]}", do="remove")
    post(client, "/plan/forget-removed")
    assert "not this" not in client.get("/plan/kept").text


def test_a_step_that_cannot_be_taken_is_shown_again_with_what_is_wrong(client: TestClient):
    wrong = {"text": "", "due-day": "31", "due-month": "2", "due-year": "2027", "link": "javascript:alert(1)"}
    page = write_step(client, **wrong)
    assert page.status_code == 400
    for target in ("#text", "#due-day", "#link"):
        assert f'<a href="{target}">' in page.text
    assert "photos of the wall" in page.text
    assert PLAN_COOKIE not in client.cookies


def test_words_a_person_wrote_are_shown_as_words(client: TestClient):
    write_step(client, text="<script>alert(1)</script>", note="{{ 7*7 }}")
    for address in ("/plan", "/plan/kept", "/plan/print"):
        page = client.get(address).text
        assert "<script>alert(1)" not in page
        assert "{{ 7*7 }}" in page


def test_everything_kept_is_on_one_page_and_is_deleted_at_once(
    client: TestClient, planning: WrittenService, other: TestClient
):
    write_step(client)
    born = {"date_of_birth-day": "1", "date_of_birth-month": "2", "date_of_birth-year": "1980"}
    post(client, "/plan/facts", nation="wales", **born)
    link = open_link(client)
    kept = words(client.get("/plan/kept"))
    for said in (*STEP.values(), "Wales", "1 February 1980", "There is one. We keep no copy"):
        for line in said.splitlines():
            assert line in kept
    before = planning.store.plans().count()
    assert post(client, "/plan/delete").headers["location"] == "/plan/deleted"
    assert planning.store.plans().count() == before - 1
    assert "Ring the landlord" not in client.get("/plan").text
    assert other.get(link).status_code == 404


def test_a_fact_can_be_forgotten_and_a_wrong_one_is_not_kept(client: TestClient):
    post(client, "/plan/facts", nation="wales", adults="2")
    assert post(client, "/plan/facts", nation="wales", adults="many").status_code == 400
    post(client, "/plan/facts", nation="wales", forget="nation", adults="2")
    kept = words(client.get("/plan/kept"))
    assert "Wales" not in kept
    assert "How many people of 18 or over live in your home? 2" in kept


def open_link(client: TestClient) -> str:
    found = re.search(r'href="http://localhost(/plan/open/[\w-]{43})"', post(client, "/plan/link", do="make").text)
    assert found
    return found[1]


def test_a_link_opens_the_plan_elsewhere_by_a_button_and_never_by_itself(client: TestClient, other: TestClient):
    write_step(client)
    link = open_link(client)
    page = other.get(link)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert PLAN_COOKIE not in other.cookies
    assert "Ring the landlord" not in page.text
    post(other, "/plan/open", link=link.rpartition("/")[2])
    assert titles(other) == ["Ring the landlord"]
    post(client, "/plan/link", do="drop")
    assert other.get(link).status_code == 404
    assert link.rpartition("/")[2] not in client.get("/plan/link").text


def test_a_plan_is_closed_in_a_browser_and_kept(client: TestClient):
    write_step(client)
    link = open_link(client)
    post(client, "/plan/close")
    assert titles(client) == []
    post(client, "/plan/open", link=link.rpartition("/")[2])
    assert titles(client) == ["Ring the landlord"]


@pytest.mark.parametrize("kind", ["md", "pdf", "ics"])
def test_a_plan_is_taken_away_and_only_by_whoever_has_it_open(client: TestClient, other: TestClient, kind: str):
    write_step(client, **{"due-day": "5", "due-month": "1", "due-year": "2027"})
    taken = client.get(f"/plan/download/plan.{kind}")
    assert taken.headers["content-disposition"] == f'attachment; filename="plan.{kind}"'
    assert taken.headers["cache-control"] == "no-store"
    assert (b"Ring the landlord" in taken.content) is (kind != "pdf")
    assert other.get(f"/plan/download/plan.{kind}", follow_redirects=False).headers["location"] == "/plan"


FORMS = (
    *("/plan/add", "/plan/undo", "/plan/order", "/plan/facts", "/plan/delete", "/plan/forget-removed", "/plan/link"),
    *("/plan/open", "/plan/close", "/plan/steps/x", "/plan/steps/x/change", "/plan/resume", "/plan/resume/code"),
    *("/plan/email", "/plan/email/code", "/plan/email/drop", "/plan/add/journey/blue-badge"),
)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_taken_from_elsewhere_or_without_its_token(client: TestClient, form: str):
    write_step(client)
    assert client.post(form, data=STEP, follow_redirects=False).status_code == 403
    assert post(client, form, {"sec-fetch-site": "cross-site"}, **STEP).status_code == 403
    assert titles(client) == ["Ring the landlord"]


def ask_code(client: TestClient, path: str, email: str = ADDRESS) -> dict[str, str]:
    page = post(client, path, email=email)
    assert page.status_code == 200
    found = re.search(r'name="asked" value="([\w-]+)"', page.text)
    assert found
    return {"asked": found[1], "email": email}


def test_a_code_by_email_opens_the_plan_again(
    client: TestClient, other: TestClient, notify: NotifyServer, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    write_step(client)
    asked = ask_code(client, "/plan/email")
    code = notify.wait_for(1)[-1].personalisation["code"]
    assert post(client, "/plan/email/code", **asked, code="00000").status_code == 400
    assert post(client, "/plan/email/code", **asked, code=code).headers["location"] == "/plan/kept"
    assert "We do not keep the address itself" in words(client.get("/plan/kept"))
    assert ADDRESS not in client.get("/plan/kept").text

    asked = ask_code(other, "/plan/resume")
    code = notify.wait_for(2)[-1].personalisation["code"]
    nothing = ask_code(other, "/plan/resume", "nobody@example.org")
    assert len(notify.sent) == 2, "an address that opens nothing is sent nothing"
    assert post(other, "/plan/resume/code", **nothing, code=code).status_code == 400
    assert post(other, "/plan/resume/code", **asked, code=code).headers["location"] == "/plan"
    assert titles(other) == ["Ring the landlord"]

    post(client, "/plan/email/drop")
    ask_code(other, "/plan/resume")
    assert len(notify.sent) == 2
    assert ADDRESS not in caplog.text
    assert code not in caplog.text


def test_what_is_no_address_is_said(client: TestClient):
    assert post(client, "/plan/resume", email="nobody").status_code == 400


def test_a_plan_speaks_welsh_to_somebody_who_chose_it(client: TestClient):
    client.get("/language/cy")
    write_step(client, text="Ffonio’r landlord", **{"due-day": "5", "due-month": "1", "due-year": "2027"})
    assert "Erbyn 5 Ionawr 2027" in words(client.get("/plan"))
    assert client.get("/plan/download/plan.md").text.startswith("# Eich cynllun")


def test_the_privacy_and_cookies_pages_tell_of_plans(client: TestClient):
    assert "If you save a plan" in client.get("/privacy").text
    assert PLAN_COOKIE in client.get("/cookies").text
