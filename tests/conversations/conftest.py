from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from fingerpost.conversations.store import ConversationStore


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A throw-away PostgreSQL. Skips by name where it can't be had; in CI it must be there."""
    missing = [
        name
        for name, there in {
            "pg_virtualenv (Debian: postgresql, postgresql-common)": shutil.which("pg_virtualenv"),
            "psycopg (pip install 'fingerpost[postgres]')": find_spec("psycopg"),
        }.items()
        if not there
    ]
    if missing:
        message = f"needs {' and '.join(missing)}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    folder = tmp_path_factory.mktemp("postgres")
    address, stop = folder / "address", folder / "stop"
    os.mkfifo(stop)
    # pg_virtualenv takes the cluster down when its command ends: this one ends when somebody opens the pipe.
    address_parts = "$PGUSER $PGPASSWORD $PGHOST $PGPORT $PGDATABASE"
    command = f'echo "{address_parts}" > {address}.new && mv {address}.new {address} && read x < {stop}'
    server = subprocess.Popen(
        ["pg_virtualenv", "-t", "sh", "-c", command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 60
        while not address.exists():
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"pg_virtualenv did not start: {server.stderr.read() if server.stderr else ''}")
            time.sleep(0.1)
        user, password, host, port, database = address.read_text().split(" ")
        yield f"postgresql://{user}:{password}@{host}:{port}/{database.strip()}"
    finally:
        if server.poll() is None:
            with stop.open("w") as pipe:
                pipe.write("\n")
        server.wait(30)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each database a service may use."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kept/conversations.db"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def store(url: str) -> Iterator[ConversationStore]:
    opened = ConversationStore.open(url, max_turns=5)
    yield opened
    opened.close()
