"""``fingerpost serve``: it listens where it says, answers, and stops when told to."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from fingerpost.interfaces.cli.serve import address, listen
from fingerpost.interfaces.web.form_token import FIELD


def wait_for(url: str) -> httpx.Response:
    for _ in range(300):
        try:
            return httpx.get(url, timeout=20)
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def send_a_form(url: str) -> int:
    page = httpx.get(url)
    token = re.search(rf'name="{FIELD}" value="([0-9a-f]+)"', page.text)
    assert token
    sent = {FIELD: token[1], "question": "missed bin"}
    return httpx.post(f"{url}ask", data=sent, cookies=page.cookies, timeout=20).status_code


@pytest.mark.parametrize(("workers", "stop"), [(1, signal.SIGINT), (2, signal.SIGTERM)])
def test_it_says_its_address_answers_there_and_stops_when_told(
    synced: Path, workers: int, stop: signal.Signals
) -> None:
    command = [sys.executable, "-m", "fingerpost.interfaces.cli", "serve", "--service", str(synced), "--json"]
    with subprocess.Popen(
        [*command, "--port", "0", "--workers", str(workers)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stderr is not None
            said = "".join(iter(server.stdout.readline, "}\n")) + "}"
            url = json.loads(said)["url"]
            assert wait_for(f"{url}healthz").status_code == 200
            asked = httpx.post(f"{url}api/v1/ask", json={"question": "secretword missed bin"}, timeout=60)
            assert asked.status_code == 200
            # A process that did not send the page may get the form in it, and knows it for one of ours.
            assert {send_a_form(url) for _ in range(8)} == {303}
            server.send_signal(stop)
            assert server.wait(timeout=30) in {0, -signal.SIGTERM, 128 + signal.SIGTERM}
            log = server.stderr.read()
            assert "Traceback" not in log
            assert "secretword" not in log
        finally:
            server.kill()


def test_a_port_that_is_taken_is_said_with_the_fix(fingerpost: Callable, synced: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = fingerpost("serve", "--service", synced, "--port", port)
    assert ran.code == 1
    assert port in ran.err
    assert "--port" in ran.err


def test_a_service_that_was_never_synced_is_not_served(fingerpost: Callable, tmp_path: Path) -> None:
    fingerpost("init", tmp_path)
    ran = fingerpost("serve", "--service", tmp_path, "--port", "0")
    assert ran.code == 1
    assert "fingerpost sync" in ran.err


def test_an_address_for_every_host_is_shown_as_one_that_can_be_opened() -> None:
    with listen("0.0.0.0", 0) as listener:
        assert address(listener).startswith("http://127.0.0.1:")
