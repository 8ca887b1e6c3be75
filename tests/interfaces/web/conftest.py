"""A served service and a browser to look at it with."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from starlette.testclient import TestClient

from fingerpost.interfaces.web import add_web
from tests.interfaces.web.written import BILINGUAL, WrittenService, written_service

CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


expect.set_options(timeout=20_000)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve ``app`` on a free port of this machine and give its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(60)


def web_app(service: Any) -> FastAPI:
    app = FastAPI(openapi_url=None)
    add_web(app, service)
    return app


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WrittenService]:
    """A service of written answers, with a store that every test's visitors share and none can see into."""
    written = written_service(tmp_path_factory.mktemp("written"))
    yield written
    written.store.close()


@pytest.fixture(scope="package")
def app(service: WrittenService) -> FastAPI:
    return web_app(service)


@pytest.fixture(scope="package")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WrittenService]:
    """A service of written answers that is offered in English and Welsh."""
    written = written_service(tmp_path_factory.mktemp("bilingual"), BILINGUAL)
    yield written
    written.store.close()


@pytest.fixture(scope="package")
def bilingual_app(bilingual: WrittenService) -> FastAPI:
    return web_app(bilingual)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A new visitor without a browser."""
    return TestClient(app, raise_server_exceptions=False, base_url="http://localhost")


@pytest.fixture(scope="package")
def site(app: FastAPI) -> Iterator[str]:
    """The address of the service of written answers."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="package")
def bilingual_site(bilingual_app: FastAPI) -> Iterator[str]:
    """The address of the service that is offered in English and Welsh."""
    with serving(bilingual_app) as address:
        yield address


# Of the package and not of the session: Playwright keeps an event loop running in this thread while it is open.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        message = "needs chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Complaints:
    """What the browser complained of."""

    said: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ("the server responded with a status of",)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _console(self, message: ConsoleMessage) -> None:
        # A page that says it is an error page is reported as a failed load; that is what the test wanted.
        if message.type in ("error", "warning") and not any(words in message.text for words in self.expected):
            self.said.append(message.text)


@contextmanager
def open_page(
    browser: Browser, site: str, *, width: int = 1280, javascript: bool = True, expected: str = ""
) -> Iterator[Page]:
    """Open a new visitor's page. Ends by checking that the browser complained of nothing but what was expected."""
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": 900}, java_script_enabled=javascript, reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    complaints = Complaints()
    if expected:
        complaints.expected = (*complaints.expected, expected)
    page = context.new_page()
    complaints.watch(page)
    try:
        yield page
        assert complaints.said == []
    finally:
        context.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    with open_page(browser, site) as opened:
        yield opened


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    """A page in a browser whose JavaScript is off."""
    with open_page(browser, site, javascript=False) as opened:
        yield opened
