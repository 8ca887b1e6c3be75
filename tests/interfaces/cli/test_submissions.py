"""What an operator does with submissions: send one in, deliver, look, try again, account for and delete."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fingerpost.conversations.plan_seals import add_key
from fingerpost.conversations.store import ConversationStore
from fingerpost.settings import load_settings
from fingerpost.testing.back_office import BackOffice
from fingerpost.testing.web_chat_server import DeskReply
from tests.services.submissions.sent import ANSWERS, KEY, SENT_IN

SETTINGS = '[service]\nname = "Ask Sampleford"\norganisation = "Sampleford Council"\n'
RUN = ("journey", "run", "lost-bin", "-a", "lost=yes", "-a", "address=12 Mill Lane", "-a", "note=It was green.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "lost-bin.yaml").write_text(SENT_IN, encoding="utf-8")
    (tmp_path / "fingerpost.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def sent(fingerpost: Callable[..., Any], folder: Path) -> str:
    """The reference of something that was sent in at the terminal."""
    ran = fingerpost(*RUN, "--key", "a key of its own", "--service", folder, "--json")
    return ran.json["sent"]["reference"]


def by_webhook(folder: Path, office: BackOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    destination = f'[submissions.destinations.default]\nkind = "webhook"\nurl = "{office.url}"\n'
    (folder / "fingerpost.toml").write_text(f"{SETTINGS}[submissions]\ntries = 1\n{destination}", encoding="utf-8")
    monkeypatch.setenv("FINGERPOST_SUBMISSIONS__DESTINATIONS__DEFAULT__KEY", KEY)


def test_nothing_is_sent_from_a_terminal_unless_somebody_says_so(
    fingerpost: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
):
    told = fingerpost(*RUN, "--service", folder, "--json").json
    assert "Nothing has been sent yet" in told["outcome"]["submission"]["notice"]
    assert "sent" not in told
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert "Nothing was sent." in fingerpost(*RUN, "--service", folder).out
    assert fingerpost("submissions", "list", "--service", folder, "--json").json["submissions"] == []


def test_it_is_sent_from_a_terminal_when_somebody_says_yes(
    fingerpost: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text) or True)
    ran = fingerpost(*RUN, "--service", folder, "--locale", "cy")
    (kept,) = fingerpost("submissions", "list", "--service", folder, "--json").json["submissions"]
    assert asked == ["Ydych chi am anfon hyn?"]
    assert f"Eich cyfeirnod yw {kept['reference']}" in ran.out
    assert (kept["channel"], kept["locale"]) == ("cli", "cy")


def test_with_nothing_set_up_a_worker_writes_it_into_the_services_folder(
    fingerpost: Callable[..., Any], folder: Path, sent: str
):
    assert (
        fingerpost(*RUN, "--key", "a key of its own", "--service", folder, "--json").json["sent"]["reference"] == sent
    )
    done = fingerpost("worker", "--once", "--service", folder, "--json").json
    assert done == {"delivered": 1, "put_back": 0, "given_up": 0}
    file = folder / ".fingerpost" / "submissions" / f"{sent}.json"
    assert json.loads(file.read_text(encoding="utf-8"))["answers"][1]["value"] == "12 Mill Lane"
    listed = fingerpost("submissions", "list", "--service", folder, "--json").json
    assert listed["counts"] == {"queued": 0, "dead": 0, "delivered": 1}


def test_a_list_does_not_say_what_people_answered_and_a_look_is_put_in_the_audit_log(
    fingerpost: Callable[..., Any], folder: Path, sent: str
):
    listed = fingerpost("submissions", "list", "--service", folder)
    assert sent in listed.out
    assert "Mill" not in listed.out
    shown = fingerpost("submissions", "show", sent.lower().replace("-", " "), "--service", folder)
    assert "Where do you live? 12 Mill Lane" in shown.out
    entries = fingerpost("audit", "list", "--action", "submission.shown", "--service", folder, "--json").json["entries"]
    assert [each["subject"] for each in entries] == [sent]


def test_what_was_given_up_can_be_tried_again(
    fingerpost: Callable[..., Any], folder: Path, sent: str, monkeypatch: pytest.MonkeyPatch
):
    with BackOffice(KEY, DeskReply(422, b"")) as office:
        by_webhook(folder, office, monkeypatch)
        assert fingerpost("worker", "--once", "--service", folder, "--json").json["given_up"] == 1
        dead = fingerpost("submissions", "list", "--state", "dead", "--service", folder, "--json").json["submissions"]
        assert [(each["reference"], each["attempts"]) for each in dead] == [(sent, 1)]
        assert "422" in dead[0]["problem"]

        office.script(DeskReply(204, b""))
        assert fingerpost("submissions", "retry", "--dead", "--service", folder, "--json").json == {"retried": [sent]}
        assert fingerpost("worker", "--once", "--service", folder, "--json").json["delivered"] == 1
        assert len(office.counted) == 1
    assert fingerpost("submissions", "retry", sent, "--service", folder, "--json").json == {"retried": []}


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (("show", "2222-2222"), "submission-not-found"),
        (("show", "nonsense"), "submission-not-found"),
        (("retry",), "submission"),
        (("retry", "2222-2222"), "submission-not-found"),
    ],
)
def test_what_is_not_there_is_said(fingerpost: Callable[..., Any], folder: Path, words: tuple[str, ...], slug: str):
    ran = fingerpost("submissions", *words, "--service", folder, "--json")
    assert ran.code == 2
    assert ran.json["type"] == f"urn:fingerpost:problem:{slug}"


def test_a_submission_is_accounted_for_taken_away_and_deleted_by_its_reference(
    fingerpost: Callable[..., Any], folder: Path, sent: str
):
    told = fingerpost("privacy", "report", sent, "--service", folder, "--json")
    assert (told.json["state"], told.json["answers"], told.json["encrypted"]) == ("queued", 3, False)
    assert "Mill" not in told.out
    everything = fingerpost("privacy", "export", sent, "--service", folder, "--json").json
    assert everything["submission"]["answers"][2]["value"] == ANSWERS["note"]
    gone = fingerpost("privacy", "delete", sent, "--service", folder, "--yes", "--json")
    assert gone.json == {"deleted": sent, "state": "queued"}
    assert fingerpost("privacy", "report", sent, "--service", folder, "--json").code == 2
    assert fingerpost("worker", "--once", "--service", folder, "--json").json["delivered"] == 0
    assert (folder / ".fingerpost" / "deleted-submissions.txt").exists()


def test_with_the_services_key_it_is_encrypted_and_still_delivered(fingerpost: Callable[..., Any], folder: Path):
    add_key(folder / ".fingerpost" / "plans.key")
    ran = fingerpost(*RUN, "--key", "a key of its own", "--service", folder, "--json")
    kept = b"".join(file.read_bytes() for file in (folder / ".fingerpost").glob("conversations.db*"))
    assert b"Mill Lane" not in kept
    assert fingerpost("privacy", "report", ran.json["sent"]["reference"], "--service", folder, "--json").json[
        "encrypted"
    ]
    assert fingerpost("worker", "--once", "--service", folder, "--json").json["delivered"] == 1


def test_the_assessment_names_what_is_sent_in_where_to_and_whether_it_is_encrypted(
    fingerpost: Callable[..., Any], folder: Path
):
    text = fingerpost("privacy", "assessment", "--service", folder).out
    assert "- `lost-bin` asks: Is your bin gone?; Where do you live?; Anything else?" in text
    assert "`default` (a folder)" in text
    assert "not encrypted" in text
    (folder / "journeys" / "lost-bin.yaml").unlink()
    assert "Submissions:" not in fingerpost("privacy", "assessment", "--service", folder).out


def test_a_journey_that_sends_to_a_destination_that_is_not_set_says_so(fingerpost: Callable[..., Any], folder: Path):
    file = folder / "journeys" / "lost-bin.yaml"
    file.write_text(SENT_IN.replace("      declaration:", "      to: nowhere\n      declaration:"), encoding="utf-8")
    ran = fingerpost(*RUN, "--key", "a key of its own", "--service", folder, "--json")
    assert ran.code == 2
    assert "[submissions.destinations.nowhere]" in ran.json["fix"]


def test_a_worker_that_is_told_to_stop_finishes_what_it_sends(folder: Path, sent: str, monkeypatch: pytest.MonkeyPatch):
    """Told to stop while the receiver still reads, it waits for the answer and marks it before it ends."""
    with BackOffice(KEY) as office:
        by_webhook(folder, office, monkeypatch)
        command = [sys.executable, "-m", "fingerpost.interfaces.cli", "worker", "--service", str(folder)]
        worker = subprocess.Popen(command, stderr=subprocess.PIPE, env=dict(os.environ))
        stop = office.take

        def take(handler: Any) -> None:
            worker.send_signal(signal.SIGTERM)
            stop(handler)

        monkeypatch.setattr(office, "take", take)
        assert worker.wait(120) == 0, worker.stderr.read() if worker.stderr else ""
        assert len(office.received) == 1
    settings = load_settings(folder)
    store = ConversationStore.open(settings.database_url)
    assert [each.state for each in store.submissions.all()] == ["delivered"]
    store.close()
