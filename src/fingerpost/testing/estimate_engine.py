"""A stand-in for ``policyengine-uk``: the estimate's own worker runs on it, in a real child process, in no time.

``install`` writes it where a Python of its own finds it, and returns that Python for ``calculators.estimate.python``.
Its rules are simple and wrong on purpose: £1,000 a month and the rent, less 55p for each £1 earned, is its "Universal
Credit". A person of a certain age has it misbehave, as an engine may.

This file is copied to where it is imported from, so it uses nothing but the standard library.
"""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HANGS_AT, DIES_AT, FAILS_AT, EATS_MEMORY_AT = 109, 108, 107, 106
"""The ages at which it never answers, ends its process, raises an error, and asks for more memory than there is."""
VERSION = "0.0.1"
AREAS = "region,brma,bedrooms,households\nWALES,CARDIFF,1,9\nWALES,SWANSEA,1,9\nWALES,CARDIFF,2,9\nLONDON,INNER,1,9\n"
_OF_PEOPLE = ("carers_allowance", "carer_support_payment", "scottish_child_payment", "income_tax", "national_insurance")
_GATE = "FINGERPOST_FAKE_ENGINE_GATE"


class Simulation:
    """Works out what ``policyengine_uk.Simulation`` would, for the few variables that the estimate asks for."""

    def __init__(self, situation: Mapping[str, Any]) -> None:
        self._people: Mapping[str, Any] = situation["people"]
        self._units: Mapping[str, Any] = situation.get("benunits", {"unit": {"members": list(self._people)}})
        self._homes: Mapping[str, Any] = situation.get("households", {"home": {}})
        ages = {int(_value(person, "age")) for person in self._people.values()}
        if "households" in situation:
            _wait_at_the_gate()
        if HANGS_AT in ages:
            signal.pause()
        if DIES_AT in ages:
            os._exit(3)
        if FAILS_AT in ages:
            raise KeyError("age")
        if EATS_MEMORY_AT in ages:
            self._eaten = bytearray(1 << 46)

    def calculate(self, name: str, year: int) -> list[float]:
        """Return a variable for each benefit unit, or for each person."""
        del year
        if name in _OF_PEOPLE:
            return [0.0 for _ in self._people]
        return [
            self._of(name, unit, home) for unit, home in zip(self._units.values(), self._homes.values(), strict=True)
        ]

    def _of(self, name: str, unit: Mapping[str, Any], home: Mapping[str, Any]) -> float:
        people = [self._people[each] for each in unit["members"]]
        if name == "universal_credit":
            earned = sum(_value(person, "employment_income") for person in people)
            limited = any(_value(person, "uc_limited_capability_for_WRA") for person in people)
            return max(0.0, 12_000 + min(_value(home, "rent"), _cap(home)) + 2_400 * limited - 0.55 * earned)
        if name == "child_benefit":
            return 1_200.0 * sum(_value(person, "age") < 18 for person in people)
        return 0.0


def install(folder: Path, *, gate: Path | None = None, absent: bool = False) -> str:
    """Write the engine into a folder.

    Args:
        folder: where; it is made.
        gate: a named pipe that each request reads one byte of before it is worked out.
        absent: leave the engine out, as where the extra is not installed.

    Returns:
        The path of a Python that has it.
    """
    package = folder / "policyengine_uk"
    areas = package / "parameters" / "gov" / "dwp" / "LHA"
    told = folder / f"policyengine_uk-{VERSION}.dist-info"
    for each in (areas, told):
        each.mkdir(parents=True, exist_ok=True)
    (areas / "brma_private_rented_households.csv.gz").write_bytes(gzip.compress(AREAS.encode()))
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: policyengine-uk\nVersion: {VERSION}\n")
    if not absent:
        shutil.copyfile(__file__, package / "__init__.py")
    else:
        shutil.rmtree(package)
    python = folder / "python"
    # The first argument is the flag that would keep PYTHONPATH from being read.
    paths = f'PYTHONPATH="{folder}" {_GATE}="{gate or ""}"'
    python.write_text(f'#!/bin/sh\nshift\n{paths} exec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return str(python)


def _wait_at_the_gate() -> None:
    gate = os.environ.get(_GATE, "")
    if gate:
        with Path(gate).open("rb", buffering=0) as waiting:
            waiting.read(1)


def _cap(home: Mapping[str, Any]) -> float:
    return {"SWANSEA": 6_000.0, "CARDIFF": 9_600.0}.get(str(next(iter(home.get("brma", {"": ""}).values()))), 1e9)


def _value(of: Mapping[str, Any], name: str) -> float:
    return float(next(iter(of.get(name, {"": 0}).values())))
