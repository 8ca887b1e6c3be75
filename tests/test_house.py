"""The house rules that no other tool checks: names, sizes, what is imported when, and what the locks and files say."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from fingerpost.settings import load_settings

REPOSITORY = Path(__file__).resolve().parent.parent
LONGEST = 400
BINARY = {".docx", ".gif", ".ico", ".jpg", ".mo", ".onnx", ".pdf", ".png", ".woff", ".woff2", ".zip"}
EMPTY_NAMES = {"base", "common", "handler", "handlers", "helper", "helpers", "manager", "managers", "util", "utils"}
HEAVY = ("fastapi", "lancedb", "numpy", "onnxruntime", "presidio_analyzer", "pyarrow", "sqlalchemy", "trafilatura")
# Put together here so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(
    "|".join(rf"(?<![\w.])/{name}" + r"/\w" for name in ("work", "root", "opt/wheels", "opt/pypi"))
)
REGISTRIES = re.compile(
    r"pypi\.(org|python)|files\.python" + r"hosted|registry\.npm" + r"js|registry\.yarn" + r"pkg|deb\.debian\.org",
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    """Return every file that git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True).stdout
    return [file for name in listed.decode().split("\0") if name and (file := REPOSITORY / name).is_file()]


def sources() -> list[Path]:
    """Return every Python file of ours."""
    return [file for file in tracked() if file.suffix == ".py"]


def project() -> dict[str, Any]:
    """Return pyproject.toml's project table."""
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    wrong = [
        f"{file.relative_to(REPOSITORY)}: {found.group()}"
        for file in tracked()
        if file.suffix not in BINARY
        for pattern in (MACHINE_PATHS, REGISTRIES)
        for found in pattern.finditer(file.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert wrong == []


def test_no_lock_of_another_tool_is_kept() -> None:
    assert not [file for file in tracked() if file.name in {"uv.lock", "package-lock.json", "poetry.lock"}]


def test_every_source_file_can_be_read_in_one_sitting() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in sources()}
    assert {str(file): length for file, length in lengths.items() if length >= LONGEST} == {}


def test_every_file_is_named_by_what_it_holds() -> None:
    assert [str(file) for file in sources() if file.stem in EMPTY_NAMES or file.parent.name in EMPTY_NAMES] == []


def test_every_dependency_has_its_reason_in_the_docs() -> None:
    named = list(project()["dependencies"])
    for extra in project()["optional-dependencies"].values():
        named += extra
    reasons = (REPOSITORY / "docs/dependencies.md").read_text(encoding="utf-8")
    names = {re.split(r"[\[<>=!~; ]", dependency)[0] for dependency in named}
    assert sorted(name for name in names if f"| `{name}` |" not in reasons) == []


@pytest.mark.parametrize(
    "group",
    ["console_scripts", "fingerpost.sources", "fingerpost.embedders", "fingerpost.composers", "fingerpost.calculators"],
)
def test_every_entry_point_loads(group: str) -> None:
    ours = [point for point in entry_points(group=group) if point.dist and point.dist.name == "fingerpost"]
    assert ours
    for point in ours:
        assert callable(point.load())


def imported_by(statement: str) -> set[str]:
    """Return the top names of every module that ``statement`` brings in, in a fresh interpreter."""
    program = f"{statement}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_fingerpost_brings_in_nothing_heavy() -> None:
    assert imported_by("import fingerpost").isdisjoint({*HEAVY, "pydantic", "typer", "rich"})


def test_the_command_line_brings_in_nothing_heavy_before_it_knows_what_is_asked() -> None:
    assert imported_by("import fingerpost.interfaces.cli.app").isdisjoint(HEAVY)


@pytest.mark.parametrize("lock", sorted((REPOSITORY / "requirements").glob("*.lock")), ids=lambda lock: lock.stem)
def test_a_lock_has_a_hash_for_everything_and_names_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index-url|--find-links|--extra-index-url", text)
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_there_is_a_lock_for_the_base_the_tests_and_every_extra() -> None:
    locks = {lock.stem for lock in (REPOSITORY / "requirements").glob("*.lock")}
    assert locks == {"base", "dev", *project()["optional-dependencies"]}


def test_every_lock_keeps_to_the_base_locks_versions() -> None:
    def versions(lock: Path) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(name, set()).add(version)
        return found

    base = versions(REPOSITORY / "requirements/base.lock")
    for lock in (REPOSITORY / "requirements").glob("*.lock"):
        theirs = versions(lock)
        assert {name: (base[name], theirs.get(name)) for name in base if theirs.get(name) != base[name]} == {}, (
            lock.name
        )


def test_every_direct_dependency_is_locked() -> None:
    lock = (REPOSITORY / "requirements/base.lock").read_text(encoding="utf-8")
    names = [re.split(r"[\[<>=!~; ]", dependency)[0] for dependency in project()["dependencies"]]
    assert [name for name in names if not re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE)] == []


def test_the_generated_reference_is_what_the_code_says() -> None:
    run = subprocess.run(
        [sys.executable, "scripts/build_reference.py", "--check"], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


def test_the_starter_service_has_right_settings(tmp_path: Path) -> None:
    starter = REPOSITORY / "src/fingerpost/interfaces/cli/starter/fingerpost.toml"
    (tmp_path / "fingerpost.toml").write_text(starter.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_settings(tmp_path, {}).sources


def test_every_uncommented_example_in_the_starter_would_be_right_too(tmp_path: Path) -> None:
    starter = (REPOSITORY / "src/fingerpost/interfaces/cli/starter/fingerpost.toml").read_text(encoding="utf-8")
    lines = [re.sub(r"^# (?=\[\[|[a-z_]+ = )", "", line) for line in starter.splitlines()]
    (tmp_path / "fingerpost.toml").write_text("\n".join(lines), encoding="utf-8")
    assert [source.kind for source in load_settings(tmp_path, {}).sources] == ["folder", "govuk", "website"]
