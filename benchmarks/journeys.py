"""Journeys: page steps a second over HTTP, how long a page step takes, and how long the largest journey takes to walk.

    python -m benchmarks.journeys [--seconds 10] [--out benchmarks/results/journeys.json]

Prints one JSON object. A page step is what a person waits for: an answer sent, and the next question read. The floor
beside it is the page of a conversation that is not there: what the server, the loopback network, the templates and the
client cost before any journey is followed.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil

from benchmarks.pages import write_pages
from benchmarks.report import report
from fingerpost.services.journeys import journeys_in
from fingerpost.services.journeys.check import check
from fingerpost.settings import load_settings
from fingerpost.sync import sync

PORT = 8933
JOURNEY = "/journeys/minimum-wage"
ANSWERS = {
    "work": {"answer": "worker"},
    "worked-on": {"answer-day": "30", "answer-month": "6", "answer-year": "2025"},
    "age": {"answer": "30"},
    "pay": {"answer": "400"},
    "hours": {"answer": "37.5"},
    "housing": {"answer": "no"},
}
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


def walk(client: httpx.Client) -> list[float]:
    """Follow the journey from its first question to the page that checks the answers; return seconds a step."""
    place, times = f"{JOURNEY}/work", list[float]()
    page = client.get(place)
    for _ in ANSWERS:
        token = _TOKEN.search(page.text)
        assert token, place
        began = time.perf_counter()
        sent = client.post(place, data={"form_token": token[1], **ANSWERS[place.rpartition("/")[2]]})
        assert sent.status_code == 303, f"{place}: {sent.status_code}"
        place = sent.headers["location"]
        page = client.get(place)
        times.append(time.perf_counter() - began)
        assert page.status_code == 200, place
    assert place.endswith("check-your-answers")
    assert "too little" in client.get(f"{JOURNEY}/result").text
    return times


def steps(seconds: float) -> dict[str, float]:
    """Walk again and again as one new visitor after another, and return steps a second and milliseconds a step."""
    times: list[float] = []
    floor: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60, trust_env=False) as client:
            times += walk(client)
            began = time.perf_counter()
            client.get("/about")
            floor.append(time.perf_counter() - began)
    ordered = sorted(times)
    return {
        "steps": len(times),
        "steps_per_second": round(len(times) / sum(times), 1),
        "p50_ms": round(statistics.median(ordered) * 1000, 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
        "floor_page_p50_ms": round(statistics.median(floor) * 1000, 1),
    }


def pages(server: int, seconds: float) -> dict[str, float]:
    """Return ``steps`` once the server is warm, with the milliseconds of processor it spends on a step.

    Those hold on a busy machine too, where the others are mostly waiting. The pages beside the steps are counted in.
    """
    steps(2)
    process = psutil.Process(server)
    before = sum(process.cpu_times()[:2])
    measured = steps(seconds)
    spent = sum(process.cpu_times()[:2]) - before
    return {**measured, "server_processor_ms_per_step": round(spent * 1000 / measured["steps"], 1)}


def walks() -> dict[str, dict[str, float]]:
    """Return, for each journey that ships, its paths, the answers tried and the seconds of processor the walk takes."""
    found: dict[str, dict[str, float]] = {}
    for name, journey in journeys_in(Path("/nonexistent")).items():
        began = time.process_time()
        checked = check(journey, today=datetime.now(UTC).date())
        spent = round(time.process_time() - began, 2)
        found[name] = {"paths": checked.paths, "answers_tried": checked.steps, "seconds": spent}
    return found


def serve(folder: Path) -> subprocess.Popen[bytes]:
    """Serve the service in a folder, and return once it answers."""
    command = [
        sys.executable,
        "-m",
        "fingerpost.interfaces.cli",
        "serve",
        "--service",
        str(folder),
        "--port",
        str(PORT),
    ]
    environment = {**os.environ, "FINGERPOST_SERVER__QUESTIONS_PER_MINUTE": "10000000"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{PORT}/healthz", trust_env=False).status_code == 200:
                return server
        except httpx.HTTPError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("the server did not start")


def main() -> None:
    """Measure, and print and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(folder, 20)
        sync(load_settings(folder, {}))
        server = serve(folder)
        try:
            measured = pages(server.pid, options.seconds)
        finally:
            server.terminate()
            server.wait(30)
    load = [round(each, 1) for each in psutil.getloadavg()]
    report({"pages": measured, "walks": walks(), "cpus": os.cpu_count(), "load_average": load}, options.out)


if __name__ == "__main__":
    main()
