"""A sentence that is not the page's own says so, in the language spoken."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from fingerpost.domain import Answer, AnswerPart, Citation, Outcome, Record, Statement
from tests.interfaces.web import written
from tests.interfaces.web.visitor import ask

QUOTED = "We empty garden bins every 2 weeks."
REWORDED = "Garden bins are emptied once a fortnight."


def half_reworded() -> Answer:
    """An answer with one sentence of the page and one that is reworded."""
    cited = Citation(
        1, QUOTED, "s", 0, len(QUOTED), "Garden waste", (), "https://a.example/garden#:~:text=We", "site", "", ""
    )
    said = (Statement(QUOTED, (1,)), Statement(REWORDED, (1,), paraphrase=True))
    part = AnswerPart("Garden waste", "https://a.example/garden", said)
    return Answer(Outcome.ANSWERED, "garden", Record("1", "1", "written", "written"), parts=(part,), citations=(cited,))


def test_only_a_reworded_sentence_is_marked_as_not_the_pages_own(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(written.ANSWERS, "fortnight", half_reworded())  # type: ignore[arg-type]

    text = ask(client, "fortnight")

    assert text.count("(reworded from the page)") == 1
    assert text.index(QUOTED) < text.index(REWORDED) < text.index("(reworded from the page)")


def test_the_mark_is_in_welsh_to_who_reads_welsh(bilingual_app: object, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(written.ANSWERS, "fortnight", half_reworded())  # type: ignore[arg-type]
    client = TestClient(bilingual_app, headers={"accept-language": "cy"})  # type: ignore[arg-type]

    assert "(wedi’i aralleirio o’r dudalen)</span>" in ask(client, "fortnight")
