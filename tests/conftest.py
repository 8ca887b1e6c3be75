"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the clone. Skips by name where it is absent; in CI it must be there."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        message = "needs ../shared/data beside the clone"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
