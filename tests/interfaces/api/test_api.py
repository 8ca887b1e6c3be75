from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from fingerpost.conversations.store import REASONS
from fingerpost.interfaces.api.records import FeedbackRequest

QUESTION = "How do I tell you that you missed our bin?"


def is_problem(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """Check that ``response`` is whole problem details and return them."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail", "instance", "fix"} <= set(problem)
    assert all(problem[key] for key in ("type", "title", "detail", "fix"))
    assert problem["status"] == status
    assert problem["type"] == f"urn:fingerpost:problem:{slug}"
    assert problem["instance"].removeprefix("urn:fingerpost:request:") == response.headers["x-request-id"]
    return problem


def events(response: httpx.Response) -> Iterator[tuple[str, Any]]:
    for block in response.text.strip().split("\n\n"):
        name, data = block.split("\n")
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_a_question_is_answered_with_quotations(client: httpx.Client):
    reply = client.post("/api/v1/ask", json={"question": QUESTION})

    assert reply.status_code == 200
    answer = reply.json()
    assert answer["outcome"] in {"answered", "partial"}
    assert answer["question"] == QUESTION
    quotes = {citation["number"]: citation["quote"] for citation in answer["citations"]}
    shown = [statement for part in answer["parts"] for statement in part["statements"]]
    assert any("Tell us within 2 working days" in statement["text"] for statement in shown)
    for statement in shown:
        assert any(statement["text"] in quotes[number] for number in statement["citations"])
    assert answer["record"]["composer"].startswith("extractive")
    assert reply.headers["cache-control"] == "no-store"


def test_asking_starts_a_conversation_that_can_be_followed_up_read_and_deleted(client: httpx.Client):
    first = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    conversation = first["conversation_id"]
    second = client.post(
        "/api/v1/ask", json={"question": "How much is a parking permit?", "conversation_id": conversation}
    ).json()
    assert second["conversation_id"] == conversation

    read = client.get(f"/api/v1/conversations/{conversation}").json()
    assert [turn["turn_id"] for turn in read["turns"]] == [first["turn_id"], second["turn_id"]]
    assert read["turns"][0]["citations"] == first["citations"]
    assert read["locale"] == "en"

    assert client.delete(f"/api/v1/conversations/{conversation}").status_code == 204
    is_problem(client.get(f"/api/v1/conversations/{conversation}"), 404, "conversation-not-found")
    is_problem(client.delete(f"/api/v1/conversations/{conversation}"), 404, "conversation-not-found")


def test_asking_in_a_conversation_that_has_gone_says_so_and_starts_none(client: httpx.Client):
    gone = client.post("/api/v1/ask", json={"question": QUESTION, "conversation_id": "nobody"})
    is_problem(gone, 404, "conversation-not-found")


@pytest.mark.parametrize("body", [None, {}, {"locale": "cy"}])
def test_a_conversation_can_be_started_first(client: httpx.Client, body: dict[str, str] | None):
    reply = (
        client.post("/api/v1/conversations", json=body) if body is not None else client.post("/api/v1/conversations")
    )

    assert reply.status_code == 201
    assert reply.json()["locale"] == (body or {}).get("locale", "en")
    assert client.get(f"/api/v1/conversations/{reply.json()['conversation_id']}").json()["turns"] == []


def test_personal_data_is_taken_out_of_the_reply_and_of_what_is_kept(client: httpx.Client):
    asked = "My bin was missed, ring 07700 900123 or write to jo@example.com. What now?"
    reply = client.post("/api/v1/ask", json={"question": asked})
    kept = client.get(f"/api/v1/conversations/{reply.json()['conversation_id']}")

    for response in (reply, kept):
        assert "07700" not in response.text
        assert "jo@example.com" not in response.text
    assert reply.json()["removed"] == ["phone number", "email"]


@pytest.mark.parametrize("how", [{"params": {"stream": "true"}}, {"headers": {"accept": "text/event-stream"}}])
def test_an_answer_can_be_streamed_and_ends_with_the_whole_answer(client: httpx.Client, how: dict[str, Any]):
    whole = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    response = client.post("/api/v1/ask", json={"question": QUESTION}, **how)
    assert response.headers["content-type"].startswith("text/event-stream")
    sent = list(events(response))
    names = [name for name, _ in sent]

    assert names[:2] == ["step", "step"]
    assert sent[0][1] == {"step": "protect"}
    assert names[-1] == "answer"
    assert names.count("answer") == 1
    answer = sent[-1][1]
    shown = [event["statement"] for name, event in sent if name == "statement"]
    assert shown == [statement for part in answer["parts"] for statement in part["statements"]]
    for key in ("outcome", "question", "parts", "citations", "record"):
        assert answer[key] == whole[key]
    kept = client.get(f"/api/v1/conversations/{answer['conversation_id']}").json()
    assert kept["turns"][0]["turn_id"] == answer["turn_id"]


def test_a_bad_question_is_refused_before_a_stream_begins(client: httpx.Client):
    is_problem(client.post("/api/v1/ask?stream=true", json={"question": " "}), 422, "question")


def test_feedback_is_kept_with_its_turn(client: httpx.Client):
    asked = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    turn = f"/api/v1/conversations/{asked['conversation_id']}/turns/{asked['turn_id']}/feedback"
    given = {"useful": False, "reason": "out_of_date", "comment": "Ring me on 07700 900123"}

    assert client.post(turn, json=given).status_code == 204
    kept = client.get(f"/api/v1/conversations/{asked['conversation_id']}").json()["turns"][0]["feedback"]
    assert (kept["useful"], kept["reason"], kept["comment"]) == (False, "out_of_date", "Ring me on [phone 1]")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "useful"),
        ({"useful": "maybe"}, "useful"),
        ({"useful": True, "reason": "because"}, "reason"),
        ({"useful": True, "comment": "x" * 501}, "comment"),
        ({"useful": True, "stars": 5}, "stars"),
    ],
)
def test_feedback_that_cannot_be_used_names_the_field(client: httpx.Client, given: dict[str, Any], field: str):
    asked = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    turn = f"/api/v1/conversations/{asked['conversation_id']}/turns/{asked['turn_id']}/feedback"

    problem = is_problem(client.post(turn, json=given), 422, "invalid")
    assert [error["field"] for error in problem["errors"]] == [field]


def test_feedback_on_an_unknown_turn_is_not_found(client: httpx.Client):
    asked = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    turn = f"/api/v1/conversations/{asked['conversation_id']}/turns/unknown/feedback"

    is_problem(client.post(turn, json={"useful": True}), 404, "conversation-not-found")


def test_the_reasons_the_api_takes_are_those_the_store_keeps():
    schema = FeedbackRequest.model_json_schema()["properties"]["reason"]

    assert tuple(schema["anyOf"][0]["enum"]) == REASONS


def test_search_says_what_was_found_and_why(client: httpx.Client):
    found = client.get("/api/v1/search", params={"q": "parking permit cost", "limit": 2}).json()

    assert 1 <= len(found["passages"]) <= 2
    assert found["passages"][0]["title"] == "Parking permits"
    assert "First car | £60" in found["passages"][0]["text"]
    assert found["passages"][0]["scores"]["fused"] > 0


def test_search_keeps_to_the_language_asked_for(client: httpx.Client):
    found = client.get("/api/v1/search", params={"q": "biniau", "locale": "cy"}).json()

    assert {passage["locale"] for passage in found["passages"]} == {"cy"}


@pytest.mark.parametrize(
    ("params", "field"),
    [({}, "q"), ({"q": ""}, "q"), ({"q": "x" * 5_000}, "q"), ({"q": "bins", "limit": "0"}, "limit"),
     ({"q": "bins", "limit": "many"}, "limit"), ({"q": "bins", "locale": "fr"}, "locale"),
     ({"q": "bins", "locale": "../x"}, "locale")],
)  # fmt: skip
def test_a_search_that_cannot_be_made_names_the_field(client: httpx.Client, params: dict[str, str], field: str):
    problem = client.get("/api/v1/search", params=params)

    assert problem.status_code == 422
    assert [error["field"] for error in problem.json()["errors"]] == [field]


def test_thirty_two_people_may_ask_at_once(client: httpx.Client):
    def ask(number: int) -> tuple[int, str]:
        reply = client.post("/api/v1/ask", json={"question": f"{QUESTION} I have {number} bins"})
        return reply.status_code, reply.json()["question"]

    with ThreadPoolExecutor(32) as pool:
        replies = list(pool.map(ask, range(32)))

    assert replies == [(200, f"{QUESTION} I have {number} bins") for number in range(32)]


# What can go wrong


def _post(client: httpx.Client, content: bytes, kind: str = "application/json") -> httpx.Response:
    return client.post("/api/v1/ask", content=content, headers={"content-type": kind})


@pytest.mark.parametrize("question", ["", "   ", "\x00\x01\x02\x03", "\u200b\u200b", "\u202e\u202d", "???"])
def test_an_empty_question_is_refused(client: httpx.Client, question: str):
    problem = is_problem(client.post("/api/v1/ask", json={"question": question}), 422, "question")

    assert [error["field"] for error in problem["errors"]] == ["question"]


def test_a_question_that_is_too_long_is_refused_without_repeating_it(client: httpx.Client):
    response = client.post("/api/v1/ask", json={"question": "secret " * 1_000})

    assert "2,000" in is_problem(response, 422, "question")["detail"]
    assert "secret" not in response.text


def test_a_ten_megabyte_request_is_refused(client: httpx.Client):
    is_problem(client.post("/api/v1/ask", json={"question": "x" * 10_000_000}), 413, "too-large")


def test_a_client_that_sends_all_before_it_reads_is_told_why_too(client: httpx.Client):
    connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port, timeout=30)
    connection.request("POST", "/api/v1/ask", b"x" * 10_000_000, {"content-type": "application/json"})

    assert connection.getresponse().status == 413
    connection.close()


def test_a_ten_megabyte_request_of_unknown_length_is_refused(client: httpx.Client):
    def chunks() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(160):
            yield b"x" * 65_536
        yield b'"}'

    is_problem(
        client.post("/api/v1/ask", content=chunks(), headers={"content-type": "application/json"}), 413, "too-large"
    )


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe\x00binary\x00\x80", bytes(range(256)), b'{"question": "bins" "x": 1}', b"[" * 60_000,
     b'{"a":' * 10_000 + b"1" + b"}" * 10_000],
    ids=["empty", "cut short", "binary", "every byte", "no comma", "deep", "deep and whole"],
)  # fmt: skip
def test_a_body_that_is_not_json_is_refused(client: httpx.Client, body: bytes):
    response = _post(client, body)

    if body == b"" or body.endswith(b"}" * 10_000):
        assert response.status_code in (400, 422)
        is_problem(response, response.status_code, "malformed" if response.status_code == 400 else "invalid")
    else:
        is_problem(response, 400, "malformed")


@pytest.mark.parametrize(
    "body",
    [[], "bins", 7, None, {}, {"question": 7}, {"question": None}, {"question": ["bins"]}, {"question": {"a": 1}},
     {"question": "bins", "conversation_id": 7}, {"question": "bins", "conversation_id": "../../etc"},
     {"question": "bins", "locale": "english please"}, {"question": "bins", "locale": "e\u0000n"},
     {"question": "bins", "extra": True}],
)  # fmt: skip
def test_a_body_of_the_wrong_shape_names_the_field(client: httpx.Client, body: Any):
    problem = is_problem(client.post("/api/v1/ask", json=body), 422, "invalid")

    assert problem["errors"][0]["field"] in {"body", "question", "conversation_id", "locale", "extra"}


def test_a_field_nobody_knows_is_not_repeated(client: httpx.Client):
    response = client.post("/api/v1/ask", json={"question": "bins", "My name is Jo Bloggs": 1})

    assert is_problem(response, 422, "invalid")["errors"][0]["field"] == "(unknown)"
    assert "Bloggs" not in response.text


def test_half_a_character_harms_nothing(client: httpx.Client):
    asked = _post(client, b'{"question": "when is my bin \\ud83d emptied"}')
    assert asked.status_code == 200
    assert asked.json()["question"] == "when is my bin emptied"

    turn = f"/api/v1/conversations/{asked.json()['conversation_id']}/turns/{asked.json()['turn_id']}/feedback"
    given = b'{"useful": true, "comment": "good \\ud83d\\u0000 answer"}'
    response = client.post(turn, content=given, headers={"content-type": "application/json"})
    assert is_problem(response, 422, "invalid")["errors"][0]["field"] == "comment"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "image/png"]
)
def test_a_body_of_another_kind_is_refused(client: httpx.Client, kind: str):
    is_problem(_post(client, b'{"question": "bins"}', kind), 415, "unsupported-media-type")


def test_a_body_that_does_not_say_its_kind_is_refused(client: httpx.Client):
    is_problem(client.post("/api/v1/ask", content=b'{"question": "bins"}'), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "question",
    [
        "متى يتم تفريغ حاوية القمامة؟ missed bin",
        "מתי מרוקנים את הפח? missed bin",
        "🗑️👩🏽‍🦽 when is my bin emptied? 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "When is my bin\u0000 emptied\u0007?",
        "\u202ewhen is my bin emptied\u202c",
        "Ｗｈｅｎ is my bin emptied",
        "<script>alert(1)</script> when is my bin emptied",
        "'; DROP TABLE turns; -- when is my bin emptied",
    ],
)
def test_a_question_in_any_script_is_answered(client: httpx.Client, question: str):
    reply = client.post("/api/v1/ask", json={"question": question})

    assert reply.status_code == 200
    assert "\u202e" not in reply.json()["question"]
    assert "\x00" not in reply.json()["question"]


def test_two_ways_of_writing_an_accent_are_one_question(client: httpx.Client):
    composed = client.post("/api/v1/ask", json={"question": "Where is the caf\u00e9 bin?"}).json()
    decomposed = client.post("/api/v1/ask", json={"question": "Where is the cafe\u0301 bin?"}).json()

    assert composed["question"] == decomposed["question"]
    assert composed["parts"] == decomposed["parts"]


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/nothing", "/api/v2/ask", "/api/v1/ask/"])
def test_an_unknown_route_is_a_problem(client: httpx.Client, path: str):
    is_problem(client.get(path), 404, "not-found")


def test_the_wrong_method_is_a_problem_that_names_the_right_one(client: httpx.Client):
    response = client.get("/api/v1/ask")

    is_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"


def test_a_request_that_is_not_http_does_not_stop_the_server(client: httpx.Client):
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
        connection.sendall(b"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n")
        connection.settimeout(5)
        connection.recv(1024)

    assert client.get("/healthz").json() == {"status": "ok"}
