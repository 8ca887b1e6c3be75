"""``fingerpost receipt``: what it says of a file, how it ends, and how its keys are looked after."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost import Service
from fingerpost.interfaces.receipt_words import receipt_of
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.cli.conftest import Ran
from tests.small_service import make_service_folder

Typed = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_service_folder(tmp_path / "service")
    sync(load_settings(made, {}))
    return made


@pytest.fixture
def file(folder: Path) -> Path:
    """A receipt's file, of an answer that was kept."""
    with Service.open(folder) as service:
        answer = service.assistant.ask("How do I tell you that you missed our bin?")
        conversation = service.store.start("en")
        service.store.add(conversation, answer)
        (turn,) = service.store.turns(conversation)
        made = folder.parent / "receipt.json"
        made.write_text(receipt_of(service, turn).as_json(), encoding="utf-8")
    return made


def test_a_genuine_receipt_is_said_to_be_one(fingerpost: Typed, folder: Path, file: Path):
    ran = fingerpost("receipt", "verify", file, "--service", folder)

    assert ran.code == 0
    assert "genuine" in ran.out
    assert "still says all of it" in ran.out
    told = fingerpost("receipt", "verify", file, "--service", folder, "--json").json
    assert (told["standing"], told["still_holds"]) == ("genuine", True)
    assert {change["state"] for change in told["changes"]} == {"same"}


def test_an_altered_one_ends_with_1_and_none_of_it_is_repeated(fingerpost: Typed, folder: Path, file: Path):
    held = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**held, "question": "Must I pay at all?"}), encoding="utf-8")

    ran = fingerpost("receipt", "verify", file, "--service", folder)
    assert ran.code == 1
    assert "has been changed" in ran.out
    assert "Must I pay" not in ran.out
    assert fingerpost("receipt", "verify", file, "--service", folder, "--json").json["standing"] == "altered"


def test_published_keys_are_enough_and_a_rotated_key_s_receipts_stay_genuine(
    fingerpost: Typed, folder: Path, file: Path
):
    before = fingerpost("receipt", "keys", "--service", folder, "--json").json["keys"]
    rotated = fingerpost("receipt", "rotate", "--service", folder, "--json").json
    published = fingerpost("receipt", "keys", "--service", folder, "--json")
    keys = folder.parent / "keys.json"
    keys.write_text(published.out, encoding="utf-8")

    assert [key["name"] for key in published.json["keys"]] == [rotated["name"], before[0]["name"]]
    ran = fingerpost("receipt", "verify", file, "--keys", keys, "--json")
    assert (ran.code, ran.json["standing"], ran.json["changes"]) == (0, "genuine", [])
    entries = fingerpost("audit", "list", "--service", folder, "--json").json["entries"]
    assert [(entry["action"], entry["subject"]) for entry in entries] == [("receipts.key_rotated", rotated["name"])]


def test_another_service_does_not_know_it(fingerpost: Typed, file: Path, tmp_path: Path):
    other = make_service_folder(tmp_path / "other")

    ran = fingerpost("receipt", "verify", file, "--service", other)  # never synced: its keys are as good
    assert ran.code == 1
    assert "No key known here" in ran.out


def test_a_change_of_the_guidance_is_shown_and_is_no_failure(fingerpost: Typed, folder: Path, file: Path):
    for page in (folder / "content").rglob("*.md"):
        page.write_text(page.read_text(encoding="utf-8").replace("3 working", "5 working"), encoding="utf-8")
    sync(load_settings(folder, {}))

    ran = fingerpost("receipt", "verify", file, "--service", folder)
    assert ran.code == 0
    assert "The guidance has changed since" in ran.out
    assert "[-3-]" in ran.out
    assert "{+5+}" in ran.out


@pytest.mark.parametrize("written", ["", "{}", "not json"])
def test_what_is_no_receipt_is_an_error_that_says_what_to_give(fingerpost: Typed, folder: Path, written: str):
    wrong = folder.parent / "wrong.json"
    wrong.write_text(written, encoding="utf-8")

    ran = fingerpost("receipt", "verify", wrong, "--service", folder)
    assert ran.code == 2
    assert "not a receipt" in ran.err
    missing = fingerpost("receipt", "verify", folder.parent / "nowhere.json", "--service", folder)
    assert missing.code == 2
    assert "nowhere.json" in missing.err


def test_no_key_yet_is_said(fingerpost: Typed, tmp_path: Path):
    other = make_service_folder(tmp_path / "other")

    assert "There is no key yet" in fingerpost("receipt", "keys", "--service", other).out


def test_the_assessment_tells_of_receipts_where_they_are_offered_and_of_the_audit_log(
    fingerpost: Typed, tmp_path: Path
):
    other = make_service_folder(tmp_path / "other")
    told = fingerpost("privacy", "assessment", "--service", other).out
    assert "Receipts: a person may take an answer away" in told
    assert "The audit log keeps" in told

    file = other / "fingerpost.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[receipts]\noffered = false\n", encoding="utf-8")
    assert "Receipts:" not in fingerpost("privacy", "assessment", "--service", other).out
