from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from fingerpost.conversations.store import ConversationStore
from fingerpost.errors import ConversationNotFoundError
from fingerpost.interfaces import app as app_module
from fingerpost.interfaces.api.problems import Problem
from fingerpost.service import Service
from fingerpost.settings import Settings, load_settings
from fingerpost.sync import sync
from tests.interfaces.api.conftest import Serve, changed_settings
from tests.interfaces.api.test_api import QUESTION, is_problem
from tests.small_service import make_service_folder


def until(met: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)


def logged_by(capfd: pytest.CaptureFixture[str], *, requests: int, holding: str = "") -> str:
    """Return what is logged once so many requests are, and the words: a reply may be here before its line is."""
    logged = ""

    def whole() -> bool:
        nonlocal logged
        logged += capfd.readouterr().err
        return logged.count('"route"') >= requests and holding in logged and logged.endswith("\n")

    until(whole)
    return logged


def test_it_says_that_it_is_alive_and_ready(client: httpx.Client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["sections"] > 4


def test_a_question_with_no_answer_gives_the_nearest_pages_and_the_contact(
    synced: Settings, tmp_path: Path, serve: Serve
):
    never_sure = synced.answers.model_copy(update={"answer_threshold": 1.0, "partial_threshold": 1.0})
    settings = changed_settings(synced, tmp_path).model_copy(update={"answers": never_sure})
    answer = serve(Service.of(settings)).post("/api/v1/ask", json={"question": QUESTION}).json()

    assert answer["outcome"] == "unanswerable"
    assert answer["parts"] == []
    assert answer["nearest"][0]["text"] == "Bin collections"
    assert answer["contact"]["phone"] == "01632 960123"


def test_a_full_conversation_says_to_start_another(synced: Settings, tmp_path: Path, serve: Serve):
    settings = changed_settings(synced, tmp_path)
    short = settings.conversations.model_copy(update={"max_turns": 2})
    client = serve(Service.of(settings.model_copy(update={"conversations": short})))
    conversation = client.post("/api/v1/conversations").json()["conversation_id"]
    asked = {"question": QUESTION, "conversation_id": conversation}
    assert [client.post("/api/v1/ask", json=asked).status_code for _ in range(2)] == [200, 200]

    for path in ("/api/v1/ask", "/api/v1/ask?stream=true"):
        problem = is_problem(client.post(path, json=asked), 409, "conversation-full")
        assert problem["fix"] == "start a new conversation"


def test_it_says_what_is_not_ready(synced: Settings, tmp_path: Path, serve: Serve):
    service = Service.of(changed_settings(synced, tmp_path))
    client = serve(service)
    assert client.get("/readyz").status_code == 200
    with service.store._engine.begin() as connection:  # pyright: ignore[reportPrivateUsage]
        for table in ("feedback", "turns", "conversations"):
            connection.exec_driver_sql(f"DROP TABLE {table}")

    problem = is_problem(client.get("/readyz"), 503, "not-ready")
    assert problem["failing"] == ["store"]
    assert client.get("/healthz").status_code == 200


def test_a_store_that_fails_is_a_problem_that_says_nothing_of_the_machine(
    synced: Settings, tmp_path: Path, serve: Serve
):
    service = Service.of(changed_settings(synced, tmp_path))
    client = serve(service)
    with service.store._engine.begin() as connection:  # pyright: ignore[reportPrivateUsage]
        for table in ("feedback", "turns"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    response = client.post("/api/v1/ask", json={"question": QUESTION})

    is_problem(response, 503, "storage")
    assert str(tmp_path) not in response.text
    streamed = client.post("/api/v1/ask?stream=true", json={"question": QUESTION}).text.strip().split("\n\n")[-1]
    assert streamed.startswith("event: error\ndata: ")
    assert Problem.model_validate_json(streamed.split("data: ")[1]).status == 503


def test_what_should_never_happen_is_a_problem_and_is_logged_without_its_words(
    synced: Settings, tmp_path: Path, serve: Serve, capfd: pytest.CaptureFixture[str]
):
    service = Service.of(changed_settings(synced, tmp_path))

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"while working on {QUESTION}")

    service.search = fail  # a fault that no real part has
    response = serve(service).get("/api/v1/search", params={"q": QUESTION})

    problem = is_problem(response, 500, "internal")
    assert "missed" not in response.text
    logged = logged_by(capfd, requests=1, holding='"raised_at"')
    assert "missed" not in logged
    lines = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
    (request,) = [line for line in lines if line.get("route") == "/api/v1/search"]
    assert (request["status"], request["exception"]) == (500, "RuntimeError")
    assert problem["instance"].endswith(request["request_id"])
    raised = next(line for line in lines if "raised_at" in line)
    assert any(frame.startswith("fail, ") for frame in raised["raised_at"])


def test_too_many_questions_from_one_address_are_told_when_to_come_back(serve: Serve):
    client = serve(questions_per_minute=3)
    statuses = [client.post("/api/v1/ask", json={"question": QUESTION}).status_code for _ in range(3)]
    assert statuses == [200] * 3

    response = client.post("/api/v1/ask", json={"question": QUESTION})
    is_problem(response, 429, "rate-limited")
    assert 1 <= int(response.headers["retry-after"]) <= 120
    # Searching is counted apart, and reading is not limited.
    assert client.get("/api/v1/search", params={"q": "bins"}).status_code == 200
    assert [client.get("/readyz").status_code for _ in range(10)] == [200] * 10


def test_the_web_form_is_held_to_the_same_limit(serve: Serve):
    client = serve(questions_per_minute=2)
    answers = [client.post("/ask", data={"question": QUESTION}) for _ in range(3)]

    assert answers[-1].status_code == 429
    assert answers[-1].headers["content-type"].startswith("text/html")
    assert "retry-after" in answers[-1].headers


def test_another_host_name_is_refused(serve: Serve):
    client = serve(allowed_hosts=("127.0.0.1", "*.example.gov.uk"))

    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz", headers={"host": "ask.example.gov.uk"}).status_code == 200
    for host in ("evil.example", "example.gov.uk.evil.example", ""):
        is_problem(client.get("/api/v1/search?q=bins", headers={"host": host}), 400, "host-not-allowed")


PREFLIGHT = {"origin": "https://partner.example", "access-control-request-method": "POST"}


def test_no_other_sites_script_may_call_the_api_unless_it_is_named(client: httpx.Client, serve: Serve):
    assert "access-control-allow-origin" not in client.options("/api/v1/ask", headers=PREFLIGHT).headers

    open_to_one = serve(cors_origins=("https://partner.example",))
    allowed = open_to_one.options("/api/v1/ask", headers=PREFLIGHT)
    assert allowed.headers["access-control-allow-origin"] == "https://partner.example"
    other = open_to_one.options("/api/v1/ask", headers={**PREFLIGHT, "origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
    page = open_to_one.get("/", headers={"origin": "https://partner.example"})
    assert "access-control-allow-origin" not in page.headers


def test_a_request_keeps_the_id_it_came_with_and_gets_one_otherwise(client: httpx.Client):
    assert (
        client.get("/healthz", headers={"x-request-id": "from-the-proxy-1"}).headers["x-request-id"]
        == "from-the-proxy-1"
    )
    given = {
        client.get("/healthz", headers={"x-request-id": "a question, perhaps"}).headers["x-request-id"]
        for _ in range(3)
    }
    assert len(given) == 3
    assert all(len(each) == 16 for each in given)


def test_the_log_names_the_route_and_holds_nothing_that_was_sent(serve: Serve, capfd: pytest.CaptureFixture[str]):
    client = serve()
    conversation = client.post("/api/v1/ask", json={"question": "unmistakable words in my bin"}).json()[
        "conversation_id"
    ]
    client.get("/api/v1/search", params={"q": "unmistakable words"})
    client.get(f"/api/v1/conversations/{conversation}")
    client.get("/unmistakable/words", headers={"user-agent": "unmistakable"})
    client.post("/ask", data={"question": "unmistakable words"})
    client.post("/api/v1/ask", json={"question": "unmistakable " * 500})
    client.request("UNMISTAKABLE", "/")

    logged = logged_by(capfd, requests=7)
    assert "words" not in logged + capfd.readouterr().out
    assert conversation not in logged
    assert "127.0.0.1" not in logged
    routes = [json.loads(line).get("route") for line in logged.splitlines() if line.startswith("{")]
    for route in ("/api/v1/ask", "/api/v1/search", "/api/v1/conversations/{conversation_id}", "/ask", "(none)"):
        assert route in routes


def test_no_header_names_the_server_or_its_version(client: httpx.Client):
    headers = client.get("/healthz").headers

    assert "server" not in headers
    assert not any("fingerpost" in value.lower() for value in headers.values())


def test_a_new_release_is_served_without_a_restart(tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(app_module, "REFRESH_SECONDS", 0.2)
    settings = load_settings(make_service_folder(tmp_path / "service"))
    sync(settings)
    client = serve(Service.of(changed_settings(settings, tmp_path)))
    before = client.get("/readyz").json()["index_version"]
    (tmp_path / "service" / "content" / "skips.md").write_text(
        "---\ntitle: Skip hire\n---\nYou need a licence for a skip.\n"
    )
    sync(settings)

    until(lambda: client.get("/readyz").json()["index_version"] != before)
    found = client.get("/api/v1/search", params={"q": "licence for a skip"}).json()
    assert found["passages"][0]["title"] == "Skip hire"


def test_what_is_past_its_time_is_deleted_as_the_service_starts(synced: Settings, tmp_path: Path, serve: Serve):
    settings = changed_settings(synced, tmp_path)
    store = ConversationStore.open(settings.database_url)
    old = store.start("en")
    long_ago = datetime.now(UTC) - timedelta(days=settings.conversations.retention_days, minutes=1)
    with store._engine.begin() as connection:  # pyright: ignore[reportPrivateUsage]
        connection.exec_driver_sql(
            "UPDATE conversations SET started_at = ?", (long_ago.strftime("%Y-%m-%d %H:%M:%S.%f"),)
        )
    fresh = store.start("en")
    serve(Service.of(settings))

    def gone() -> bool:
        try:
            store.turns(old)
        except ConversationNotFoundError:
            return True
        return False

    until(gone)
    assert store.turns(fresh) == []
    store.close()


def test_work_in_the_background_goes_on_after_a_failure(
    synced: Settings, tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(app_module, "REFRESH_SECONDS", 0.05)
    service = Service.of(changed_settings(synced, tmp_path))
    calls: list[int] = []

    def fail_at_first() -> bool:
        calls.append(1)
        if len(calls) < 3:
            raise OSError("the disk went away for a moment")
        return False

    service.index.refresh = fail_at_first  # a fault that comes and goes
    serve(service)

    until(lambda: len(calls) > 4)


def test_stopping_closes_the_service(synced: Settings, tmp_path: Path):
    from tests.interfaces.api.conftest import serving

    service = Service.of(changed_settings(synced, tmp_path))
    closed: list[bool] = []
    close = service.close
    service.close = lambda: (close(), closed.append(True))[0]
    with serving(service):
        pass

    assert closed == [True]
    assert logging.getLogger("fingerpost").handlers != []


# The description


@pytest.fixture
def description(client: httpx.Client) -> dict[str, Any]:
    return client.get("/api/openapi.json").json()


def test_the_description_is_openapi_3_1_and_says_what_every_field_means(description: dict[str, Any]):
    assert description["openapi"].startswith("3.1")
    for name, schema in description["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            assert described.get("description"), f"{name}.{field}"


def test_every_route_is_described_with_its_errors_as_problem_details(description: dict[str, Any]):
    assert set(description["paths"]) == {
        "/api/v1/ask",
        "/api/v1/search",
        "/api/v1/calculators",
        "/api/v1/calculators/{name}",
        "/api/v1/journeys",
        "/api/v1/journeys/{name}/step",
        "/api/v1/journeys/{name}/submissions",
        "/api/v1/conversations",
        "/api/v1/conversations/{conversation_id}",
        "/api/v1/conversations/{conversation_id}/turns/{turn_id}/easy-read",
        "/api/v1/conversations/{conversation_id}/turns/{turn_id}/feedback",
        "/healthz",
        "/readyz",
    }
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (path, method)
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], (path, method, status)


def test_the_examples_are_what_the_routes_reply_with(client: httpx.Client, description: dict[str, Any]):
    example = description["components"]["schemas"]["AskReply"]["examples"][0]
    real = client.post("/api/v1/ask", json={"question": QUESTION}).json()

    assert set(example) == set(real)
    assert set(example["citations"][0]) == set(real["citations"][0])
    assert set(example["parts"][0]["statements"][0]) == set(real["parts"][0]["statements"][0])


def test_no_page_loads_anything_from_elsewhere(client: httpx.Client):
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404
