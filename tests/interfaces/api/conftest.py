from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from fingerpost.interfaces.app import SERVER_OPTIONS, create_app
from fingerpost.service import Service
from fingerpost.settings import Settings, load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder

Serve = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small service, synced."""
    settings = load_settings(make_service_folder(tmp_path_factory.mktemp("service")))
    sync(settings)
    return settings


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Serve over real HTTP on loopback, as ``fingerpost serve`` does, and give the address."""
    server = uvicorn.Server(uvicorn.Config(create_app(service), host="127.0.0.1", port=0, **SERVER_OPTIONS))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server stopped as it started"
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the server did not stop"


@pytest.fixture(scope="session")
def address(synced: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the tests that only ask."""
    changed = changed_settings(synced, tmp_path_factory.mktemp("kept"), questions_per_minute=100_000)
    with serving(Service.of(changed)) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as opened:
        yield opened


@pytest.fixture
def serve(synced: Settings, tmp_path: Path) -> Iterator[Serve]:
    """Return a function that starts a server of its own with other settings, and returns a client of it."""
    stop: list[Callable[[], object]] = []

    def start(service: Service | None = None, **server: object) -> httpx.Client:
        serving_it = serving(service or Service.of(changed_settings(synced, tmp_path, **server)))
        opened = httpx.Client(base_url=serving_it.__enter__(), timeout=30)
        stop.append(lambda: (opened.close(), serving_it.__exit__(None, None, None)))
        return opened

    yield start
    for each in reversed(stop):
        each()


def changed_settings(settings: Settings, folder: Path, **server: object) -> Settings:
    """Return ``settings`` with a store in ``folder`` and some of the server's settings changed."""
    store = settings.conversations.model_copy(update={"database_url": _secret(f"sqlite:///{folder}/conversations.db")})
    return settings.model_copy(update={"server": settings.server.model_copy(update=server), "conversations": store})


def _secret(value: str):
    from pydantic import SecretStr

    return SecretStr(value)
