"""How many calculations a second, and how long a calculator's page takes over HTTP.

    python -m benchmarks.calculators --out benchmarks/results/calculators.json

The page is asked for one request at a time and at four at once, as `create_app` serves it, on loopback.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from benchmarks.report import report
from fingerpost.interfaces.app import SERVER_OPTIONS, create_app
from fingerpost.interfaces.web.form_token import FIELD
from fingerpost.service import Service
from fingerpost.services.calculators import calculate
from fingerpost.settings import load_settings
from fingerpost.sync import sync

INPUTS: dict[str, dict[str, Any]] = {
    "bank-holidays": {"nation": "wales", "year": 2026},
    "check-benefits": {
        "nation": "england",
        "over_pension_age": "no",
        "working": "no",
        "health_condition": "yes",
        "cares": "no",
        "children": "2,5-to-7",
        "child_disabled": "no",
        "on_benefits": "no",
        "savings": "16000-or-less",
    },
    "child-benefit": {"tax_year": "2025-26", "children": 2, "adjusted_net_income": 65_000},
    "holiday-entitlement": {"days_per_week": 5},
    "income-tax": {"tax_year": "2025-26", "nation": "scotland", "employment_income": "43662"},
    "intestacy": {"nation": "scotland", "estate": 350_000, "partner": "yes", "children": 2, "home": 200_000},
    "minimum-wage": {"date": "2025-06-01", "age": 30, "apprentice": "no"},
    "state-pension-age": {"date_of_birth": "1964-03-27"},
    "statutory-maternity-pay": {"due_date": "2025-07-01", "weekly_pay": 500, "long_enough": "yes"},
    "vat-deadlines": {"period_end": "2026-03-31", "payment_method": "bacs"},
}
FORM = {"tax_year": "2025-26", "nation": "scotland", "employment_income": "43,662"}
PAGE = "/calculators/income-tax"
SETTINGS = """
[service]
name = "Benchmark"
[[sources]]
kind = "folder"
name = "pages"
path = "content"
base_url = "https://benchmark.example"
[server]
questions_per_minute = 100000
"""


def rate(name: str, seconds: float) -> int:
    """Return how many calculations a second one thread makes, reading the inputs included."""
    calculate(name, INPUTS[name])
    done, until = 0, time.perf_counter() + seconds
    started = time.perf_counter()
    while time.perf_counter() < until:
        calculate(name, INPUTS[name])
        done += 1
    return round(done / (time.perf_counter() - started))


def pages(address: str, count: int) -> dict[str, dict[str, float]]:
    """Return how long the form and the result take, in milliseconds, alone and with four at once."""
    with httpx.Client(base_url=address, timeout=60) as client:
        found = re.search(rf'name="{FIELD}" value="([0-9a-f]+)"', client.get(PAGE).text)
        assert found, "the page has no form"
        sent = {FIELD: found[1], **FORM}
        assert "Take-home pay" in client.post(PAGE, data=sent).text, "the form was not worked out"
        acts: dict[str, Callable[[], httpx.Response]] = {
            "form": lambda: client.get(PAGE),
            "result": lambda: client.post(PAGE, data=sent),
        }
        return {
            f"{name}_{at_once}_at_once": timed(act, count, at_once) for name, act in acts.items() for at_once in (1, 4)
        }


def timed(act: Callable[[], httpx.Response], count: int, at_once: int) -> dict[str, float]:
    """Return the median and 95th percentile of ``count`` requests, and the processor time of each, client included."""

    def one(_: int) -> float:
        started = time.perf_counter()
        assert act().status_code == httpx.codes.OK
        return (time.perf_counter() - started) * 1_000

    for warm in range(10):
        one(warm)
    with ThreadPoolExecutor(at_once) as threads:
        before = time.process_time()
        taken = sorted(threads.map(one, range(count)))
        worked = time.process_time() - before
    cuts = statistics.quantiles(taken, n=20)
    return {
        "p50_ms": round(statistics.median(taken), 1),
        "p95_ms": round(cuts[18], 1),
        "cpu_ms": round(worked * 1_000 / count, 1),
    }


def main() -> None:
    """Measure, and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=0.5, help="how long to make each calculation")
    options.add_argument("--count", type=int, default=300, help="how many requests for each page")
    options.add_argument("--out", type=Path, help="a file to keep the figures in")
    chosen = options.parse_args()
    rates = {name: rate(name, chosen.seconds) for name in INPUTS}
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        content.mkdir()
        (content / "page.md").write_text("# Bins\n\nPut your bin out by 7am.\n", encoding="utf-8")
        (Path(folder) / "fingerpost.toml").write_text(SETTINGS, encoding="utf-8")
        settings = load_settings(folder)
        sync(settings)
        server = uvicorn.Server(
            uvicorn.Config(create_app(Service.of(settings)), host="127.0.0.1", port=0, **SERVER_OPTIONS)
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            measured = pages(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", chosen.count)
        finally:
            server.should_exit = True
            thread.join(20)
    report(
        {
            "cores": os.cpu_count(),
            "load_average": round(os.getloadavg()[0], 1),
            "python": sys.version.split()[0],
            "calculations_per_second": rates,
            "page": measured,
        },
        chosen.out,
    )


if __name__ == "__main__":
    main()
