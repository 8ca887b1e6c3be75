"""Journeys over the API: listed, followed, gone on with, changed, and refused with a problem that says why."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

WAGE = "/api/v1/journeys/minimum-wage/step"
ANSWERS = {
    "work": "worker",
    "worked_on": "2025-06-30",
    "age": "30",
    "pay": "400",
    "hours": "37.5",
    "housing": "no",
}


def step(client: httpx.Client, answers: dict[str, Any], **more: str) -> dict[str, Any]:
    reply = client.post(WAGE, json={"answers": answers, **more})
    assert reply.status_code == 200, reply.text
    return reply.json()


def problem(reply: httpx.Response, status: int) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"].startswith("application/problem+json")
    told = reply.json()
    assert told["status"] == status
    assert told["title"]
    return told


def test_the_journeys_offered_are_listed_in_either_language(client: httpx.Client):
    listed = {each["name"]: each for each in client.get("/api/v1/journeys").json()["journeys"]}
    assert {"minimum-wage", "register-a-death", "blue-badge"} <= listed.keys()
    assert listed["minimum-wage"]["languages"] == ["en", "cy"]
    welsh = client.get("/api/v1/journeys", params={"locale": "cy"}).json()["journeys"]
    assert {each["name"]: each["title"] for each in welsh} != {name: each["title"] for name, each in listed.items()}


def test_it_goes_from_question_to_question_to_an_outcome_with_its_sources(client: httpx.Client):
    given: dict[str, Any] = {}
    met: list[str] = []
    while (question := (at := step(client, given))["question"]) is not None:
        assert at["outcome"] is None
        met.append(question["key"])
        given[question["key"]] = ANSWERS[question["key"]]
    assert met == list(ANSWERS)
    assert "£57.88" in str(at["outcome"])  # £12.21 for 37.5 hours is £457.88 (gov.uk/national-minimum-wage-rates)
    assert [each["key"] for each in at["answers"]] == list(ANSWERS)
    assert "https://www.gov.uk/national-minimum-wage-rates" in str(at["outcome"])


def test_it_is_gone_on_with_from_any_point_because_each_call_has_every_answer(client: httpx.Client):
    some = {key: ANSWERS[key] for key in ("work", "worked_on", "age")}
    assert step(client, some)["question"]["key"] == "pay"
    assert step(client, some) == step(client, some)


def test_an_answer_changed_keeps_the_rest_and_one_that_no_longer_counts_is_not_looked_at(client: httpx.Client):
    enough = step(client, {**ANSWERS, "pay": "900"})
    assert enough["outcome"]["key"] != step(client, ANSWERS)["outcome"]["key"]
    elsewhere = step(client, {**ANSWERS, "work": "self_employed"})
    assert [each["key"] for each in elsewhere["answers"]] == ["work"]


def test_its_words_are_in_the_language_asked_for(client: httpx.Client):
    assert step(client, {}, locale="cy")["locale"] == "cy"
    assert step(client, {}, locale="cy")["question"]["title"] != step(client, {})["question"]["title"]
    assert step(client, {}, locale="fr")["locale"] == "en", "a language it does not have is its own first"


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("work", "astronaut"),
        ("work", ["worker"]),
        ("work", True),
        ("worked_on", "2025-02-30"),
        ("worked_on", "yesterday"),
        ("worked_on", "2999-01-01"),
        ("age", "-3"),
        ("age", "30.5"),
        ("age", "9" * 30),
        ("pay", "lots"),
        ("pay", "1e9"),
        ("hours", "37,5"),
        ("housing", "perhaps"),
        ("housing", ""),
        ("housing", None),
    ],
)
def test_an_answer_that_cannot_be_taken_is_refused_with_its_question_and_why(
    client: httpx.Client, key: str, given: object
):
    before = dict(list(ANSWERS.items())[: list(ANSWERS).index(key)])
    told = problem(client.post(WAGE, json={"answers": {**before, key: given}}), 422)
    assert key in str(told), "it names the question"
    if isinstance(given, str) and len(given) > 3:
        assert given not in str(told), "what was answered is not said back"


def test_why_is_said_in_the_language_asked_for(client: httpx.Client):
    sent = {"answers": {"work": "worker", "worked_on": "soon"}}
    english = problem(client.post(WAGE, json=sent), 422)
    welsh = problem(client.post(WAGE, json={**sent, "locale": "cy"}), 422)
    assert english["detail"].startswith("Enter a real date")
    assert welsh["detail"].startswith("Rhowch")


def test_an_answer_to_no_question_is_refused_with_the_questions_there_are(client: httpx.Client):
    told = problem(client.post(WAGE, json={"answers": {"shoe_size": "9"}}), 422)
    assert "worked_on" in str(told)


@pytest.mark.parametrize("name", ["no-such-journey", "minimum-wag", "..%2Fminimum-wage", "x" * 90])
def test_a_journey_that_is_not_there_is_not_found(client: httpx.Client, name: str):
    told = problem(client.post(f"/api/v1/journeys/{name}/step", json={"answers": {}}), 404)
    assert told["status"] == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"answers": []},
        {"answers": "worker"},
        {"answers": {"work": {"is": "worker"}}},
        {"answers": {"pay": 12.5}},
        {"answer": {}},
        {"answers": {}, "locale": "not a language"},
        {"answers": {f"q{number}": "x" for number in range(301)}},
        [],
        "worker",
    ],
)
def test_a_request_of_another_shape_is_refused(client: httpx.Client, sent: object):
    problem(client.post(WAGE, json=sent), 422)


def test_a_request_that_is_no_json_or_far_too_large_is_refused(client: httpx.Client):
    problem(client.post(WAGE, content=b"work=worker", headers={"content-type": "text/plain"}), 415)
    problem(client.post(WAGE, json={"answers": {"work": "x" * 2_000_000}}), 413)
    assert client.post(WAGE, content=b"{", headers={"content-type": "application/json"}).status_code in (400, 422)
    assert client.get(WAGE).status_code == 405


def test_nothing_is_kept_between_calls(client: httpx.Client):
    step(client, ANSWERS)
    assert not client.cookies
    assert step(client, {})["question"]["key"] == "work"
