"""The MCP server, called by the official client: as a program of its own, and over HTTP."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from fingerpost.interfaces.app import SERVER_OPTIONS
from fingerpost.interfaces.mcp import MOST_CHARACTERS, mcp_server
from fingerpost.interfaces.mcp_http import known_hosts, mcp_application
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder

QUESTION = "How do I tell you that you missed our bin?"
COMMAND = (sys.executable, "-m", "fingerpost.interfaces.cli", "mcp")
Calls = Callable[[Client], Awaitable[Any]]


def call(server: Any, act: Calls, **how: Any) -> Any:
    """Open the client on a server, let ``act`` call it, and return what it returns."""

    async def run() -> Any:
        async with Client(server, **how) as client:
            return await act(client)

    # In a thread of its own: a browser that other tests have open keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(run())).result()


def tool(server: Any, name: str, **arguments: Any) -> Any:
    return call(server, lambda client: client.call_tool(name, arguments))


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Serve MCP over real HTTP on loopback."""
    server = uvicorn.Server(uvicorn.Config(mcp_application(service), host="127.0.0.1", port=0, **SERVER_OPTIONS))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/mcp"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def service(small_folder: Path) -> Iterator[Service]:
    with Service.open(small_folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def url(service: Service) -> Iterator[str]:
    server = service.settings.server.model_copy(update={"questions_per_minute": 10_000})
    with (
        Service.of(service.settings.model_copy(update={"server": server})) as opened,
        serving(opened) as address,
    ):
        yield address


def test_the_command_serves_its_tools_over_standard_input_and_output(small_folder: Path, service: Service):
    async def act(client: Client) -> Any:
        return (
            (await client.list_tools()).tools,
            await client.call_tool("ask", {"question": QUESTION}),
            await client.call_tool("ask", {"question": ""}),
        )

    started = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], "--service", str(small_folder)])
    tools, answered, refused = call(started, act)

    assert [each.name for each in tools][:3] == ["ask", "search", "read_document"]
    assert all(each.output_schema["type"] == "object" and each.annotations.read_only_hint for each in tools)
    assert answered.structured_content["record"]["index_version"] == service.index.release.version
    assert "Tell us within 2 working days. [" in answered.content[0].text
    assert refused.is_error
    assert refused.content[0].text.startswith("question: ")


def test_the_command_serves_over_http_where_it_says(small_folder: Path):
    command = [*COMMAND, "--service", str(small_folder), "--http", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = json.loads("".join(iter(server.stdout.readline, "}\n")) + "}")["url"]
            assert not tool(address, "ask", question=QUESTION).is_error
            server.terminate()
            assert server.wait(timeout=30) in {0, -15, 143}
            assert server.stderr is not None
            log = server.stderr.read()
            assert "Traceback" not in log
            assert "missed our bin" not in log
        finally:
            server.kill()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_answer_is_text_with_its_sources_and_the_whole_record(url: str, mode: str):
    result = call(url, lambda client: client.call_tool("ask", {"question": QUESTION}), mode=mode)

    record = result.structured_content
    assert record["outcome"] in ("answered", "partial")
    assert record["citations"][0]["quote"] in result.content[0].text
    assert record["citations"][0]["url"] in result.content[0].text
    assert not {"seal", "proposed"} & set(record)


def test_a_follow_up_is_understood_from_what_was_asked_before(url: str):
    result = tool(
        url,
        "ask",
        question="and for a second car?",
        earlier_questions=["How much is a parking permit for a first car?"],
    )

    assert result.structured_content["asked_as"]
    assert "£110" in result.content[0].text


def test_the_words_around_a_welsh_answer_are_welsh(url: str):
    result = tool(url, "ask", question="Pryd mae fy min yn cael ei gasglu?", locale="cy")

    assert result.structured_content["language"] == "cy"
    assert "Ffôn: 01632 960123" in result.content[0].text


def test_personal_data_comes_back_from_no_tool(url: str):
    asked = tool(url, "ask", question="My bin was missed, ring 07700 900123. What now?")
    searched = tool(url, "search", query="bin missed 07700 900123")

    for result in (asked, searched):
        assert "900123" not in json.dumps(result.structured_content)
        assert "900123" not in result.content[0].text


def test_a_search_gives_sections_best_first_that_can_be_read_whole(url: str):
    found = tool(url, "search", query="parking permit", limit=3)

    first = found.structured_content["passages"][0]
    assert first["title"] == "Parking permits"
    assert len(found.structured_content["passages"]) == 3
    document = tool(url, "read_document", url=first["url"])
    assert document.structured_content["title"] == "Parking permits"
    assert document.structured_content["licence"] == "OGL-UK-3.0"
    assert first["text"] in [each["text"] for each in document.structured_content["sections"]]


def test_a_citations_address_leads_to_its_page(url: str):
    cited = tool(url, "ask", question=QUESTION).structured_content["citations"][0]

    document = tool(url, "read_document", url=cited["url"])

    assert document.structured_content["content_hash"] == cited["content_hash"]
    assert any(each["section_id"] == cited["section_id"] for each in document.structured_content["sections"])


def test_a_long_page_is_read_piece_by_piece(tmp_path: Path):
    text = "\n\n".join(f"## Part {number}\n\n" + "Some words about bins. " * 60 for number in range(40))
    folder = make_service_folder(tmp_path, {"long.md": f"---\ntitle: A long page\n---\n{text}\n"})
    sync(load_settings(folder, {}))
    address = "https://www.sampleford.example/long"
    with Service.open(folder) as opened:
        server = mcp_server(opened)
        read: list[dict[str, Any]] = []
        following: int | None = 0
        while following is not None:
            piece = tool(server, "read_document", url=address, first_section=following).structured_content
            assert sum(len(each["text"]) for each in piece["sections"]) <= MOST_CHARACTERS
            read += piece["sections"]
            following = piece["next_section"]
        whole = [section.id for section in opened.index.page(address)]

    assert len(whole) > 1
    assert [each["section_id"] for each in read] == whole


@pytest.mark.parametrize(
    ("name", "arguments", "slug"),
    [
        ("ask", {"question": ""}, "question"),
        ("ask", {"question": "bin " * 1000}, "question"),
        ("ask", {"question": QUESTION, "locale": "fr"}, "question"),
        ("ask", {"question": QUESTION, "earlier_questions": ["bins?"] * 50}, "question"),
        ("search", {"query": "bin", "limit": 0}, "question"),
        ("search", {"query": " "}, "question"),
        ("read_document", {"url": "https://www.sampleford.example/nowhere"}, "document-not-found"),
        ("read_document", {"url": "' OR 1=1 --"}, "document-not-found"),
        ("read_document", {"url": "https://www.sampleford.example/parking", "first_section": 99}, "question"),
    ],
)
def test_an_error_is_a_result_that_names_the_problem_and_the_fix(
    url: str, name: str, arguments: dict[str, Any], slug: str
):
    result = tool(url, name, **arguments)

    assert result.is_error
    assert result.content[0].text.startswith(f"{slug}: ")
    assert "Fix: " in result.content[0].text
    assert result.structured_content["problem"]["type"] == f"urn:fingerpost:problem:{slug}"
    assert "bin bin" not in result.content[0].text


def test_an_unforeseen_failure_keeps_its_words_to_itself(service: Service, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(service.assistant, "ask", broken)
    result = tool(mcp_server(service), "ask", question=QUESTION)

    assert result.is_error
    assert "secret words" not in result.content[0].text


def test_calls_are_limited_for_each_address(service: Service):
    server = service.settings.server.model_copy(update={"questions_per_minute": 2})
    with (
        Service.of(service.settings.model_copy(update={"server": server})) as opened,
        serving(opened) as address,
    ):
        results = [tool(address, "search", query="bin") for _ in range(3)]

    assert [each.is_error for each in results] == [False, False, True]
    assert results[-1].content[0].text.startswith("rate-limited: ")


def initialize(address: str, **headers: str) -> httpx.Response:
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    accept = {"accept": "application/json, text/event-stream"}
    return httpx.post(address, json=message, headers={**accept, **headers}, timeout=20)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", ""])
def test_a_name_that_was_turned_to_this_machine_is_refused(url: str, host: str):
    refused = initialize(url, host=host)

    assert refused.status_code == 400
    assert refused.json()["type"] == "urn:fingerpost:problem:host-not-allowed"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_a_page_of_another_site_is_refused(url: str, origin: str):
    refused = initialize(url, origin=origin)

    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:fingerpost:problem:origin-not-allowed"


def test_this_machine_is_let_in_by_name_with_or_without_an_origin(url: str):
    assert initialize(url).status_code == 200
    assert initialize(url, host="localhost:9999").status_code == 200
    assert initialize(url, origin="http://localhost:6274").status_code == 200


def test_the_names_known_are_this_machines_the_public_one_and_those_set(service: Service):
    server = service.settings.server.model_copy(
        update={"public_url": "https://ask.example.gov.uk", "allowed_hosts": ("*", "*.example.org")}
    )

    found = known_hosts(service.settings.model_copy(update={"server": server}))

    assert found == ["localhost", "127.0.0.1", "ask.example.gov.uk", "*.example.org"]


def test_without_the_extra_the_command_says_what_to_install(small_folder: Path):
    program = (
        "import sys, importlib.util as u; find = u.find_spec;"
        "u.find_spec = lambda name, *rest: None if name == 'mcp' else find(name, *rest);"
        "from fingerpost.interfaces.cli.app import run;"
        f"sys.exit(run(['mcp', '--service', {str(small_folder)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.returncode == 1
    assert "pip install 'fingerpost[mcp]'" in done.stderr
