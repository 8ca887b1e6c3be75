from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.written import SETTINGS, WrittenService, written_service


@pytest.mark.parametrize("address", ["/", "/about", "/privacy", "/cookies", "/accessibility", "/no-such-page"])
def test_every_page_of_a_demonstration_says_that_it_is_one(client: TestClient, address: str):
    assert "This is not a real service." in client.get(address).text


def test_a_real_service_does_not_say_that_it_is_a_demonstration(tmp_path: Path):
    service = written_service(tmp_path, SETTINGS.replace("demonstration = true", ""))

    with TestClient(web_app(service)) as client:
        assert "not a real service" not in client.get("/").text
    service.store.close()


def test_the_start_page_offers_the_examples_as_questions(client: TestClient):
    assert 'name="question" value="When is my bin collected?"' in client.get("/").text


@pytest.mark.parametrize(("days", "said"), [(30, "after 30 days"), (1, "after 1 day."), (0, "the same day")])
def test_the_privacy_page_says_how_long_conversations_are_kept(tmp_path: Path, days: int, said: str):
    service = written_service(tmp_path, SETTINGS + f"\n[conversations]\nretention_days = {days}\n")

    with TestClient(web_app(service)) as client:
        assert said in client.get("/privacy").text
    service.store.close()


def test_the_brand_comes_from_the_settings(tmp_path: Path):
    service = written_service(tmp_path, SETTINGS.replace("#552255", "#335533"))

    with TestClient(web_app(service)) as client:
        css = client.get("/brand.css")
        assert css.headers["content-type"].startswith("text/css")
        assert "--app-brand-colour:#335533;--app-brand-text-colour:#ffffee" in css.text
        assert 'content="#335533"' in client.get("/").text
    service.store.close()


def test_every_asset_a_page_names_is_there_and_may_be_kept(client: TestClient):
    import re

    named = re.findall(r'(?:href|src)="(/(?:static|brand)[^"]+)"', client.get("/").text)

    assert len(named) == 8
    for address in named:
        found = client.get(address)
        assert found.status_code == 200, address
        assert "max-age=" in found.headers["cache-control"]


def test_no_page_asks_anything_of_another_host(client: TestClient, service: WrittenService):
    for address in ("/", "/about", "/privacy", "/cookies", "/accessibility"):
        text = client.get(address).text
        assert 'src="http' not in text
        assert '<link rel="stylesheet" href="http' not in text
