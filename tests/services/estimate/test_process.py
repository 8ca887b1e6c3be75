"""The engine in its own process: started once, kept, ended when it hangs, and started anew when it dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fingerpost.errors import EstimateUnavailableError
from fingerpost.services.estimate.process import EngineDiedError, EngineProcess, engine_command
from fingerpost.testing.estimate_engine import DIES_AT, EATS_MEMORY_AT, FAILS_AT, HANGS_AT, install


def asked(age: int = 30) -> dict[str, Any]:
    people = {"people": {"a": {"age": {"2026": age}, "employment_income": {"2026": 1000}}}}
    homes = {"benunits": {"u": {"members": ["a"]}}, "households": {"h": {"members": ["a"]}}}
    return {"year": 2026, "situation": {**people, **homes}, "variables": ["universal_credit"]}


def engine(python: str, *, seconds: float = 120, start_seconds: float = 120, memory_mb: int = 0) -> EngineProcess:
    return EngineProcess(engine_command(python, memory_mb), seconds=seconds, start_seconds=start_seconds)


@pytest.fixture
def python(tmp_path: Path) -> str:
    return install(tmp_path / "engine")


@pytest.fixture
def kept(python: str) -> Iterator[EngineProcess]:
    process = engine(python)
    yield process
    process.close()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_says_what_it_is_and_answers_in_one_process_kept_for_all(kept: EngineProcess):
    ready = kept.ready()
    assert ready.name == "policyengine-uk 0.0.1"
    assert ready.areas == {"WALES": ("CARDIFF", "SWANSEA"), "LONDON": ("INNER",)}
    pid = kept.pid
    assert [kept.answer(asked()) for _ in range(3)] == [{"universal_credit": ["11450.00"]}] * 3
    assert (kept.pid, kept.starts) == (pid, 1)
    assert pid is not None
    assert pid != os.getpid()


def test_the_engine_is_never_imported_here(kept: EngineProcess):
    kept.answer(asked())
    assert not [name for name in sys.modules if name.startswith("policyengine")]


def test_one_that_hangs_is_ended_and_started_anew(python: str):
    process = engine(python, seconds=0.2)
    process.ready()
    hung = process.pid
    assert hung is not None
    with pytest.raises(EstimateUnavailableError, match="took longer than"):
        process.answer(asked(HANGS_AT))
    assert process.pid is None
    assert not is_running(hung)
    process.ready()
    assert process.pid not in (None, hung)
    process.close()


def test_one_that_dies_is_known_to_have_died_and_another_answers(kept: EngineProcess):
    with pytest.raises(EngineDiedError):
        kept.answer(asked(DIES_AT))
    assert kept.answer(asked()) == {"universal_credit": ["11450.00"]}
    assert kept.starts == 2


def test_an_error_inside_the_engine_is_said_and_the_process_goes_on(kept: EngineProcess):
    with pytest.raises(EstimateUnavailableError, match="could not estimate this household"):
        kept.answer(asked(FAILS_AT))
    assert kept.answer(asked()) == {"universal_credit": ["11450.00"]}
    assert kept.starts == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limit")
def test_it_gets_no_more_memory_than_it_may(python: str):
    process = engine(python, memory_mb=512)
    with pytest.raises(EstimateUnavailableError, match="could not estimate"):
        process.answer(asked(EATS_MEMORY_AT))
    assert process.pid is not None
    limits = Path(f"/proc/{process.pid}/limits")
    if limits.exists():
        assert f"Max address space         {512 * 1024 * 1024}" in limits.read_text()
    process.close()


def test_without_the_extra_the_error_says_what_to_install_and_what_works_without(tmp_path: Path):
    process = engine(install(tmp_path / "none", absent=True))
    with pytest.raises(EstimateUnavailableError) as caught:
        process.ready()
    assert "fingerpost[estimate]" in caught.value.fix
    assert "check-benefits" in caught.value.fix
    assert process.pid is None


def test_a_python_that_is_not_there_is_named_by_its_key(tmp_path: Path):
    with pytest.raises(EstimateUnavailableError) as caught:
        engine(str(tmp_path / "nothing")).ready()
    assert caught.value.where == "calculators.estimate.python"


def test_one_that_is_never_ready_is_ended(tmp_path: Path):
    silent = tmp_path / "python"
    silent.write_text("#!/bin/sh\nexec sleep 600\n")
    silent.chmod(0o755)
    process = engine(str(silent), start_seconds=0.2)
    with pytest.raises(EstimateUnavailableError, match="was not ready after"):
        process.ready()
    assert process.pid is None


def test_what_is_no_answer_is_not_taken_for_one(tmp_path: Path):
    babbles = tmp_path / "python"
    babbles.write_text('#!/bin/sh\necho \'{"ready": true}\'\necho \'{"id": 99, "values": {}}\'\nexec sleep 600\n')
    babbles.chmod(0o755)
    process = engine(str(babbles))
    with pytest.raises(EngineDiedError):
        process.answer(asked())
    assert process.pid is None


def test_no_secret_of_the_service_reaches_the_engine(kept: EngineProcess, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FINGERPOST_MODEL__KEY", "sk-secret")
    kept.ready()
    environment = Path(f"/proc/{kept.pid}/environ")
    if environment.exists():
        assert b"sk-secret" not in environment.read_bytes()


def test_a_closed_one_starts_no_more(kept: EngineProcess):
    kept.ready()
    pid = kept.pid
    kept.close()
    assert pid is not None
    assert not is_running(pid)
    with pytest.raises(EstimateUnavailableError, match="stopping"):
        kept.ready()
