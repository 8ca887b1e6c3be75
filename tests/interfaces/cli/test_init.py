"""``fingerpost init``: a folder that works, and nothing overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fingerpost.settings import load_settings
from fingerpost.sync import sync


def test_a_commented_service_is_made_and_the_next_steps_said(fingerpost: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "service"
    ran = fingerpost("init", folder)
    assert ran.code == 0
    assert f"fingerpost sync --service {folder}" in ran.out
    assert (folder / ".gitignore").read_text(encoding="utf-8").endswith(".fingerpost/\n")
    assert (folder / "fingerpost.toml").read_text(encoding="utf-8").count("#") > 10
    assert len(list((folder / "content").glob("*.md"))) == 2


def test_the_folder_it_makes_can_be_synced_as_it_is(fingerpost: Callable, tmp_path: Path) -> None:
    fingerpost("init", tmp_path)
    report = sync(load_settings(tmp_path, {}))
    assert (report.added, report.skipped) == (2, ())


def test_with_json_the_files_are_listed(fingerpost: Callable, tmp_path: Path) -> None:
    assert "fingerpost.toml" in fingerpost("init", tmp_path, "--json").json["files"]


def test_nothing_is_overwritten_and_nothing_half_written(fingerpost: Callable, tmp_path: Path) -> None:
    (tmp_path / "fingerpost.toml").write_text("mine", encoding="utf-8")
    ran = fingerpost("init", tmp_path)
    assert ran.code == 2
    assert "fingerpost.toml" in ran.err
    assert (tmp_path / "fingerpost.toml").read_text(encoding="utf-8") == "mine"
    assert [file.name for file in tmp_path.iterdir()] == ["fingerpost.toml"]


def test_a_place_that_cannot_be_written_is_said_plainly(fingerpost: Callable, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = fingerpost("init", tmp_path / "file" / "service")
    assert ran.code == 1
    assert "can't write there" in ran.err
