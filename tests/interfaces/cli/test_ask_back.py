"""``fingerpost ask``, when the answer depends on something that was not said."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import CONTRASTING_PAGES, make_service_folder

DAMP = "What can I do about damp in my home?"


@pytest.fixture(scope="module")
def damp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_service_folder(tmp_path_factory.mktemp("service"), CONTRASTING_PAGES)
    sync(load_settings(folder, {}))
    return folder


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_question_and_its_choices_are_shown(fingerpost: Callable, damp: Path) -> None:
    ran = fingerpost("ask", "--service", damp, DAMP)

    assert ran.code == 0
    assert "Which of these is your home?" in ran.out
    for choice in ("1. I rent from the council", "2. I rent from a private landlord", "3. I'm not sure"):
        assert choice in ran.out
    assert "Type a number" not in ran.out
    assert "If there is damp in your home, report the damp as soon as you see it." in ran.out


def test_with_json_the_record_holds_the_choices(fingerpost: Callable, damp: Path) -> None:
    record = fingerpost("ask", "--service", damp, DAMP, "--json").json

    assert record["outcome"] == "clarify"
    assert [option["label"] for option in record["clarification"]["options"]] == [
        "I rent from the council",
        "I rent from a private landlord",
    ]


@pytest.mark.parametrize(("typed", "shown"), [("2\n", True), ("\n", False), ("9\n", False), ("what?\n", False)])
def test_on_a_terminal_a_typed_number_asks_again_with_that_choice(
    fingerpost: Callable, damp: Path, monkeypatch: pytest.MonkeyPatch, typed: str, shown: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", _Terminal(typed))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    ran = fingerpost("ask", "--service", damp, DAMP)

    assert ran.code == 0, ran.err
    assert "Type a number" in ran.out
    assert ("Give them 14 days to reply." in ran.out) is shown
