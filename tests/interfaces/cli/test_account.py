"""``fingerpost account``: who may sign in, without a password ever on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fingerpost.conversations.store import ConversationStore
from fingerpost.interfaces.cli.app import run
from fingerpost.settings import load_settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fingerpost.toml").write_text('[service]\nname = "Ask"\n', encoding="utf-8")
    return tmp_path


def command(folder: Path, *arguments: str) -> int:
    return run(["account", *arguments, "--service", str(folder)])


def signs_in(folder: Path, name: str, password: str) -> bool:
    store = ConversationStore.open(load_settings(folder).database_url)
    try:
        return store.accounts.sign_in(name, password) is not None
    finally:
        store.close()


def test_a_password_is_made_up_shown_once_and_works(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert command(folder, "add", "jo.evans", "--role", "adviser") == 0
    said = capsys.readouterr().out
    password = said.split("once:")[1].strip()

    assert signs_in(folder, "jo.evans", password)
    assert command(folder, "list") == 0
    listed = capsys.readouterr().out
    assert "jo.evans  adviser  last signed in" in listed
    assert password not in listed


def test_a_new_password_takes_the_place_of_the_old(folder: Path, capsys: pytest.CaptureFixture[str]):
    command(folder, "add", "jo", "--json")
    old = json.loads(capsys.readouterr().out)["password"]
    command(folder, "reset", "jo", "--json")
    new = json.loads(capsys.readouterr().out)["password"]

    assert old != new
    assert not signs_in(folder, "jo", old)
    assert signs_in(folder, "jo", new)


def test_a_disabled_account_is_listed_as_one(folder: Path, capsys: pytest.CaptureFixture[str]):
    command(folder, "add", "jo", "--json")
    password = json.loads(capsys.readouterr().out)["password"]
    assert command(folder, "disable", "jo") == 0
    capsys.readouterr()
    command(folder, "list", "--json")

    (row,) = json.loads(capsys.readouterr().out)["accounts"]
    assert (row["name"], row["role"], row["disabled"]) == ("jo", "adviser", True)
    assert not signs_in(folder, "jo", password)


def test_a_password_of_ones_own_is_asked_for_and_never_shown(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("typer.prompt", lambda *_, **given: "three random words" if given["hide_input"] else "")
    assert command(folder, "add", "jo", "--ask-password") == 0

    assert "three random words" not in capsys.readouterr().out
    assert signs_in(folder, "jo", "three random words")


def test_a_password_can_not_be_given_on_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert command(folder, "add", "jo", "--password", "three random words") == 2
    assert command(folder, "add", "jo", "three random words") == 2


@pytest.mark.parametrize(
    "arguments", [("add", "Jo Evans"), ("add", "jo", "--role", "king"), ("disable", "nobody"), ("reset", "nobody")]
)
def test_a_mistake_is_named(folder: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]):
    assert command(folder, *arguments) == 2
    assert "Fix:" in capsys.readouterr().err
