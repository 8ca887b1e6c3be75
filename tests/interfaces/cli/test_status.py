"""``fingerpost status``: what is held, since when, and what the last sync came to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.small_service import make_service_folder


def test_status_counts_pages_by_source_and_gives_the_size(fingerpost: Callable, synced: Path) -> None:
    found = fingerpost("status", "--service", synced, "--json").json
    assert found["sources"] == {"site": 4}
    assert (found["documents"], found["locales"]) == (4, ["cy", "en"])
    assert found["bytes"] > 1000
    assert found["release"]


def test_status_tells_what_the_last_sync_came_to(fingerpost: Callable, tmp_path: Path) -> None:
    folder = make_service_folder(tmp_path)
    fingerpost("sync", "--service", folder)
    (folder / "content" / "parking.md").unlink()
    fingerpost("sync", "--service", folder)
    found = fingerpost("status", "--service", folder, "--json").json
    assert found["last_sync"]["removed"] == 1
    text = fingerpost("status", "--service", folder).out
    assert "1 removed" in text
    assert "site: 3 pages" in text


def test_before_the_first_sync_the_fix_is_to_sync(fingerpost: Callable, tmp_path: Path) -> None:
    ran = fingerpost("status", "--service", make_service_folder(tmp_path))
    assert ran.code == 1
    assert "fingerpost sync" in ran.err
