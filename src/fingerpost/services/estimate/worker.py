"""The estimate's engine, run as a program of its own and never imported by Fingerpost.

``policyengine-uk`` is under the GNU Affero General Public License and takes half a gigabyte and many seconds to start.
This file is started by its path in another process (``process.py``), imports nothing of Fingerpost, and speaks lines of
JSON over its standard input and output:

    it says first   {"ready": true, "engine": "policyengine-uk 2.162.10", "areas": {"WALES": ["CARDIFF", …]}}
    it is asked     {"id": 1, "year": 2026, "situation": {…}, "variables": ["universal_credit", …]}
    it answers      {"id": 1, "values": {"universal_credit": ["15211.56", …]}} or {"id": 1, "error": "KeyError"}

Amounts are text, in pounds a year. An error is named by its kind alone: no figure of a person is in it.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, TextIO

_AREAS = Path("parameters/gov/dwp/LHA/brma_private_rented_households.csv.gz")
_WARM_YEAR = 2026


def limit_memory(megabytes: int) -> None:
    """Have this process refused memory beyond so much, where the system can. 0 sets no limit."""
    if megabytes and sys.platform != "win32":
        import resource

        most = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def areas_of(package: Path) -> dict[str, list[str]]:
    """Return the rental market areas that the engine knows in each region: their Local Housing Allowance differs."""
    found: dict[str, list[str]] = {}
    with gzip.open(package / _AREAS, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            held = found.setdefault(row["region"], [])
            if row["brma"] not in held:
                held.append(row["brma"])
    return found


def worked_out(engine: Any, asked: dict[str, Any]) -> dict[str, list[str]]:
    """Return the values of the variables asked for, one for each person or household as the engine orders them."""
    simulation = engine.Simulation(situation=asked["situation"])
    return {
        name: [f"{float(each):.2f}" for each in simulation.calculate(name, asked["year"])]
        for name in asked["variables"]
    }


def warm(engine: Any) -> None:
    """Build one household, so that whoever asks first does not wait for what is read only once."""
    alone = {"people": {"a": {"age": {_WARM_YEAR: 40}}}}
    worked_out(engine, {"situation": alone, "year": _WARM_YEAR, "variables": ["universal_credit"]})


def main() -> None:
    """Answer requests until the input ends."""
    limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    # What the engine or its parts print must not come between the lines.
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    engine = import_module("policyengine_uk")
    areas = areas_of(Path(str(engine.__file__)).parent)
    warm(engine)
    _say(lines, {"ready": True, "engine": f"policyengine-uk {version('policyengine-uk')}", "areas": areas})
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            _say(lines, {"id": asked["id"], "values": worked_out(engine, asked)})
        except Exception as problem:  # noqa: BLE001 - whatever goes wrong inside the engine is said, and the next is answered
            _say(lines, {"id": asked["id"], "error": type(problem).__name__})


def _say(lines: TextIO, said: dict[str, Any]) -> None:
    lines.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
