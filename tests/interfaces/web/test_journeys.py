"""Journeys on the web pages, as a visitor without JavaScript meets them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from fingerpost.interfaces.web.pages import JOURNEY_COOKIE
from tests.interfaces.web.visitor import post
from tests.interfaces.web.written import WrittenService

WAGE = "/journeys/minimum-wage"
ANSWERS = {
    "work": {"answer": "worker"},
    "worked-on": {"answer-day": "30", "answer-month": "june", "answer-year": "2025"},
    "age": {"answer": "30"},
    "pay": {"answer": "£400"},
    "hours": {"answer": "37.5"},
    "housing": {"answer": "no"},
}


def answer(client: TestClient, step: str, **fields: str) -> Response:
    return post(client, f"{WAGE}/{step}", **(fields or ANSWERS[step]))


def answer_all(client: TestClient) -> str:
    """Answer from the first question on, going where each answer leads, and return where that ends."""
    place = f"{WAGE}/work"
    for _ in ANSWERS:
        sent = answer(client, place.rpartition("/")[2])
        assert sent.status_code == 303, sent.text
        place = sent.headers["location"]
    return place


def words(page: Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_each_question_has_its_own_address_and_the_last_leads_to_check_and_result(client: TestClient):
    assert answer_all(client) == f"{WAGE}/check-your-answers"
    checked = words(client.get(f"{WAGE}/check-your-answers"))
    assert "30 June 2025" in checked
    assert "£400" in checked
    result = client.get(f"{WAGE}/result")
    # £12.21 an hour (https://www.gov.uk/national-minimum-wage-rates) for 37.5 hours is £457.88.
    assert "£57.88 too little" in words(result)
    assert 'href="https://www.gov.uk/national-minimum-wage-rates"' in result.text


def test_no_answer_stands_in_an_address_and_the_cookie_holds_none(client: TestClient):
    place = answer_all(client)
    assert "?" not in place
    cookie = client.cookies[JOURNEY_COOKIE]
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", cookie)
    assert "worker" not in cookie


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: TestClient):
    header = answer(client, "work").headers["set-cookie"].lower()
    assert "httponly" in header
    assert "samesite=lax" in header


def test_an_answer_changed_keeps_the_rest(client: TestClient):
    answer_all(client)
    assert 'value="£400"' not in client.get(f"{WAGE}/pay").text
    assert 'value="400"' in client.get(f"{WAGE}/pay").text
    changed = answer(client, "pay", answer="900")
    assert changed.headers["location"] == f"{WAGE}/check-your-answers"
    assert "Your pay reaches the minimum wage" in words(client.get(f"{WAGE}/result"))


def test_a_wrong_answer_is_said_in_a_summary_that_leads_to_it_and_what_was_typed_stays(client: TestClient):
    answer(client, "work")
    page = answer(client, "worked-on", **{"answer-day": "31", "answer-month": "6", "answer-year": "2025"})
    assert page.status_code == 400
    assert '<a href="#answer-day">Enter a real date' in page.text
    assert "<title>Error: " in page.text
    assert 'value="31"' in page.text


def test_nothing_is_filled_in_beforehand(client: TestClient):
    answer(client, "work")
    page = client.get(f"{WAGE}/worked-on").text
    assert "checked" not in client.get(f"{WAGE}/housing").text
    assert not re.search(r'name="answer-\w+"[^>]* value="\d', page)


@pytest.mark.parametrize("step", ["housing", "check-your-answers", "result"])
def test_a_step_that_is_not_reached_yet_leads_to_the_one_that_is(client: TestClient, step: str):
    assert client.get(f"{WAGE}/{step}", follow_redirects=False).headers["location"] == f"{WAGE}/work"
    answer(client, "work")
    assert client.get(f"{WAGE}/{step}", follow_redirects=False).headers["location"] == f"{WAGE}/worked-on"


def test_somebody_who_comes_back_goes_on_where_they_were(client: TestClient):
    answer(client, "work")
    assert f'href="{WAGE}/worked-on"' in client.get(WAGE).text


def test_deleted_answers_are_gone(client: TestClient, service: WrittenService):
    answer_all(client)
    visitor = client.cookies[JOURNEY_COOKIE]
    assert service.store.journeys.get(visitor, "minimum-wage")
    assert "have been deleted" in words(post(client, f"{WAGE}/delete"))
    assert service.store.journeys.get(visitor, "minimum-wage") is None
    assert client.get(f"{WAGE}/result", follow_redirects=False).headers["location"] == f"{WAGE}/work"


def test_answers_expire(client: TestClient, service: WrittenService):
    answer(client, "work")
    visitor = client.cookies[JOURNEY_COOKIE]
    service.store.journeys.expire(datetime.now(UTC) - timedelta(hours=1))
    assert service.store.journeys.get(visitor, "minimum-wage")
    service.store.journeys.expire(datetime.now(UTC) + timedelta(seconds=1))
    assert service.store.journeys.get(visitor, "minimum-wage") is None


def test_nobody_else_sees_the_answers(client: TestClient, app: FastAPI):
    answer_all(client)
    other = TestClient(app, base_url="http://localhost")
    assert other.get(f"{WAGE}/result", follow_redirects=False).headers["location"] == f"{WAGE}/work"


def test_an_answer_from_another_site_or_without_a_token_is_not_taken(client: TestClient):
    sent = post(client, f"{WAGE}/work", {"sec-fetch-site": "cross-site"}, answer="worker")
    assert sent.status_code == 403
    assert client.post(f"{WAGE}/work", data={"answer": "worker"}).status_code == 403
    assert JOURNEY_COOKIE not in client.cookies


def test_what_does_not_exist_is_not_found(client: TestClient):
    for address in ("/journeys/nothing", f"{WAGE}/nothing", "/journeys/../journeys/x"):
        assert client.get(address).status_code == 404


def test_a_journey_is_in_welsh_for_somebody_who_chose_it(bilingual_app: FastAPI):
    visitor = TestClient(bilingual_app, base_url="http://localhost")
    visitor.get("/language/cy")
    page = visitor.get(f"{WAGE}/work")
    assert "Sut ydych chi&#39;n gweithio?" in page.text
    assert "Rhowch" in words(post(visitor, f"{WAGE}/worked-on", answer="")) or page.status_code == 200


def test_every_journey_has_a_start_page_and_a_place_in_the_list(client: TestClient):
    listed = client.get("/journeys").text
    for name in set(re.findall(r'href="(/journeys/[\w-]+)"', listed)):
        assert client.get(name).status_code == 200
    assert f'href="{WAGE}"' in listed


def test_a_library_full_of_people_may_follow_journeys_at_once():
    from fastapi import Depends

    from fingerpost.interfaces.api.rate_limit import rate_limit

    limited = FastAPI(dependencies=[Depends(rate_limit(2))])

    @limited.post("/journeys/x/y")
    @limited.post("/elsewhere")
    def step() -> None: ...

    visitor = TestClient(limited)
    assert [visitor.post("/journeys/x/y").status_code for _ in range(21)] == [200] * 20 + [429]
    assert [visitor.post("/elsewhere").status_code for _ in range(3)] == [200, 200, 429]
