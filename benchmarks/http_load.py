"""Requests a second of ``POST /api/v1/ask`` over HTTP, at 1, 8 and 32 clients, server and clients on one machine.

    python -m benchmarks.http_load [--pages 300] [--seconds 10] [--out benchmarks/results/http-load.json]

Prints one JSON object. The floor beside each figure is ``GET /healthz`` with as many clients: what the server, the
loopback network and the client cost before any question is answered.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from benchmarks.pages import question, write_pages
from benchmarks.report import report
from fingerpost.settings import load_settings
from fingerpost.sync import sync

CLIENTS = (1, 8, 32)
PORT = 8931


def drive(clients: int, seconds: float, call: Callable[[httpx.Client, random.Random], None]) -> dict[str, float]:
    """Let ``clients`` threads call as fast as they can and return requests a second and latencies in milliseconds."""
    times: list[float] = []
    stop = time.perf_counter() + seconds

    def one(seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60, trust_env=False) as client:
            while time.perf_counter() < stop:
                began = time.perf_counter()
                call(client, chance)
                times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=one, args=(seed,)) for seed in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    ordered = sorted(times)
    return {
        "requests_per_second": round(len(times) / spent, 1),
        "p50_ms": round(statistics.median(ordered) * 1000, 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
    }


def ask(client: httpx.Client, chance: random.Random) -> None:
    """Ask one question; anything but an answer ends the benchmark."""
    client.post("/api/v1/ask", json={"question": question(chance)}).raise_for_status()


def health(client: httpx.Client, _: random.Random) -> None:
    """Ask only whether the server is alive."""
    client.get("/healthz").raise_for_status()


def measure(pages: int, seconds: float) -> dict[str, object]:
    """Serve ``pages`` pages and return the figures for each number of clients."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_pages(folder, pages)
        sections = sync(load_settings(folder, {})).sections
        command = [sys.executable, "-m", "fingerpost.interfaces.cli", "serve", "--service", place, "--port", str(PORT)]
        environment = {**os.environ, "FINGERPOST_SERVER__QUESTIONS_PER_MINUTE": "10000000"}
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_ready()
            drive(1, 2, ask)
            answered = {str(clients): drive(clients, seconds, ask) for clients in CLIENTS}
            floor = {str(clients): drive(clients, min(seconds, 5), health) for clients in CLIENTS}
            memory = psutil.Process(server.pid).memory_info().rss
        finally:
            server.terminate()
            server.wait(20)
    return {
        "benchmark": "http_load",
        "sections": sections,
        "workers": 1,
        "cores": os.cpu_count(),
        "ask_by_clients": answered,
        "floor_healthz_by_clients": floor,
        "server_memory_mb": round(memory / 1e6),
    }


def wait_until_ready() -> None:
    """Wait for the server to say it is ready, a minute at most."""
    for _ in range(600):
        try:
            if httpx.get(f"http://127.0.0.1:{PORT}/readyz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server was not ready within a minute")


def main() -> None:
    """Measure, print and, with ``--out``, keep the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    report(measure(options.pages, options.seconds), options.out)


if __name__ == "__main__":
    main()
