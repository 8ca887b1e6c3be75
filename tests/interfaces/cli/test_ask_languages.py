"""``fingerpost ask`` in Welsh and in other languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def test_a_welsh_question_says_that_it_was_looked_for_in_english(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("ask", "--service", synced, "Faint o dreth gyngor mae myfyriwr llawn amser yn ei dalu?")
    assert ran.code == 0
    assert "Nid oes gennym dudalen am hyn yn Gymraeg" in ran.out.replace("\n", " ")


def test_another_language_is_told_in_itself_and_whom_to_ask(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("ask", "--service", synced, "Wann wird der Müll in meiner Straße abgeholt?")
    assert ran.code == 0
    assert "Leider können wir noch nicht auf Deutsch antworten." in ran.out
    assert "We can only answer in English and Welsh at the moment." in ran.out.replace("\n", " ")
    assert "01632 960123" in ran.out
