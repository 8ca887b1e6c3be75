"""What the audit log is told: every change of what serves, from whatever side it comes, and no secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from fingerpost import Service
from fingerpost.interfaces.app import create_app
from fingerpost.interfaces.audited import state_of, watcher
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder

SECRETS = {
    "FINGERPOST_SERVER__SECRET_KEY": "s3cret-s3cret-s3cret-s3cret-s3cret",
    "FINGERPOST_CONVERSATIONS__DATABASE_URL": "postgresql://owner:hunter2@db.example/fingerpost",
    "FINGERPOST_MODEL__BASE_URL": "https://owner:hunter3@models.example/v1",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_service_folder(tmp_path)
    sync(load_settings(made, {}))
    return made


def changes(service: Service) -> list[dict[str, object]]:
    return [dict(entry.details["changes"]) for entry in service.store.audit.entries(action="service.changed")]


def test_a_change_of_the_settings_is_noted_when_the_service_starts_again(folder: Path):
    with Service.open(folder) as service:
        watcher(service)()
        watcher(service)()
        (first,) = changes(service)
        assert first["settings.answers.answer_threshold"] == {"from": None, "to": 0.73}
    file = folder / "fingerpost.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[answers]\nanswer_threshold = 0.6\n", encoding="utf-8")

    with Service.open(folder) as service:
        watcher(service)()
        _, second = changes(service)
        assert second == {"settings.answers.answer_threshold": {"from": 0.73, "to": 0.6}}


def test_content_that_changes_under_a_running_service_is_noted(folder: Path):
    with Service.open(folder) as service:
        watch = watcher(service)
        watch()
        page = next((folder / "content").rglob("*.md"))
        page.write_text(page.read_text(encoding="utf-8") + "\nWe are closed on Mondays.\n", encoding="utf-8")
        sync(load_settings(folder, {}))
        service.index.refresh()
        watch()

        _, second = changes(service)
        assert set(second) == {"version.content_version", "version.index_version"}


def test_a_served_service_tells_the_log_by_itself_and_signing_in_is_in_it(folder: Path):
    with Service.open(folder) as service:
        service.store.accounts.add("jo.evans", "adviser", "three random words")
        with TestClient(create_app(service), base_url="http://127.0.0.1") as browser:
            for name, password in (("jo.evans", "wrong"), ("hunter2", "wrong"), ("jo.evans", "three random words")):
                page = browser.get("/sign-in").text
                token = page.split('name="form_token" value="')[1].split('"')[0]
                browser.post("/sign-in", data={"name": name, "password": password, "form_token": token})
            did = [(entry.action, entry.subject) for entry in service.store.audit.entries()]

    assert [each for each in did if each[0].startswith("sign-in")] == [
        ("sign-in.refused", "jo.evans"),
        ("sign-in.refused", "nobody's name"),
        ("sign-in", "jo.evans"),
    ]
    assert ("service.changed", did[0][1]) in did


def test_no_secret_reaches_the_log(folder: Path):
    settings = load_settings(folder, SECRETS)
    with Service.open(folder) as service:
        state = state_of(settings, service.versions())

    written = json.dumps(state)
    assert not any(word in written for word in ("s3cret", "hunter2", "hunter3"))
    assert "models.example" in state["settings.model.base_url"]
    assert state["settings.server.secret_key"]
