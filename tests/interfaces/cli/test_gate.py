"""A new index is held to the service's own questions before it is switched to, and what would differ is listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost import Service
from fingerpost.conversations.store import ConversationStore
from fingerpost.settings import load_settings
from tests.interfaces.cli.conftest import Ran
from tests.small_service import make_service_folder

Typed = Callable[..., Ran]
QUESTION = "How do I tell you that you missed our bin?"


@pytest.fixture
def folder(tmp_path: Path, fingerpost: Typed) -> Path:
    """A service that has been synced, with one question of its own that passes."""
    made = make_service_folder(tmp_path)
    (made / "questions.csv").write_text(
        f"question,must_say,outcome\n{QUESTION},3 working days,answered\n", encoding="utf-8"
    )
    assert fingerpost("sync", "--service", made).code == 0
    return made


def edit(folder: Path, said: str, instead: str) -> None:
    changed = 0
    for page in (folder / "content").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(said, instead), encoding="utf-8")
        changed += said in text
    assert changed


def served(folder: Path) -> tuple[str, str]:
    """Return the release that serves, and what it answers."""
    with Service.open(folder) as service:
        answer = service.assistant.ask(QUESTION)
        said = " ".join(statement.text for part in answer.parts for statement in part.statements)
        return service.index.release.version, said


def test_an_index_that_fails_the_service_s_own_questions_is_not_switched_to(fingerpost: Typed, folder: Path):
    before = served(folder)
    edit(folder, "3 working days", "5 working days")

    ran = fingerpost("sync", "--service", folder)
    assert ran.code == 1
    assert "1 of 1 of the service's own questions" in ran.err
    assert "--override" in ran.err
    assert served(folder) == before

    # Nothing is lost: once the question is mended, the next sync publishes what was read.
    edit_file = folder / "questions.csv"
    edit_file.write_text(edit_file.read_text(encoding="utf-8").replace("3 working", "5 working"), encoding="utf-8")
    assert fingerpost("sync", "--service", folder).code == 0
    assert "5 working days" in served(folder)[1]


def test_an_override_publishes_and_the_audit_log_keeps_the_reason(fingerpost: Typed, folder: Path):
    edit(folder, "3 working days", "5 working days")

    assert fingerpost("sync", "--service", folder, "--override", " ").code == 2
    assert fingerpost("sync", "--service", folder, "--override", "the policy changed today").code == 0
    assert "5 working days" in served(folder)[1]
    (entry,) = fingerpost("audit", "list", "--action", "gate.overridden", "--service", folder, "--json").json["entries"]
    assert entry["details"]["reason"] == "the policy changed today"
    assert "1 of 1" in entry["details"]["found"]


def test_what_differs_is_listed_with_the_page_and_both_wordings(fingerpost: Typed, folder: Path):
    edit(folder, "3 working days", "5 working days")
    fingerpost("sync", "--service", folder, "--override", "testing")

    told = fingerpost("changes", "--service", folder, "--json").json
    (difference,) = told["differences"]
    assert (difference["kind"], difference["question"]) == ("question", QUESTION)
    assert "3 working days" in difference["before"]
    assert "5 working days" in difference["after"]
    assert difference["pages"] == told["pages"] != []
    assert told["questions"]["failed"][0]["problems"] == ["it does not say '3 working days'"]
    shown = fingerpost("changes", "--service", folder).out
    assert "- We come back within 3 working days." in shown
    assert "+ We come back within 5 working days." in shown


def test_answers_that_people_were_given_are_held_against_the_new_index(fingerpost: Typed, folder: Path):
    (folder / "questions.csv").unlink()
    settings = load_settings(folder)
    with Service.open(folder) as service:
        answers = [service.assistant.ask(QUESTION), service.assistant.ask(QUESTION), service.assistant.ask("Hello")]
    store = ConversationStore.open(settings.database_url, tombstones=settings.tombstones)
    conversations = [store.start("en") for _ in answers]
    for conversation, answer in zip(conversations, answers, strict=True):
        store.add(conversation, answer)
    store.close()
    edit(folder, "3 working days", "5 working days")

    assert fingerpost("sync", "--service", folder).code == 0
    told = fingerpost("changes", "--service", folder, "--json").json
    assert [(each["kind"], each["question"]) for each in told["differences"]] == [("recorded", QUESTION)]
    assert "3 working days" in told["differences"][0]["before"]

    # The report holds none of what was asked: once the conversation is deleted, nothing of it is left.
    assert QUESTION not in (folder / ".fingerpost" / "changes.json").read_text(encoding="utf-8")
    for conversation in conversations:
        assert fingerpost("privacy", "delete", conversation, "--yes", "--service", folder).code == 0
    assert fingerpost("changes", "--service", folder, "--json").json["differences"] == []


def test_an_answer_whose_page_goes_is_listed_as_unanswered(fingerpost: Typed, folder: Path):
    page = next(page for page in (folder / "content").rglob("*.md") if "3 working days" in page.read_text("utf-8"))
    page.unlink()
    fingerpost("sync", "--service", folder, "--override", "testing")

    (difference,) = fingerpost("changes", "--service", folder, "--json").json["differences"]
    assert difference["outcome_before"] == "answered"
    assert "3 working days" not in difference["after"]


def test_where_the_settings_ask_for_it_nothing_that_differs_is_switched_to_unread(fingerpost: Typed, folder: Path):
    file = folder / "fingerpost.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n[gate]\nhold_changes = true\npass_share = 0\n", encoding="utf-8")
    before = served(folder)
    edit(folder, "3 working days", "5 working days")

    ran = fingerpost("sync", "--service", folder)
    assert ran.code == 1
    assert "1 answers would differ" in ran.err
    assert served(folder) == before
    assert len(fingerpost("changes", "--service", folder, "--json").json["differences"]) == 1
    assert fingerpost("sync", "--service", folder, "--override", "read and agreed").code == 0
    assert served(folder) != before


def test_a_change_that_no_answer_rests_on_changes_nothing(fingerpost: Typed, folder: Path):
    page = folder / "content" / "new-page.md"
    page.write_text(
        "---\ntitle: Ice rink\nurl: https://www.sampleford.example/ice\n---\n\nIt opens at 10am.\n", "utf-8"
    )

    assert fingerpost("sync", "--service", folder).code == 0
    told = fingerpost("changes", "--service", folder, "--json").json
    assert (told["differences"], told["questions"]["passed"]) == ([], 1)


def test_a_wrong_file_of_questions_stops_the_switch_and_says_where(fingerpost: Typed, folder: Path):
    before = served(folder)
    (folder / "questions.csv").write_text("question,outcome\nBins?,answerd\n", encoding="utf-8")
    edit(folder, "3 working days", "5 working days")

    ran = fingerpost("sync", "--service", folder)
    assert ran.code != 0
    assert "line 2" in ran.err
    assert served(folder) == before


def test_the_questions_can_be_asked_at_any_time(fingerpost: Typed, folder: Path):
    ran = fingerpost("evaluate", "service", "--service", folder, "--json")
    assert (ran.code, ran.json["cases"], ran.json["share"]) == (0, 1, 1.0)

    more = folder.parent / "more.csv"
    more.write_text("question,must_say\nHow do I tell you that you missed our bin?,by carrier pigeon\n", "utf-8")
    ran = fingerpost("evaluate", "service", "--service", folder, "--questions", more)
    assert ran.code == 1
    assert "it does not say 'by carrier pigeon'" in ran.out
    assert "0 of 1 question pass" in ran.out


def test_an_answer_that_was_given_becomes_a_question_by_one_command(fingerpost: Typed, folder: Path):
    settings = load_settings(folder)
    with Service.open(folder) as service:
        conversation = service.store.start("en")
        service.store.add(conversation, service.assistant.ask("How much is a parking permit?"))
    ran = fingerpost("evaluate", "add-question", conversation, "--service", folder, "--questions", folder / "q.csv")

    assert ran.code == 0
    ran = fingerpost("evaluate", "service", "--questions", folder / "q.csv", "--service", folder, "--json")
    assert (ran.code, ran.json["passed"]) == (0, 1)
    assert fingerpost("evaluate", "add-question", conversation, "--turn", 2, "--service", folder).code != 0
    assert settings.path(settings.gate.questions).read_text("utf-8").count("\n") == 2


def test_before_any_sync_there_is_nothing_to_show(fingerpost: Typed, tmp_path: Path):
    other = make_service_folder(tmp_path / "other")

    assert "No sync has looked yet" in fingerpost("changes", "--service", other).out
    assert json.loads(fingerpost("changes", "--service", other, "--json").out)["release"] is None
