"""In the terminal too, a sentence that is not the page's own says so."""

from __future__ import annotations

import pytest

from fingerpost.domain import Answer, AnswerPart, Citation, Outcome, Record, Statement
from fingerpost.interfaces.cli.answer_text import show


def test_only_a_reworded_sentence_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    quoted = "We empty garden bins every 2 weeks."
    cited = Citation(1, quoted, "s", 0, len(quoted), "Garden waste", (), "https://a.example/#1", "site", "", "")
    said = (Statement(quoted, (1,)), Statement("Garden bins are emptied once a fortnight.", (1,), paraphrase=True))
    part = AnswerPart("Garden waste", "https://a.example", said)

    show(Answer(Outcome.ANSWERED, "q", Record("1", "1", "e", "c"), parts=(part,), citations=(cited,)))

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    at = lines.index("Garden bins are emptied once a fortnight. [1]")
    assert lines[at + 1] == "(reworded from the page)"
    assert lines.count("(reworded from the page)") == 1
