"""The embedder that ships, opened once, and a quick one for tests that need no meaning."""

from __future__ import annotations

import pytest

from fingerpost.search.embed import Embedder, open_embedder
from tests.search.library import HashedWords


@pytest.fixture(scope="session")
def minilm() -> Embedder:
    return open_embedder("minilm-l6-v2-int8")


@pytest.fixture
def words() -> HashedWords:
    return HashedWords()
