"""How long an answer by a model takes, and what of it is Fingerpost's own.

    python -m benchmarks.model_latency [--questions 40] [--clients 32] [--out benchmarks/results/model-latency.json]

A scripted model on loopback, in a process of its own, waits 0, 300 and 1,500 ms before its first byte and then says
all at once; so its own time is known, and the rest is what Fingerpost adds. Every turn goes through the provider's own
client. ``first_sentence`` is when the first proved sentence is shown, ``whole`` when the answer is. ``adds`` is what is
left when the model's delay is taken off; ``find`` and ``prove`` are parts of it, ``client`` is the rest of composing:
the message, the provider's client and the network. ``processor_ms`` is processor time, which says what Fingerpost
costs even on a machine that is busy with other things. Then many clients stream over HTTP at once, from a model that
writes at a natural pace.

Tokens and costs are estimates: real counts need the provider.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from benchmarks.http_load import PORT, wait_until_ready
from benchmarks.report import report
from benchmarks.search_latency import machine
from fingerpost.demo.folder import lay_out

if TYPE_CHECKING:
    from fingerpost.service import Service

DELAYS = (0.0, 0.3, 1.5)
PACE = 0.03
SETTINGS = {
    "ANSWERS__COMPOSER": "model",
    "ANSWERS__CLARIFY": "false",
    "MODEL__NAME": "anthropic:claude-sonnet-5-5",
    "MODEL__KEY": "sk-benchmark",
    "MODEL__SECONDS": "120",
    "MODEL__FIRST_WORDS_SECONDS": "60",
    # US dollars for a million tokens, as published for that model.
    "MODEL__PRICES__INPUT": "2",
    "MODEL__PRICES__OUTPUT": "10",
    "MODEL__PRICES__CACHE_READ": "0.1",
    "MODEL__PRICES__CACHE_WRITE": "2.5",
    "SERVER__QUESTIONS_PER_MINUTE": "10000000",
}


@contextmanager
def scripted_model(delay: float, pace: float = 0.0) -> Iterator[str]:
    """Run the scripted model in a process of its own and give its address."""
    command = [sys.executable, "-m", "benchmarks.scripted_model", "--delay", str(delay), "--pace", str(pace)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as model:
        assert model.stdout is not None
        assert model.stdin is not None
        yield model.stdout.readline().strip()
        model.stdin.close()


def figures(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile, in milliseconds, of seconds."""
    ordered = sorted(values)
    return {
        "p50_ms": round(statistics.median(ordered) * 1000, 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, 1),
    }


def turns(folder: Path, asked: Sequence[str], delay: float, cache: str = "5m") -> dict[str, Any]:
    """Ask the questions one after another and return the times, tokens and costs."""
    from fingerpost.domain import StatementShown
    from fingerpost.service import Service

    first: list[float] = []
    whole: list[float] = []
    steps: dict[str, list[float]] = {}
    answers: list[Any] = []
    with scripted_model(delay) as url, configured(url, cache), Service.open(folder) as service:
        for question in asked[:5]:
            service.assistant.ask(f"{question} Please.")
        used = time.process_time()
        for question in asked:
            began = time.perf_counter()
            shown = 0.0
            for event in service.assistant.ask_stream(question):
                if isinstance(event, StatementShown) and not shown:
                    shown = time.perf_counter() - began
            answer = event.answer  # type: ignore[union-attr] - the last event
            if answer.usage is None or answer.usage.requests == 0 or not shown:
                continue
            first.append(shown)
            whole.append(time.perf_counter() - began)
            answers.append(answer)
            timings = dict(answer.timings)
            timings["client"] = timings["compose"] - timings.get("prove", 0.0) - delay
            for step, seconds in timings.items():
                steps.setdefault(step, []).append(seconds)
        used = time.process_time() - used
        parts = processor_by_part(service, asked)
    tokens = {
        name: round(statistics.mean(getattr(answer.usage, name) for answer in answers))
        for name in ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")
    }
    return {
        "turns": len(answers),
        "first_sentence": figures(first),
        "whole": figures(whole),
        "adds_to_first_sentence": figures([seconds - delay for seconds in first]),
        "adds_to_whole": figures([seconds - delay for seconds in whole]),
        "adds_without_find": figures(
            [seconds - delay - find for seconds, find in zip(whole, steps["find"], strict=True)]
        ),
        "steps": {
            step: figures(steps[step]) for step in ("protect", "understand", "find", "client", "prove", "ground")
        },
        "processor_ms": {"turn": round(used / len(asked) * 1000, 1), **parts},
        "sentences_shown": round(statistics.mean(sum(len(p.statements) for p in a.parts) for a in answers), 2),
        "sentences_dropped": round(statistics.mean(len(answer.dropped) for answer in answers), 2),
        "tokens": tokens,
        "cost_usd": float(statistics.mean(answer.usage.cost or Decimal(0) for answer in answers)),
    }


def processor_by_part(service: Service, asked: Sequence[str]) -> dict[str, float]:
    """Return the mean milliseconds of processor time of finding, and of asking the model and proving what it says."""
    from fingerpost.answers.ground import prove
    from fingerpost.domain import Draft

    spent = {"find": 0.0, "ask_and_prove": 0.0}
    composer = service._composer
    for question in asked:
        again = f"{question} Thanks."
        began = time.process_time()
        passages = service.search(again)
        spent["find"] += time.process_time() - began
        began = time.process_time()
        for item in composer.compose_stream(again, passages):  # type: ignore[attr-defined]
            if not isinstance(item, Draft):
                prove(item, service.index.sections, service.embedder)
        spent["ask_and_prove"] += time.process_time() - began
    return {part: round(seconds / len(asked) * 1000, 1) for part, seconds in spent.items()}


@contextmanager
def configured(url: str, cache: str = "5m") -> Iterator[None]:
    """Have services that are opened meanwhile ask the model at ``url``."""
    wanted = {f"FINGERPOST_{name}": value for name, value in SETTINGS.items()}
    wanted |= {"FINGERPOST_MODEL__BASE_URL": url, "FINGERPOST_MODEL__CACHE": cache}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name in wanted:
            del os.environ[name]


def streaming_clients(folder: Path, asked: Sequence[str], clients: int) -> dict[str, Any]:
    """Let so many clients stream at once over HTTP, three questions each, and return what each had to wait."""
    first: list[float] = []
    whole: list[float] = []
    failed: list[str] = []

    def one(number: int) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=120, trust_env=False) as client:
            for turn in range(3):
                question = asked[(number * 3 + turn) % len(asked)]
                began = time.perf_counter()
                shown = 0.0
                with client.stream("POST", "/api/v1/ask?stream=true", json={"question": question}) as response:
                    for line in response.iter_lines():
                        if line == "event: statement" and not shown:
                            shown = time.perf_counter() - began
                        if line == "event: error" or response.is_error:
                            failed.append(line)
                if shown:
                    first.append(shown)
                    whole.append(time.perf_counter() - began)

    with scripted_model(0.3, PACE) as url, configured(url):
        serve = ["fingerpost.interfaces.cli", "serve", "--service", str(folder), "--port", str(PORT)]
        server = subprocess.Popen([sys.executable, "-m", *serve], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_ready()
            one(0)
            first.clear()
            whole.clear()
            began = time.perf_counter()
            threads = [threading.Thread(target=one, args=(number,)) for number in range(clients)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            spent = time.perf_counter() - began
        finally:
            server.terminate()
            server.wait(20)
    return {
        "clients": clients,
        "model_delay_ms": 300,
        "model_pace_characters_a_second": round(24 / PACE),
        "answers": len(whole),
        "failed": len(failed),
        "answers_per_second": round(len(whole) / spent, 2),
        "first_sentence": figures(first),
        "whole": figures(whole),
    }


def main() -> None:
    """Measure, print and, with ``--out``, keep the result."""
    from fingerpost.settings import load_settings
    from fingerpost.sync import sync

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "sampleford"
        lay_out(folder)
        sync(load_settings(folder, {}))
        asked = sample_questions()[: options.questions]
        delays = {f"{round(delay * 1000)}": turns(folder, asked, delay) for delay in DELAYS}
        uncached = turns(folder, asked, 0.0, cache="off")
        measured = {
            "benchmark": "model_latency",
            "machine": machine() | {"load_average": round(os.getloadavg()[0], 1)},
            "questions": len(asked),
            "by_model_delay_ms": delays,
            "a_turn_with_caching": {key: delays["0"][key] for key in ("tokens", "cost_usd")},
            "a_turn_without_caching": {key: uncached[key] for key in ("tokens", "cost_usd")},
            "streaming": streaming_clients(folder, asked, options.clients),
        }
    report(measured, options.out)


def sample_questions() -> list[str]:
    """Return the demo service's own questions, in English."""
    text = (files("fingerpost.demo") / "sampleford" / "questions.csv").read_text(encoding="utf-8")
    return [row["question"] for row in csv.DictReader(text.splitlines()) if row["outcome"] == "answered"]


if __name__ == "__main__":
    main()
