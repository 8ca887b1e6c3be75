"""``fingerpost sync``: what changed, what was skipped and why, and an exit code a timer can act on."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.small_service import SETTINGS, make_service_folder

UNREACHABLE = (
    SETTINGS + '[[sources]]\nkind = "folder"\nname = "lost"\npath = "nowhere"\nbase_url = "https://a.example"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_service_folder(tmp_path)


def test_the_closing_report_counts_and_says_what_was_skipped_and_why(fingerpost: Callable, folder: Path) -> None:
    ran = fingerpost("sync", "--service", folder)
    assert ran.code == 0
    assert ran.out.split()[:8] == ["Added", "4", "Changed", "0", "Unchanged", "0", "Removed", "0"]
    assert "/old" in ran.out
    assert "withdrawn" in ran.out
    assert "Serving 4 pages" in ran.out
    assert "Reading site" in ran.err


def test_with_json_the_report_is_one_object_and_nothing_else(fingerpost: Callable, folder: Path) -> None:
    ran = fingerpost("sync", "--service", folder, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.json["added"], ran.json["removed"], ran.json["failed"]) == (4, 0, [])
    assert "withdrawn" in ran.json["skipped"][0]["reason"]
    assert ran.json["release"]["documents"] == 4


def test_a_dry_run_writes_nothing(fingerpost: Callable, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    ran = fingerpost("sync", "--service", folder, "--dry-run")
    assert ran.code == 0
    assert "nothing was written" in ran.out
    assert sorted(folder.rglob("*")) == before


def test_a_source_that_failed_is_named_and_ends_with_one(fingerpost: Callable, folder: Path) -> None:
    (folder / "fingerpost.toml").write_text(UNREACHABLE, encoding="utf-8")
    ran = fingerpost("sync", "--service", folder)
    assert ran.code == 1
    assert "Source 'lost' failed" in ran.out
    assert "Serving 4 pages" in ran.out


def test_only_the_source_that_was_named_is_read(fingerpost: Callable, folder: Path) -> None:
    (folder / "fingerpost.toml").write_text(UNREACHABLE, encoding="utf-8")
    assert fingerpost("sync", "--service", folder, "--source", "site").code == 0
    ran = fingerpost("sync", "--service", folder, "--source", "sight")
    assert ran.code == 2
    assert "site" in ran.err


def test_rebuild_reads_every_page_again(fingerpost: Callable, folder: Path) -> None:
    fingerpost("sync", "--service", folder)
    assert fingerpost("sync", "--service", folder, "--json").json["sections"] == 0
    assert fingerpost("sync", "--service", folder, "--rebuild", "--json").json["sections"] > 0


def test_a_terminal_sees_a_bar_with_its_count_while_json_stays_whole(folder: Path) -> None:
    watcher, terminal = pty.openpty()
    command = [sys.executable, "-m", "fingerpost.interfaces.cli", "sync", "--service", str(folder), "--json"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, env=environment)
    os.close(terminal)
    seen = b""
    # Read as it comes: a terminal holds little, and whoever writes to a full one waits.
    with ThreadPoolExecutor(1) as threads:
        printed = threads.submit(run.communicate)
        with suppress(OSError):  # how a terminal says that nobody writes to it any more
            while part := os.read(watcher, 65536):
                seen += part
        stdout, _ = printed.result()
    os.close(watcher)
    assert run.returncode == 0
    assert stdout.startswith(b"{")
    text = seen.decode()
    assert "site" in text
    assert "5/5" in text
    assert "/s" in text
