"""A service of written answers whose people can be reached, and a desk that takes hand-overs over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from starlette.testclient import TestClient

from fingerpost.settings import load_settings
from fingerpost.testing.web_chat_server import DeskReply, WebChatServer
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.written import BILINGUAL, WrittenService, written_service

KEY = "a key of sixteen or more"
ROUTES = """
[[people.routes]]
name = "Customer services"
kind = "phone"
phone = "01632 960 123"
hours = { monday = ["09:00-17:00"] }
[people.routes.translations.cy]
name = "Gwasanaethau cwsmeriaid"
[[people.routes]]
name = "Call me"
kind = "call_back"
[[people.routes]]
name = "Chat with us"
kind = "web_chat"
[[people.routes]]
name = "Night desk"
kind = "web_chat"
hours = {}
[[people.routes]]
name = "Chat that is never open"
kind = "web_chat"
hours = { monday = ["03:00-03:01"] }
"""


class Reached(NamedTuple):
    """The service, its receiver and a visitor without a browser."""

    service: WrittenService
    desk: WebChatServer
    client: TestClient

    def visitor(self) -> TestClient:
        return TestClient(self.client.app, raise_server_exceptions=False, base_url="http://localhost")


@contextmanager
def reached(folder: Path, *script: DeskReply, seconds: float = 5) -> Iterator[Reached]:
    """Serve a service whose hand-overs go to a desk on loopback."""
    with WebChatServer(KEY, *script) as desk:
        service = written_service(folder, BILINGUAL)
        people = f'\n[people]\nwebhook_url = "{desk.url}"\nwebhook_seconds = {seconds}\n{ROUTES}'
        (folder / "fingerpost.toml").write_text(
            BILINGUAL.replace("[service]", '[service]\nnation = "england"', 1) + people, encoding="utf-8"
        )
        service.settings = load_settings(folder, {"FINGERPOST_PEOPLE__WEBHOOK_KEY": KEY})
        client = TestClient(web_app(service), raise_server_exceptions=False, base_url="http://localhost")
        try:
            yield Reached(service, desk, client)
        finally:
            service.store.close()
