"""``fingerpost doctor``: one line a check, its fix beside it, and 1 when the service can't serve."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from fingerpost.interfaces.cli.checks import (
    Check,
    State,
    check_clock,
    check_disk,
    check_help,
    check_model,
    check_release,
    check_service,
    check_wording,
)
from fingerpost.search.index import Release
from fingerpost.settings import load_settings
from tests.small_service import SETTINGS, make_service_folder

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def folder(synced: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(synced, tmp_path / "service"))


def checks(folder: Path) -> dict[str, Check]:
    return {check.name: check for check in check_service(folder)}


def release(**changes: object) -> Release:
    made = {"sections": 3, "documents": 1, "created_at": NOW, **changes}
    return Release(version="1", content_version="c", embedder="e", **made)  # type: ignore[arg-type]


def test_a_sound_service_can_serve(fingerpost: Callable, folder: Path) -> None:
    ran = fingerpost("doctor", "--service", folder)
    assert ran.code == 0, ran.out
    assert "This service can serve." in ran.out
    found = checks(folder)
    assert {"settings", "contact", "model files", "index", "source site", "disk", "database", "clock"} <= found.keys()
    assert found["source site"].state is State.OK


def test_with_json_every_check_is_in_one_object(fingerpost: Callable, folder: Path) -> None:
    ran = fingerpost("doctor", "--service", folder, "--json")
    assert ran.json["serves"] is True
    assert {check["state"] for check in ran.json["checks"]} <= {"ok", "warn"}


def test_wrong_settings_stop_it_with_the_key_and_the_fix(fingerpost: Callable, folder: Path) -> None:
    (folder / "fingerpost.toml").write_text(SETTINGS + "[servr]\n", encoding="utf-8")
    ran = fingerpost("doctor", "--service", folder)
    assert ran.code == 1
    assert "did you mean 'server'?" in ran.out
    assert "can't serve" in ran.out


def test_no_index_stops_it_and_says_to_sync(fingerpost: Callable, tmp_path: Path) -> None:
    ran = fingerpost("doctor", "--service", make_service_folder(tmp_path))
    assert ran.code == 1
    assert "fail index" in ran.out
    assert "fingerpost sync" in ran.out


def test_an_embedder_that_is_not_there_stops_it(folder: Path) -> None:
    (folder / "fingerpost.toml").write_text(SETTINGS + '[index]\nembedder = "nonesuch"\n', encoding="utf-8")
    assert checks(folder)["model files"].state is State.FAIL


def test_a_source_that_is_away_is_only_a_warning(folder: Path) -> None:
    shutil.rmtree(folder / "content")
    check = checks(folder)["source site"]
    assert check.state is State.WARN
    assert check.fix


def test_a_service_without_a_contact_or_sources_is_warned(folder: Path) -> None:
    (folder / "fingerpost.toml").write_text('[service]\nname = "S"\n', encoding="utf-8")
    found = checks(folder)
    assert found["contact"].state is State.WARN
    assert found["sources"].state is State.WARN


def test_a_database_that_cannot_be_reached_stops_it_without_telling_its_password(folder: Path) -> None:
    url = "postgresql+psycopg://somebody:hunter2@127.0.0.1:1/kept?connect_timeout=2"
    settings = SETTINGS + f'[conversations]\ndatabase_url = "{url}"\n'
    (folder / "fingerpost.toml").write_text(settings, encoding="utf-8")
    check = checks(folder)["database"]
    assert check.state is State.FAIL
    assert "hunter2" not in check.text + check.fix
    assert check.fix


def test_an_address_that_is_no_databases_stops_it(folder: Path) -> None:
    settings = SETTINGS + '[conversations]\ndatabase_url = "not an address"\n'
    (folder / "fingerpost.toml").write_text(settings, encoding="utf-8")
    assert checks(folder)["database"].state is State.FAIL


@pytest.mark.parametrize(("free", "state"), [(50_000_000, "fail"), (500_000_000, "warn"), (5_000_000_000, "ok")])
def test_a_disk_that_runs_full_is_told_in_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert check_disk(load_settings(folder, {})).state == state


def test_a_clock_that_cannot_be_right_is_told() -> None:
    assert check_clock(datetime(1970, 1, 1, tzinfo=UTC), None).state is State.FAIL
    assert check_clock(NOW, release(created_at=NOW + timedelta(hours=1))).state is State.WARN
    assert check_clock(NOW, release()).state is State.OK


def test_an_old_or_an_empty_index_is_only_a_warning() -> None:
    assert check_release(release(), NOW).state is State.OK
    assert "40 days ago" in check_release(release(created_at=NOW - timedelta(days=40)), NOW).text
    assert check_release(release(sections=0), NOW).state is State.WARN


def test_a_port_that_is_taken_is_only_a_warning(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (folder / "fingerpost.toml").write_text(f"{SETTINGS}[server]\nport = {port}\n", encoding="utf-8")
        assert checks(folder)["address"].state is State.WARN


def test_processes_that_would_refuse_one_anothers_forms_are_told_of(folder: Path) -> None:
    assert checks(folder)["forms"].state is State.OK
    (folder / "fingerpost.toml").write_text(f"{SETTINGS}[server]\nworkers = 2\n", encoding="utf-8")
    check = checks(folder)["forms"]
    assert check.state is State.WARN
    assert "FINGERPOST_SERVER__SECRET_KEY" in check.fix
    (folder / "fingerpost.toml").write_text(
        f'{SETTINGS}[server]\nworkers = 2\nsecret_key = "{"k" * 32}"\n', encoding="utf-8"
    )
    assert checks(folder)["forms"].state is State.OK


def test_the_doctor_says_which_languages_the_pages_speak(tmp_path: Path) -> None:
    made = make_service_folder(tmp_path)
    said = check_wording(load_settings(made))
    assert (said.state, said.text) == (State.OK, "the pages speak English, Cymraeg")


def test_the_doctor_finds_wording_that_cannot_be_used_and_a_language_without_words(tmp_path: Path) -> None:
    made = make_service_folder(tmp_path)
    settings = made / "fingerpost.toml"
    settings.write_text(settings.read_text().replace('locales = ["en", "cy"]', 'locales = ["en", "cy", "gd"]'))
    said = check_wording(load_settings(made))
    assert said.state is State.WARN
    assert "wording/gd.po" in said.fix
    (made / "wording").mkdir()
    (made / "wording" / "en.po").write_text('msgid "nonsense"\nmsgstr "x"\n', encoding="utf-8")
    said = check_wording(load_settings(made))
    assert said.state is State.FAIL
    assert "nonsense" in said.text


def test_helplines_that_nobody_has_checked_for_six_months_are_a_warning(folder: Path) -> None:
    settings = load_settings(folder)

    assert check_help(settings, NOW).state is State.OK
    old = check_help(settings, NOW + timedelta(days=200))
    assert old.state is State.WARN
    assert "Emergency services" in old.text
    assert "routes.toml" in old.fix


def test_a_model_without_its_key_is_a_failure_and_no_model_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    assert check_model(load_settings(folder, {})).state is State.OK
    composes = {"FINGERPOST_ANSWERS__COMPOSER": "model"}
    missing = check_model(load_settings(folder, composes))
    assert missing.state is State.FAIL
    assert "FINGERPOST_MODEL__KEY" in missing.fix
    given = check_model(load_settings(folder, composes | {"FINGERPOST_MODEL__KEY": "sk-secret"}))
    assert given.state is State.OK
    assert "sk-secret" not in given.text
