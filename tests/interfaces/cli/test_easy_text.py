"""``fingerpost ask --easy-read``: short lines in a terminal, each with its quotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.answers.easy_read import easy_read
from fingerpost.interfaces.cli.easy_text import lay_out_easy, show_easy_read
from tests.answers.easy_read.made import S, answer_of

QUESTION = "Do full-time students count as adults for Council Tax?"


def said(*parts: object) -> str:
    answer = answer_of(*parts)  # type: ignore[arg-type]
    return "\n".join(piece.plain for piece in lay_out_easy(easy_read(answer), answer))


def test_the_answer_is_shown_in_short_lines(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("ask", "--service", synced, QUESTION, "--easy-read")

    assert ran.code == 0
    assert "  Full-time students do not count as adults. [1]\n" in ran.out
    assert "  • a student certificate [1]" in ran.out
    assert "Where these words come from" in ran.out
    assert "https://www.sampleford.example/council-tax/discounts" in ran.out.replace("\n", "")


def test_with_json_the_easy_read_is_in_the_answers_own_record(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("ask", "--service", synced, QUESTION, "--easy-read", "--json")

    assert ran.json["outcome"] in {"answered", "partial"}
    lines = [line for block in ran.json["easy_read"]["first"] for line in block["lines"]]
    assert lines[0]["pieces"] == ["Full-time students do not count as adults."]
    assert {number for line in lines for number in line["citations"]} <= {c["number"] for c in ran.json["citations"]}


def test_without_an_answer_the_reply_is_the_usual_one(
    fingerpost: Callable, synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for threshold in ("ANSWER", "PARTIAL"):
        monkeypatch.setenv(f"FINGERPOST_ANSWERS__{threshold}_THRESHOLD", "1")
    ran = fingerpost("ask", "--service", synced, "How do I keep bees on the moon?", "--easy-read")
    assert ran.code == 0
    assert "Ask a person" in ran.out


def test_how_hard_an_answer_is_is_said_to_those_who_use_the_command_line(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("ask", "--service", synced, QUESTION)
    assert "Reading age about" in ran.out
    assert "words to a sentence" in ran.out


def test_conditions_lists_tables_and_words_have_their_lines() -> None:
    text = said(
        [
            "You pay £24 if you get a discount from us.",
            "You need:",
            (S.ITEM, "a bill"),
            (S.CONTACT, "Us\n01632 960 230"),
        ],
        [(S.TABLE_HEADER, "Permit | Cost"), (S.ROW, "First car | £60")],
    )

    assert "  if you get a discount from us\n  You pay £24 [1]" in text
    assert "  You need: [1]\n  • a bill [1]" in text
    assert "  Permit: First car\n  Cost: £60 [2]" in text
    assert "discount: money off" in text
    assert text.index("Ask a person") < text.index("01632 960 230") < text.index("Where these words come from")


def test_what_a_page_says_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answer_of(["Pay \x1b[31mnow\x1b]0;title\x07 [bold]or[/bold] \u202eelse."])
    show_easy_read(easy_read(answer), answer)
    shown = capsys.readouterr().out
    assert "\x1b]" not in shown
    assert "\u202e" not in shown
    assert "[bold]or[/bold]" in shown
