from __future__ import annotations

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from fingerpost.errors import IndexMissingError
from fingerpost.interfaces.web import add_web
from fingerpost.interfaces.web.headers import SECURITY_HEADERS
from tests.interfaces.web.visitor import post
from tests.interfaces.web.written import WrittenService


def test_a_page_that_is_not_there_says_so_and_leads_on(client: TestClient):
    missing = client.get("/no-such-page")

    assert missing.status_code == 404
    assert '<h1 class="govuk-heading-l">Page not found</h1>' in missing.text
    assert '<a class="govuk-link" href="/">Ask a question</a>' in missing.text


def test_a_failure_says_nothing_of_what_was_asked_or_what_broke(client: TestClient):
    broken = post(client, "/ask", question="explode, said Jo")

    assert broken.status_code == 500
    assert "there is a problem with the service" in broken.text
    assert "explode" not in broken.text
    assert "something broke" not in broken.text
    for name, value in SECURITY_HEADERS.items():
        assert broken.headers[name] == value


@pytest.mark.parametrize(
    ("status", "title"), [(429, "Too many questions at once"), (413, "too much to read"), (418, "could not read")]
)
def test_an_error_raised_by_a_route_is_shown_with_its_own_status(service: WrittenService, status: int, title: str):
    app = FastAPI()
    add_web(app, service)

    @app.get("/raises")
    def raises() -> None:
        raise HTTPException(status, headers={"retry-after": "60"})

    with TestClient(app) as client:
        shown = client.get("/raises")

    assert shown.status_code == status
    assert title in shown.text
    assert shown.headers["retry-after"] == "60"


def test_a_service_without_an_index_says_that_it_is_not_ready(service: WrittenService):
    app = FastAPI()
    add_web(app, service)

    @app.get("/raises")
    def raises() -> None:
        raise IndexMissingError("there is no index here", fix="run sync")

    with TestClient(app) as client:
        shown = client.get("/raises")

    assert shown.status_code == 503
    assert "not ready yet" in shown.text


def test_the_api_keeps_its_own_errors(service: WrittenService):
    app = FastAPI()

    @app.exception_handler(HTTPException)
    async def problem(request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"problem": error.status_code}, status_code=error.status_code)

    add_web(app, service)

    with TestClient(app) as client:
        assert client.get("/api/v1/nothing").json() == {"problem": 404}
        assert "Page not found" in client.get("/nothing").text


def test_a_form_that_cannot_be_read_is_a_page_too(client: TestClient):
    refused = client.post("/ask", files={"question": ("x.bin", b"\x00\x01")})

    assert refused.status_code in (400, 403)
    assert "<h1" in refused.text
