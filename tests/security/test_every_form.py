"""Every form of the pages is taken only from our own pages. The routes are walked, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from fingerpost.conversations.plan_seals import add_key
from fingerpost.interfaces.app import create_app
from fingerpost.interfaces.web.form_token import FIELD
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.visitor import post, token
from tests.small_service import PAGES, SETTINGS, make_service_folder

PASSWORD = "a long enough password"
CALL_BACK = """
[people]
webhook_url = "http://127.0.0.1:9/"
[[people.routes]]
name = "Call me"
kind = "call_back"
"""
FILLED = {
    "{name}": "blue-badge",
    "{step}": "delete",
    "{number}": "1",
    "{turn_id}": "none",
    "{step_id}": "none",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The whole application, with plans, somebody to talk to and an adviser's account."""
    folder = make_service_folder(tmp_path_factory.mktemp("forms"), PAGES, SETTINGS + CALL_BACK)
    add_key(folder / ".fingerpost" / "plans.key")
    settings = load_settings(folder, {"FINGERPOST_PEOPLE__WEBHOOK_KEY": "a key of sixteen or more"})
    sync(settings)
    server = settings.server.model_copy(update={"questions_per_minute": 100_000})
    kept = settings.conversations.model_copy(update={"database_url": SecretStr(f"sqlite:///{folder}/kept.db")})
    service = Service.of(settings.model_copy(update={"server": server, "conversations": kept}))
    service.store.accounts.add("jo.evans", "adviser", PASSWORD)
    yield create_app(service)
    service.close()


def changing(routes: Iterable[Any]) -> Iterator[str]:
    """Yield the path of every route that takes something other than a reading."""
    for route in routes:
        inside = getattr(route, "original_router", None) or getattr(route, "app", None)
        if getattr(route, "methods", None) and not {"GET", "HEAD"} & set(route.methods):
            yield route.path
        elif inside is not None and hasattr(inside, "routes"):
            yield from changing(inside.routes)


def pages_forms(app: FastAPI) -> list[str]:
    return sorted({path for path in changing(app.routes) if not path.startswith(("/api/", "/v1/"))})


def address(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(name, "minimum-wage" if path == "/calculators/{name}" else value)
    return path


@pytest.fixture
def adviser(app: FastAPI) -> TestClient:
    client = TestClient(app, raise_server_exceptions=False, base_url="http://localhost", follow_redirects=False)
    assert post(client, "/sign-in", name="jo.evans", password=PASSWORD).status_code == 303
    return client


def test_the_walk_finds_the_forms(app: FastAPI):
    found = pages_forms(app)

    assert {"/ask", "/receipts", "/plan/delete", "/sign-out", "/adviser/ask", "/journeys/{name}/{step}"} <= set(found)
    assert len(found) >= 30


def test_no_form_is_taken_without_its_token_or_from_another_site(app: FastAPI, adviser: TestClient):
    wrong: list[str] = []
    for path in pages_forms(app):
        good = token(adviser)
        tries = {
            "no token": ({}, {}),
            "a made-up token": ({FIELD: "0" * 64}, {}),
            "another site": ({FIELD: good}, {"sec-fetch-site": "cross-site"}),
            "another origin": ({FIELD: good}, {"origin": "https://elsewhere.example"}),
        }
        for what, (fields, headers) in tries.items():
            status = adviser.post(address(path), data=fields, headers=headers).status_code
            # 400: a hand-over's form says what is missing before it says that the page is stale; it sends nothing.
            if status != 403 and not (status == 400 and path.startswith("/talk-to-someone/")):
                wrong.append(f"{path} with {what}: {status}")
    assert wrong == []


def test_the_api_takes_nothing_that_a_form_can_send(app: FastAPI, adviser: TestClient):
    taken = [path for path in changing(app.routes) if path.startswith(("/api/", "/v1/"))]
    assert taken
    for path in taken:
        # DELETE is no form's method; every other body must say that it is JSON, which a form can't without CORS.
        assert adviser.post(path, data={FIELD: token(adviser)}).status_code in (404, 405, 415), path


@pytest.mark.parametrize(
    "climbing", ["..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/fingerpost.toml", "..%5c..%5csecret"]
)
@pytest.mark.parametrize("start", ["/static", "/journeys", "/calculators", "/conversation", "/plan/add/journey"])
def test_no_address_climbs_out_of_its_folder(adviser: TestClient, start: str, climbing: str):
    reply = adviser.get(f"{start}/{climbing}")

    assert reply.status_code in (303, 404, 405)
    assert "root:" not in reply.text
    assert "[service]" not in reply.text


def test_no_name_from_a_header_is_believed_in_a_link_or_a_redirect(adviser: TestClient):
    forged = {
        "x-forwarded-host": "evil.example",
        "forwarded": "host=evil.example",
        "x-forwarded-server": "evil.example",
    }
    for path in ("/", "/about", "/plan", "/journeys", "/sign-in", "/adviser", "/receipts", "/language/en?back=/about"):
        reply = adviser.get(path, headers=forged)
        assert "evil.example" not in reply.text + reply.headers.get("location", ""), path


def test_every_page_refuses_to_be_framed(adviser: TestClient):
    for path in (
        "/",
        "/plan",
        "/sign-in",
        "/adviser",
        "/receipts",
        "/journeys/blue-badge",
        "/calculators/minimum-wage",
    ):
        headers = adviser.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-frame-options"] == "DENY", path
