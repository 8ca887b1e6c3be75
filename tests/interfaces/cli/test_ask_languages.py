"""``fingerpost ask`` in Welsh and in other languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def test_a_welsh_question_says_that_it_was_looked_for_in_english(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("ask", "--service", synced, "Faint o dreth gyngor mae myfyriwr llawn amser yn ei dalu?")
    assert ran.code == 0
    assert "Ni welsom ateb i hyn ar ein tudalennau Cymraeg" in ran.out.replace("\n", " ")


def test_another_language_is_told_in_itself_and_whom_to_ask(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("ask", "--service", synced, "Wann wird der Müll in meiner Straße abgeholt?")
    assert ran.code == 0
    assert "Leider können wir noch nicht auf Deutsch antworten." in ran.out
    assert "We can only answer in English and Welsh at the moment." in ran.out.replace("\n", " ")
    assert "01632 960123" in ran.out


def test_an_answer_in_welsh_is_introduced_in_welsh(fingerpost: Callable, synced: Path) -> None:
    ran = fingerpost("ask", "--service", synced, "--locale", "cy", "Pryd mae'r bin yn cael ei gasglu?")
    assert ran.code == 0
    assert "O ble daw hyn" in ran.out
    assert "Where this comes from" not in ran.out


def test_with_no_answer_somebody_who_asked_in_welsh_is_told_so_in_welsh(
    fingerpost: Callable, synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for threshold in ("ANSWER", "PARTIAL"):
        monkeypatch.setenv(f"FINGERPOST_ANSWERS__{threshold}_THRESHOLD", "1")
    ran = fingerpost("ask", "--service", synced, "Erbyn pryd mae rhaid rhoi’r bin allan? 07700 900123")
    assert "Nid oeddem yn gallu dod o hyd i ateb i hyn" in ran.out
    assert "Rydym wedi tynnu eich rhif ffôn o’ch cwestiwn." in ran.out.replace("\n", " ")
    assert "Ffôn: 01632 960123" in ran.out


def test_the_words_around_an_answer_are_the_services_own_where_it_has_some(fingerpost: Callable, synced: Path) -> None:
    (synced / "wording").mkdir(exist_ok=True)
    own = synced / "wording" / "en.po"
    own.write_text('msgid "print.sources"\nmsgstr "Read it yourself"\n', encoding="utf-8")
    try:
        ran = fingerpost("ask", "--service", synced, "Do full-time students count as adults for Council Tax?")
    finally:
        own.unlink()
    assert "Read it yourself" in ran.out
