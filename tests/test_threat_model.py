"""The threat model names only tests that there are."""

from __future__ import annotations

import re

from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "explanation" / "threat-model.md"


def test_every_test_the_threat_model_names_is_there():
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE.read_text(encoding="utf-8")))

    assert len(named) > 20
    assert sorted(name for name in named if "def test_" not in _text(name)) == []


def test_every_risk_and_every_threat_names_a_test():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    told = [row for row in rows if not row.startswith(("| kind |", "| risk |"))]

    assert sum(row.startswith("| LLM") for row in told) == 10
    assert [row for row in told if "`tests/" not in row.rsplit("|", 2)[1]] == []


def _text(name: str) -> str:
    file = REPOSITORY / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""
