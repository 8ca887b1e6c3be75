"""Submissions: how many a second go into the outbox, and out of it to a receiver on loopback.

    python -m benchmarks.submissions [--count 500] [--out benchmarks/results/submissions.json]

Prints one JSON object. Going in is the whole of what a person waits for: their answers taken away, what is sent
encrypted and written, in one transaction. Going out is claimed, sent by HTTP, signed, and marked, one after another.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
from cryptography.fernet import Fernet

from benchmarks.report import report
from fingerpost.conversations.journey_answers import new_visitor
from fingerpost.conversations.store import ConversationStore
from fingerpost.conversations.submission_seals import SubmissionSeals
from fingerpost.services.submissions.by_webhook import post
from fingerpost.services.submissions.request import Request, SentAnswer
from fingerpost.services.submissions.worker import deliver_due
from fingerpost.settings import SubmissionSettings, WebhookDestination
from fingerpost.testing.back_office import BackOffice

KEY = "a key to sign with on loopback"
ANSWERS = {f"question_{number}": "twelve words or so, which is about what people write in a box" for number in range(8)}


def made(answers: Mapping[str, Any]) -> Request:
    """Return what a journey of eight answers sends."""
    sent = tuple(SentAnswer(key, "text", "What is it?", value, value) for key, value in answers.items())
    return Request("a-journey", "A journey", "end", "", "Service", "Organisation", "en", "web", "It is right.", sent)


def put(store: ConversationStore, count: int) -> list[float]:
    """Send in as many visitors' answers, and return the seconds each took."""
    times: list[float] = []
    for _ in range(count):
        visitor = new_visitor()
        store.journeys.change(visitor, "a-journey", lambda _: ANSWERS)
        began = time.perf_counter()
        assert store.submissions.take_answers(visitor, "a-journey", made)
        times.append(time.perf_counter() - began)
    return times


def main() -> None:
    """Measure, and print and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, BackOffice(KEY) as office:
        seal = SubmissionSeals([Fernet.generate_key().decode()])
        store = ConversationStore.open(f"sqlite:///{folder}/kept.db", seal=seal)
        times = sorted(put(store, options.count))
        destination = WebhookDestination.model_validate({"kind": "webhook", "url": office.url, "key": KEY})
        began = time.perf_counter()
        done = deliver_due(store.submissions, lambda each: post(each, destination), SubmissionSettings())
        out = time.perf_counter() - began
        assert done.delivered == len(office.counted) == options.count
        store.close()
    found = {
        "count": options.count,
        "in_p50_ms": round(statistics.median(times) * 1000, 1),
        "in_p95_ms": round(times[int(len(times) * 0.95)] * 1000, 1),
        "in_per_second": round(len(times) / sum(times), 1),
        "out_per_second": round(options.count / out, 1),
        "cpus": os.cpu_count(),
        "load_average": [round(each, 1) for each in psutil.getloadavg()],
    }
    report(found, options.out)


if __name__ == "__main__":
    main()
