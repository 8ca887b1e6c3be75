"""What a visitor without a browser does: reads the token from a page and sends forms with it."""

from __future__ import annotations

import re

from httpx import Response
from starlette.testclient import TestClient

from fingerpost.interfaces.web.form_token import FIELD


def token(client: TestClient) -> str:
    found = re.search(rf'name="{FIELD}" value="([0-9a-f]+)"', client.get("/").text)
    assert found
    return found[1]


def post(client: TestClient, address: str, headers: dict[str, str] | None = None, **fields: str) -> Response:
    """Send a form from one of the service's own pages."""
    sent = {FIELD: token(client), **fields}
    return client.post(address, data=sent, headers=headers, follow_redirects=False)


def ask(client: TestClient, question: str) -> str:
    """Ask, and return the page the answer is on."""
    answered = post(client, "/ask", question=question)
    assert answered.status_code == 303, answered.text
    return client.get(answered.headers["location"]).text
