"""The demonstration service laid out: whole the first time, brought up to date later, and edits left alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fingerpost.demo import __main__ as demonstration
from fingerpost.demo.folder import lay_out
from fingerpost.errors import StorageError
from fingerpost.settings import load_settings


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    folder = tmp_path / "packaged"
    (folder / "content").mkdir(parents=True)
    (folder / "fingerpost.toml").write_text("one", encoding="utf-8")
    (folder / "content" / "bins.md").write_text("bins one", encoding="utf-8")
    (folder / "content" / "parks.md").write_text("parks one", encoding="utf-8")
    return folder


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_sampleford_is_laid_out_whole(tmp_path: Path) -> None:
    laid_out = lay_out(tmp_path / "sampleford")
    assert len(laid_out.added) >= 40
    assert load_settings(tmp_path / "sampleford", {}).service.demonstration


def test_laying_it_out_again_changes_nothing(packaged: Path, tmp_path: Path) -> None:
    lay_out(tmp_path / "demo", packaged)
    again = lay_out(tmp_path / "demo", packaged)
    assert (again.added, again.updated, again.removed, again.kept, again.missing) == ((), (), (), (), ())


def test_a_newer_page_replaces_an_unedited_one(packaged: Path, tmp_path: Path) -> None:
    lay_out(tmp_path / "demo", packaged)
    (packaged / "content" / "bins.md").write_text("bins two", encoding="utf-8")
    assert lay_out(tmp_path / "demo", packaged).updated == ("content/bins.md",)
    assert read(tmp_path / "demo" / "content" / "bins.md") == "bins two"


def test_an_edited_page_is_left_as_it_is_and_said(packaged: Path, tmp_path: Path) -> None:
    lay_out(tmp_path / "demo", packaged)
    edited = tmp_path / "demo" / "content" / "bins.md"
    edited.write_text("mine", encoding="utf-8")
    (packaged / "content" / "bins.md").write_text("bins two", encoding="utf-8")
    for _ in range(2):
        assert lay_out(tmp_path / "demo", packaged).kept == ("content/bins.md",)
    assert read(edited) == "mine"


def test_a_folder_that_was_there_before_is_not_overwritten(packaged: Path, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "fingerpost.toml").write_text("mine", encoding="utf-8")
    laid_out = lay_out(tmp_path / "demo", packaged)
    assert laid_out.kept == ("fingerpost.toml",)
    assert read(tmp_path / "demo" / "fingerpost.toml") == "mine"


def test_a_page_that_was_taken_away_stays_away(packaged: Path, tmp_path: Path) -> None:
    lay_out(tmp_path / "demo", packaged)
    (tmp_path / "demo" / "content" / "parks.md").unlink()
    assert lay_out(tmp_path / "demo", packaged).missing == ("content/parks.md",)
    assert not (tmp_path / "demo" / "content" / "parks.md").exists()


def test_a_page_no_longer_packaged_goes_unless_it_was_edited(packaged: Path, tmp_path: Path) -> None:
    lay_out(tmp_path / "demo", packaged)
    (tmp_path / "demo" / "content" / "bins.md").write_text("mine", encoding="utf-8")
    shutil.rmtree(packaged / "content")
    assert lay_out(tmp_path / "demo", packaged).removed == ("content/parks.md",)
    assert read(tmp_path / "demo" / "content" / "bins.md") == "mine"


def test_a_place_that_cannot_be_written_is_said(packaged: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="can't write there"):
        lay_out(tmp_path / "file", packaged)


def test_the_demonstration_is_made_synced_and_ready_to_ask(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fingerpost.demo", str(tmp_path / "demo"), "--no-serve"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "Laid out the Sampleford demonstration service" in run.stdout
    assert "Serving" in run.stdout
    assert "fingerpost serve" in run.stdout


def test_a_fault_of_ours_is_said_without_a_traceback_and_shown_with_debug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.setattr(demonstration, "lay_out", fail)
    monkeypatch.setattr(sys, "argv", ["fingerpost.demo", str(tmp_path)])
    assert demonstration.main() == 70
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "python -m fingerpost.demo --debug" in said
    monkeypatch.setattr(sys, "argv", ["fingerpost.demo", str(tmp_path), "--debug"])
    assert demonstration.main() == 70
    assert "Traceback" in capsys.readouterr().err
