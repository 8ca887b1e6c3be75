"""Guidance flows in: what changed is read, what went is removed, and the last good index always serves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fingerpost.errors import FingerpostError, IndexBusyError, SettingsError, SourceError
from fingerpost.search.embed import open_embedder
from fingerpost.search.index import Index
from fingerpost.settings import load_settings
from fingerpost.sync import SyncReport, sync
from tests.small_service import PAGES, SETTINGS, make_service_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_service_folder(tmp_path)


def run(folder: Path, **options) -> SyncReport:
    return sync(load_settings(folder, {}), **options)


def opened(folder: Path) -> Index:
    settings = load_settings(folder, {})
    return Index.open(settings.index_uri, open_embedder(settings.index.embedder))


def titles(folder: Path) -> set[str]:
    return {section.page.title for section in opened(folder).sample(1000)}


def test_a_first_sync_adds_every_page_that_may_be_served(folder: Path) -> None:
    report = run(folder)
    assert (report.added, report.changed, report.removed, len(report.skipped)) == (4, 0, 0, 1)
    assert titles(folder) == {"Bin collections", "Council Tax discounts", "Parking permits", "Casgliadau biniau"}
    assert report.release is not None
    assert report.release.sections == report.sections > 4


def test_a_withdrawn_page_is_skipped_with_its_reason_and_never_held(folder: Path) -> None:
    (skipped,) = run(folder).skipped
    assert "old" in skipped.key
    assert "withdrawn" in skipped.reason
    assert "Garden waste in 2019" not in titles(folder)


def test_nothing_is_parsed_or_embedded_again_when_nothing_changed(folder: Path) -> None:
    first = run(folder)
    again = run(folder)
    assert (again.unchanged, again.added, again.changed, again.sections) == (5, 0, 0, 0)
    assert again.release == first.release


def test_a_changed_page_replaces_its_old_words(folder: Path) -> None:
    run(folder)
    page = folder / "content" / "parking.md"
    page.write_text(page.read_text().replace("£60", "£75"))
    report = run(folder)
    assert (report.changed, report.unchanged) == (1, 4)
    words = " ".join(section.text for section in opened(folder).sample(1000))
    assert "£75" in words
    assert "£60" not in words


def test_a_page_that_has_gone_is_removed(folder: Path) -> None:
    run(folder)
    (folder / "content" / "parking.md").unlink()
    assert run(folder).removed == 1
    assert "Parking permits" not in titles(folder)


def test_pages_of_a_source_taken_out_of_the_settings_are_removed(folder: Path) -> None:
    second = SETTINGS + '\n[[sources]]\nkind = "folder"\nname = "more"\npath = "more"\nbase_url = "https://m.example"\n'
    (folder / "more").mkdir()
    (folder / "more" / "dogs.md").write_text("# Dogs\n\nKeep your dog on a lead.\n")
    (folder / "fingerpost.toml").write_text(second)
    assert run(folder).added == 5
    (folder / "fingerpost.toml").write_text(SETTINGS)
    assert run(folder).removed == 1


def test_a_dry_run_reports_and_writes_nothing(folder: Path) -> None:
    report = run(folder, dry_run=True)
    assert (report.added, report.dry_run, report.release) == (4, True, None)
    with pytest.raises(FingerpostError):
        opened(folder)


def test_a_dry_run_leaves_a_good_index_as_it_is(folder: Path) -> None:
    before = run(folder).release
    (folder / "content" / "parking.md").unlink()
    assert run(folder, dry_run=True).removed == 1
    assert opened(folder).release == before


def test_a_source_that_fails_keeps_what_was_held_of_it(folder: Path) -> None:
    second = SETTINGS + '\n[[sources]]\nkind = "folder"\nname = "more"\npath = "more"\nbase_url = "https://m.example"\n'
    (folder / "more").mkdir()
    (folder / "more" / "dogs.md").write_text("# Dogs\n\nKeep your dog on a lead.\n")
    (folder / "fingerpost.toml").write_text(second)
    run(folder)
    shutil.rmtree(folder / "more")
    report = run(folder)
    assert [failed.name for failed in report.failed] == ["more"]
    assert report.removed == 0
    assert "Dogs" in titles(folder)


def test_a_sync_in_which_every_source_fails_is_an_error(folder: Path) -> None:
    shutil.rmtree(folder / "content")
    with pytest.raises(SourceError) as raised:
        run(folder)
    said = str(raised.value)
    assert (said.count("source 'site'"), said.count("Fix:")) == (1, 1)
    assert "fingerpost.toml" in raised.value.fix


def test_a_collapse_of_the_sources_is_refused_until_it_is_meant(tmp_path: Path) -> None:
    pages = {f"p{n}.md": f"# Page {n}\n\nWords of page {n}.\n" for n in range(30)}
    folder = make_service_folder(tmp_path, pages)
    run(folder)
    for number in range(25):
        (folder / "content" / f"p{number}.md").unlink()
    for _ in range(2):
        with pytest.raises(SourceError, match="25 of 30"):
            run(folder)
        assert len(titles(folder)) == 30
    assert run(folder, allow_shrink=True).removed == 25
    assert len(titles(folder)) == 5


def test_an_empty_source_never_replaces_the_index(tmp_path: Path) -> None:
    folder = make_service_folder(tmp_path, {"empty.md": ""})
    with pytest.raises(SourceError, match="index would be empty"):
        run(folder)


def test_a_source_that_is_not_in_the_settings_is_named(folder: Path) -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        run(folder, only=["nowhere"])


def test_two_pages_with_one_address_are_told_apart(tmp_path: Path) -> None:
    same = "---\ntitle: {}\nurl: https://www.sampleford.example/same\n---\nWords of {}.\n"
    folder = make_service_folder(tmp_path, {"a.md": same.format("A", "a"), "b.md": same.format("B", "b")})
    (skipped,) = run(folder).skipped
    assert "already read from" in skipped.reason
    assert titles(folder) == {"A"}


def test_other_settings_of_a_source_read_its_pages_again(folder: Path) -> None:
    run(folder)
    (folder / "fingerpost.toml").write_text(SETTINGS.replace("OGL-UK-3.0", "CC-BY-4.0"))
    report = run(folder)
    assert report.changed == 4
    assert {section.page.licence for section in opened(folder).sample(1000)} == {"CC-BY-4.0"}


SYNC = """
import sys
from fingerpost.settings import load_settings
from fingerpost.sync import sync

sync(load_settings(sys.argv[1], {}))
"""


def test_two_syncs_at_once_are_refused_clearly(folder: Path) -> None:
    from fingerpost.search.writer import IndexWriter

    settings = load_settings(folder, {})
    embedder = open_embedder(settings.index.embedder)
    with (
        IndexWriter.open(settings.index_uri, embedder, keep_versions=3, approximate_from=20_000),
        pytest.raises(IndexBusyError, match=str(os.getpid())),
    ):
        run(folder)


NEW_PAGES = 150


@pytest.mark.parametrize("seconds", [1.5, 2.5, 3.5])
def test_a_sync_killed_at_any_moment_leaves_the_last_good_index_serving(tmp_path: Path, seconds: float) -> None:
    folder = make_service_folder(tmp_path)
    before = run(folder).release
    for number in range(NEW_PAGES):
        (folder / "content" / f"n{number}.md").write_text(f"# New {number}\n\n" + f"Words {number} of it. " * 20)
    process = subprocess.Popen([sys.executable, "-c", SYNC, str(folder)], stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    index = opened(folder)
    assert index.release == before or index.release.documents == len(PAGES) - 1 + NEW_PAGES
    assert index.finds(next(iter(index.sample(1))))
    report = run(folder)
    # A page that was half written when the sync was stopped is known, so it counts as changed.
    assert report.added + report.changed + report.unchanged + len(report.skipped) == len(PAGES) + NEW_PAGES
    assert opened(folder).release.documents == len(PAGES) - 1 + NEW_PAGES
