from __future__ import annotations

import json
from pathlib import Path

import pytest

from fingerpost.evaluation.answers import evaluate_answers, share_shown
from fingerpost.evaluation.evidence import is_evidence
from fingerpost.settings import load_settings
from fingerpost.testing.model_replies import says
from fingerpost.testing.model_server import ModelServer


def test_a_statement_is_shown_when_each_of_its_sentences_is() -> None:
    evidence = ["<p>Apply by post. Send your passport.</p>", "<li>be 18</li>"]
    assert share_shown(evidence, ["Apply by post.", "Send your passport.", "be 18"]) == 1
    assert share_shown(evidence, ["Apply by post.", "be 18"]) == 0.5
    assert share_shown(evidence, ["Nothing of it."]) == 0


@pytest.mark.parametrize(
    ("sentence", "is_it"),
    [("You must be 18 or over.", True), ("It takes four weeks to come.", True), ("It is free.", False), ("", False)],
)
def test_a_sentence_is_evidence_when_it_is_one_of_a_statements(sentence: str, is_it: bool) -> None:
    evidence = ["<p>You must be 18 or over.</p>", "<p>Apply online. It takes four weeks to come.</p>"]
    assert is_evidence(evidence, sentence) is is_it


def test_an_answer_that_shows_the_evidence_has_all_of_it(tmp_path: Path) -> None:
    page = {
        "url": "https://x.test/badge",
        "title": "Apply for a Blue Badge",
        "html": "<h2>Fees</h2><p>A Blue Badge costs £10.</p><h2>History</h2><p>Badges were introduced in 1971.</p>",
    }
    asked = {
        "id": "1",
        "question": "How much does a Blue Badge cost?",
        "scenario": "I am disabled.",
        "url": page["url"],
        "answerable": True,
        "evidence": ["<p>A Blue Badge costs £10.</p>"],
    }
    (tmp_path / "p").write_text(json.dumps(page), encoding="utf-8")
    (tmp_path / "q").write_text(json.dumps(asked), encoding="utf-8")
    result = evaluate_answers(tmp_path / "p", tmp_path / "q")
    assert result.evidence_recall == 1
    assert 0 < result.evidence_precision <= 1
    assert 1 <= result.sentences_mean <= 8
    assert result.shown == 1


def test_a_service_s_model_is_judged_by_what_of_it_is_proved(tmp_path: Path) -> None:
    line = "A Blue Badge costs £10."
    page = {"url": "https://x.test/badge", "title": "Apply for a Blue Badge", "html": f"<h2>Fees</h2><p>{line}</p>"}
    asked = {
        "id": "1",
        "question": "How much does a Blue Badge cost? I am on 07700 900123.",
        "scenario": "",
        "url": page["url"],
        "answerable": True,
        "evidence": [f"<p>{line}</p>"],
    }
    (tmp_path / "p").write_text(json.dumps(page), encoding="utf-8")
    (tmp_path / "q").write_text(json.dumps(asked), encoding="utf-8")
    said = says(("The cost of a Blue Badge is £10.", [("p1", line)]), ("A Blue Badge costs £20.", [("p1", line)]))
    with ModelServer(said) as server:
        (tmp_path / "fingerpost.toml").write_text(
            f'[service]\nname = "S"\n[answers]\ncomposer = "model"\n[model]\nbase_url = "{server.url}"\n'
            '[model.prices]\ninput = "2"\noutput = "10"\n',
            encoding="utf-8",
        )
        settings = load_settings(tmp_path, {"FINGERPOST_MODEL__KEY": "k"})
        result = evaluate_answers(tmp_path / "p", tmp_path / "q", composer_of=settings)
        assert "900123" not in server.requests[0].text
    assert result.proved == 0.5
    assert result.evidence_recall == result.evidence_precision == 1, "a paraphrase counts by what it rests on"
    assert result.quoted_instead == 0
    assert result.cost is not None
    assert result.cost > 0
