"""A month from turns to a release: what comes out, what is thrown away, and that nothing else gets out."""

from __future__ import annotations

import ast
import base64
import codecs
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fingerpost.errors import InsightsInputError, ReleaseRefusedError
from fingerpost.insights.build import Workshop, build
from fingerpost.insights.facets import Facets
from fingerpost.insights.gate.thresholds import Thresholds
from fingerpost.insights.gate.writer import Gate
from fingerpost.insights.months import Month
from fingerpost.insights.node_names import external_ids_in, names_in
from fingerpost.insights.records import TurnGiven
from fingerpost.insights.synthesise import MadeUpMonth, true_shares
from fingerpost.insights.taxonomy import shipped
from fingerpost.insights.turn_files import SetAside, turn_of

OCTOBER = Month(2026, 10)
NOVEMBER = datetime(2026, 11, 2, tzinfo=UTC)
PACKAGE = Path(__file__).resolve().parents[2] / "src/fingerpost/insights"
SECRET = "Zyzzyva Quillfeather of 17 Nettlewick Lane"
SCRIPTS = (
    *(
        "Зызыва Квиллфезер",
        "ζυζζυβα",
        "זיזיווה",
        "زيزيفا",
        "ज़ाइज़िवा",
        "জাইজিভা",
        "ਜ਼ਿਜ਼ੀਵਾ",
        "ஜிஜீவா",
        "ジジバ",
        "齐齐瓦",
        "지지바",
    ),
    *("ซิซีวา", "ზიზივა", "ዚዚቫ", "Żyżywa Łękołodz"),
)
"""The same secret in the scripts of fifteen languages."""


def made_up(conversations: int = 600) -> list[TurnGiven]:
    return [turn_of(row) for row, _ in MadeUpMonth(OCTOBER, conversations).rows(shipped())]


def workshop(folder: Path) -> Workshop:
    """Return one whose classifier is quick: the real one is tested by itself."""
    leaves = [leaf.id for leaf in shipped().leaves]

    def classify(turns: Sequence[TurnGiven]) -> list[Facets]:
        return [Facets(topic=leaves[len(each.question) % 40], outcome=each.outcome) for each in turns]

    gate = Gate(folder / "releases", Thresholds(), "somewhere", names_in(shipped()), external_ids_in(shipped()))
    return Workshop(folder / "state", gate, str, classify, shipped(), {"facets": "test"})


def encoded(secret: str) -> list[str]:
    raw = secret.encode()
    return [base64.b64encode(raw).decode(), raw.hex(), secret[::-1], codecs.encode(secret, "rot13"), secret.upper()]


def every_byte(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_made_up_month_is_released_and_nothing_of_it_is_left(tmp_path: Path) -> None:
    made = workshop(tmp_path)
    released = build(OCTOBER, made_up(), made, now=NOVEMBER)
    assert released.published > 20
    assert {file.name for file in released.folder.iterdir()} == {
        "release.csv",
        "release.parquet",
        "manifest.json",
        "datasheet.md",
    }
    assert [file for file in made.folder.rglob("*") if file.is_file()] == []


def test_a_planted_secret_is_in_no_byte_that_is_written(tmp_path: Path) -> None:
    ordinary = made_up()
    planted: Iterable[TurnGiven | SetAside] = [
        *ordinary,
        *(
            TurnGiven(f"s{n}", f"sc{n}", ordinary[0].asked_at, f"{said} has gout {n}", account=f"{said} {n}")
            for n, said in enumerate([SECRET, *SCRIPTS, *encoded(SECRET)] * 3)
        ),
    ]
    seen: list[bytes] = []
    made = workshop(tmp_path)
    release = made.gate.release

    def spied(*given: object, **more: object) -> object:
        seen.append(every_byte(tmp_path))
        return release(*given, **more)  # type: ignore[arg-type]

    object.__setattr__(made, "gate", type("Spied", (), {"release": staticmethod(spied)})())
    build(OCTOBER, planted, made, now=NOVEMBER)
    for held in (*seen, every_byte(tmp_path)):
        assert held
        for secret in ("Zyzzyva", "Quillfeather", "Nettlewick", "gout", *SCRIPTS, *encoded(SECRET)):
            for written in (secret.encode(), secret.encode("utf-16-le"), json.dumps(secret)[1:-1].encode()):
                assert written not in held


def test_a_month_that_is_not_over_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(InsightsInputError, match="not over"):
        build(OCTOBER, made_up(5), workshop(tmp_path), now=datetime(2026, 10, 31, 23, 59, tzinfo=UTC))


def test_too_few_people_release_nothing_and_say_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseRefusedError, match="nothing is published"):
        build(OCTOBER, made_up(8), workshop(tmp_path), now=NOVEMBER)
    assert not (tmp_path / "releases").exists()


def test_rows_set_aside_are_listed_with_their_place_and_reason(tmp_path: Path) -> None:
    made = workshop(tmp_path)
    build(OCTOBER, [*made_up(), SetAside("turns.jsonl, line 3", "'id' is empty")], made, now=NOVEMBER)
    (line,) = (made.folder / "2026-10-set-aside.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"where": "turns.jsonl, line 3", "reason": "'id' is empty"}


def test_the_same_seed_makes_the_same_month_and_its_shares_are_known() -> None:
    assert made_up(50) == made_up(50)
    shares = true_shares(MadeUpMonth(OCTOBER, 400), shipped())
    assert sum(shares.values()) == pytest.approx(1)
    assert set(shares) <= {leaf.id for leaf in shipped().leaves}


def test_no_other_code_of_the_package_writes_or_prints() -> None:
    """The gate writes releases; the month's file, its key and the rows set aside never leave the service's folder."""
    allowed = {"gate/writer.py", "gate/history.py", "month_file.py", "pseudonyms.py", "build.py"}
    writes = {"write", "write_text", "write_bytes", "write_table", "savez", "savez_compressed", "dump", "print", "open"}
    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in writes:
                    found.setdefault(file.relative_to(PACKAGE).as_posix(), set()).add(name)
    assert found.pop("turn_files.py") == {"open"}
    assert set(found) <= allowed


def test_nothing_outside_the_package_reads_what_has_not_passed_the_gate() -> None:
    inner = {"tally", "month_file", "records", "pseudonyms", "gate"}
    outside = {
        file: text
        for file in PACKAGE.parent.rglob("*.py")
        if PACKAGE not in file.parents and "fingerpost.insights" in (text := file.read_text(encoding="utf-8"))
    }
    assert outside
    wrong = [
        f"{file.name}: {node.module}"
        for file, text in outside.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("fingerpost.insights.")
        and (node.module or "").split(".")[2] in inner
        and [name.name for name in node.names] != ["TurnGiven"]
    ]
    assert wrong == []
