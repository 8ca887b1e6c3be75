"""A small service that the ways in beside the web and the API are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small service, synced."""
    folder = make_service_folder(tmp_path_factory.mktemp("small"))
    sync(load_settings(folder, {}))
    return folder
