"""The demonstration service laid out in a folder, and kept in step with the packaged one without losing edits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

from fingerpost.errors import StorageError

_RECORD = Path(".fingerpost") / "demo.json"
"""What was laid out last time, file by file, so that an edited file can be told from an old one."""
_LEFT_OUT = {"__pycache__", ".fingerpost"}


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What laying the demonstration out did. Paths are relative to its folder.

    ``kept`` were edited there and differ from the packaged ones; ``missing`` were taken away there and left so.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    missing: tuple[str, ...]


def lay_out(folder: Path, packaged: Path | None = None) -> LaidOut:
    """Copy the packaged service into ``folder``, or bring an older copy up to date.

    Args:
        folder: where the service is to be; made when it is not there.
        packaged: the service to copy; Sampleford by default.

    Raises:
        StorageError: the folder can't be written.
    """
    if packaged is None:
        with as_file(files("fingerpost.demo") / "sampleford") as sampleford:
            return lay_out(folder, sampleford)
    try:
        return _lay_out(folder, packaged)
    except OSError as problem:
        raise StorageError(
            f"can't write there: {problem.strerror or problem}",
            where=str(folder),
            fix="name a folder you may write to, with room on its disk",
        ) from None


def _lay_out(folder: Path, packaged: Path) -> LaidOut:
    before = _recorded(folder)
    now = {
        path.relative_to(packaged).as_posix(): path.read_bytes()
        for path in sorted(packaged.rglob("*"))
        if path.is_file() and not _LEFT_OUT & set(path.relative_to(packaged).parts)
    }
    done: dict[str, list[str]] = {"added": [], "updated": [], "removed": [], "kept": [], "missing": []}
    for name, body in now.items():
        file = folder / name
        if not file.exists():
            if name in before:
                done["missing"].append(name)
                continue
            done["added"].append(name)
        elif (there := _hash(file.read_bytes())) == _hash(body):
            continue
        elif there == before.get(name):
            done["updated"].append(name)
        else:
            done["kept"].append(name)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    for name in sorted(before.keys() - now.keys()):
        file = folder / name
        if file.is_file() and _hash(file.read_bytes()) == before[name]:
            file.unlink()
            done["removed"].append(name)
    record = folder / _RECORD
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps({name: _hash(body) for name, body in now.items()}, indent=1), encoding="utf-8")
    return LaidOut(**{what: tuple(names) for what, names in done.items()})


def _recorded(folder: Path) -> Mapping[str, str]:
    try:
        kept: Any = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, str]", kept) if isinstance(kept, dict) else {}


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
