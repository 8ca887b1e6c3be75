"""The files of a shipped model: none is used unless it is, byte for byte, the one that was built."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, cast

from fingerpost.errors import ModelFileError

MODELS = Path(__file__).resolve().parent / "models"
"""Where the models that ship stand, a folder each."""


def checked(folder: Path, *, rebuild: str) -> dict[str, Any]:
    """Return what a model folder's ``model.json`` says, once every file it lists has the SHA-256 given there.

    Args:
        folder: where ``model.json`` and the files are.
        rebuild: the command that builds the files again, for the error's fix.

    Raises:
        ModelFileError: a file is missing, altered or can't be read.
    """
    fix = f"install Fingerpost again, or rebuild the files with '{rebuild}'"
    try:
        described = cast("dict[str, Any]", json.loads((folder / "model.json").read_text(encoding="utf-8")))
        wanted = cast("dict[str, str]", described["files"])
        for name, digest in wanted.items():
            with (folder / name).open("rb") as opened:
                found = hashlib.file_digest(opened, "sha256").hexdigest()
            if found != digest:
                raise ModelFileError(
                    f"this is not the file that was shipped: SHA-256 {found[:12]}…, not {digest[:12]}…",
                    where=str(folder / name),
                    fix=fix,
                )
    except FileNotFoundError as missing:
        raise ModelFileError("a model file is missing", where=str(missing.filename), fix=fix) from None
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ModelFileError(f"the model's description can't be read: {problem}", where=str(folder), fix=fix) from None
    return described
