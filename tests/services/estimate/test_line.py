"""The line before the engine: in order, bounded, each knows its place, and one who hangs does not stop the others."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fingerpost.errors import EstimateBusyError, EstimateUnavailableError
from fingerpost.services.estimate.line import LineOfRequests, Ticket
from fingerpost.services.estimate.process import Engine, EngineProcess, engine_command
from fingerpost.testing.estimate_engine import DIES_AT, install
from tests.services.estimate.test_process import asked


class Gate:
    """Lets one request at a time be worked out."""

    def __init__(self, folder: Path) -> None:
        self.pipe = folder / "gate"
        os.mkfifo(self.pipe)
        # Open for both, so that neither side waits for the other to open it.
        self._end = os.open(self.pipe, os.O_RDWR)

    def let_through(self, count: int = 1) -> None:
        os.write(self._end, b"." * count)

    def close(self) -> None:
        os.close(self._end)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    held = Gate(tmp_path)
    yield held
    held.close()


@pytest.fixture
def line(tmp_path: Path, gate: Gate) -> Iterator[LineOfRequests]:
    python = install(tmp_path / "engine", gate=gate.pipe)
    held = LineOfRequests(EngineProcess(engine_command(python, 0), seconds=120, start_seconds=120), waiting=3)
    yield held
    held.close()


class Turns:
    """Requests that note when their turn has come."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.begun: dict[str, threading.Event] = {}

    def request(self, name: str, age: int = 30) -> Any:
        self.begun[name] = threading.Event()

        def make(_: Engine) -> dict[str, Any]:
            self.order.append(name)
            self.begun[name].set()
            return asked(age)

        return make


def test_each_knows_its_place_and_comes_in_turn(line: LineOfRequests, gate: Gate):
    turns, told = Turns(), []
    first = line.join(turns.request("first"))
    turns.begun["first"].wait()
    second = line.join(turns.request("second"), lambda ticket: told.append((ticket.ahead, ticket.ended)))
    third = line.join(turns.request("third"))
    assert (first.ahead, second.ahead, third.ahead) == (0, 1, 2)
    gate.let_through()
    first.wait()
    turns.begun["second"].wait()
    assert third.ahead == 1
    gate.let_through(2)
    assert [ticket.wait()[1]["universal_credit"] for ticket in (first, second, third)] == [["11450.00"]] * 3
    assert turns.order == ["first", "second", "third"]
    assert told == [(0, False), (0, True)]


def test_no_more_may_wait_than_the_bound(line: LineOfRequests, gate: Gate):
    turns = Turns()
    line.join(turns.request("first"))
    turns.begun["first"].wait()
    waiting = [line.join(turns.request(str(number))) for number in range(3)]
    with pytest.raises(EstimateBusyError, match="3 people are waiting"):
        line.join(turns.request("too many"))
    gate.let_through(4)
    waiting[-1].wait()
    line.join(turns.request("now there is room"))


def test_one_whose_engine_dies_twice_is_told_and_the_next_is_served(line: LineOfRequests, gate: Gate):
    turns = Turns()
    bad, good = line.join(turns.request("bad", DIES_AT)), line.join(turns.request("good"))
    gate.let_through(3)
    with pytest.raises(EstimateUnavailableError, match="stopped while it worked this out"):
        bad.wait()
    assert good.wait()[1] == {"universal_credit": ["11450.00"]}
    assert turns.order == ["bad", "bad", "good"]


def test_a_mistake_in_making_a_request_stops_nobody_else(line: LineOfRequests, gate: Gate):
    def broken(_: Engine) -> dict[str, Any]:
        raise ZeroDivisionError

    bad, good = line.join(broken), line.join(Turns().request("good"))
    gate.let_through()
    with pytest.raises(EstimateUnavailableError):
        bad.wait()
    assert good.wait()[1] == {"universal_credit": ["11450.00"]}


def test_closing_it_ends_everybody_s_wait_and_lets_nobody_in(line: LineOfRequests):
    turns = Turns()
    tickets: list[Ticket] = [line.join(turns.request("first"))]
    turns.begun["first"].wait()
    tickets.append(line.join(turns.request("second")))
    line.close()
    for ticket in tickets:
        with pytest.raises(EstimateUnavailableError):
            ticket.wait()
    with pytest.raises(EstimateUnavailableError, match="stopping"):
        line.join(turns.request("third"))
