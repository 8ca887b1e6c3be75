"""The command line as a whole: help, versions, and how every error is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost import __version__
from fingerpost.interfaces.cli import main

COMMANDS = ("init", "sync", "ask", "search", "serve", "status", "doctor", "evaluate retrieval")


def test_nothing_typed_asks_for_help(fingerpost: Callable) -> None:
    ran = fingerpost()
    assert ran.code == 0
    assert "Commands" in ran.out


def test_the_version_is_the_packages_own(fingerpost: Callable) -> None:
    ran = fingerpost("--version")
    assert (ran.code, ran.out) == (0, f"fingerpost {__version__}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_takes_json(fingerpost: Callable, command: str) -> None:
    ran = fingerpost(*command.split(), "--help")
    assert ran.code == 0
    assert "--json" in ran.out


def test_a_misspelt_command_is_met_with_the_one_that_was_meant(fingerpost: Callable) -> None:
    ran = fingerpost("serach", "bins")
    assert ran.code == 2
    assert "search" in ran.err
    assert "Fix:" in ran.err
    assert ran.out == ""


def test_a_missing_argument_names_the_commands_own_help(fingerpost: Callable) -> None:
    ran = fingerpost("ask")
    assert ran.code == 2
    assert "fingerpost ask --help" in ran.err


def test_an_error_says_what_where_and_the_fix_on_standard_error(fingerpost: Callable, tmp_path: Path) -> None:
    ran = fingerpost("status", "--service", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no fingerpost.toml here" in ran.err
    assert str(tmp_path) in ran.err
    assert "Fix: run 'fingerpost init FOLDER'" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("words", [("status", "--service", "nowhere"), ("ask",), ("nonesuch",), ("sync", "--port")])
def test_with_json_a_problem_is_one_object_and_nothing_else(fingerpost: Callable, words: tuple[str, ...]) -> None:
    ran = fingerpost(*words, "--json")
    assert ran.code == ran.json["exit_code"] == 2
    assert ran.json["type"].startswith("urn:fingerpost:problem:")
    assert ran.json["detail"]
    assert ran.json["fix"]
    assert ran.err == ""


def test_a_fault_of_ours_is_said_without_a_traceback_and_shown_with_debug(
    fingerpost: Callable, synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("a question somebody asked")

    monkeypatch.setattr("fingerpost.interfaces.cli.status.recall", fail)
    ran = fingerpost("status", "--service", synced)
    assert ran.code == 70
    assert "Traceback" not in ran.err
    assert "a question somebody asked" not in ran.err
    assert "Traceback" in fingerpost("--debug", "status", "--service", synced).err


def test_ctrl_c_stops_it_cleanly(fingerpost: Callable, synced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fingerpost.interfaces.cli.status.recall", interrupt)
    ran = fingerpost("status", "--service", synced)
    assert ran.code == 130
    assert ran.err.strip() == "Stopped."


def test_the_service_may_be_named_by_the_environment(
    fingerpost: Callable, synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINGERPOST_SERVICE_FOLDER", str(synced))
    assert fingerpost("status", "--json").json["service"] == "Sampleford Council"


def test_main_ends_the_process_with_the_commands_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["nonesuch"])
    assert ended.value.code == 2


def test_help_loads_the_commands_and_what_draws_them_and_nothing_else() -> None:
    # What it takes is measured by benchmarks/cold_start.py; a time held here would fail on a busy machine.
    program = (
        "import runpy, sys\nsys.argv = ['fingerpost', '--help']\n"
        "try: runpy.run_module('fingerpost.interfaces.cli', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stderr.split()
    theirs = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names) - {"fingerpost"}
    assert {name for name in theirs if not name.startswith("_")} <= {
        "annotated_doc", "attr", "markdown_it", "mdurl", "pygments", "rich", "shellingham", "typer",
    }  # fmt: skip
    ours = {name for name in loaded if name.startswith("fingerpost.") and ".interfaces.cli" not in name}
    assert ours == {"fingerpost.errors", "fingerpost.interfaces", "fingerpost.interfaces.audited"}
    assert len(loaded) < 450


def test_a_shell_can_complete_commands(fingerpost: Callable) -> None:
    completed = subprocess.run(
        [sys.executable, "-m", "fingerpost.interfaces.cli"],
        env={"_FINGERPOST_COMPLETE": "complete_bash", "COMP_WORDS": "fingerpost s", "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
    )
    assert completed.stdout.split() == ["sync", "search", "serve", "status", "submissions"]
