from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.interfaces.web.visitor import ask


@pytest.mark.parametrize("address", ["/", "/about", "/static/main.css", "/brand.css", "/nothing", "/api/v1/nothing"])
def test_every_response_carries_the_security_headers(client: TestClient, address: str):
    headers = client.get(address).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]


def test_no_page_has_a_script_or_a_style_of_its_own(client: TestClient):
    ask(client, "student")

    for address in ("/", "/conversation", "/about", "/privacy", "/nothing"):
        text = client.get(address).text
        assert text.count("<script") == text.count("<script src=") + text.count('<script type="module" src=')
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text


def test_pages_are_not_kept_by_the_browser_and_hashed_assets_are(client: TestClient):
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.get("/static/main.css?v=1").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/main.css").headers["cache-control"] == "no-cache"
