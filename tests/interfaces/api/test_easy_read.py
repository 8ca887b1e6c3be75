"""An answer in easy read, by API."""

from __future__ import annotations

import httpx

QUESTION = "What do I do if my bin was missed?"


def test_an_answer_is_read_in_short_lines_that_rest_on_its_own_quotations(client: httpx.Client) -> None:
    asked = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    turn = f"/api/v1/conversations/{asked['conversation_id']}/turns/{asked['turn_id']}/easy-read"

    reply = client.get(turn)

    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    easy = reply.json()
    assert easy["turn_id"] == asked["turn_id"]
    assert easy["citations"] == asked["citations"]
    quotes = {citation["number"]: citation["quote"] for citation in easy["citations"]}
    lines = [line for name in ("first", "more", "contacts") for block in easy[name] for line in block["lines"]]
    assert lines
    assert {number for line in lines for number in line["citations"]} == set(quotes)
    for line in lines:
        for piece in line["pieces"]:
            assert any(piece in quotes[number] for number in line["citations"])


def test_another_conversations_turn_is_not_found(client: httpx.Client) -> None:
    first, second = (client.post("/api/v1/ask", json={"question": QUESTION}).json() for _ in range(2))

    reply = client.get(f"/api/v1/conversations/{first['conversation_id']}/turns/{second['turn_id']}/easy-read")

    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"
    assert "fix" in reply.json()


def test_the_reading_age_is_on_the_record(client: httpx.Client) -> None:
    reading = client.post("/api/v1/ask", json={"question": QUESTION}).json()["reading"]

    assert reading["words_per_sentence"] > 0
    assert reading["longest_sentence"] >= reading["words_per_sentence"]
    assert 5 <= reading["reading_age"] <= 20
