"""What a client is told of a question's language."""

from __future__ import annotations

import httpx


def test_a_reply_says_the_questions_language_and_the_words_of_its_notices(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", json={"question": "Kiedy odbierają śmieci z mojej ulicy?"}).json()
    assert (reply["language"], reply["outcome"], reply["notices"]) == ("pl", "handoff", ["language.other"])
    assert [(words["locale"], words["direction"]) for words in reply["notice_words"]] == [("pl", "ltr"), ("en", "ltr")]

    kept = client.get(f"/api/v1/conversations/{reply['conversation_id']}").json()["turns"][0]
    assert kept["language"] == "pl"
    assert kept["notice_words"] == reply["notice_words"]


def test_an_english_question_has_none(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", json={"question": "When is my bin collected?"}).json()
    assert (reply["language"], reply["notices"], reply["notice_words"]) == ("en", [], [])
