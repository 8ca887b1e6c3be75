"""A small service, synced once, and a way to run a command as it would be typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fingerpost.interfaces.cli.app import run
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Everything on standard output, which must be one JSON value and nothing else."""
        return json.loads(self.out)


@pytest.fixture
def fingerpost(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run ``fingerpost`` with these words and return how it ended."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("FINGERPOST_SERVICE_FOLDER", raising=False)

    def typed(*words: str | Path) -> Ran:
        capfd.readouterr()
        code = run([str(word) for word in words])
        printed = capfd.readouterr()
        return Ran(code, printed.out, printed.err)

    return typed


@pytest.fixture(scope="session")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service that has been synced. Tests only read it."""
    folder = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(folder, {}))
    return folder
